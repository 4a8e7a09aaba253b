"""``amlrisk audit``: prove that nothing recorded was altered; take the trail out."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from amlrisk.cli.common import Terminal, author_option, pass_terminal, write_whole
from amlrisk.services.export_audit import AuditFormat, export_audit, period
from amlrisk.store.audit_log import AuditFilter

_DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def audit() -> None:
    """Prove that nothing recorded was altered; take the trail out."""


@audit.command()
@pass_terminal
@click.pass_context
def verify(ctx: click.Context, terminal: Terminal) -> None:
    """Walk the hash chain of audit events. Exits with 1 naming the first broken event."""
    broken = terminal.system.store.audit.verify()
    if broken is None:
        number, last = terminal.system.store.audit.head()
        terminal.say(
            f"审计链完整：{number} 条事件，链尾 {last or '–'}",
            f"the audit chain is whole: {number} events, its end is {last or '–'}",
        )
        return
    terminal.note(
        f"审计链已断：{broken.text('zh')} [{broken.reason}]",
        f"the audit chain is broken: {broken.text('en')} [{broken.reason}]",
        "red",
    )
    ctx.exit(1)


@audit.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path, allow_dash=True))
@click.option("--format", "form", type=click.Choice([each.value for each in AuditFormat]), help="Default: by the name.")
@click.option("--kind", default="", help="Only events of this kind, such as list_imported.")
@click.option("--actor", default="", help="Only what this person or key did.")
@click.option("--subject", default="", help="Only what was done to this customer, list, key …")
@click.option("--text", "words", default="", help="Only events that contain this.")
@click.option("--since", type=_DAY, help="From this day on.")
@click.option("--until", type=_DAY, help="To the end of this day.")
@author_option("Who exports, for the audit trail.")
@pass_terminal
def export(
    terminal: Terminal,
    /,
    file: Path,
    form: str | None,
    since: datetime | None,
    until: datetime | None,
    author: str,
    **asked: str,
) -> None:
    """Write the trail to FILE (.jsonl, .csv or .xlsx; - is standard output), oldest event first.

    jsonl holds each event as it is hashed, for another program to verify. The export is an event itself.
    """
    chosen = form or file.suffix.removeprefix(".").lower()
    if chosen not in set(AuditFormat):
        raise click.UsageError("name the file .jsonl, .csv or .xlsx, or say --format")
    begins, ends = period(terminal.system, since and since.date(), until and until.date())
    wanted = AuditFilter(since=begins, until=ends, **asked)
    language = terminal.language
    pieces = export_audit(terminal.system, wanted, AuditFormat(chosen), actor=author, language=language)
    if str(file) == "-":
        sys.stdout.buffer.writelines(pieces)
        return
    write_whole(file, pieces)
    terminal.say(f"已导出：{file}", f"exported: {file}")
