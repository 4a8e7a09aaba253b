"""``amlrisk lists``: bring lists in, see what is in force."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from amlrisk.cli.common import Terminal, as_json, author_option, pass_terminal
from amlrisk.cli.exits import exit_code
from amlrisk.cli.list_alarms import alarms as alarms_command
from amlrisk.cli.list_alarms import take
from amlrisk.jobs.sync_run import Watch, sync_run
from amlrisk.services.answers import list_document
from amlrisk.services.approve_list import approve_list, refuse_list
from amlrisk.services.expire_entries import expire_entries
from amlrisk.services.import_list import Imported, import_list
from amlrisk.services.list_status import ListState, alarms, list_states
from amlrisk.services.sync_lists import Synced


@click.group()
def lists() -> None:
    """Bring lists in, and see what is in force."""


@lists.command("import")
@click.argument("source")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@author_option("Who imports, for the audit trail.")
@pass_terminal
def import_(terminal: Terminal, source: str, files: tuple[Path, ...], author: str) -> None:
    """Put a new version of SOURCE in force from its FILES.

    SOURCE is a name of the catalogue (un, ofac, eu, …). A file that cannot be believed is quarantined and the
    version in force stays.
    """
    _say_imported(terminal, source, import_list(terminal.system, source, files, actor=author))


def _say_imported(terminal: Terminal, source: str, done: Imported) -> None:
    counts = ", ".join(f"{name} {number}" for name, number in done.info.counts.items())
    if not done.changed:
        terminal.say(f"{source}：内容未变，已确认为最新", f"{source}: unchanged, confirmed as current")
    terminal.say(
        f"{source}：{done.info.entities} 个条目生效（{counts}）",
        f"{source}: {done.info.entities} entities in force ({counts})",
    )
    if done.info.expired:
        terminal.say(
            f"  另有 {done.info.expired} 个条目已过有效期，未收入",
            f"  {done.info.expired} left out: their last day is over",
        )
    if done.delta is not None:
        added, changed, removed = len(done.delta.added), len(done.delta.changed), len(done.delta.removed)
        terminal.say(
            f"  新增 {added}，变更 {changed}，移除 {removed}", f"  added {added}, changed {changed}, removed {removed}"
        )


@lists.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@author_option("Who refreshes, for the audit trail.")
@as_json
@pass_terminal
def sync(terminal: Terminal, sources: tuple[str, ...], author: str, json_: bool) -> None:
    """Refresh SOURCES from their publishers, or all that are kept current.

    Kept current are those that the catalogue schedules (`sync`) and that are required or in force. Whatever goes wrong,
    the version in force stays, and `lists status` says why.
    """
    found = list[Synced]()
    with terminal.progress("", None) as bar:
        watch = Watch(fetched=lambda source, done: bar(done), done=found.append)
        sync_run(terminal.system, sources, cause="command", actor=author, watch=watch)
    if json_:
        terminal.json([_synced_document(each) for each in found])
    else:
        for each in found:
            _say_synced(terminal, each)
        if not found:
            terminal.say("没有需要定期更新的名单", "no list is kept current: name one, or import one that is scheduled")
    if failed := [each.error for each in found if each.error is not None]:
        codes = {exit_code(error) for error in failed}
        sys.exit(codes.pop() if len(failed) == len(found) and len(codes) == 1 else 1)


def _synced_document(each: Synced) -> dict[str, object]:
    error, done = each.error, each.imported
    return {
        "source": each.source,
        "outcome": each.outcome,
        "zh": error.text("zh") if error else None,
        "en": error.text("en") if error else None,
        "entities": done.info.entities if done else None,
        "version": done.info.sha256 if done else None,
    }


def _say_synced(terminal: Terminal, each: Synced) -> None:
    name = each.source
    if each.error is not None:
        error = each.error
        terminal.note(
            f"{name}：未更新，原版本继续有效。{error.text('zh')} [{error.code}]",
            f"{name}: not refreshed, the version in force stays. {error.text('en')} [{error.code}]",
            "red",
        )
    elif each.imported is None:
        terminal.say(f"{name}：发布机构确认未修改，已确认为最新", f"{name}: not modified, confirmed as current")
    else:
        _say_imported(terminal, name, each.imported)


@lists.command()
@author_option("Who asks for it, for the audit trail.")
@pass_terminal
def expire(terminal: Terminal, author: str) -> None:
    """Take entries out of the lists in force whose last day is over; the scheduler does so every day."""
    left = {name: expire_entries(terminal.system, name, actor=author) for name in terminal.system.catalogue.sources}
    for name, changes in left.items():
        if changes is not None:
            ended = len(changes.removed)
            terminal.say(f"{name}：{ended} 个条目到期移出", f"{name}: {ended} entries have ended and are taken out")
    if not any(left.values()):
        terminal.say("没有到期的条目", "no entry has ended")


@lists.command()
@as_json
@pass_terminal
def status(terminal: Terminal, json_: bool) -> None:
    """What is in force: version, age, counts, freshness, and what was kept out."""
    states = list_states(terminal.system)
    if json_:
        terminal.json([list_document(state) for state in states])
        return
    zh = terminal.language == "zh"
    columns = (
        ("名单", "状态", "版本", "发布日", "距今（天）", "条目", "上次更新")
        if zh
        else ("List", "State", "Version", "Published", "Days", "Entities", "Last sync")
    )
    rows = []
    for state in states:
        info = state.info
        rows.append(
            (
                state.source.name + (" *" if state.source.required else ""),
                state.freshness.state,
                info.sha256[:12] if info else "–",
                str(info.published_on or "–") if info else "–",
                f"{state.freshness.age_days:.1f}" if state.freshness.age_days is not None else "–",
                str(info.entities) if info else "–",
                _last_sync(terminal, state),
            )
        )
    title = (
        "名单（* 必需；距今：上次获取或确认以来的天数）"
        if zh
        else "Lists (* required; days since last obtained or confirmed)"
    )
    terminal.table(title, columns, rows)
    _note_troubles(terminal, states)


def _note_troubles(terminal: Terminal, states: Sequence[ListState]) -> None:
    for alarm in alarms(states):
        terminal.note(f"警报：{alarm.text.zh}", f"alarm: {alarm.text.en}", "bold red")
    for state in states:
        attempt = state.attempt
        if attempt is not None and not attempt.good:
            at = attempt.at.astimezone(terminal.settings.timezone).strftime("%Y-%m-%d %H:%M")
            told = f"HTTP {attempt.http_status}, " if attempt.http_status else ""
            terminal.note(
                f"{state.source.name}：{at} 更新失败（连续 {state.failures} 次，{told}{attempt.bytes} 字节）："
                f"{attempt.zh} [{attempt.outcome}]",
                f"{state.source.name}: {at} not refreshed ({state.failures} in a row, {told}{attempt.bytes} bytes): "
                f"{attempt.en} [{attempt.outcome}]",
                "red",
            )
        if state.quarantined:
            refused = state.quarantined
            terminal.note(
                f"{state.source.name}：版本 {refused.id} 已隔离，{refused.zh} [{refused.code}]",
                f"{state.source.name}: version {refused.id} quarantined, {refused.en} [{refused.code}]",
                "red",
            )
        if state.info is not None and state.info.next_last_on is not None:
            last = state.info.next_last_on
            terminal.note(
                f"{state.source.name}：最早到期的条目有效期至 {last}（含当日）",
                f"{state.source.name}: the next entry to end holds until {last}, that day included",
            )
        for warning in state.freshness.warnings:
            terminal.note(f"{state.source.name}：{warning.zh}", f"{state.source.name}: {warning.en}")


def _last_sync(terminal: Terminal, state: ListState) -> str:
    if state.attempt is None:
        return "–"
    at = state.attempt.at.astimezone(terminal.settings.timezone)
    return f"{at:%m-%d %H:%M} {state.attempt.outcome}"


_version = click.argument("version", type=click.IntRange(1))
_reason = click.option("--reason", required=True, help="Why; kept for ever.")


@lists.command()
@_version
@_reason
@author_option("Who approves; another person than the one who imported it.")
@pass_terminal
def approve(terminal: Terminal, version: int, reason: str, author: str) -> None:
    """Put quarantined VERSION (a number that `lists status` shows) in force after all."""
    info = approve_list(terminal.system, version, actor=author, reason=reason)
    terminal.say(
        f"{info.source}：版本 {version} 已批准，{info.entities} 个条目生效",
        f"{info.source}: version {version} approved, {info.entities} entities in force",
    )


@lists.command()
@_version
@_reason
@author_option("Who refuses; another person than the one who imported it.")
@pass_terminal
def refuse(terminal: Terminal, version: int, reason: str, author: str) -> None:
    """Keep quarantined VERSION out for good; the version in force stays."""
    refuse_list(terminal.system, version, actor=author, reason=reason)
    terminal.say(f"版本 {version} 已退回，原版本继续有效", f"version {version} refused, the version in force stays")


lists.add_command(alarms_command)
lists.add_command(take)
