"""Every way to break a value file, made from the shipped pack by one edit: the loader names the file and the path."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from amlrisk.errors import PolicyInvalid
from amlrisk.policy import editions
from amlrisk.policy.loader import load_pack
from amlrisk.policy.yaml_text import read_yaml
from tests.policy.conftest import Edited

C, G, B, M = "value_club.yaml", "value_group.yaml", "value_bank.yaml", "value_motor.yaml"
D, A, T = "value_diamond.yaml", "value_appraisal.yaml", "value_tiers.yaml"
TRUST = "{gold: 50, platinum: 200, diamond: null}"
TRUSTED, CONTRIBUTED = "companies.trust.conditions[0]", "dimensions.contribution.indicators"
HIGH = "high: {cap: gold, until_approved: standard, holds: [review_overdue, alert_open]"
WORST = "unacceptable: {cap: none, until_approved: none, holds: [review_overdue, alert_open], suspends: true"

# file, what is replaced, by what, the path that is named (without "editions[0]."), a part of the detail
CASES: list[tuple[str, str, str, str, str]] = [
    # shape, sources
    (C, "measure: products", "measure: product", TRUSTED + ".measure", "product"),
    (C, "      trust:", "      shop:", "companies", "shop"),
    (C, "reference: vip-club-gold", "reference: hearsay", "companies.life.conditions[0].reference", "hearsay"),
    (T, "confidence: proposed", "confidence: sure", "several.confidence", "sure"),
    # the club
    (C, "id: annual_yi", "id: annual_jia", "companies.life.conditions[1].id", "twice"),
    (C, "measure: products", "measure: accounts", TRUSTED + ".unit", "count"),
    (C, "measure: products", "measure: net_assets", TRUSTED + ".measure", "not of this company"),
    (C, "measure: products, unit: cny_10k", "measure: products, unit: usd", TRUSTED + ".unit", "cny"),
    (C, "measure: products,", "measure: products, months: 3,", TRUSTED + ".months", "no such"),
    (C, "assets, months: 3,", "assets,", "companies.bank.conditions[0].months", "need"),
    (C, "months: 3,", "months: 0,", "companies.bank.conditions[0].months", "at least 1"),
    (C, "claim_free_years: 2,", "", "companies.property.conditions[0].claim_free_years", "need"),
    (C, TRUST, "{gold: 50, platinum: 50, diamond: null}", TRUSTED + ".at_least.platinum", "above"),
    (C, TRUST, "{gold: null, platinum: 200, diamond: null}", TRUSTED + ".at_least.platinum", "above"),
    (C, TRUST, "{gold: null, platinum: null, diamond: null}", TRUSTED + ".at_least.gold", "given"),
    (C, TRUST, "{gold: 50, platinum: null, diamond: 900}", TRUSTED + ".at_least.diamond", "above"),
    (C, TRUST, "{gold: 0, platinum: 200, diamond: null}", TRUSTED + ".at_least.gold", "above"),
    (C, TRUST, "{gold: 50, platinum: 200}", TRUSTED + ".at_least", "diamond"),
    (C, TRUST, "{standard: 1, gold: 50, platinum: 200, diamond: null}", TRUSTED + ".at_least", ""),
    (C, "promotion: {value: 2", "promotion: {value: 0", "promotion", "at least 1"),
    (C, "several: {value: highest", "several: {value: best", "several.value", "best"),
    # group insurance
    (G, "      profit:\n", "      profits:\n", "tables", "profits"),
    (G, "at_least: null", "at_least: 1", "tables.size.rows[0].at_least", "null"),
    (G, "at_least: 50,", "at_least: 10,", "tables.size.rows[2].at_least", "above"),
    (G, "at_least: 50,", "at_least: null,", "tables.size.rows[2].at_least", "above"),
    (G, "coefficient: 1.0", "coefficient: -1", "tables.size.rows[0].coefficient", "negative"),
    (G, "unit: years", "unit: months", "tables.loyalty.unit", "years"),
    (G, "gold: 50, platinum: 200", "gold: 300, platinum: 200", "tiers.at_least.platinum", "above"),
    (G, "valid_months: {value: 12", "valid_months: {value: 0", "valid_months", "at least 1"),
    # bank
    (B, "      statements: {", "      statement: {", "criteria", "statement"),
    (B, "{A: 600, B: 100, C: 20}", "{A: 600, B: 600, C: 20}", "criteria.asset_scale.thresholds.at_least", "go up"),
    (B, "{A: 600, B: 100, C: 20}", "{A: 600, B: 100}", "criteria.asset_scale.thresholds.at_least", "A, B and C"),
    (B, "months: 3,", "months: 0,", "criteria.asset_scale.thresholds.months", "at least 1"),
    (B, "value: lowest", "value: worst", "combine.value", "worst"),
    # motor
    (M, "      4: {", "      9: {", "classes", "1, 2, 3"),
    (M, "coefficient: 1.3", "coefficient: 1.0", "classes", "not go down"),
    (M, "new_class: {value: 4", "new_class: {value: 8", "new_class", "no such"),
    (M, "id: many_claims", "id: some_claims", "moves[2].id", "twice"),
    (M, "claims_below: 4", "claims_below: 2", "moves[1].claims_below", "no number"),
    (M, "paid_over: 0.5", "paid_over: -0.5", "moves[1].paid_over", "negative"),
    (M, "lapse_days: {value: 0", "lapse_days: {value: -1", "lapse_days", "negative"),
    # diamond product
    (D, "youngest: {value: 18", "youngest: {value: 61", "oldest", "youngest"),
    (D, "income: {value: 30, unit: cny_10k", "income: {value: 30, unit: years", "income.unit", "cny"),
    (D, "assets: {value: 100", "assets: {value: -1", "assets", "negative"),
    # appraisal
    (A, "      risk:\n", "      risks:\n", "dimensions", "risks"),
    (A, "id: claims_ratio", "id: premium_income", CONTRIBUTED + "[1].id", "twice"),
    (A, "window: 1, at_least: {high: 10", "at_least: {high: 10", CONTRIBUTED + "[0].window", "back"),
    (A, "indicator: literacy,", "indicator: literacy, window: 3,", "dimensions.education.indicators[2].window", "none"),
    (A, "at_least: {high: 10, middle: 2}", "at_least: {high: 2, middle: 2}",
     CONTRIBUTED + "[0].at_least.high", "beyond"),
    (A, "below: {high: 0.5, middle: 1}", "below: {high: 1, middle: 1}",
     CONTRIBUTED + "[1].below.high", "beyond"),
    (A, "at_least: {high: 10, middle: 2}", "at_least: {high: 10}",
     CONTRIBUTED + "[0].at_least.middle", "missing"),
    (A, "below: {high: 0.5, middle: 1}", "any_of: {high: [], middle: []}", CONTRIBUTED + "[1]", "below"),
    (A, "middle: [college]", "middle: [bachelor]", "dimensions.education.indicators[0].any_of", "each once"),
    (A, "middle: [college]", "middle: [school]", "dimensions.education.indicators[0].any_of", "postgraduate"),
    (A, "indicator: literacy,", "indicator: literacy, at_least: {high: 1, middle: 0},",
     "dimensions.education.indicators[2]", "person"),
    (A, "codes: []", 'codes: ["65"]', "regions", "everywhere else"),
    (A, '"31", "50"', '"31", "31"', "regions[0].codes", "twice"),
    (A, '"31", "50"', '"31", "5x"', "regions[0].codes", "beginning"),
    # tiers and entitlements
    (T, "      platinum: {zh", "      platin: {zh", "names", "platin"),
    (T, "      under_review: {zh: 评定中, en: under review}\n", "", "statuses.under_review", "missing"),
    (T, "id: gifts", "id: events", "entitlements[6].id", "twice"),
    (T, "tier: diamond, per_year: null", "tier: standard, per_year: null", "entitlements[4].tier", "earned"),
    (T, "per_year: 4", "per_year: 0", "entitlements[3].per_year", "at least 1"),
    (T, "- {tier: gold, levels", "- {tier: standard, levels", "appraisal[0].tier", "earned"),
    (T, "loyalty: high}", "loyalty: low}", "appraisal[0].levels", "middle or high"),
    # the gate
    (T, "      ordinary: {cap", "      medium: {cap", "gate", "medium"),
    (T, HIGH, HIGH.replace("until_approved: standard", "until_approved: platinum"), "gate.high.until_approved", "cap"),
    (T, HIGH, HIGH.replace("review_overdue, ", ""), "gate.high.holds", "must hold"),
    (T, HIGH, HIGH.replace("review_overdue,", "alert_open,"), "gate.high.holds", "twice"),
    (T, "ordinary: {cap: null", "ordinary: {cap: standard", "gate.ordinary.until_approved", "cap"),
    (T, "general: {cap: null, until_approved: null", "general: {cap: standard, until_approved: standard",
     "gate.ordinary.cap", "worse grade"),
    (T, WORST, WORST.replace("suspends: true", "suspends: false"), "gate.unacceptable", "suspended"),
    (T, WORST, WORST.replace("cap: none", "cap: standard"), "gate.unacceptable.cap", "none"),
    (T, "suspends: false, reference: proposed-gate, confidence: proposed}\n      ordinary",
     "suspends: true, reference: proposed-gate, confidence: proposed}\n      ordinary", "gate.general.cap", "none"),
    (T, "holds: [always]", "holds: [alert_open]", "unassessed.holds", "always"),
]  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def each_text_is_parsed_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(editions, "read_yaml", cache(read_yaml))
        yield


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]}-{case[3]}-{case[4]}")
def test_a_broken_value_file_is_refused(edited: Edited, case: tuple[str, str, str, str, str]) -> None:
    file, old, new, path, detail = case
    with pytest.raises(PolicyInvalid) as caught:
        load_pack(edited(file, old, new), "test")
    params = caught.value.params
    assert params["file"] == file
    assert str(params["path"]).removeprefix("editions[0].").startswith(path), str(caught.value)
    assert detail in str(params["detail"]), str(caught.value)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (T, HIGH, HIGH.replace("cap: gold", "cap: null")),
        (T, "until_approved: null, holds: []", "until_approved: null, holds: [alert_open]"),
        (C, TRUST, "{gold: 50, platinum: 200, diamond: 900}"),
        (C, TRUST, "{gold: 50, platinum: null, diamond: null}"),
        (M, "lapse_days: {value: 0", "lapse_days: {value: 90"),
    ],
)  # fmt: skip
def test_what_a_company_may_settle_otherwise(edited: Edited, file: str, old: str, new: str) -> None:
    assert load_pack(edited(file, old, new), "test").name == "cn_insurer"
