from __future__ import annotations

import re

import pytest

from amlrisk.policy.difference import Change, difference
from amlrisk.policy.loader import Pack, load_pack
from amlrisk.policy.show_value import value_tables
from tests.policy.conftest import DAY, Edited

HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_everything_in_force_is_shown(pack: Pack, language: str) -> None:
    rules = pack.value_on(DAY)
    shown = value_tables(rules, language)
    said = "\n".join(cell for table in shown for row in table.rows for cell in row)
    for table in shown:
        assert table.rows, table.title
        assert {len(row) for row in table.rows} == {len(table.columns)}
        assert bool(HAN.search(table.title + "".join(table.columns))) is (language == "zh")
    named = [each for company in rules.club.companies.values() for each in company.conditions]
    named += [*rules.motor.moves, *rules.tiers.entitlements, *rules.appraisal.regions]  # type: ignore[list-item]  # named, too
    named += [each for rule in rules.appraisal.dimensions.values() for each in rule.indicators]  # type: ignore[misc]  # named, too
    for each in named:
        assert each.name.get(language) in said
        assert rules.references[each.reference].title.get(language) in said
    for rule in rules.appraisal.dimensions.values():
        assert {service.get(language) for service in rule.services.values()} <= set(said.split("\n"))


def rows(pack: Pack, title: str, language: str) -> list[tuple[str, ...]]:
    (table,) = [each for each in value_tables(pack.value_on(DAY), language) if each.title == title]
    return list(table.rows)


def test_bounds_read_in_the_unit_of_the_language(cn_insurer: Pack) -> None:
    chinese, english = (
        rows(cn_insurer, "VIP俱乐部标准（含下限）", "zh"),
        rows(cn_insurer, "The club: from which bound on", "en"),
    )
    assert chinese[0][2:5] == ("≥ 3 万元", "≥ 7 万元", "未规定")
    assert english[0][2:5] == ("≥ 30,000 yuan", "≥ 70,000 yuan", "not given")
    assert chinese[8][1].endswith("(第3年续保起、此前2年未出险)")
    assert english[10][1].endswith("(each of 3 months)")


def test_the_gate_reads_from_the_worst_grade_down(cn_insurer: Pack) -> None:
    found = rows(cn_insurer, "洗钱风险等级对层级的限制", "zh")
    assert [row[:5] for row in found] == [
        ("不可接受", "无层级", "无层级", "审核逾期、有预警未处理", "是"),
        ("高风险", "标准", "黄金", "审核逾期、有预警未处理", "–"),
        ("普通级", "不限", "不限", "审核逾期、有预警未处理", "–"),
        ("一般", "不限", "不限", "–", "–"),
        ("未评级", "不限", "不限", "始终", "–"),
    ]


def test_what_differs_is_told_once(cn_insurer: Pack, edited: Edited) -> None:
    rules = cn_insurer.value_on(DAY)
    assert difference(rules, rules) == ()
    files = edited(
        "value_club.yaml", "{gold: 50, platinum: 200, diamond: null}", "{gold: 50, platinum: 200, diamond: 900}"
    )
    files["value_tiers.yaml"] = files["value_tiers.yaml"].replace(b"until_approved: standard", b"until_approved: none")
    files["references.yaml"] = files["references.yaml"].replace(b"Rules of the VIP club", b"Club rules", 1)
    assert difference(rules, load_pack(files, "test").value_on(DAY)) == (
        Change(path="club.companies.trust.conditions.trust_products.at_least.diamond", before="–", after="900"),
        Change(path="tiers.gate.high.until_approved", before="standard", after="none"),
    )
