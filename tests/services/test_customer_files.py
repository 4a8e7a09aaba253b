"""Customers from csv, xlsx and JSON lines, and the report of what was refused."""

from __future__ import annotations

import codecs
import csv
import io
import json
import tracemalloc
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from amlrisk.errors import InputTooLarge, InvalidInput, MalformedInput
from amlrisk.facts.intake import CodeSets
from amlrisk.facts.model import Customer, Role
from amlrisk.services import table_files
from amlrisk.services.customer_columns import BY_KEY, COLUMNS, header_key
from amlrisk.services.customer_files import Rejects, Row, open_customer_file, rows
from amlrisk.services.customer_schema import read_customer

KEY = b"a key for tests"
TODAY = date(2026, 3, 1)
CODES = CodeSets(occupations={"teacher"}, industries={"F51"}, currencies={"CNY", "USD"})
ID = "11010519491231002X"


def customer(row: Row) -> Customer:
    assert row.problem is None, row.problem
    return read_customer(row.raw or {}, key=KEY, today=TODAY, codes=CODES)


def write_csv(path: Path, table: Iterable[Sequence[str]], encoding: str = "utf-8", delimiter: str = ",") -> Path:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(table)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def write_xlsx(path: Path, table: Iterable[Sequence[object]]) -> Path:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in table:
        sheet.append(row)
    book.save(path)
    return path


def codes_of(row: Row) -> list[tuple[str, str]]:
    assert row.problem is not None
    return [(issue.path, issue.code) for issue in row.problem.issues]


def refusals(row: Row) -> list[tuple[int, str, str]]:
    """Row, column and code of everything wrong with a row, wherever it was found."""
    try:
        if row.problem is not None:
            raise row.problem
        customer(row)
    except InvalidInput as error:
        return [(*row.locate(issue.path), issue.code) for issue in error.issues]
    return []


CHINESE = [
    [
        "客户编号",
        "客户类型",
        "姓名",
        "性别",
        "证件类型",
        "证件号码",
        "国籍",
        "年收入",
        "保单号",
        "产品",
        "渠道",
        "缴费方式",
        "保费",
        "累计已缴",
        "起保日期",
    ],
    [
        "C-1",
        "自然人",
        "张三丰",
        "女",
        "居民身份证",
        ID,
        "中国",
        "320,000",
        "P1",
        "终身寿险",
        "经纪",
        "期缴",
        "¥80,000.00",
        "80000元",
        "2025/3/1",
    ],
]


# --- encodings and shapes of csv ----------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_chinese_spreadsheets_write(tmp_path: Path, encoding: str, delimiter: str) -> None:
    (row,) = rows(write_csv(tmp_path / "a.csv", CHINESE, encoding, delimiter))
    its = customer(row)
    assert (row.number, its.ref, its.subject.name) == (2, "C-1", "张三丰")
    assert its.subject.documents[0].number.masked == "110105********002X"
    assert its.subject.birth_on == "1949-12-31"
    assert its.annual_income is not None
    assert its.annual_income.amount == Decimal(320000)
    assert its.policies is not None
    assert its.policies[0].premium.amount == its.policies[0].paid.amount == Decimal(80000)
    assert its.policies[0].starts_on == date(2025, 3, 1)
    assert (its.transactions, its.events) == (None, None)


def test_a_name_outside_the_basic_plane_survives_gb18030(tmp_path: Path) -> None:
    table = [["ref", "kind", "name"], ["C-1", "natural", "王𬀩"]]
    (row,) = rows(write_csv(tmp_path / "a.csv", table, "gb18030"))
    assert customer(row).subject.name == "王𬀩"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xef\xbb\xbf",
        b"\n\n",
        b"just,some,words\n1,2,3\n",
        "ref,kind,name\nC-1,natural,张伟\n".encode("utf-16"),
        b"ref,kind,name\nC-1,natural,\xff\xff\n",
        b"ref,kind,name\nC-1,natural,Andr\xe9 B\n",
        "ref,kind,name\nC-1,natural,张".encode()[:-1],
        "ref,kind,name\nC-1,natural,张三丰\n".encode() + "C-2,natural,李四\n".encode("gb18030"),
        codecs.BOM_UTF8 + "ref,kind,name\nC-1,natural,张伟\n".encode("gb18030"),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    with pytest.raises(MalformedInput):
        list(rows(path))


@pytest.mark.parametrize("name", ["a.xls", "a.pdf", "a"])
def test_kinds_of_files_that_are_not_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"ref,kind,name\n")
    with pytest.raises(MalformedInput):
        list(rows(tmp_path / name))


def test_every_wrong_column_is_named(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [["ref", "VIP等级", "客户编号", "profit", ""], ["1", "2", "3", "4", "5"]])
    with pytest.raises(InvalidInput) as caught:
        list(rows(path))
    assert {(i.path, i.code) for i in caught.value.issues} == {
        ("VIP等级", "unknown_column"),
        ("客户编号", "duplicate_column"),
        ("profit", "unknown_column"),
        ("#5", "unknown_column"),
        ("kind", "missing_column"),
        ("name", "missing_column"),
    }


def test_a_bad_row_is_reported_and_the_next_one_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        'ref,kind,name\nC-1,natural,张伟,extra\nC-2,natural\n\nC-3,natural,"a"b\nC-4,natural,李四\n', "utf-8"
    )
    found = list(rows(path))
    assert [refusals(row) for row in found] == [
        [(2, "", "ragged_row")],
        [(3, "", "ragged_row")],
        [(5, "", "broken_row")],
        [],
    ]
    assert customer(found[-1]).ref == "C-4"


# --- one row a policy ---------------------------------------------------------------------------------

POLICY_COLUMNS = ["policy_ref", "product", "channel", "mode", "premium", "paid", "starts_on"]
POLICY = ["P1", "annuity", "broker", "regular", "100", "100", "2025-01-01"]


def test_adjacent_rows_of_one_ref_are_one_customer(tmp_path: Path) -> None:
    header = ["ref", "kind", "name", "phone", *POLICY_COLUMNS, "insured_name", "insured_birth_on", "beneficiary_name"]
    table = [
        header,
        ["C-1", "natural", "张伟", "13800138000", *POLICY, "本人", "", "张小明"],
        ["C-1", "natural", "", "", "P2", *POLICY[1:], "张小红", "2010", "张小明"],
        ["C-1", "", "张伟", "", "P3", *POLICY[1:], "张小红", "2010", ""],
        ["C-2", "natural", "李四", "", *[""] * 7, "", "", ""],
    ]
    first, second = rows(write_csv(tmp_path / "a.csv", table))
    its = customer(first)
    assert [p.ref for p in its.policies or ()] == ["P1", "P2", "P3"]
    assert its.subject.roles == (Role.POLICYHOLDER, Role.INSURED)
    assert [(p.name, p.roles, p.birth_on) for p in its.parties] == [
        ("张小明", (Role.BENEFICIARY,), None),
        ("张小红", (Role.INSURED,), "2010"),
    ]
    other = customer(second)
    assert (other.ref, other.policies, other.parties) == ("C-2", None, ())


def test_a_party_keeps_its_id_when_rows_change_places(tmp_path: Path) -> None:
    header = ["ref", "kind", "name", *POLICY_COLUMNS, "insured_name"]
    a = ["C-1", "natural", "张伟", *POLICY, "张小明"]
    b = ["C-1", "natural", "张伟", "P2", *POLICY[1:], "张小红"]
    ids = [
        {p.name: p.id for p in customer(next(rows(write_csv(tmp_path / "a.csv", [header, *order])))).parties}
        for order in ([a, b], [b, a])
    ]
    assert ids[0] == ids[1]
    assert len(set(ids[0].values())) == 2


def test_rows_of_one_customer_that_differ(tmp_path: Path) -> None:
    table = [
        ["ref", "kind", "name", "证件号码", "id_kind", "insured_name", "insured_gender"],
        ["C-1", "natural", "张伟", ID, "resident_id", "张小明", "male"],
        ["C-1", "natural", "张玮", "110105194912310038", "resident_id", "张小明", "female"],
    ]
    (row,) = rows(write_csv(tmp_path / "a.csv", table))
    assert refusals(row) == [
        (3, "name", "conflicting_rows"),
        (3, "证件号码", "conflicting_rows"),
        (2, "insured_gender", "conflicting_rows"),
    ]
    assert ID not in str(row.problem)


def test_the_same_sum_in_another_currency_is_another_sum(tmp_path: Path) -> None:
    header = ["ref", "kind", "name", "annual_income", "currency"]
    table = [header, ["C-1", "natural", "张伟", "500", ""], ["C-1", "natural", "张伟", "500", "USD"]]
    (row,) = rows(write_csv(tmp_path / "a.csv", table))
    assert refusals(row) == [(3, "annual_income", "conflicting_rows")]


def test_a_customer_that_comes_again_later(tmp_path: Path) -> None:
    table = [
        ["ref", "kind", "name"],
        ["C-1", "natural", "张伟"],
        ["C-2", "natural", "李四"],
        ["C-1", "natural", "张伟"],
    ]
    found = list(rows(write_csv(tmp_path / "a.csv", table)))
    assert [refusals(row) for row in found] == [[], [], [(4, "ref", "customer_twice")]]


def test_one_bad_row_refuses_the_whole_customer(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("ref,kind,name,policy_ref\nC-1,natural,张伟,P1\nC-1,natural,张伟\nC-2,natural,李四,\n", "utf-8")
    bad, good = rows(path)
    assert refusals(bad) == [(3, "", "ragged_row")]
    assert customer(good).ref == "C-2"


def test_faults_are_found_in_their_row_and_column(tmp_path: Path) -> None:
    header = ["客户编号", "kind", "name", "id_kind", "id_number", *POLICY_COLUMNS, "受益人姓名", "受益人国籍"]
    table = [
        header,
        ["C-1", "natural", "张伟", "resident_id", "110105194912310021", *POLICY, "李四", "Atlantis"],
        ["C-1", "", "", "", "", "P2", "annuity", "broker", "regular", "-5", "8万", "2025-02-30", "", ""],
        ["", "natural", "***", "", "", *[""] * 9],
    ]
    first, second = rows(write_csv(tmp_path / "a.csv", table))
    assert sorted(refusals(first)) == [
        (2, "id_number", "number_check_digit"),
        (2, "受益人国籍", "unknown_country"),
        (3, "paid", "bad_amount"),
        (3, "premium", "negative"),
        (3, "starts_on", "bad_date"),
    ]
    assert sorted(refusals(second)) == [(4, "name", "no_letters"), (4, "ref", "missing")]


# --- summary columns ----------------------------------------------------------------------------------

SUMMARY = {
    "as_of": "2026-02-28",
    "alerts_36m": "2",
    "strs_36m": "1",
    "surrenders_12m": "1",
    "loans_12m": "0",
    "changes_12m": "2",
    "paid_12m": "80000",
    "cash_paid_12m": "0",
    "payer": "本人账户",
}


def summarised(tmp_path: Path, kind: str = "natural", **changes: str | None) -> Row:
    filled = {"ref": "C-1", "kind": kind, "name": "张伟公司", **SUMMARY, **changes}
    used = {name: cell for name, cell in filled.items() if cell is not None}
    (row,) = rows(write_csv(tmp_path / "a.csv", [list(used), list(used.values())]))
    return row


def test_counts_become_dated_facts(tmp_path: Path) -> None:
    its = customer(summarised(tmp_path))
    assert {e.on for e in its.events or ()} == {date(2026, 2, 28)}
    assert [e.kind.value for e in its.events or ()] == ["alert", "alert", "str"]
    assert [t.kind.value for t in its.transactions or ()] == [
        "premium",
        "surrender",
        "change_beneficiary",
        "change_beneficiary",
    ]
    paid = (its.transactions or ())[0]
    assert paid.amount is not None
    assert (paid.amount.amount, paid.method, paid.payer) == (Decimal(80000), "transfer", "own")


def test_cash_is_a_payment_of_its_own(tmp_path: Path) -> None:
    its = customer(summarised(tmp_path, cash_paid_12m="60,000.00", paid_12m="0.00"))
    assert [(t.method, t.amount and t.amount.amount) for t in its.transactions or () if t.method] == [
        ("cash", Decimal(60000))
    ]


def test_nothing_counted_is_known_to_be_none(tmp_path: Path) -> None:
    zero = dict.fromkeys((n for n in SUMMARY if n not in {"as_of", "payer"}), "0")
    its = customer(summarised(tmp_path, **zero))
    assert (its.events, its.transactions) == ((), ())


def test_an_organisation_changes_its_members(tmp_path: Path) -> None:
    its = customer(summarised(tmp_path, kind="legal"))
    assert [t.kind.value for t in its.transactions or ()].count("member_change") == 2


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"as_of": None}, "orphan_column"),
        ({"strs_36m": None}, "orphan_column"),
        ({"alerts_36m": ""}, "orphan_column"),
        ({"loans_12m": None}, "orphan_column"),
        ({"cash_paid_12m": None}, "orphan_column"),
        ({"alerts_36m": "-1"}, "bad_count"),
        ({"alerts_36m": "two"}, "bad_count"),
        ({"alerts_36m": "1001"}, "bad_count"),
        ({"as_of": "2026-03-02"}, "date_in_future"),
        ({"as_of": "soon"}, "bad_date"),
        ({"paid_12m": "-1"}, "negative"),
        ({"payer": "somebody"}, "not_one_of"),
    ],
)
def test_what_is_counted_in_part_does_not_pass_for_none(
    tmp_path: Path, changes: dict[str, str | None], code: str
) -> None:
    found = refusals(summarised(tmp_path, **changes))
    assert {c for _, _, c in found} == {code}
    assert all(row == 2 and column for row, column, _ in found)


def test_the_most_that_may_be_counted(tmp_path: Path) -> None:
    assert len(customer(summarised(tmp_path, alerts_36m="1000", strs_36m="0")).events or ()) == 1000


# --- cells --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "cell", "expected"),
    [
        ("document_gaps", "无", ()),
        ("document_gaps", "身份证复印件；收入证明", ("身份证复印件", "收入证明")),
        ("local_link", "是", True),
        ("local_link", "No", False),
        ("verification", "已核实", "verified"),
        ("adverse_media", "Convicted", "conviction"),
        ("address_region", "浙江省杭州市", "330100"),
        ("relationship_on", "20250301", date(2025, 3, 1)),
        ("cross_border_countries", "越南;HK", ("VN", "HK")),
        ("occupation", "teacher", "teacher"),
    ],
)
def test_cells(tmp_path: Path, column: str, cell: str, expected: object) -> None:
    (row,) = rows(write_csv(tmp_path / "a.csv", [["ref", "kind", "name", column], ["C-1", "natural", "张伟", cell]]))
    assert getattr(customer(row), column) == expected


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("id_number", "1.10105194912310E+17", "number_lost_digits"),
        ("name", "#N/A", "formula_error"),
        ("annual_income", "8万", "bad_amount"),
        ("local_link", "maybe", "wrong_type"),
        ("gender", "女士", "not_one_of"),
        ("name", "=cmd|' /C calc'!A0", None),
        ("name", "张\x00伟", "control_character"),
        ("name", "\u202e张伟", None),
        ("name", "张\u202e伟", "control_character"),
        ("occupation", "astronaut", "unknown_occupation"),
    ],
)
def test_cells_that_are_refused(tmp_path: Path, column: str, cell: str, code: str | None) -> None:
    filled = {"ref": "C-1", "kind": "natural", "name": "张伟", "id_kind": "", column: cell}
    (row,) = rows(write_csv(tmp_path / "a.csv", [list(filled), list(filled.values())]))
    assert refusals(row) == ([] if code is None else [(2, column, code)])


def test_amounts_in_another_currency(tmp_path: Path) -> None:
    header = ["ref", "kind", "name", "currency", "annual_income", *POLICY_COLUMNS]
    (row,) = rows(write_csv(tmp_path / "a.csv", [header, ["C-1", "natural", "张伟", "美元", "500", *POLICY]]))
    its = customer(row)
    assert its.annual_income is not None
    assert its.policies is not None
    assert [its.annual_income.currency, its.policies[0].paid.currency] == ["USD", "USD"]


# --- xlsx ---------------------------------------------------------------------------------------------


def test_a_workbook_with_typed_cells(tmp_path: Path) -> None:
    table = [
        [
            "客户编号",
            "客户类型",
            "姓名",
            "出生日期",
            "年收入",
            "电话",
            "保单号",
            "产品",
            "渠道",
            "缴费方式",
            "保费",
            "累计已缴",
            "起保日期",
            "本地联系",
        ],
        [
            1001,
            "自然人",
            "张伟",
            datetime(1980, 5, 1),  # noqa: DTZ001 (as spreadsheets have them)
            320000.5,
            13800138000,
            "P1",
            "annuity",
            "broker",
            "趸缴",
            1e6,
            0,
            date(2025, 1, 1),
            True,
        ],
        [None] * 14,
        ["C-2", "自然人", "李四"],
    ]
    first, second = rows(write_xlsx(tmp_path / "a.xlsx", table))
    its = customer(first)
    assert (its.ref, its.subject.birth_on, its.local_link) == ("1001", "1980-05-01", True)
    assert its.annual_income is not None
    assert its.annual_income.amount == Decimal("320000.5")
    assert its.phone is not None
    assert its.phone.masked == "138****8000"
    assert its.policies is not None
    assert (str(its.policies[0].premium.amount), its.policies[0].starts_on) == ("1000000", date(2025, 1, 1))
    assert (second.number, customer(second).ref) == (4, "C-2")


def test_an_identity_number_that_a_spreadsheet_spoilt(tmp_path: Path) -> None:
    table = [
        ["ref", "kind", "name", "证件类型", "证件号码"],
        ["C-1", "natural", "张伟", "resident_id", 110105194912310021],
    ]
    (row,) = rows(write_xlsx(tmp_path / "a.xlsx", table))
    assert refusals(row) == [(2, "证件号码", "number_lost_digits")]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"ref,kind,name\n"])
def test_what_is_no_workbook(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.xlsx").write_bytes(data)
    with pytest.raises(MalformedInput):
        list(rows(tmp_path / "a.xlsx"))


def test_a_workbook_cut_short(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [["ref", "kind", "name"], ["C-1", "natural", "张伟"]])
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(MalformedInput):
        list(rows(path))


def test_a_workbook_that_unpacks_to_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [["ref", "kind", "name"]])
    monkeypatch.setattr(table_files, "_MOST_UNPACKED", 1000)
    with pytest.raises(InputTooLarge):
        list(rows(path))


def test_an_empty_workbook(tmp_path: Path) -> None:
    with pytest.raises(MalformedInput):
        list(rows(write_xlsx(tmp_path / "a.xlsx", [])))


# --- JSON lines ---------------------------------------------------------------------------------------

LINE = {"ref": "C-1", "kind": "natural", "subject": {"name": "张伟"}, "annual_income": 0.1}


def test_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    good = json.dumps(LINE, ensure_ascii=False).encode()
    lines = [
        b"\xef\xbb\xbf" + good,
        b"",
        b'{"ref": "C-2", ',
        b"[1]",
        b'{"ref": 1e999, "a": NaN}',
        b'{"ref": "C-3", "ref": "C-4"}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"annual_income": ' + b"9" * 5000 + b"}",
        good,
        good.replace(b"C-1", b"C-9"),
    ]
    path.write_bytes(b"\n".join(lines))
    found = list(rows(path))
    assert [row.number for row in found] == [1, 3, 4, 5, 6, 7, 8, 9, 10, 11]
    assert [codes[0][2] if (codes := refusals(row)) else None for row in found] == [
        None,
        *["broken_json"] * 7,
        "customer_twice",
        None,
    ]
    assert str(customer(found[0]).annual_income) == "Money(amount=Decimal('0.1'), currency='CNY')"


def test_a_line_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("amlrisk.services.customer_json.LINE_LIMIT", 200)
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"ref": "' + b"x" * 1000 + b'"}\n' + json.dumps(LINE).encode())
    first, second = rows(path)
    assert codes_of(first) == [("", "line_too_long")]
    assert (second.number, customer(second).ref) == (2, "C-1")


# --- rejects ------------------------------------------------------------------------------------------


def reject_all(path: Path, target: Path) -> int:
    with open_customer_file(path) as file, Rejects(target) as rejects:
        for row in file.rows():
            try:
                if row.problem is not None:
                    raise row.problem
                customer(row)
            except InvalidInput as error:
                rejects.add(row, error)
    return rejects.count


def read_rejects(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_rejects_name_row_column_and_reason_and_mask_numbers(tmp_path: Path) -> None:
    table = [
        ["ref", "kind", "name", "id_kind", "id_number", "phone"],
        ["C-1", "natural", "张伟", "resident_id", "110105194912310021", "13800138000"],
        ["C-2", "natural", "李四", "", "", ""],
        ["=1+2", "natural", "@x", "", "", "+8613800138000"],
        ["C-4", "natural", "110105194912310021"],
    ]
    target = tmp_path / "rejects.csv"
    assert reject_all(write_csv(tmp_path / "a.csv", table), target) == 3
    first, second, third = read_rejects(target)
    assert (first["row"], first["column"], first["code"]) == ("2", "id_number", "number_check_digit")
    assert (first["reason_zh"], first["name"]) == ("校验码错误", "张伟")
    assert first["id_number"] == "110105********0021"
    assert (second["row"], second["code"], second["ref"]) == ("4", "bad_reference", "'=1+2")
    assert second["name"] == "'@x"
    assert (third["row"], third["code"]) == ("5", "ragged_row")
    assert target.stat().st_mode & 0o077 == 0
    written = target.read_text("utf-8-sig")
    assert "194912310021" not in written
    assert "13800138000" not in written


def test_rejects_of_json_lines_mask_numbers(tmp_path: Path) -> None:
    line = {
        "ref": "C-1",
        "kind": "natural",
        "phone": "13800138000",
        "subject": {"name": "", "documents": [{"number": ID}]},
    }
    (tmp_path / "a.jsonl").write_text(json.dumps(line))
    target = tmp_path / "rejects.csv"
    assert reject_all(tmp_path / "a.jsonl", target) == 1
    found = read_rejects(target)
    assert {(r["row"], r["column"], r["code"]) for r in found} == {
        ("1", "subject.name", "empty"),
        ("1", "subject.documents[0].kind", "missing"),
    }
    assert ID not in target.read_text("utf-8-sig")
    assert "13800138000" not in target.read_text("utf-8-sig")


def test_without_rejects_there_is_no_file_and_an_old_one_goes(tmp_path: Path) -> None:
    target = tmp_path / "rejects.csv"
    target.write_text("of an earlier run")
    assert reject_all(write_csv(tmp_path / "a.csv", CHINESE), target) == 0
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]


def test_an_interrupted_run_leaves_the_earlier_rejects(tmp_path: Path) -> None:
    target = tmp_path / "rejects.csv"
    target.write_text("of an earlier run")
    (row,) = rows(write_csv(tmp_path / "a.csv", [["ref", "kind", "name"], ["", "natural", "张伟"]]))

    def interrupted() -> None:
        with Rejects(target) as rejects:
            rejects.add(row, InvalidInput(()))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert target.read_text() == "of an earlier run"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.csv", "rejects.csv"]


# --- size, progress, robustness -----------------------------------------------------------------------


def test_ten_thousand_rows_in_constant_memory(tmp_path: Path) -> None:
    header = ",".join(CHINESE[0])
    line = ",".join(cell.replace(",", "") for cell in CHINESE[1])
    path = tmp_path / "a.csv"
    path.write_text(header + "\n" + "".join(line.replace("C-1", f"C-{i}") + "\n" for i in range(10_000)), "utf-8")
    shares = []
    with open_customer_file(path) as file:
        tracemalloc.start()
        number = 0
        for number, _ in enumerate(file.rows(), start=1):
            if number % 1000 == 0:
                shares.append(file.share_read())
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert file.share_read() == 1.0
    assert number == 10_000
    assert shares == sorted(shares)
    assert 0 < shares[0] < 0.3
    assert peak < 3_000_000


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.binary(max_size=400)
    | st.text(max_size=300).map(lambda t: ("ref,kind,name\n" + t).encode("utf-8", "replace"))
)
@pytest.mark.parametrize("ending", [".csv", ".jsonl", ".xlsx"])
def test_any_bytes_are_customers_or_a_clear_refusal(tmp_path: Path, ending: str, data: bytes) -> None:
    path = tmp_path / f"a{ending}"
    path.write_bytes(data)
    try:
        found = [refusals(row) for row in rows(path)]
    except (InvalidInput, MalformedInput):
        return
    assert all(isinstance(row, list) for row in found)


def test_every_name_of_a_column_is_its_own() -> None:
    keys = [header_key(name) for column in COLUMNS for name in (column.name, *column.aliases)]
    assert len(keys) == len(set(keys)) == len(BY_KEY)


@pytest.mark.parametrize("name", ["Id Number", " 证件号码* ", "ＩＤ＿number", "id_number"])
def test_header_names_are_taken_leniently(name: str) -> None:
    assert BY_KEY[header_key(name)].name == "id_number"
