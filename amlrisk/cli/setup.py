"""``amlrisk init`` and ``amlrisk serve``: set an installation up, and serve it."""

from __future__ import annotations

import click

from amlrisk.cli.common import Terminal, pass_terminal
from amlrisk.jobs.demo import set_up_demo
from amlrisk.server import run_server
from amlrisk.services.set_up import set_up
from amlrisk.settings import load_settings


@click.command()
@click.option("--demo", is_flag=True, help="With an invented list and an invented portfolio, graded.")
@pass_terminal
def init(terminal: Terminal, demo: bool) -> None:
    """Make or update this home: secret, database at this program's level; running it again changes nothing."""
    settings = set_up()
    terminal.say(f"已就绪：{settings.home}", f"ready: {settings.home}")
    if demo:
        with terminal.progress("demo", None) as bar:
            done = set_up_demo(load_settings(), progress=lambda done, total: bar(done))
        terminal.say(
            f"演示：{done.customers} 名客户，{done.entities} 个名单条目（均为虚构）",
            f"demo: {done.customers} customers, {done.entities} listed entities (all invented)",
        )
        rows = [(each.id, each.password or "(changed)", each.role.value, each.name) for each in done.people]
        terminal.table("Sign in with · 登录账号", ("account", "password", "role", "name"), rows)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", type=click.IntRange(1), help="Processes; default: AMLRISK_PROCESSES.")
@click.option(
    "--threads",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help="Threads a process; more only help while one of them waits.",
)
@click.option("--scheduler", is_flag=True, help="With the scheduler beside it, in a process of its own.")
@pass_terminal
def serve(terminal: Terminal, host: str, port: int, workers: int | None, threads: int, scheduler: bool) -> None:
    """Serve the pages and the API through gunicorn."""
    terminal.say(f"http://{host}:{port}（Ctrl-C 停止）", f"http://{host}:{port} (Ctrl-C stops)")
    run_server(
        host=host,
        port=port,
        workers=workers or terminal.settings.processes,
        threads=threads,
        scheduler=scheduler,
    )
