"""``amlrisk tiers``: what customers are worth to the group, and what their grade leaves of it."""

from __future__ import annotations

import sys
from datetime import datetime
from functools import partial
from pathlib import Path

import click

from amlrisk.cli.common import Terminal, as_json, author_option, pass_terminal, policy_on, write_whole
from amlrisk.cli.tier_tables import distribution_table, evaluation_table, explanation_table, membership_table
from amlrisk.jobs.tier_run import TierScope, Whom, tier_run
from amlrisk.policy.value_vocabulary import Tier
from amlrisk.services.disclose_tier import record_explanation
from amlrisk.services.export_tiers import TierFormat, export_tiers
from amlrisk.services.tier_answers import TierWording, entry_document, explanation_document
from amlrisk.services.tier_of import explained_tier, withdrawn_tier
from amlrisk.services.withdraw_tiers import why_withdrawn
from amlrisk.store.tiers import TierFilter
from amlrisk.tiering.tables import gate_table

_DAY = click.DateTime(["%Y-%m-%d"])
_TIER = click.Choice([tier.value for tier in Tier])


@click.group()
def tiers() -> None:
    """What customers are worth to the group, and what their grade leaves of it. For compliance."""


@tiers.command()
@click.argument("ref")
@click.option("--on", type=_DAY, help="The tier that counted at the end of this day; default: today.")
@author_option("Who is shown it, for the audit trail.")
@as_json
@pass_terminal
def show(terminal: Terminal, ref: str, on: datetime | None, author: str, json_: bool) -> None:
    """How the tier of customer REF came about: every scheme, the tier before the gate, and after it.

    It is made again from what was kept, and compared with it. That it was shown is recorded.
    """
    system = terminal.system
    found, withdrawn = explained_tier(system, ref, on and on.date()), withdrawn_tier(system, ref)
    record_explanation(system, author, ref, None if found is None else found.evaluation, at_terminal=True)
    if json_:
        terminal.json(explanation_document(ref, found, system.value_rules(), withdrawn))
        return
    if withdrawn is not None:
        why, day = why_withdrawn(withdrawn.code), f"{withdrawn.at:%Y-%m-%d}"
        terminal.say(
            f"{ref}：层级已于 {day} 撤下：{why.zh}（{withdrawn.code}）；评级不受影响，下次评定成功即恢复",
            f"{ref}: the tier was withdrawn on {day}: {why.en} ({withdrawn.code});"
            " the grade is not touched, the next evaluation that succeeds gives the tier back",
        )
    elif found is None:
        terminal.say(f"{ref}：没有层级评定", f"{ref}: no evaluation of a tier")
    if found is not None:
        kept = found.evaluation
        terminal.say(
            f"{ref}：{kept.on} 评定，缘由 {kept.cause}，编号 {kept.id}",
            f"{ref}: evaluated on {kept.on}, cause {kept.cause}, number {kept.id}",
        )
        table = explanation_table(found, terminal.language)
        terminal.table(table.title, table.columns, table.rows)


@tiers.command()
@click.option("--ending", is_flag=True, help="Members whose year is over.")
@click.argument("refs", nargs=-1)
@pass_terminal
@click.pass_context
def appraise(ctx: click.Context, terminal: Terminal, ending: bool, refs: tuple[str, ...]) -> None:
    """Evaluate the tiers of everybody whose value is known, of the REFS named, or of members whose year is over.

    For a daily schedule, after ``amlrisk grade --due``: figures grow old and years of membership end. Stopped midway,
    the same command goes on where it stopped. Exits with 1 where a customer failed.
    """
    if ending and refs:
        raise click.UsageError("give --ending or customer references, not both")
    whom = Whom.ENDING if ending else Whom.NAMED if refs else Whom.ALL
    system = terminal.system
    with terminal.progress("customers", None) as bar:
        run = tier_run(system, TierScope(whom, refs), cause="command", progress=lambda done, _: bar(done))
    terminal.say(
        f"批次 {run.id}：{run.total} 名客户，完成 {run.done}，失败 {run.failed}",
        f"run {run.id}: {run.total} customers, {run.done} evaluated, {run.failed} failed",
    )
    table = distribution_table(system.store.tiers.distribution(), system.value_rules(), terminal.language)
    terminal.table(table.title, table.columns, table.rows)
    for failure in system.store.runs.failures(run.id):
        terminal.note(f"{failure.customer}: {failure.text}", f"{failure.customer}: {failure.text}", "red")
    if run.failed:
        ctx.exit(1)


@tiers.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path, allow_dash=True))
@click.option("--format", "form", type=click.Choice([each.value for each in TierFormat]), help="Default: by the name.")
@click.option("--base", type=_TIER, help="Only this tier before the gate.")
@click.option("--effective", type=_TIER, help="Only this tier after the gate.")
@click.option("--lowered", is_flag=True, help="Only those whom the gate leaves less than they earned.")
@click.option("--suspended", is_flag=True, help="Only those whose membership and entitlements rest.")
@click.option("--branch", help="Only customers of this branch.")
@click.option(
    "--schemes", is_flag=True, help="Also what every scheme gives: made again, and compared with what was kept."
)
@author_option("Who exports, for the audit trail.")
@pass_terminal
def export(
    terminal: Terminal,
    /,
    file: Path,
    form: str | None,
    base: str | None,
    effective: str | None,
    lowered: bool,
    suspended: bool,
    branch: str | None,
    schemes: bool,
    author: str,
) -> None:
    """Write tiers to FILE (.csv, .xlsx or .jsonl; - is standard output), customer by customer.

    It holds grades: for compliance, not for the front line. The export is an event of the audit trail.
    """
    chosen = form or file.suffix.removeprefix(".").lower()
    if chosen not in set(TierFormat):
        raise click.UsageError("name the file .csv, .xlsx or .jsonl, or say --format")
    wanted = TierFilter(
        base=None if base is None else Tier(base),
        effective=None if effective is None else Tier(effective),
        lowered=lowered,
        suspended=True if suspended else None,
        branch=branch,
    )
    pieces = partial(
        export_tiers,
        terminal.system,
        wanted,
        TierFormat(chosen),
        actor=author,
        language=terminal.language,
        schemes=schemes,
    )
    if str(file) == "-":
        sys.stdout.buffer.writelines(pieces())
        return
    with terminal.progress("customers", None) as bar:
        write_whole(file, pieces(progress=bar))
    terminal.say(f"已导出：{file}", f"exported: {file}")


@tiers.command()
@click.argument("ref")
@click.option("--limit", type=click.IntRange(1), default=100, show_default=True)
@as_json
@pass_terminal
def history(terminal: Terminal, ref: str, limit: int, json_: bool) -> None:
    """Every evaluation of customer REF that was not like the one before, and their membership; the newest first."""
    store, rules, language = terminal.system.store, terminal.system.value_rules(), terminal.language
    store.customers.get(ref)
    evaluations, entries = store.tiers.history(ref, limit), store.memberships.history(ref)
    if json_:
        wording = TierWording(rules)
        made = [entry_document(each, wording) for each in entries]
        terminal.json({"customer": ref, "evaluations": evaluations, "membership_history": made})
        return
    for table in (evaluation_table(evaluations, rules, language), membership_table(entries, rules, language)):
        terminal.table(table.title, table.columns, table.rows)


@tiers.command()
@click.argument("pack", required=False)
@click.option("--on", type=_DAY, default=None, help="The day it is read for.")
@as_json
@pass_terminal
def gate(terminal: Terminal, pack: str | None, on: datetime | None, json_: bool) -> None:
    """The gate of PACK (default: the one in use) as a table: every grade, every circumstance, every tier."""
    read, rules = policy_on(pack, on)
    table = gate_table(read.value_on(rules.on), terminal.language)
    if json_:
        terminal.json(table)
        return
    terminal.table(table.title, table.columns, table.rows)
