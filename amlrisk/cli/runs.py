"""``amlrisk runs``: what runs, ran and broke off; cancelled, taken up again."""

from __future__ import annotations

from datetime import datetime

import click

from amlrisk.cli.common import Terminal, as_json, author_option, pass_terminal
from amlrisk.jobs.take_up import cancel_run, resume_run
from amlrisk.services.run_answers import run_document, state_of, whole_run_document
from amlrisk.store.runs import Run, RunKind, RunStatus

_SHOWN = 50


@click.group()
def runs() -> None:
    """What runs, ran and broke off."""


@runs.command("list")
@click.option("--kind", type=click.Choice([kind.value for kind in RunKind]))
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@as_json
@pass_terminal
def list_(terminal: Terminal, kind: str | None, limit: int, json_: bool) -> None:
    """The newest runs: what they are about, how far they are, how they ended."""
    system = terminal.system
    found, now = system.store.runs.page(kind=kind, limit=limit), system.now()
    if json_:
        terminal.json([run_document(run, now) for run in found])
        return
    zh = terminal.language == "zh"
    columns = ("批次", "种类", "状态", "完成", "开始") if zh else ("Run", "Kind", "State", "Done", "Began")
    rows = [
        (
            run.id,
            f"{run.kind} {run.subject}".strip(),
            _told(run, now, zh),
            f"{run.done + run.failed}/{run.total}",
            run.started_at.astimezone(terminal.settings.timezone).strftime("%m-%d %H:%M"),
        )
        for run in found
    ]
    terminal.table("批次" if zh else "Runs", columns, rows)


@runs.command()
@click.argument("run_id")
@as_json
@pass_terminal
def show(terminal: Terminal, run_id: str, json_: bool) -> None:
    """Everything about one run: scope, versions, lists, closing, failures."""
    run = terminal.system.store.runs.get(run_id)
    if json_:
        terminal.json(whole_run_document(terminal.system, run))
    else:
        say_run(terminal, run)


@runs.command()
@click.argument("run_id")
@author_option("Who cancels, for the audit trail.")
@pass_terminal
def cancel(terminal: Terminal, run_id: str, author: str) -> None:
    """Have a run end after the customers under way. What was done stays; `runs resume` goes on."""
    run = cancel_run(terminal.system, run_id, actor=author)
    if run.status is RunStatus.CANCELLED:
        terminal.say(f"批次 {run.id} 已取消", f"run {run.id} is cancelled")
    else:
        terminal.say(f"批次 {run.id} 将在当前一组客户完成后停止", f"run {run.id} ends after the customers under way")


@runs.command()
@click.argument("run_id")
@author_option("Who takes it up, for the audit trail.")
@pass_terminal
@click.pass_context
def resume(ctx: click.Context, terminal: Terminal, run_id: str, author: str) -> None:
    """Go on with a run that was cancelled, stopped or killed, or try those again who failed in it.

    Exits with 1 where a customer failed.
    """
    system = terminal.system
    with terminal.progress("customers", None) as bar:
        run = resume_run(system, run_id, actor=author, progress=lambda done, _: bar(done))
    if run.id != run_id:
        terminal.note(
            f"批次 {run_id} 所依据的政策已变更，由 {run.id} 接替",
            f"run {run_id} was made under rules that have moved on; {run.id} takes its place",
        )
    say_run(terminal, run)
    if run.failed or run.status is not RunStatus.DONE:
        ctx.exit(1)


def say_run(terminal: Terminal, run: Run) -> None:
    """How a run stands or ended, its lists, and whoever failed in it."""
    state = state_of(run, terminal.system.now())
    what = f"{run.kind} {run.subject}".strip()
    terminal.say(
        f"批次 {run.id}（{what}，{run.cause}）：{state}\n{run.total} 项，完成 {run.done}，失败 {run.failed}",
        f"run {run.id} ({what}, {run.cause}): {state}\n{run.total} in scope, {run.done} done, {run.failed} failed",
    )
    closing = run.closing
    if closing is not None and closing.adds_up:
        terminal.say(
            f"逐一核对相符：{closing.done} + {closing.failed} = {closing.scope}，无一遗漏",
            f"it adds up, one by one: {closing.done} + {closing.failed} = {closing.scope}, nobody was missed",
        )
    elif closing is not None:
        told = ", ".join(closing.examples)
        terminal.note(
            f"未完成 {closing.left} 名，范围外 {closing.beyond} 名 {told}".rstrip(),
            f"{closing.left} are left, {closing.beyond} were not in scope {told}".rstrip(),
            "red" if run.status is RunStatus.FAILED else "yellow",
        )
    lists = terminal.system.store.runs.lists_of(run.id)
    if len(lists) > 1:
        terminal.note("执行期间名单有变更：", "the lists changed while it ran:")
        for version, since, number in lists:
            at = since.astimezone(terminal.settings.timezone).strftime("%m-%d %H:%M:%S")
            terminal.note(f"  {at} 起 {version[:12]}：{number}", f"  from {at} {version[:12]}: {number} customers")
    for failure in terminal.system.store.runs.failures(run.id, _SHOWN):
        terminal.note(
            f"{failure.customer}: {failure.text} [{failure.code}]",
            f"{failure.customer}: {failure.text} [{failure.code}]",
            "red",
        )


def _told(run: Run, now: datetime, zh: bool) -> str:
    """Its state, and what is wrong with it."""
    wrong = []
    if run.failed:
        wrong.append(f"失败 {run.failed}" if zh else f"{run.failed} failed")
    if run.closing is not None and run.closing.left:
        wrong.append(f"未完成 {run.closing.left}" if zh else f"{run.closing.left} left")
    return ", ".join((state_of(run, now), *wrong))
