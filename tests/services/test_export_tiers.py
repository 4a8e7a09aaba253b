"""The tiers of a portfolio, taken out: complete, in words, with every scheme where that is asked for."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import msgspec
import pytest
from openpyxl import load_workbook

from amlrisk.errors import TierReplayDiffers
from amlrisk.jobs.tier_run import TierScope, Whom, tier_run
from amlrisk.policy.value_vocabulary import Tier
from amlrisk.services import export_tiers as module
from amlrisk.services.check_customer import check_customer
from amlrisk.services.export_tiers import TierFormat, export_tiers
from amlrisk.services.save_value import save_value
from amlrisk.services.system import System
from amlrisk.store.tiers import TierFilter
from amlrisk.tiering.gate import Gated
from tests.systems import customer
from tests.tiers import unreadable, valued, worth

CAR = {
    "ref": "沪A·1",
    "years": [{"starts_on": "2026-01-01", "commercial_premium": "3000", "claims": []}],
    "next_premium": "1000",
}
TOLD = {"personal_risk": "low", "occupational_risk": "high", "other_risk": "low", "region": "310101"}


@pytest.fixture
def valued_system(on_both: System) -> System:
    """Four customers: gold held by nothing, platinum of a customer with a name like a formula, standard, unassessed."""
    check_customer(on_both, customer("A"))
    check_customer(on_both, customer("B", name="=张三"))
    check_customer(on_both, customer("C"))
    on_both.store.customers.save(msgspec.structs.replace(on_both.store.customers.get("A"), ref="D"), on_both.now())
    valued(on_both, Tier.GOLD, "A", **TOLD)
    valued(on_both, Tier.PLATINUM, "B")
    valued(on_both, Tier.STANDARD, "C")
    valued(on_both, Tier.GOLD, "D")
    return on_both


def taken(system: System, form: TierFormat, wanted: TierFilter | None = None, **more: Any) -> bytes:
    return b"".join(export_tiers(system, wanted or TierFilter(), form, actor="wang", **more))


def table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_one_line_each_in_words_of_both_languages(valued_system: System) -> None:
    lines = table(taken(valued_system, TierFormat.CSV))
    assert [line["Customer"] for line in lines] == ["A", "B", "C", "D"]
    gates = [(line["Tier before the gate"], line["Tier after the gate"], line["Lowered"]) for line in lines]
    assert gates == [
        ("gold", "gold", ""),
        ("platinum or above", "platinum or above", ""),
        ("standard", "standard", ""),
        ("gold", "standard", "yes"),
    ]
    assert lines[1]["Name"] == "'=张三"
    assert lines[3]["AML grade"] == "not assessed"
    chinese = table(taken(valued_system, TierFormat.CSV, language="zh"))
    assert chinese[1]["限制前层级"] == "铂金或以上"
    assert chinese[0]["依据"] == "VIP俱乐部"
    assert chinese[3]["降低"] == "是"


def test_with_what_every_scheme_gives(valued_system: System) -> None:
    raw = {"holdings": {"trust": "500000", "property": [CAR]}, **TOLD}
    save_value(valued_system, "A", raw)
    first, *_ = table(taken(valued_system, TierFormat.CSV, schemes=True, language="zh"))
    assert first["俱乐部层级"] == "黄金"
    assert first["车险等级（下一年度）"] == "沪A·1: 3 (× 0.9)"
    assert (first["客户风险度"], first["客户忠诚度"], first["客户地域"]) == ("高", "", "直辖市")
    assert first["钻石产品"] == "资料不全"
    assert len(first) == len(table(taken(valued_system, TierFormat.CSV, schemes=True))[0]), "as many in English"


def test_a_workbook_and_lines_of_json(valued_system: System) -> None:
    book = load_workbook(io.BytesIO(taken(valued_system, TierFormat.XLSX, language="zh")))
    rows = list(book["客户价值层级"].iter_rows(values_only=True))
    assert [row[0] for row in rows] == ["客户编号", "A", "B", "C", "D"]
    lines = [json.loads(line) for line in taken(valued_system, TierFormat.JSONL, schemes=True).splitlines()]
    assert [line["evaluation"]["base"] for line in lines] == ["gold", "platinum", "standard", "gold"]
    assert lines[0]["verdict"]["valuation"]["club"]["tier"] == "gold"
    assert "verdict" not in json.loads(taken(valued_system, TierFormat.JSONL).splitlines()[0])


def test_page_by_page_it_is_the_same(valued_system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = taken(valued_system, TierFormat.CSV, schemes=True)
    monkeypatch.setattr(module, "_PAGE", 1)
    seen: list[int] = []
    assert taken(valued_system, TierFormat.CSV, schemes=True, progress=seen.append) == whole
    assert seen == [1, 2, 3, 4]


def test_only_what_is_asked_for_and_recorded_before_it_is_read(valued_system: System) -> None:
    pieces = export_tiers(valued_system, TierFilter(lowered=True, base=Tier.GOLD), TierFormat.CSV, actor="wang")
    (event,) = valued_system.store.audit.recent(1)
    assert (event.kind, event.actor, event.detail) == (
        "tiers_exported",
        "wang",
        {"format": "csv", "lowered": "True", "base": "gold"},
    )
    assert [line["Customer"] for line in table(b"".join(pieces))] == ["D"]
    assert table(taken(valued_system, TierFormat.CSV, TierFilter(suspended=True))) == []


def test_an_evaluation_that_comes_out_otherwise_is_not_passed_on(
    valued_system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("amlrisk.tiering.evaluation.gate", lambda base, *_: Gated(tier=Tier.DIAMOND, base=base.tier))
    with pytest.raises(TierReplayDiffers):
        taken(valued_system, TierFormat.CSV, schemes=True)
    assert taken(valued_system, TierFormat.CSV), "without schemes nothing is made again"


def test_tiers_that_were_withdrawn_come_last_and_say_why(valued_system: System) -> None:
    save_value(valued_system, "B", worth(Tier.PLATINUM, region="310102"))
    unreadable(valued_system, "B")
    tier_run(valued_system, TierScope(Whom.ALL), cause="test")
    lines = table(taken(valued_system, TierFormat.CSV))
    assert [line["Customer"] for line in lines] == ["A", "C", "D", "B"]
    assert [bool(line["Tier withdrawn"]) for line in lines] == [False, False, False, True]
    last = lines[-1]
    assert "cannot be read" in last["Tier withdrawn"]
    assert "(value_unreadable)" in last["Tier withdrawn"]
    assert (last["AML grade"], last["Tier before the gate"], last["Tier after the gate"]) == ("general", "", "")
    assert (last["Cause"], last["Evaluation"]) == ("appraisal", valued_system.store.tiers.history("B")[0].id)
    told = table(taken(valued_system, TierFormat.CSV, language="zh", schemes=True))[-1]
    assert "无法读取" in told["层级撤下"]
    assert told["俱乐部层级"] == ""
    *_, document = map(json.loads, taken(valued_system, TierFormat.JSONL).splitlines())
    assert (document["withdrawn"]["customer"], document["withdrawn"]["code"]) == ("B", "value_unreadable")
    assert document["grade"] == "general"
    assert len(table(taken(valued_system, TierFormat.CSV, TierFilter(base=Tier.PLATINUM)))) == 0
