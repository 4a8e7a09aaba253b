"""Forms as files: title, annex, unit, columns, rows, signatures; what the source does not say is marked as proposed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import msgspec
import pytest
from openpyxl import load_workbook

from amlrisk.review.authority import Officer, Role
from amlrisk.services.check_customer import check_customer
from amlrisk.services.export_service import export_application, export_records
from amlrisk.services.form_sheets import FormFormat
from amlrisk.services.service_records import Recording, record_service
from amlrisk.services.system import System
from amlrisk.services.vip_applications import apply_for_vip, decide_vip
from amlrisk.store.service_records import RecordFilter
from amlrisk.tiering.service_forms import FORMS, Kind
from amlrisk.tiering.vip import Verdict
from tests.services.test_service_records import CARE, SURVEY
from tests.services.test_vip_applications import ASKED, SHEN, WU, with_contract
from tests.systems import customer
from tests.tiering.test_service_reading import WHOLE

THIRD = Officer(id="third", name="第三人", role=Role.SERVICE, branches=("B11",))
MANAGER = Officer(id="boss", name="经理", role=Role.MANAGER, branches=("*",))


@pytest.fixture
def ready(system: System) -> System:
    check_customer(system, customer("G-1"))
    check_customer(system, customer("G-9", branch="B99"))
    return system


def rows_of(pieces: Iterator[bytes], form: FormFormat) -> list[list[str]]:
    data = b"".join(pieces)
    if form is FormFormat.CSV:
        assert data.startswith(b"\xef\xbb\xbf")
        return [list(row) for row in csv.reader(io.StringIO(data.decode("utf-8-sig")))]
    (page,) = load_workbook(io.BytesIO(data)).worksheets
    rows = [["" if cell is None else str(cell) for cell in row] for row in page.iter_rows(values_only=True)]
    return [row for row in rows if any(row)]


def taken(system: System, kind: Kind, form: FormFormat, language: str = "zh", **asked: Any) -> list[list[str]]:
    wanted = RecordFilter(kind=kind, branches=asked.pop("branches", ("B11",)), **asked)
    return rows_of(export_records(system, WU, wanted, form, language), form)


def flat(rows: Iterable[Iterable[str]]) -> str:
    return "\n".join("|".join(row) for row in rows)


@pytest.mark.parametrize("form", FormFormat)
@pytest.mark.parametrize("kind", Kind)
def test_every_annex_has_its_layout(ready: System, kind: Kind, form: FormFormat) -> None:
    record_service(ready, WU, Recording(customer="G-1", kind=kind, raw=WHOLE[kind], form="w"))
    for language in ("zh", "en"):
        rows, its = taken(ready, kind, form, language), FORMS[kind]
        assert rows[0][0] == its.title.get(language)
        assert rows[1][0] == its.annex.get(language)
        head = 4 if its.unit else 3
        assert its.unit is None or rows[3][0] == its.unit.get(language)
        assert [each for each in rows[head] if each][:1] == ["序号" if language == "zh" else "No."]
        assert all(field.title.get(language) in rows[head] for field in its.fields)
        record = rows[head + 1]
        assert record[:4] == ["1", "林晓雨", "G-1", "B11"]
        assert len(record) == len(rows[head])
        end = flat(rows[head + 2 :])
        assert ("制表人" if language == "zh" else "Prepared by") in end
        assert ("建议稿" if language == "zh" else "proposed") in end


@pytest.mark.parametrize("form", FormFormat)
def test_without_records_the_form_is_there_all_the_same(ready: System, form: FormFormat) -> None:
    rows = taken(ready, Kind.CALL, form)
    assert rows[0][0] == "VIP客户电话咨询/投诉记录"
    assert "制表人" in flat(rows)


def test_a_quarter_counts_what_the_logs_of_that_quarter_hold(ready: System) -> None:
    for n, on in enumerate(("2026-03-31", "2026-04-01", "2026-06-30", "2026-07-01")):
        raw = {**CARE.raw, "on": on}
        record_service(ready, WU, msgspec.structs.replace(CARE, raw=raw, form=f"c{n}"))
    for n, quarter in enumerate(("2026-Q1", "2026-Q2", "2026-Q3")):
        raw = {**WHOLE[Kind.QUARTERLY], "quarter": quarter}
        record_service(ready, WU, Recording(customer="G-1", kind=Kind.QUARTERLY, raw=raw, form=f"q{n}"))
    rows = taken(ready, Kind.QUARTERLY, FormFormat.CSV)
    place = rows[3].index("日常关怀次数")
    counts = {row[rows[3].index("季度")]: row[place] for row in rows[4:7]}
    assert counts == {"2026-Q1": "1", "2026-Q2": "2", "2026-Q3": "1"}


def test_only_what_was_asked_for_and_within_reach(ready: System) -> None:
    record_service(ready, WU, CARE)
    elsewhere = msgspec.structs.replace(WU, branches=("*",))
    record_service(ready, elsewhere, msgspec.structs.replace(CARE, customer="G-9", form="f9"))
    assert "G-9" not in flat(taken(ready, Kind.CARE, FormFormat.CSV))
    assert "G-9" in flat(taken(ready, Kind.CARE, FormFormat.CSV, branches=("*",)))
    late = taken(ready, Kind.CARE, FormFormat.CSV, since=date(2026, 7, 15))
    assert "G-1" not in flat(late)
    assert "期间：2026-07-15 至 不限" in flat(late)
    event = ready.store.audit.recent(1)[0]
    assert (event.kind, event.actor, event.subject) == ("service_exported", "wu", "care")
    assert event.detail["since"] == "2026-07-15"


def test_numbers_are_numbers_and_formulas_are_text(ready: System) -> None:
    record_service(ready, WU, SURVEY)
    raw = {**CARE.raw, "content": '=HYPERLINK("x")'}
    record_service(ready, WU, msgspec.structs.replace(CARE, raw=raw, form="evil"))
    everywhere = RecordFilter(kind=Kind.CARE, branches=("*",))
    data = b"".join(export_records(ready, WU, everywhere, FormFormat.XLSX, "zh"))
    (page,) = load_workbook(io.BytesIO(data)).worksheets
    cells = {cell.value: cell.data_type for row in page.iter_rows() for cell in row}
    assert cells[1200.5] == "n"
    assert cells['\'=HYPERLINK("x")'] == "s"
    assert page.title == "日常关怀服务"


@pytest.mark.parametrize("form", FormFormat)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_application_is_the_form_of_annex_one(system: System, form: FormFormat, language: str) -> None:
    with_contract(system)
    filed = apply_for_vip(system, WU, ASKED)
    open_form = rows_of(export_application(system, WU, filed, form, language), form)
    assert (
        open_form[0][0]
        == {"zh": "VIP客户资格申报/审批表", "en": "Application for, and decision on, VIP status"}[language]
    )
    told = {row[0]: row[1] for row in open_form if len(row) > 1}
    assert told[{"zh": "客户价值合计", "en": "Value of the customer"}[language]] == "600000"
    assert told[{"zh": "申报层级", "en": "Tier applied for"}[language]] == {"zh": "黄金", "en": "gold"}[language]
    assert told[{"zh": "审批结果", "en": "Decision"}[language]] == ""
    decided = decide_vip(system, SHEN, filed.application.id, Verdict.REFUSED, "资料不全")
    for who, knows in ((WU, False), (SHEN, True), (MANAGER, True), (THIRD, False)):
        shown = flat(rows_of(export_application(system, who, decided, form, language), form))
        assert ("资料不全" in shown) is knows, who.id
        assert ("shen" in shown) is knows
