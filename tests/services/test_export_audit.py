"""What leaves the trail leaves a trace, is whole, and computes nothing in a spreadsheet."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from datetime import date

import pytest
from openpyxl import load_workbook

from amlrisk.services.export_audit import AuditFormat, export_audit, period
from amlrisk.services.system import System
from amlrisk.store.audit_log import AuditFilter
from tests.systems import Clock

EVIL = '=HYPERLINK("http://x","点我")'


def taken(system: System, form: AuditFormat, wanted: AuditFilter | None = None, language: str = "zh") -> bytes:
    return b"".join(export_audit(system, wanted or AuditFilter(), form, actor="auditor", language=language))


def sheet_of(data: bytes) -> list[tuple[object, ...]]:
    return list(load_workbook(io.BytesIO(data)).worksheets[0].iter_rows(values_only=True))


def test_anyone_can_verify_what_was_exported(on_both: System) -> None:
    """Word for word what docs/oversight.md says."""
    for n in range(3):
        on_both.store.audit.append("viewed", "li", f"C{n}", {"名": "值", "n": n}, on_both.now())
    data = taken(on_both, AuditFormat.JSONL)
    previous = ""
    for number, line in enumerate(data.splitlines(), 1):
        event = json.loads(line)
        fields = [event[n] for n in ("seq", "at", "kind", "actor", "subject", "detail", "previous_hash")]
        text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
        assert event["hash"] == hashlib.sha256(text.encode()).hexdigest()
        assert (event["seq"], event["previous_hash"]) == (number, previous)
        previous = event["hash"]
    assert number == 4


@pytest.mark.parametrize("form", list(AuditFormat))
def test_an_export_is_an_event_and_not_among_the_exported(system: System, form: AuditFormat) -> None:
    wanted = AuditFilter(kind="list_imported", words="sha")
    pieces = export_audit(system, wanted, form, actor="auditor")
    event = system.store.audit.recent(1)[0]
    assert (event.kind, event.actor) == ("audit_exported", "auditor"), "before anything is read"
    assert event.detail["format"] == form.value
    assert (event.detail["events"], event.detail["upto"], event.detail["kind"]) == (1, 1, "list_imported")
    assert b"audit_exported" not in b"".join(pieces)


def test_a_period_is_of_whole_days_where_the_installation_is(system: System, clock: Clock) -> None:
    # 2026-07-15 02:00 UTC is the 15th in Shanghai, as is 2026-07-14 16:00 UTC.
    for day, found in ((date(2026, 7, 14), 0), (date(2026, 7, 15), 1), (date(2026, 7, 16), 0)):
        since, until = period(system, day, day)
        wanted = AuditFilter(since=since, until=until, kind="list_imported")
        assert len(taken(system, AuditFormat.JSONL, wanted).splitlines()) == found
    assert period(system, None, None) == (None, None)


def test_spreadsheets_hold_text_not_formulas(system: System) -> None:
    for evil in (EVIL, "+1", "-1", "@SUM(A1)", "\tx", "＝1"):
        system.store.audit.append("viewed", evil, evil, {}, system.now())
    as_csv = taken(system, AuditFormat.CSV)
    assert as_csv.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(as_csv.decode("utf-8-sig"), newline="")))
    assert rows[0][:4] == ["序号", "时间", "事件", "人员"]
    book = load_workbook(io.BytesIO(taken(system, AuditFormat.XLSX)))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    texts = [cell for row in rows[1:] for cell in row[3:5]] + [str(cell.value) for cell in cells if cell.value]
    assert not [text for text in texts if text.startswith(("=", "+", "-", "@", "\t", "＝"))]
    assert sum(text == f"'{EVIL}" for text in texts) == 4
    assert book.worksheets[0].title == "审计记录"


def test_numbers_stay_numbers_and_long_or_strange_texts_fit(system: System) -> None:
    system.store.audit.append("viewed", "li", "bell \x07", {"text": "长" * 40_000}, system.now())
    rows = sheet_of(taken(system, AuditFormat.XLSX, language="en"))
    assert rows[0][0] == "Number"
    assert rows[1][0] == 1
    assert rows[2][4] == "bell �"
    assert len(str(rows[2][5])) == 32_767
    assert str(rows[2][5]).endswith("…")


def test_nothing_found_is_an_empty_table(system: System) -> None:
    nothing = AuditFilter(kind="no such kind")
    assert taken(system, AuditFormat.JSONL, nothing) == b""
    assert len(sheet_of(taken(system, AuditFormat.XLSX, nothing))) == 1
    assert taken(system, AuditFormat.CSV, nothing).count(b"\r\n") == 1
