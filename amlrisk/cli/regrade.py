"""``amlrisk regrade``: make grades true again."""

from __future__ import annotations

import click

from amlrisk.cli.common import Terminal, author_option, pass_terminal
from amlrisk.cli.runs import say_run
from amlrisk.engine.local import LocalEngine
from amlrisk.engine.run import regrade_by
from amlrisk.engine.spark import SparkEngine, open_session
from amlrisk.jobs.regrade_run import regrade_after_policy, regrade_due, rescreen
from amlrisk.services.screened import unscreened
from amlrisk.store.runs import Run, RunStatus


@click.command()
@click.option("--all", "whom", flag_value="all", help="Everybody.")
@click.option("--due", "whom", flag_value="due", help="Whose grade does not hold any more, and whoever failed before.")
@click.option("--policy", "whom", flag_value="policy", help="Whoever was graded under another policy.")
@click.option(
    "--touched",
    multiple=True,
    metavar="LIST",
    help="Whom the changes of LIST concern that came into force since everybody was screened; `all` for every list.",
)
@click.option(
    "--engine",
    type=click.Choice(["local", "spark"]),
    default="local",
    show_default=True,
    help="Who grades with --all: processes of this machine, or Spark (needs `amlrisk[spark]` and Java 17).",
)
@click.option("--spark-master", metavar="URL", default="local[*]", show_default=True, help="Where Spark works.")
@author_option("Who asks for it.")
@pass_terminal
@click.pass_context
def regrade(
    ctx: click.Context,
    terminal: Terminal,
    whom: str | None,
    touched: tuple[str, ...],
    engine: str,
    spark_master: str,
    author: str,
) -> None:
    """Screen and grade customers again: --all, --due, --policy, or --touched LIST.

    Stopped midway, the same command goes on where it stopped; `amlrisk runs` shows, cancels and resumes. A list that
    changed while --all ran is re-screened at its end. Exits with 1 where a customer failed.
    """
    if (whom is None) == (not touched):
        raise click.UsageError("give one of --all, --due, --policy, --touched LIST")
    if engine == "spark" and whom != "all":
        raise click.UsageError("--engine spark goes with --all")
    system = terminal.system
    done: list[Run] = []
    with terminal.progress("customers", None) as bar:

        def shown(of_run: int, total: int) -> None:
            bar(of_run)

        if whom == "all":
            by = SparkEngine(open_session(spark_master)) if engine == "spark" else LocalEngine()
            done.append(regrade_by(system, by, cause="command", actor=author, progress=shown))
        elif whom == "due":
            done.append(regrade_due(system, cause="command", actor=author, progress=shown))
        elif whom == "policy":
            done += filter(None, [regrade_after_policy(system, cause="command", actor=author, progress=shown)])
        if whom == "all" and done[0].status is RunStatus.DONE:
            touched = tuple(each.source for each in unscreened(system))
        elif touched == ("all",):
            touched = tuple(sorted(system.desk.infos()))
        for source in touched:
            system.catalogue.source(source)  # raises UnknownSource
            done += filter(None, [rescreen(system, source, cause="list_changed", actor=author, progress=shown)])
    for run in done:
        say_run(terminal, run)
    if not done:
        terminal.say("无须重新评级", "nothing has changed: nobody is to be graded again")
    if any(run.failed or run.status is not RunStatus.DONE for run in done):
        ctx.exit(1)
