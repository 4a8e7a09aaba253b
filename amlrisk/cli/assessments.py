"""``check``, ``grade``, ``replay``, ``dispose``: decide, and show later why it was decided."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import BinaryIO

import click
import msgspec

from amlrisk.cli.common import Terminal, as_json, author_option, pass_terminal
from amlrisk.jobs.grade_run import Scope, grade_run
from amlrisk.screening.model import Disposition, DispositionKind
from amlrisk.services.answers import answer_of, replay_document
from amlrisk.services.check_customer import check_customer
from amlrisk.services.decide_hit import decide_hit
from amlrisk.services.json_input import read_json_object
from amlrisk.services.replay_assessment import replay_assessment


@click.command()
@click.argument("file", type=click.File("rb"))
@pass_terminal
def check(terminal: Terminal, file: BinaryIO) -> None:
    """Screen and grade the customer in FILE (JSON, - for standard input); the answer is recorded."""
    raw = read_json_object(file.read())
    terminal.json(msgspec.Raw(check_customer(terminal.system, raw)))


@click.command()
@click.option("--all", "scope", flag_value="all", help="Every customer.")
@click.option(
    "--due",
    "scope",
    flag_value="due",
    help="Those whose review is due, for whom a decision on a hit has expired, who are new, or whose facts changed.",
)
@click.argument("refs", nargs=-1)
@pass_terminal
@click.pass_context
def grade(ctx: click.Context, terminal: Terminal, scope: str | None, refs: tuple[str, ...]) -> None:
    """Grade customers: --all, --due, or the REFs named.

    Stopped midway, the same command goes on where it stopped. Exits with 1 where a customer failed.
    """
    if (scope is None) == (not refs):
        raise click.UsageError("give --all, --due or customer references")
    with terminal.progress("customers", None) as bar:
        shown = _with_total(bar)
        run = grade_run(terminal.system, Scope(scope or "refs", refs), cause="command", progress=shown)
    terminal.say(
        f"批次 {run.id}：{run.total} 名客户，完成 {run.done}，失败 {run.failed}",
        f"run {run.id}: {run.total} customers, {run.done} graded, {run.failed} failed",
    )
    for failure in terminal.system.store.runs.failures(run.id):
        terminal.note(f"{failure.customer}: {failure.text}", f"{failure.customer}: {failure.text}", "red")
    if run.failed:
        ctx.exit(1)


@click.command()
@click.argument("assessment_id")
@as_json
@pass_terminal
@click.pass_context
def replay(ctx: click.Context, terminal: Terminal, assessment_id: str, json_: bool) -> None:
    """Compute a past assessment again from its archived facts, policy and lists.

    Exits with 1 where the result differs.
    """
    result = replay_assessment(terminal.system, assessment_id)
    if json_:
        terminal.json(replay_document(result))
    else:
        grade_text = f"{result.outcome.grade} ({result.outcome.score})"
        terminal.say(
            f"{'一致' if result.identical else '不一致'}：{grade_text}；重新筛查：{result.rescreening}",
            f"{'identical' if result.identical else 'DIFFERS'}: {grade_text}; screening repeated: {result.rescreening}",
        )
        for each in result.differences:
            terminal.say(f"  {each.path}: {each.before} → {each.after}", f"  {each.path}: {each.before} → {each.after}")
    if not result.identical:
        ctx.exit(1)


@click.command()
@click.argument("customer")
@click.argument("party")
@click.argument("source")
@click.argument("entity")
@click.option("--as", "kind", required=True, type=click.Choice([kind.value for kind in DispositionKind]))
@click.option("--reason", required=True)
@author_option("Whose decision it is.")
@click.option(
    "--expires-on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Day from which it does not hold any more; without it, the policy's days from today. Not for a true match.",
)
@pass_terminal
def dispose(
    terminal: Terminal,
    customer: str,
    party: str,
    source: str,
    entity: str,
    kind: str,
    reason: str,
    author: str,
    expires_on: datetime | None,
) -> None:
    """Record what a hit was found to be: PARTY of CUSTOMER against ENTITY of list SOURCE. Re-grades at once."""
    disposition = Disposition(
        customer=customer,
        party=party,
        source=source,
        entity=entity,
        kind=DispositionKind(kind),
        reason=reason,
        author=author,
        expires_on=None if expires_on is None else expires_on.date(),
    )
    assessment = decide_hit(terminal.system, disposition)
    terminal.json(answer_of(assessment, terminal.system.rules(), now=terminal.system.now()))


def _with_total(bar: Callable[[float], None]) -> Callable[[int, int], None]:
    return lambda done, total: bar(done)
