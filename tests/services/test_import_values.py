"""What customers are worth comes with the customer import: both or nothing, every fault with its place."""

from __future__ import annotations

import csv
import json
import pydoc
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from amlrisk.errors import InvalidInput, MalformedInput
from amlrisk.facts.intake_value import build_value
from amlrisk.facts.value import CustomerValue
from amlrisk.review.authority import ALL_BRANCHES, Officer, Role
from amlrisk.services.import_customers import ImportCounts, import_customers
from amlrisk.services.service_records import Recording, record_service
from amlrisk.services.system import System
from amlrisk.tiering.service_forms import Kind
from tests.systems import customer, system_for

Table = Sequence[Sequence[object]]

#: The same facts thrice: as JSON, as tables with English names, as sheets with Chinese ones. Today is 2026-07-15.
WHOLE: dict[str, Any] = {
    "holdings": {
        "life": [
            {"institution": "jia", "annual_premium": "30000"},
            {"institution": "ding", "single_premium": {"amount": "400000", "currency": "CNY"}},
        ],
        "property": [
            {
                "ref": "沪A12345",
                "first_class": 4,
                "next_premium": "5000",
                "years": [
                    {"starts_on": "2024-03-01", "commercial_premium": "4000", "claims": []},
                    {
                        "starts_on": "2025-03-01",
                        "ends_on": "2026-03-01",
                        "compulsory_premium": "950",
                        "claims": [{"on": "2025-05-01", "paid": "1200.5"}, {"on": "2025-03-01", "paid": "0"}],
                    },
                    {"starts_on": "2026-03-01", "commercial_premium": "3500"},
                ],
            },
            {"ref": "沪B1", "years": [{"starts_on": "2026-01-01"}]},
        ],
        "bank": [{"month": f"2026-0{month}", "average": "400000"} for month in (6, 4, 5)],
        "securities": [{"quarter": "2026-Q1", "cash": "1", "market_value": "2000000"}],
        "trust": "500000",
        "futures": [{"quarter": "2026-Q2", "equity": "1000000"}],
        "pension": {"net_assets": "20000000", "accounts": 500, "long_premium": "2", "short_premium": "3"},
    },
    "bank_standing": {"credit_record": "A", "asset_scale": "B"},
    "contracts": [{"ref": "G1", "standard_premium": "100", "years": 2, "profit_ratio": "-0.12"}],
    "figures": [{"year": 2025, "premium": "100", "claims_paid": "10", "other_income": "1"}],
    "surveys": [{"on": "2026-06-01", "score": "91.5"}],
    "complaints": [],
    "purchases": ["2026-01-01", "2026-02-01"],
    "personal_risk": "low",
    "study": "bachelor",
    "work": "professional",
    "region": "330106",
    "health": {"on": "2026-06-01", "chronic": False, "hereditary": True},
    "income": "300000",
    "need": True,
}

ENGLISH: dict[str, Table] = {
    "life": [
        ["ref", "institution", "annual_premium", "single_premium", "currency"],
        ["A", "jia", "30,000", "", ""],
        ["A", "class 丁", "", "400000.00", "CNY"],
    ],
    "vehicles": [
        ["ref", "vehicle", "year_starts_on", "last_insured_on", "commercial_premium", "compulsory_premium",
         "claims_count", "first_class", "next_premium"],
        ["A", "沪A12345", "2024-03-01", "", "4000", "", "0", "4", ""],
        ["A", "沪A12345", "2025-03-01", "2026-02-28", "", "950", "2", "4", "5000"],
        ["A", "沪B1", "2026-01-01", "", "", "", "", "", ""],
        ["A", "沪A12345", "2026-03-01", "", "3500", "", "", "", "5000"],
    ],
    "claims": [
        ["ref", "vehicle", "claim_on", "claim_paid"],
        ["A", "沪A12345", "2025-05-01", "1200.50"],
        ["A", "沪A12345", "2025-03-01", "0"],
    ],
    "assets": [
        ["ref", "company", "period", "average", "cash", "market_value", "equity"],
        ["A", "bank", "2026-06", "400000", "", "", ""],
        ["A", "securities", "2026Q1", "", "1", "2000000", ""],
        ["A", "bank", "2026-04", "400000", "", "", ""],
        ["A", "futures", "2026-Q2", "", "", "", "1000000"],
        ["A", "bank", "2026-05", "400000", "", "", ""],
    ],
    "contracts": [["ref", "contract", "standard_premium", "years", "profit_ratio"], ["A", "G1", "100", "2", "-12%"]],
    "figures": [
        ["ref", "year", "income", "claims_expense", "other_income"],
        ["A", "2025", "100", "10", "1"],
    ],
    "surveys": [["ref", "survey_on", "score"], ["A", "2026-06-01", "91.5"]],
    "dealings": [
        ["ref", "dealing", "happened_on"],
        ["A", "purchase", "2026-02-01"],
        ["A", "purchase", "2026-01-01"],
    ],
}  # fmt: skip
ONCE: dict[str, str] = {
    "trust_products": "500000",
    "pension_net_assets": "20000000",
    "pension_accounts": "500",
    "pension_long_premium": "2",
    "pension_short_premium": "3",
    "bank_credit_record": "a",
    "bank_asset_scale": "B",
    "complaints_count": "0",
    "figures_count": "1",
    "surveys_count": "1",
    "purchases_count": "2",
    "personal_risk": "low",
    "study": "bachelor",
    "work": "professional",
    "region": "330106",
    "health_on": "2026-06-01",
    "health_chronic": "no",
    "health_hereditary": "yes",
    "means_income": "300000",
    "need": "yes",
}

CHINESE: dict[str, Table] = {
    "说明": [["制表：演示", ""], ["本表不含客户", ""]],
    "寿险": [
        ["客户编号", "机构类别", "年交保费", "趸缴保费"],
        ["A", "甲", 30000, None],
        ["A", "丁", None, 400000],
    ],
    "车险": [
        ["客户编号", "车牌号", "保险起期", "保险止期", "商业险保费", "交强险保费", "理赔次数", "首年等级",
         "下年度基准保费"],
        ["A", "沪A12345", "2024年3月1日", None, "4,000元", None, 0, 4, 5000],
        ["A", "沪A12345", "2025/3/1", "2026/2/28", None, 950, 2, None, None],
        ["A", "沪A12345", "2026/3/1", None, 3500, None, None, None, None],
        ["A", "沪B1", "2026/1/1", None, None, None, None, None, None],
    ],
    "理赔": [
        ["客户号", "车辆", "出险日期", "赔款"],
        ["A", "沪A12345", "20250501", 1200.5],
        ["A", "沪A12345", "20250301", 0],
    ],
    "资产": [
        ["客户编号", "公司", "期间", "日均资产", "资金", "市值", "权益"],
        ["A", "银行", "2026年6月", 400000],
        ["A", "银行", "2026/5", 400000],
        ["A", "银行", "2026-04-01", 400000],
        ["A", "证券", "2026年第一季度", None, 1, 2000000],
        ["A", "期货", "2026年2季度", None, None, None, 1000000],
    ],
    "团险": [["客户编号", "合同号", "标准保费", "连续承保年数", "利润率"], ["A", "G1", 100, 2, -0.12]],
    "贡献": [["客户编号", "年度", "保费收入", "赔款支出", "其他服务收入"], ["A", "2025年", 100, 10, 1]],
    "满意度": [["客户编号", "调查日期", "满意度得分"], ["A", "2026-06-01", 91.5]],
    "往来": [
        ["客户编号", "往来类型", "发生日期"],
        ["A", "再次购买", "2026-02-01"],
        ["A", "再次购买", "2026-01-01"],
    ],
    "其他": [
        ["客户编号", "信托产品", "年金净资产", "年金账户数", "养老险长期险保费", "养老险短期险保费", "信用记录等级",
         "资产规模等级", "投诉次数", "个人风险程度", "学历", "职业背景", "服务地区", "健康评估日期", "严重慢性疾病",
         "家族遗传病史", "财力年收入", "保障需求"],
        ["A", 500000, 20000000, 500, 2, 3, "A级", "B", 0, "低", "本科", "专业技术", "330106", "2026-06-01", "无", "有",
         300000, "是"],
    ],
}  # fmt: skip


class Desk:
    """An import into a system of its own, and what it refused."""

    def __init__(self, system: System, folder: Path) -> None:
        self.system = system
        self.folder = folder
        self.rejects = folder / "rejects.csv"

    def __call__(self, book: Path | None, *values: Path) -> ImportCounts:
        return import_customers(self.system, book, self.rejects, actor="test", values=values)

    def value(self, ref: str = "A") -> CustomerValue:
        return self.system.store.values.get(ref)

    def lines(self, name: str, *lines: Mapping[str, Any]) -> Path:
        path = self.folder / name
        path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
        return path

    def csv(self, name: str, table: Table) -> Path:
        path = self.folder / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(table)
        return path

    def book(self, name: str, sheets: Mapping[str, Table]) -> Path:
        path = self.folder / f"{name}.xlsx"
        book = Workbook(write_only=True)
        for title, table in sheets.items():
            sheet = book.create_sheet(title)
            for row in table:
                sheet.append(row)
        book.save(path)
        return path

    def refused(self) -> list[tuple[str, str, str, str]]:
        """(table, row, column, code) of everything that was refused."""
        if not self.rejects.exists():
            return []
        with self.rejects.open(encoding="utf-8-sig", newline="") as file:
            told = list(csv.DictReader(file))
        assert all(each["reason_zh"] and each["reason_en"] for each in told)
        return [(each["table"], each["row"], each["column"], each["code"]) for each in told]


@pytest.fixture
def desk(system: System, tmp_path: Path) -> Desk:
    return Desk(system, tmp_path)


@pytest.fixture(scope="module")
def one_known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """Customer A, whose value nobody knows: for what is refused and leaves it so."""
    home = tmp_path_factory.mktemp("home")
    system = system_for(home)
    desk = Desk(system, home)
    desk(desk.csv("book", PEOPLE))
    yield system
    system.store.close()


def counted(counts: ImportCounts) -> tuple[tuple[int, ...], tuple[int, ...]]:
    both = (counts, counts.values)
    customers, values = ((each.added, each.changed, each.unchanged, each.rejected) for each in both)
    return customers, values


def built(system: System, raw: Mapping[str, Any]) -> CustomerValue:
    return build_value({**raw, "ref": "A"}, today=system.today(), codes=system.code_sets())


def without(raw: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in raw.items() if name not in names}


PEOPLE: Table = [["ref", "kind", "name"], ["A", "natural", "林晓雨"]]


# --- the same facts in every form ---------------------------------------------------------------------


def test_json_tables_and_sheets_say_the_same(desk: Desk) -> None:
    wanted = built(desk.system, WHOLE)
    counts = desk(desk.lines("book.jsonl", customer("A", value=WHOLE)))
    assert counted(counts) == ((1, 0, 0, 0), (1, 0, 0, 0))
    assert desk.value() == wanted

    in_row: Table = [[*PEOPLE[0], *ONCE], [*PEOPLE[1], *ONCE.values()]]
    tables = [desk.csv(name, table) for name, table in ENGLISH.items()]
    assert counted(desk(desk.csv("book", in_row), *tables))[1] == (0, 0, 1, 0)
    assert desk.value() == wanted

    book = desk.book("book", {"客户": PEOPLE, **CHINESE, "空": []})
    again = desk(book)
    assert counted(again) == ((0, 0, 1, 0), (0, 0, 1, 0))
    assert again.passed_over == ("book.xlsx: 说明",)
    assert desk.value() == wanted

    # Alone, in any order.
    for files in ([desk.lines("value.jsonl", {**WHOLE, "ref": "A"})], [desk.book("value", CHINESE)]):
        assert counted(desk(None, *files)) == ((0, 0, 0, 0), (0, 0, 1, 0))
    once = desk.csv("once", [["ref", *ONCE], ["A", *ONCE.values()]])
    assert counted(desk(None, once, *reversed(tables)))[1] == (0, 0, 1, 0)
    assert not desk.rejects.exists()


def test_who_is_not_spoken_of_keeps_the_value(desk: Desk) -> None:
    desk(desk.lines("book.jsonl", customer("A", value=WHOLE), customer("B")))
    before = desk.value()
    counts = desk(desk.lines("again.jsonl", customer("A", phone="13900000001"), customer("B", value={"need": True})))
    assert counted(counts) == ((0, 1, 1, 0), (1, 0, 0, 0))
    assert (desk.value(), desk.value("B").need) == (before, True)
    assert counted(desk(desk.lines("value.jsonl", {"ref": "A", "trust": 1})))[1] == (0, 0, 0, 0)


def test_a_row_that_only_names_the_customer_says_nothing(desk: Desk) -> None:
    """As forms have them in which every customer was filled in beforehand: nothing known is wiped out by one."""
    desk(desk.lines("book.jsonl", customer("A", value=WHOLE)))
    before = desk.value()
    blank = [desk.csv(name, [[*table[0]], ["A", *[""] * (len(table[0]) - 1)]]) for name, table in ENGLISH.items()]
    assert counted(desk(None, *blank)) == ((0, 0, 0, 0), (0, 0, 0, 1))
    assert desk.refused() == [("life.csv", "2", "", "missing")]
    assert desk.value() == before
    once = desk.csv("once", [["ref", *ONCE], ["A", *ONCE.values()]])
    said = [desk.csv(name, [*table, ["A", *[""] * (len(table[0]) - 1)]]) for name, table in ENGLISH.items()]
    assert counted(desk(None, once, *said))[1] == (0, 0, 1, 0)


def test_a_second_import_changes_nothing_on_either_database(on_both: System, tmp_path: Path) -> None:
    desk = Desk(on_both, tmp_path)
    files = (desk.csv("book", PEOPLE), desk.book("value", CHINESE))
    assert counted(desk(*files)) == ((1, 0, 0, 0), (1, 0, 0, 0))
    assert counted(desk(*files)) == ((0, 0, 1, 0), (0, 0, 1, 0))
    events = on_both.store.audit.recent(2)
    assert {event.kind for event in events} == {"customers_imported"}
    assert events[0].detail["values_unchanged"] == "1"


# --- nothing by halves --------------------------------------------------------------------------------


def bad(**changes: Any) -> dict[str, Any]:
    return {**without(WHOLE, *changes), **changes}


@pytest.mark.parametrize(
    ("value", "path", "code"),
    [
        ({"holdings": {"fund": [{"average": 1}]}}, "value.holdings.fund", "unknown_company"),
        ({"holdings": {"trust": "-1"}}, "value.holdings.trust", "negative"),
        ({"holdings": {"trust": {"amount": 1, "currency": "USD"}}}, "value.holdings.trust", "not_in_yuan"),
        (
            {"holdings": {"bank": [{"month": f"2026-0{n}", "average": 1} for n in (3, 5)]}},
            "value.holdings.bank",
            "month_missing",
        ),
        (
            {"holdings": {"property": [{"ref": "V", "years": [
                {"starts_on": "2026-03-01", "claims": [{"on": "2026-07-16", "paid": 1}]}
            ]}]}},
            "value.holdings.property[0].years[0].claims[0].on",
            "date_in_future",
        ),
        ({"profit": 1}, "value.profit", "unknown_field"),
        ({"ref": "B"}, "value.ref", "conflicting_rows"),
        ([], "value", "wrong_type"),
    ],
)  # fmt: skip
def test_a_bad_value_keeps_its_customer_out(desk: Desk, value: Any, path: str, code: str) -> None:
    counts = desk(desk.lines("book.jsonl", customer("A", value=value), customer("B", value=WHOLE)))
    assert counted(counts) == ((1, 0, 0, 1), (1, 0, 0, 1))
    assert desk.refused() == [("", "1", path, code)]
    assert desk.system.store.customers.all_refs() == ["B"]
    assert desk.system.store.values.refs() == ["B"]


def test_a_bad_customer_keeps_its_value_out_and_both_are_told(desk: Desk) -> None:
    desk(desk.lines("book.jsonl", customer("A", value={"need": True})))
    table = desk.csv("value", [["ref", "trust_products", "need"], ["A", "-1", "no"]])
    counts = desk(desk.lines("book.jsonl", customer("A", annual_income="-5", phone="13900000001")), table)
    assert counted(counts) == ((0, 0, 0, 1), (0, 0, 0, 1))
    assert desk.refused() == [("", "1", "annual_income", "negative"), ("value.csv", "2", "trust_products", "negative")]
    assert desk.value().need is True

    good = desk.csv("value", [["ref", "need"], ["A", "no"]])
    assert counted(desk(desk.lines("book.jsonl", customer("A", kind="firm")), good)) == ((0, 0, 0, 1), (0, 0, 0, 1))
    assert desk.value().need is True, "a ragged customer does not let the value pass alone"
    ragged = desk.folder / "ragged.csv"
    ragged.write_text("ref,kind,name\nA,natural\n", encoding="utf-8")
    assert counted(desk(ragged, good)) == ((0, 0, 0, 1), (0, 0, 0, 1))
    assert desk.value().need is True


def test_nobody_knows_the_customer(desk: Desk) -> None:
    desk(desk.csv("book", PEOPLE))
    table = desk.csv("value", [["客户编号", "信托产品"], ["A", "1"], ["Z", "2"], ["", "3"]])
    lines = desk.lines("value.jsonl", {"ref": "Y", "need": True}, {"need": True}, {"ref": 7})
    counts = desk(None, table, lines)
    assert counted(counts) == ((0, 0, 0, 0), (1, 0, 0, 5))
    assert sorted(desk.refused()) == [
        ("value.csv", "3", "客户编号", "unknown_customer"),
        ("value.csv", "4", "客户编号", "missing"),
        ("value.jsonl", "1", "ref", "unknown_customer"),
        ("value.jsonl", "2", "ref", "missing"),
        ("value.jsonl", "3", "ref", "wrong_type"),
    ]


# --- faults in their cells ----------------------------------------------------------------------------

LIFE, VEHICLES, CLAIMS, ASSETS = (ENGLISH[name][0] for name in ("life", "vehicles", "claims", "assets"))
YEAR = ["A", "V1", "2025-03-01", "", "4000", "", "", "", ""]


@pytest.mark.parametrize(
    ("tables", "refused"),
    [
        ([[LIFE, ["A", "jia", "-5", "8万", ""]]],
         [(2, "annual_premium", "negative"), (2, "single_premium", "bad_amount")]),
        ([[LIFE, ["A", "戊", "5", "", "USD"]]],
         [(2, "institution", "not_one_of"), (2, "annual_premium", "not_in_yuan")]),
        ([[LIFE, ["A", "jia", "5"]]], [(2, "", "ragged_row")]),
        ([[LIFE, ["A", "jia", "#REF!", "", ""]]], [(2, "annual_premium", "formula_error")]),
        ([[ASSETS, ["A", "fund", "2026-01", "1", "", "", ""]]], [(2, "company", "unknown_company")]),
        ([[ASSETS, ["A", "信托", "2026-01", "1", "", "", ""]]], [(2, "company", "not_one_of")]),
        ([[ASSETS, ["A", "", "2026-01", "1", "", "", ""]]], [(2, "company", "missing")]),
        ([[ASSETS, ["A", "bank", "", "1", "", "", ""]]], [(2, "period", "missing")]),
        ([[ASSETS, ["A", "bank", "2026Q1", "1", "", "", ""]]], [(2, "period", "bad_month")]),
        ([[ASSETS, ["A", "证券", "2026-02", "", "1", "", ""]]], [(2, "period", "bad_quarter")]),
        ([[ASSETS, ["A", "bank", "2026-03-02", "1", "", "", ""]]], [(2, "period", "bad_month")]),
        ([[ASSETS, ["A", "bank", "2026-08", "1", "", "", ""]]], [(2, "period", "date_in_future")]),
        ([[ASSETS, ["A", "bank", "2026-01", "1", "5", "", ""]]], [(2, "cash", "unknown_field")]),
        ([[ASSETS, ["A", "bank", "2026-01", "-1", "", "", ""]]], [(2, "average", "negative")]),
        (
            [[ASSETS, *(["A", "bank", month, "1", "", "", ""] for month in ("2026-01", "2026-03"))]],
            [(2, "", "month_missing")],
        ),
        (
            [[ASSETS, *(["A", "bank", "2026-01", "1", "", "", ""] for _ in range(2))]],
            [(3, "period", "duplicate_value")],
        ),
        ([[VEHICLES, YEAR, [*YEAR[:2], "2025-09-01", *YEAR[3:]]]], [(3, "year_starts_on", "overlapping_years")]),
        ([[VEHICLES, [*YEAR[:3], "2025-02-28", *YEAR[4:]]]], [(2, "last_insured_on", "ends_before_start")]),
        ([[VEHICLES, [*YEAR[:3], "2025-02-30", *YEAR[4:]]]], [(2, "last_insured_on", "bad_date")]),
        ([[VEHICLES, ["A", "", *YEAR[2:]]]], [(2, "vehicle", "missing")]),
        ([[VEHICLES, [*YEAR[:7], "4", ""], ["A", "V1", "2026-03-01", "", "", "", "", "5", ""]]],
         [(3, "first_class", "conflicting_rows")]),
        ([[VEHICLES, [*YEAR[:6], "1", "", ""]]], [(2, "claims_count", "count_differs")]),
        ([[VEHICLES, [*YEAR[:6], "one", "", ""]]], [(2, "claims_count", "bad_count")]),
        ([[VEHICLES, YEAR], [CLAIMS, ["A", "V2", "2025-05-01", "1"]]], [(2, "vehicle", "unknown_vehicle")]),
        ([[VEHICLES, YEAR], [CLAIMS, ["A", "V1", "2026-05-01", "1"]]], [(2, "claim_on", "outside_year")]),
        ([[VEHICLES, [*YEAR[:2], "2026-03-01", *YEAR[3:]]], [CLAIMS, ["A", "V1", "2026-07-16", "1"]]],
         [(2, "claim_on", "date_in_future")]),
        ([[VEHICLES, YEAR], [CLAIMS, ["A", "V1", "2025-05-01", "-1"]]], [(2, "claim_paid", "negative")]),
        ([[VEHICLES, [*YEAR[:6], "0", "", ""]], [CLAIMS, ["A", "V1", "2025-05-01", "1"]]],
         [(2, "claims_count", "count_differs")]),
        ([[ENGLISH["surveys"][0], ["A", "2026-06-01", "101"]]], [(2, "score", "too_many_points")]),
        ([[ENGLISH["dealings"][0], ["A", "praise", "2026-06-01"]]], [(2, "dealing", "not_one_of")]),
        ([[ENGLISH["dealings"][0], ["A", "投诉", ""]]], [(2, "happened_on", "missing")]),
        ([[ENGLISH["dealings"][0], ["A", "投诉", "2026-07-16"]]], [(2, "happened_on", "date_in_future")]),
        ([[["ref", "complaints_count"], ["A", "2"]]], [(2, "complaints_count", "count_differs")]),
        ([[["ref", "study", "need"], ["A", "本科", "yes"], ["A", "", "no"]]], [(3, "need", "conflicting_rows")]),
        ([[ENGLISH["figures"][0], ["A", "2027", "1", "", ""]]], [(2, "year", "date_in_future")]),
        ([[ENGLISH["contracts"][0], ["A", "G1", "1", "2", "much"]]], [(2, "profit_ratio", "bad_amount")]),
        ([[ENGLISH["contracts"][0], ["A", "", "1", "2", ""]]], [(2, "contract", "missing")]),
    ],
)  # fmt: skip
def test_faults_are_told_with_table_row_and_column(
    one_known: System, tmp_path: Path, tables: list[Table], refused: list[tuple[int, str, str]]
) -> None:
    desk = Desk(one_known, tmp_path)
    files = [desk.csv(f"t{place}", table) for place, table in enumerate(tables)]
    counts = desk(None, *files)
    assert counted(counts)[1] == (0, 0, 0, 1)
    assert [(int(row), column, code) for _, row, column, code in desk.refused()] == refused
    assert {table for table, *_ in desk.refused()} <= {file.name for file in files}
    assert desk.system.store.values.count() == 0
    with desk.rejects.open(encoding="utf-8-sig", newline="") as file:
        assert "ref=A" in file.read(), "the row as it was"


def test_a_fault_of_a_sheet_names_the_sheet(desk: Desk) -> None:
    sheets: dict[str, Table] = {"客户": PEOPLE, "寿险": [CHINESE["寿险"][0], ["A", "甲", -5, None]]}
    assert counted(desk(desk.book("book", sheets))) == ((0, 0, 0, 1), (0, 0, 0, 1))
    assert desk.refused() == [("book.xlsx: 寿险", "2", "年交保费", "negative")]
    assert desk.system.store.customers.count() == 0


def test_columns_in_the_customers_row_are_told_by_their_name(desk: Desk) -> None:
    header = ["客户编号", "kind", "name", "信托产品", "投诉次数", "币种"]
    book = desk.csv(
        "book", [header, ["A", "natural", "林晓雨", "5", "1", "美元"], ["B", "natural", "林小雨", "", "", ""]]
    )
    assert counted(desk(book)) == ((1, 0, 0, 1), (0, 0, 0, 1))
    assert sorted(desk.refused()) == [("", "2", "信托产品", "not_in_yuan"), ("", "2", "投诉次数", "count_differs")]


def test_value_said_twice(desk: Desk) -> None:
    line = desk.lines("a.jsonl", {"ref": "A", "need": True}, {"ref": "A", "need": True})
    table = desk.csv("b", [["ref", "need"], ["A", "yes"]])
    desk(desk.csv("book", PEOPLE), line, table)
    assert desk.refused() == [("a.jsonl", "2", "ref", "value_twice"), ("b.csv", "2", "", "value_twice")]
    desk(desk.lines("book.jsonl", customer("A", value={"need": True})), table)
    assert desk.refused() == [("b.csv", "2", "", "value_twice")]


# --- files as a whole ---------------------------------------------------------------------------------


def test_every_wrong_column_of_a_table_is_named_before_anything_is_saved(desk: Desk) -> None:
    table = desk.csv("assets", [["ref", "company", "average", "利息"], ["A", "bank", "1", "2"]])
    with pytest.raises(InvalidInput) as caught:
        desk(desk.csv("book", PEOPLE), table)
    assert [(each.path, each.code) for each in caught.value.issues] == [
        ("assets.csv: 利息", "unknown_column"),
        ("assets.csv: period", "missing_column"),
    ]
    assert desk.system.store.customers.count() == 0


def test_further_customers_in_a_second_sheet_are_not_overlooked(desk: Desk) -> None:
    with pytest.raises(InvalidInput):
        desk(desk.book("book", {"1": PEOPLE, "2": [PEOPLE[0], ["B", "natural", "林小雨"]]}))


@pytest.mark.parametrize("name", ["value.pdf", "value.xls", "value"])
def test_files_of_other_kinds(desk: Desk, name: str) -> None:
    path = desk.folder / name
    path.write_text("ref,need\nA,yes\n", encoding="utf-8")
    with pytest.raises(MalformedInput):
        desk(None, path)


def test_a_workbook_without_customers_holds_no_value(desk: Desk) -> None:
    with pytest.raises(MalformedInput):
        desk(None, desk.book("value", {"说明": CHINESE["说明"]}))


def test_broken_lines_are_told(desk: Desk) -> None:
    path = desk.folder / "value.jsonl"
    path.write_text('{"ref": "A", \n[]\n', encoding="utf-8")
    assert counted(desk(None, path))[1] == (0, 0, 0, 2)
    assert [(row, code) for _, row, _, code in desk.refused()] == [("1", "broken_json"), ("2", "broken_json")]


def test_many_customers_come_in_batches(desk: Desk) -> None:
    people: Table = [PEOPLE[0], *([f"C{n:04}", "natural", f"林{n}雨"] for n in range(2100))]
    value: Table = [["ref", "trust_products"], *([f"C{n:04}", n] for n in reversed(range(2100)))]
    counts = desk(desk.csv("book", people), desk.csv("value", value))
    assert counted(counts) == ((2100, 0, 0, 0), (2100, 0, 0, 0))
    assert desk.value("C1234").trust == 1234


# --- all or nothing -----------------------------------------------------------------------------------

WRITES = (
    "amlrisk.store.customers.Customers.save_many",
    "amlrisk.store.values.Values.save_many",
    "amlrisk.store.tiers.Tiers.append",
    "amlrisk.services.import_customers.retier",
)


@pytest.mark.parametrize("write", WRITES)
def test_a_fault_after_any_write_leaves_customer_and_value_as_they_were(
    on_both: System, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: str
) -> None:
    desk = Desk(on_both, tmp_path)
    desk(desk.lines("book.jsonl", customer("A", value={"holdings": {"trust": 1}})))

    def state() -> tuple[object, ...]:
        store = on_both.store
        events = [event.seq for event in store.audit.recent(100)]
        return store.customers.digests(["A"]), store.values.digests(["A"]), store.tiers.history("A"), events

    before = state()
    subject = {"name": "林晓雨", "birth_on": "1950-01-01", "nationalities": ["CN"]}
    changed = desk.lines("changed.jsonl", customer("A", subject=subject, value={"holdings": {"trust": 900_000}}))
    done = pydoc.locate(write)
    assert callable(done)

    def fail_after(*arguments: Any, **named: Any) -> None:
        done(*arguments, **named)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(write, fail_after)
        with pytest.raises(KeyboardInterrupt):
            desk(changed)
    assert state() == before
    assert not desk.rejects.exists()
    assert counted(desk(changed)) == ((0, 1, 0, 0), (0, 1, 0, 0))
    assert desk.value().trust == 900_000


def test_a_birth_date_that_changes_is_a_reason_to_look_at_the_tier_again(desk: Desk) -> None:
    desk(desk.lines("book.jsonl", customer("A", value={"need": True})))
    subject = {"name": "林晓雨", "birth_on": "1950-01-01", "nationalities": ["CN"]}
    desk(desk.lines("book.jsonl", customer("A", subject=subject)))
    assert {each.birth_on for each in desk.system.store.tiers.history("A")} == {"1990-05-06", "1950-01-01"}


def test_surveys_that_were_recorded_here_outlast_a_delivery(desk: Desk) -> None:
    desk(desk.lines("book.jsonl", customer("A", value={"surveys": []})))
    officer = Officer(id="service", name="苏", role=Role.SERVICE, branches=(ALL_BRANCHES,))
    points = dict.fromkeys(("attitude", "promptness", "competence", "claims", "manager"), "90")
    raw = {"on": "2026-07-01", "respondent": "演示", **points}
    record_service(desk.system, officer, Recording(customer="A", kind=Kind.SURVEY, raw=raw))
    assert counted(desk(desk.lines("book.jsonl", customer("A", value={"surveys": []}))))[1] == (0, 0, 1, 0)
    assert [survey.score for survey in desk.value().surveys or ()] == [90]
