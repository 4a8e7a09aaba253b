"""``amlrisk lists``: bring lists in, see what is in force."""

from __future__ import annotations

from pathlib import Path

import click

from amlrisk.cli.common import Terminal, as_json, author_option, pass_terminal
from amlrisk.services.answers import list_document
from amlrisk.services.approve_list import approve_list, refuse_list
from amlrisk.services.import_list import import_list
from amlrisk.services.list_status import list_states


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
    done = import_list(terminal.system, source, files, actor=author)
    counts = ", ".join(f"{name} {number}" for name, number in done.info.counts.items())
    if not done.changed:
        terminal.say(f"{source}：内容未变，已确认为最新", f"{source}: unchanged, confirmed as current")
    terminal.say(
        f"{source}：{done.info.entities} 个条目生效（{counts}）",
        f"{source}: {done.info.entities} entities in force ({counts})",
    )
    if done.delta is not None:
        added, changed, removed = len(done.delta.added), len(done.delta.changed), len(done.delta.removed)
        terminal.say(
            f"  新增 {added}，变更 {changed}，移除 {removed}", f"  added {added}, changed {changed}, removed {removed}"
        )


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
        ("名单", "状态", "版本", "发布日", "距今（天）", "条目")
        if zh
        else ("List", "State", "Version", "Published", "Days", "Entities")
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
            )
        )
    title = (
        "名单（* 必需；距今：上次获取或确认以来的天数）"
        if zh
        else "Lists (* required; days since last obtained or confirmed)"
    )
    terminal.table(title, columns, rows)
    for state in states:
        if state.quarantined:
            refused = state.quarantined
            terminal.note(
                f"{state.source.name}：版本 {refused.id} 已隔离，{refused.zh} [{refused.code}]",
                f"{state.source.name}: version {refused.id} quarantined, {refused.en} [{refused.code}]",
                "red",
            )
        for warning in state.freshness.warnings:
            terminal.note(f"{state.source.name}：{warning.zh}", f"{state.source.name}: {warning.en}")


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
