"""Take the audit trail, or part of it, out of the program: for spreadsheets, or whole for another program to verify."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from enum import StrEnum

import msgspec

from amlrisk.services.spreadsheets import Sheet, csv_pieces, xlsx_pieces
from amlrisk.services.system import System
from amlrisk.store.audit_log import AuditFilter, AuditLine

_COLUMNS = {
    "zh": ("序号", "时间", "事件", "人员", "对象", "内容", "前一条哈希", "哈希"),
    "en": ("Number", "Time", "Event", "Person", "Subject", "Detail", "Hash before", "Hash"),
}
_TITLE = {"zh": "审计记录", "en": "Audit trail"}
_encoder = msgspec.json.Encoder()


class AuditFormat(StrEnum):
    """``jsonl`` holds each event as it is hashed; the others are for reading."""

    CSV = "csv"
    XLSX = "xlsx"
    JSONL = "jsonl"


def period(system: System, since: date | None, until: date | None) -> tuple[datetime | None, datetime | None]:
    """From the beginning of one day to the end of another, both included, where the installation is."""
    zone = system.settings.timezone
    return (
        None if since is None else datetime.combine(since, time(), zone),
        None if until is None else datetime.combine(until + timedelta(days=1), time(), zone),
    )


def export_audit(
    system: System, wanted: AuditFilter, form: AuditFormat, *, actor: str, language: str = "en"
) -> Iterator[bytes]:
    """The events that ``wanted`` asks for, oldest first, in pieces.

    That they were taken is an event itself, recorded before the first piece is read and not among them.
    """
    store = system.store
    with store.transaction():
        upto, last = store.audit.head()
        asked = {name: str(value) for name, value in msgspec.structs.asdict(wanted).items() if value}
        detail = {"format": form.value, "events": store.audit_log.count(wanted, upto), "upto": upto, "head": last}
        store.audit.append("audit_exported", actor, "audit", {**detail, **asked}, system.now())
    lines = store.audit_log.walk(wanted, upto)
    if form is AuditFormat.JSONL:
        return (_encoder.encode(_whole(line)) + b"\n" for line in lines)
    rows = (_row(system, line) for line in lines)
    sheet = Sheet(_TITLE[language], _COLUMNS[language], rows)
    return csv_pieces(sheet) if form is AuditFormat.CSV else xlsx_pieces([sheet])


def _whole(line: AuditLine) -> dict[str, object]:
    """Everything the hash is made of; ``detail`` as the very text that was hashed."""
    return {
        "seq": line.seq,
        "at": line.written_at,
        "kind": line.kind,
        "actor": line.actor,
        "subject": line.subject,
        "detail": line.written_detail,
        "previous_hash": line.previous_hash,
        "hash": line.hash,
    }


def _row(system: System, line: AuditLine) -> tuple[str | int, ...]:
    at = line.written_at if line.at is None else line.at.astimezone(system.settings.timezone).isoformat(" ", "seconds")
    detail = line.written_detail if line.detail is None else "; ".join(f"{k}: {v}" for k, v in line.detail.items())
    return line.seq, at, line.kind, line.actor, line.subject, detail, line.previous_hash, line.hash
