"""``amlrisk cases``: what people have to decide, and how far they are."""

from __future__ import annotations

from datetime import datetime

import click
from rich.markup import escape

from amlrisk.cli.common import Terminal, as_json, author_option, pass_terminal
from amlrisk.policy.model import Rules, Text
from amlrisk.policy.vocabulary import Grade
from amlrisk.review.model import Case, State, Trigger
from amlrisk.review.words import ACTIONS, STATES
from amlrisk.services.case_answers import case_document, event_document, row_document, trigger_name
from amlrisk.services.escalate_cases import escalate_cases
from amlrisk.store.case_filter import CaseFilter


def _one_of(kinds: type[State] | type[Grade] | type[Trigger]) -> click.Choice[str]:
    return click.Choice([str(kind) for kind in kinds])


@click.group()
def cases() -> None:
    """What people have to decide, and how far they are."""


@cases.command("list")
@click.option("--state", type=_one_of(State), help="Without it, all that are not closed.")
@click.option("--grade", type=_one_of(Grade))
@click.option("--trigger", type=_one_of(Trigger))
@click.option("--list", "source", help="A list on which the customer has a hit.")
@click.option("--branch")
@click.option("--assignee", help="An account; '' for nobody.")
@click.option("--due", type=click.DateTime(["%Y-%m-%d"]), help="Due on that day or earlier.")
@click.option("--limit", type=click.IntRange(1), default=100, show_default=True)
@as_json
@pass_terminal
def list_(
    terminal: Terminal,
    state: str | None,
    grade: str | None,
    trigger: str | None,
    source: str | None,
    branch: str | None,
    assignee: str | None,
    due: datetime | None,
    limit: int,
    json_: bool,
) -> None:
    """Cases, the earliest due first."""
    wanted = CaseFilter(
        state=None if state is None else State(state),
        grade=None if grade is None else Grade(grade),
        trigger=None if trigger is None else Trigger(trigger),
        source=source,
        branch=branch,
        assignee=assignee,
        due=None if due is None else due.date(),
    )
    system = terminal.system
    rules = system.rules()
    rows = system.store.cases.page(wanted, None, limit)
    if json_:
        terminal.json([row_document(row, rules) for row in rows])
        return
    counts = system.store.cases.counts(wanted, rules.on)
    zh = terminal.language == "zh"
    columns = (
        ("到期", "状态", "等级", "客户", "名称", "机构", "事由", "经办", "案件")
        if zh
        else ("Due", "State", "Grade", "Customer", "Name", "Branch", "Triggers", "Assignee", "Case")
    )
    lines = [
        (
            f"{row.case.due_on}{' !' if row.case.due_on < rules.on else ''}",
            _said(terminal, STATES[row.case.state]),
            _said(terminal, rules.grades[row.case.grade].name),
            row.case.customer,
            escape(row.name),
            escape(row.case.branch or "–"),
            _triggers(terminal, row.case, rules),
            row.case.assignee or "–",
            row.case.id,
        )
        for row in rows
    ]
    late, today, nobody = counts.overdue, counts.due_today, counts.unassigned
    title = f"{counts.total} cases, {late} overdue, {today} due today, {nobody} with nobody"
    if zh:
        title = f"案件：{counts.total} 件，逾期 {late}，今日到期 {today}，未分派 {nobody}"
    terminal.table(title, columns, lines)


@cases.command()
@click.argument("case_id")
@as_json
@pass_terminal
def show(terminal: Terminal, case_id: str, json_: bool) -> None:
    """A case and everything that happened to it."""
    system = terminal.system
    case, events, rules = system.store.cases.get(case_id), system.store.cases.events(case_id), system.rules()
    if json_:
        terminal.json({**case_document(case, rules), "events": [event_document(event) for event in events]})
        return
    state, grade = _said(terminal, STATES[case.state]), _said(terminal, rules.grades[case.grade].name)
    about = _triggers(terminal, case, rules)
    terminal.say(
        f"{case.customer}：{state}，等级{grade}，待核实命中 {case.pending_hits}，{case.due_on} 到期，事由：{about}",
        f"{case.customer}: {state}, grade {grade}, {case.pending_hits} hits to decide, due {case.due_on}; {about}",
    )
    columns = ("版", "时间", "何人", "何事", "等级", "理由", "说明")
    if terminal.language != "zh":
        columns = ("Version", "At", "Who", "What", "Grade", "Reason", "Text")
    lines = [
        (
            str(event.seq),
            event.at.astimezone(system.settings.timezone).strftime("%Y-%m-%d %H:%M"),
            event.actor,
            _said(terminal, ACTIONS[event.action] if event.trigger is None else trigger_name(event.trigger, rules)),
            "–" if event.grade is None else _said(terminal, rules.grades[event.grade].name),
            escape(event.reason or "–"),
            escape(event.text or event.assignee or ""),
        )
        for event in events
    ]
    terminal.table(case.id, columns, lines)


@cases.command()
@author_option("Who escalates, for the audit trail.")
@pass_terminal
def escalate(terminal: Terminal, author: str) -> None:
    """Escalate the cases that the policy says are overdue for too long; for a daily schedule."""
    done = escalate_cases(terminal.system, actor=author)
    for case in done:
        click.echo(f"{case.due_on}  {case.customer}  {case.id}")
    terminal.say(f"已上报 {len(done)} 件", f"{len(done)} escalated")


def _said(terminal: Terminal, text: Text) -> str:
    return text.get(terminal.language)


def _triggers(terminal: Terminal, case: Case, rules: Rules) -> str:
    between = "、" if terminal.language == "zh" else ", "
    return between.join(_said(terminal, trigger_name(trigger, rules)) for trigger in case.triggers)
