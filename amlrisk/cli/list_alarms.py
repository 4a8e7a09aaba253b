"""``amlrisk lists alarms`` and ``amlrisk lists take``: lists that somebody must look after, and who does."""

from __future__ import annotations

import click

from amlrisk.cli.common import Terminal, as_json, author_option, pass_terminal
from amlrisk.services.alarm_cases import see_to_alarms, take_alarm
from amlrisk.store.list_alarms import AlarmCase

_KINDS = {
    "missing": ("缺失", "missing"),
    "stale": ("超期", "too old"),
    "nearing": ("临近上限", "nearing its age"),
    "failing": ("更新失败", "failing"),
}


@click.command()
@click.option("--all", "all_", is_flag=True, help="Those that are over, too.")
@author_option("Who looks, for the audit trail.")
@as_json
@pass_terminal
def alarms(terminal: Terminal, all_: bool, author: str, json_: bool) -> None:
    """Lists that somebody must look after now: an alarm opens a case, which one person takes."""
    system = terminal.system
    cases = see_to_alarms(system, actor=author).open
    if all_:
        cases = system.store.list_alarms.page(None, 100)
    if json_:
        terminal.json(cases)
        return
    if not cases:
        terminal.say("没有警报", "no alarms")
        return
    zh = terminal.language == "zh"
    columns = (
        ("编号", "名单", "警报", "自", "说明", "受理")
        if zh
        else ("Number", "List", "Alarm", "Since", "What", "Taken by")
    )
    terminal.table("名单警报" if zh else "Alarms of lists", columns, [_line(terminal, case) for case in cases])


def _line(terminal: Terminal, case: AlarmCase) -> list[str]:
    kind = _KINDS[case.alarm.kind][terminal.language != "zh"]
    over = ("（已解除）" if terminal.language == "zh" else " (over)") if case.closed_at else ""
    since = (case.alarm.since or case.opened_at).astimezone(terminal.settings.timezone)
    taken = "–" if case.taken_by is None else f"{case.taken_by}: {case.note}"
    text = case.alarm.text.get(terminal.language)
    return [str(case.id), case.alarm.source, kind + over, f"{since:%Y-%m-%d %H:%M}", text, taken]


@click.command()
@click.argument("number", type=click.IntRange(1))
@click.option("--note", required=True, help="What is done about it.")
@author_option("Who looks after it.")
@pass_terminal
def take(terminal: Terminal, number: int, note: str, author: str) -> None:
    """Look after alarm NUMBER (that `lists alarms` shows)."""
    take_alarm(terminal.system, number, actor=author, note=note)
    terminal.say(f"警报 {number} 由 {author} 受理", f"alarm {number} is looked after by {author}")
