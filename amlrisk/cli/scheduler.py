"""``amlrisk scheduler``, ``amlrisk due`` and ``amlrisk forecast``: the clock, what is due, and what is to come."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
import msgspec

from amlrisk.cli.common import Terminal, as_json, pass_terminal, write_whole
from amlrisk.jobs.scheduler import LOOK_SECONDS, Scheduler, do_what_is_due, run_until_told
from amlrisk.jobs.timetable import jobs_of
from amlrisk.review.forecast import Forecast
from amlrisk.services.due_work import due_work
from amlrisk.services.forecast import forecast_csv, forecast_document, make_forecast
from amlrisk.store.job_turns import Turn


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now, one after the other, and end: for a timer of your own.")
@click.option("--status", is_flag=True, help="Show every job with its last turn, and end.")
@click.option(
    "--every",
    type=click.FloatRange(0.1, 600),
    default=LOOK_SECONDS,
    show_default=True,
    metavar="SECONDS",
    help="Between two looks at the clock.",
)
@as_json
@pass_terminal
@click.pass_context
def scheduler(ctx: click.Context, terminal: Terminal, once: bool, status: bool, every: float, json_: bool) -> None:
    """Refresh lists, grade again what is due, escalate, foretell: each when it is time, until stopped.

    Any number may run, on any number of machines: each job is done once a time. What a stop interrupts goes on at the
    next start, and times that passed meanwhile are made up for once.
    """
    if status:
        _show_status(terminal, json_)
    elif once:
        done = do_what_is_due(terminal.system, told=lambda turn: None if json_ else _say(terminal, turn))
        if json_:
            terminal.json([_document(turn) for turn in done])
        elif not done:
            terminal.say("没有到期的任务", "nothing is due")
        if any(turn.again for turn in done):
            ctx.exit(1)
    else:
        terminal.note("定时任务已启动（Ctrl-C 停止）", "the scheduler runs (Ctrl-C stops)", "green")
        run_until_told(Scheduler(terminal.system, every=every))


def _show_status(terminal: Terminal, json_: bool) -> None:
    system = terminal.system
    turns = system.store.job_turns.latest()
    jobs = jobs_of(system)
    if json_:
        terminal.json(
            [
                {"job": job.name, "title": job.title, "turn": _document(turns[job.name]) if job.name in turns else None}
                for job in jobs
            ]
        )
        return
    zh = terminal.language == "zh"
    names = (
        ("任务", "应执行", "状态", "次数", "错过", "说明") if zh else ("Job", "Due", "State", "Tries", "Missed", "What")
    )
    lines = []
    for job in jobs:
        turn = turns.get(job.name)
        if turn is None and job.due_at(system) is None:
            continue
        label = f"{job.title.get(terminal.language)} ({job.name})"
        if turn is None:
            lines.append((label, "–", "从未执行" if zh else "never", "", "", ""))
            continue
        state = turn.outcome or ("执行中" if zh else "under way")
        said = turn.said.get(terminal.language)
        lines.append((label, _clock(terminal, turn.at), state, str(turn.tries), str(turn.missed), said))
    terminal.table("定时任务" if zh else "Jobs", names, lines)


def _document(turn: Turn) -> dict[str, object]:
    return msgspec.to_builtins(turn)  # type: ignore[no-any-return]  # a struct becomes a dict


def _say(terminal: Terminal, turn: Turn) -> None:
    text = f"{turn.job}: {turn.outcome}"
    terminal.say(f"{text}；{turn.said.zh}", f"{text}; {turn.said.en}")


def _clock(terminal: Terminal, at: datetime) -> str:
    return at.astimezone(terminal.settings.timezone).strftime("%Y-%m-%d %H:%M")


@click.command()
@as_json
@pass_terminal
def due(terminal: Terminal, json_: bool) -> None:
    """What is due today: reviews, new customers and until when they must be graded, cases."""
    with terminal.progress("due", None):
        work = due_work(terminal.system)
    if json_:
        terminal.json(work)
        return
    new = work.newcomers
    terminal.say(
        f"{work.on}：到期复核 {work.reviews}，待评级共 {work.to_grade}，其中新客户 {new.total}（逾期 {new.late}）；"
        f"在办案件 {work.open}，今日到期 {work.due_today}，逾期 {work.overdue}",
        f"{work.on}: {work.reviews} reviews due, {work.to_grade} to be graded, {new.total} of them new"
        f" ({new.late} too late); {work.open} open cases, {work.due_today} due today, {work.overdue} overdue",
    )
    if new.first:
        zh = terminal.language == "zh"
        names = ("客户", "机构", "关系建立", "最迟评级") if zh else ("Customer", "Branch", "Since", "To be graded by")
        lines = [
            (each.ref, each.branch or "–", str(each.start), f"{each.by}{' !' if each.by < work.on else ''}")
            for each in new.first
        ]
        terminal.table("未评级的新客户" if zh else "New customers without a grade", names, lines)


@click.command()
@click.option("--months", type=click.IntRange(1, 60), default=6, show_default=True)
@click.option("--branch", help="Of one branch.")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="Write every figure to a file: .csv, or .json."
)
@as_json
@pass_terminal
def forecast(terminal: Terminal, months: int, branch: str | None, out: Path | None, json_: bool) -> None:
    """Reviews that fall due in the next MONTHS by branch, and how much of it people must do."""
    system = terminal.system
    with terminal.progress("forecast", None):
        made, rules = make_forecast(system, months), system.rules()
    if branch is not None:
        kept = tuple(line for line in made.lines if line.branch == branch)
        made = msgspec.structs.replace(made, lines=kept)
    if out is not None:
        document = msgspec.json.format(msgspec.json.encode(forecast_document(made)), indent=2)
        as_csv = out.suffix.lower() == ".csv"
        write_whole(out, [forecast_csv(made, rules, terminal.language) if as_csv else document])
        terminal.note(f"已写入 {out}", f"written to {out}", "green")
    elif json_:
        terminal.json(forecast_document(made))
    else:
        _show_months(terminal, made)


def _show_months(terminal: Terminal, made: Forecast) -> None:
    """A row a branch, a column a month; the file has all the figures."""
    zh = terminal.language == "zh"
    title = (
        f"{made.on} 起的复核：到期客户数（其中需人工，+在办案件）；未评级 {made.ungraded}"
        if zh
        else f"Reviews from {made.on}: due (of them for people, +open cases); {made.ungraded} without a grade yet"
    )
    by_branch: dict[str, dict[str, str]] = {}
    for line in made.lines:
        cell = f"{line.reviews} ({line.cases}{f' +{line.open_cases}' if line.open_cases else ''})"
        by_branch.setdefault(line.branch or "–", {})[f"{line.month:%Y-%m}"] = cell if cell != "0 (0)" else "–"
    months = sorted({month for cells in by_branch.values() for month in cells})
    lines = [[branch, *(cells[month] for month in months)] for branch, cells in by_branch.items()]
    terminal.table(title, ["机构" if zh else "Branch", *months], lines)
