"""Every way to break a pack, made from the shipped one by one edit: the loader names the file and the path."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from amlrisk.errors import PolicyInvalid
from amlrisk.policy import editions
from amlrisk.policy.loader import Pack, load_pack, read_pack
from amlrisk.policy.yaml_text import read_yaml
from tests.policy.conftest import Edited

N, L, R = "factors_natural.yaml", "factors_legal.yaml", "review.yaml"
ALL_GRADES = "        grades: [general, ordinary, high, unacceptable]\n"
PROPOSED = "        reference: proposed-review\n        confidence: proposed\n"
DISPUTE = f"      - trigger: dispute\n        working_days: 10\n{ALL_GRADES}{PROPOSED}"
CONFIRM = """      confirm:
        - {id: agrees, name: {zh: 复评同意初评结论, en: Agrees with the first grading}}
        - {id: checked_anew, name: {zh: 已独立复核资料与命中, en: Data and hits were checked anew}}
"""
DAYS = "false_positive: 365, inconclusive: 30, reference: proposed-decision-days, confidence: proposed"
KYC = "params: {required: [gender, nationality, address, phone, identity_document, document_expiry]}"

# file, what is replaced, by what, the path that is named (without "editions[0]."), a part of the detail
Case = tuple[str, str, str, str, str]
CASES: list[Case] = [
    # the text
    (N, "weight: 5", "weight: 5\n        weight: 5", "factors[0].weight", "given twice"),
    (N, "weight: 5", "weight: [5", "line ", "not YAML"),
    (N, "weight: 5", "weight: 0x5", "factors[0].weight", "0x5"),
    (N, "weight: 5", "weight: 5e0", "factors[0].weight", "5e0"),
    (N, "weight: 5", "weight: .inf", "factors[0].weight", ".inf"),
    ("grades.yaml", "from: 2026-02-16", "from: 2026-02-30", "from", "calendar"),
    ("grades.yaml", "from: 2026-02-16", "from: 2026-02-16 10:00:00", "from", "10:00"),
    # the shape
    (N, "weight: 5", "wieght: 5", "factors[0]", "wieght"),
    (N, "weight: 5", "weight: 5\n        note: x", "factors[0]", "note"),
    (N, "weight: 5", "weight: yes", "factors[0].weight", "decimal"),
    (N, "{is: [unverifiable]}", "{at: [unverifiable]}", "factors[0].bands.5[0]", "at"),
    (N, "{is: [gaps], at_least: 2}", "{is: [gaps], at_least: two}", "factors[0].bands.3[0].at_least", ""),
    (N, "          5: [{is: [unv", "          worst: [{is: [unv", "factors[0].bands", "a key"),
    (N, "confidence: proposed", "confidence: sure", "factors[0].confidence", "sure"),
    (N, "confidence: proposed", "confidence: null", "factors[0].confidence", "null"),
    ("pack.yaml", "value: 5,", "value: 5.5,", "levels.value", "int"),
    ("pack.yaml", "value: CN", "value: CHN", "home_country", "CHN"),
    ("pack.yaml", 'version: "2026.1"\n', "", "?", "version"),
    ("occupations.yaml", '"1001": {name: {zh', '"1001": {name: {ch', "entries.1001.name", "ch"),
    ("industries.yaml", "F51: {name", "F51: {nom", "entries.F51", "nom"),
    ("labels.yaml", "passport: {zh: 护照, en: passport}", "passport: 护照", "labels.identity_document.passport", "str"),
    ("grades.yaml", "decision: review", "decision: maybe", "grades.high.decision", "maybe"),
    # references and dates
    (N, "reference: proposed-factor-table", "reference: hearsay", "factors[0].reference", "hearsay"),
    ("grades.yaml", "reference: grading-clock", "reference: ''", "grades.general.review_months.ref", ""),
    ("countries.yaml", "fatf-plenary-2026-06", "x", "tables.fatf_black.reference", "“x”"),
    ("lists.yaml", "reference: grading-measures-8", "reference: x", "effects[0].reference", "“x”"),
    ("matching.yaml", "reference: proposed-matching", "reference: x", "reference", "“x”"),
    ("matching.yaml", "weak_weight", "weak_weights", "editions[0]", "weak_weights"),
    ("matching.yaml", "identifier_length: 6", "identifier_length: 6.5", "strong_identifier_length", "int"),
    # scorecards
    (N, "weight: 5", "weight: 5.5", "factors", "100.5"),
    (N, "weight: 5", "weight: 4.999", "factors", "99.999"),
    (N, "weight: 5", "weight: 0", "factors[0].weight", "above 0"),
    (N, "id: id_type", "id: kyc_completeness", "factors[1].id", "twice"),
    (N, "group: identity", "group: identities", "factors[0].group", "identities"),
    (N, "measure: kyc_completeness", "measure: kyc", "factors[0].measure", "no measure"),
    (N, "measure: kyc_completeness", "measure: entity_age", "factors[0].measure", "natural"),
    (L, "measure: information_openness", "measure: occupation", "factors[0].measure", "legal"),
    (N, "unit: count", "unit: years", "factors[0].unit", "count"),
    (N, "unit: count", "unit: category", "factors[0].unit", "does not fit"),
    (N, "unit: cny_10k", "unit: usd", "factors[10].unit", "cny, cny_10k"),
    (N, KYC, "params: {}", "factors[0].params.required", "missing"),
    (N, KYC, KYC[:-1] + ", window_months: 12}", "factors[0].params.window_months", "no such"),
    (N, KYC, "params: {required: [gender, shoe_size]}", "factors[0].params.required", "phone"),
    (N, KYC, "params: {required: [gender, gender]}", "factors[0].params.required", "different words"),
    (N, "params: {window_months: 12}", "params: {window_months: 0}", "factors[2].params.window_months", "1"),
    (N, "{window_months: 12}", "{window_months: true}", "factors[2].params.window_months", "whole"),
    (N, "{window_months: 12}", "{window_months: 1.5}", "factors[2].params.window_months", "whole"),
    (N, "high_risk: [fatf_black]", "high_risk: [domestic]", "factors[14].params.high_risk", "fatf_grey"),
    (N, "kinds: [surrender,", "kinds: [surender,", "factors[13].params.kinds", "surrender"),
    # bands
    (N, "5: [{is: [unverifiable]}]", "6: [{is: [unverifiable]}]", "factors[0].bands.6", "1 to 5"),
    (N, "5: [{is: [unverifiable]}]", "0: [{is: [unverifiable]}]", "factors[0].bands.0", "1 to 5"),
    (N, "is: [unverifiable]", "is: [unverifiabel]", "factors[0].bands.5[0]", "unverifiabel"),
    (N, "is: [unverifiable]", "is: []", "factors[0].bands.5[0]", "no category"),
    (N, "is: [unverifiable]", "is: [unverifiable, conflicting]", "factors[0].bands.5[0]", "already"),
    (N, "4: [{is: [conflicting]}]", "4: []", "factors[0].bands", "“conflicting” is in no band"),
    (N, "is: [unverifiable]}", "is: [unverifiable], at_least: 1}", "factors[0].bands.5[0]", "no number"),
    (N, "at_least: 2}", "at_least: 1}", "factors[0].bands.3[0]", "overlaps"),
    (N, "at_least: 2}", "at_least: 3}", "factors[0].bands", "hole from 2 to below 3"),
    (N, "at_least: 2}", "at_least: 2, below: 9}", "factors[0].bands", "from 9 on"),
    (N, "at_least: 2}", "at_least: 2, below: 2}", "factors[0].bands.3[0]", "empty"),
    (N, "[gaps], below: 1}", "[gaps], at_least: -1, below: 1}", "factors[0].bands.1[0]", "below 0"),
    # the pack
    ("pack.yaml", "value: 5,", "value: 1,", "levels", "two levels"),
    ("pack.yaml", "value: 3,", "value: 6,", "missing_level", "1 to 5"),
    ("pack.yaml", "value: 3,", "value: 0,", "missing_level", "1 to 5"),
    ("pack.yaml", "id: region", "id: business", "groups", "same id"),
    ("pack.yaml", "en: Region}", "en: Region}, weight: 18", "groups", "every group"),
    # grades
    ("grades.yaml", "      ordinary:\n", "      medium:\n", "grades", "medium"),
    ("grades.yaml", "decision: reject", "decision: accept", "grades.unacceptable.decision", "milder"),
    ("grades.yaml", "due_diligence: simplified", "due_diligence: enhanced", "grades.ordinary.due", "milder"),
    ("grades.yaml", "value: 24,", "value: 25,", "grades.general.review_months", "2 times the 12"),
    ("grades.yaml", "value: 24,", "value: 11,", "grades.general.review_months", "12 months"),
    ("grades.yaml", "value: 3, unit: years", "value: 0, unit: years", "clock.first_review_years", "1"),
    ("grades.yaml", "grade: high, at_least: 60", "grade: unacceptable, at_least: 60", "cutoffs[0].grade", ""),
    ("grades.yaml", "at_least: 36", "at_least: 60", "cutoffs[1].at_least", "go down"),
    ("grades.yaml", "at_least: 60", "at_least: 100.1", "cutoffs[0].at_least", "100"),
    ("grades.yaml", "at_least: 36", "at_least: 0", "cutoffs[1].at_least", "above 0"),
    ("grades.yaml", "grade: ordinary, at_least", "grade: high, at_least", "cutoffs", "high, ordinary"),
    ("grades.yaml", "condition: foreign_pep", "condition: pep", "direct[0].condition", "pep"),
    ("grades.yaml", "condition: foreign_pep", "condition: confirmed_listing", "direct[0].cond", "lists.yaml"),
    ("grades.yaml", "condition: foreign_pep", "condition: several_strs", "direct[0].params.at_least", ""),
    ("grades.yaml", "id: several_strs", "id: foreign_pep", "direct[1]", "twice"),
    ("grades.yaml", "{at_least: 2, window", "{at_least: 0, window", "direct[1].params.at_least", "whole"),
    ("grades.yaml", "{at_least: 2, window", "{atleast: 2, window", "direct[1].params.at_least", "missing"),
    ("grades.yaml", "life_annual_premium: 10000", "life_annual_premium: -1", "direct[3].params.life", "above"),
    ("grades.yaml", "grade: high\n        enabled", "grade: unacceptable\n        enabled", "direct[0].grade", ""),
    ("grades.yaml", "[ownership, payment", "[ownrship, payment", "floors[0].factors[0]", "ownrship"),
    ("grades.yaml", "level: 5", "level: 6", "floors[0].level", "1 to 5"),
    # lists
    ("lists.yaml", "category: terrorism", "category: un_sanctions", "effects[1].category", "twice"),
    ("lists.yaml", "category: terrorism", "category: crime", "effects[0].category", "crime"),
    ("lists.yaml", "possible: high", "possible: unacceptable", "effects[0].possible", "never"),
    ("lists.yaml", "confirmed: unacceptable", "confirmed: ordinary", "effects[0].confirmed", "milder"),
    ("lists.yaml", "confirmed: unacceptable", "confirmed: null", "effects[0].confirmed", "milder"),
    ("lists.yaml", "possible: high", "possible: null", "effects[0].possible", "unresolved"),
    ("lists.yaml", "factor: ml_linkage\n        factor_level: 4", "factor: null\n        factor_level: null",
     "effects[6]", "no effect"),
    ("lists.yaml", "factor: ml_linkage", "factor: null", "effects[5].factor_level", "together"),
    ("lists.yaml", "factor: ml_linkage", "factor: occupation", "effects[5].factor", "legal"),
    ("lists.yaml", "factor_level: 5", "factor_level: 6", "effects[5].factor_level", "1 to 5"),
    ("lists.yaml", "value: 0.20", "value: 1", "max_shrink_ratio", "between"),
    ("lists.yaml", "- {category: terrorism,", "- {category: adverse,", "decision_days[7].category", "twice"),
    ("lists.yaml", "- {category: terrorism,", "- {category: crime,", "decision_days[0].category", "crime"),
    ("lists.yaml", f"      - {{category: terrorism, {DAYS}}}\n", "", "decision_days", "“terrorism” is missing"),
    ("lists.yaml", "false_positive: 365, inconclusive: 30", "false_positive: 0, inconclusive: 30",
     "decision_days[0].false_positive", "1 day"),
    ("lists.yaml", "inconclusive: 30", "inconclusive: -1", "decision_days[0].inconclusive", "1 day"),
    ("lists.yaml", "inconclusive: 30", "inconclusive: 30.5", "decision_days[0].inconclusive", "int"),
    ("lists.yaml", "reference: proposed-decision-days", "reference: x", "decision_days[0].reference", "“x”"),
    # tables
    ("countries.yaml", "[KP, IR, MM]", "[KP, IR, UK]", "tables.fatf_black.countries[2]", "UK"),
    ("countries.yaml", "[KP, IR, MM]", "[KP, IR, mm]", "tables.fatf_black.countries[2]", "mm"),
    ("countries.yaml", "[KP, IR, MM]", "[KP, IR, IR]", "tables.fatf_black.countries[2]", "twice"),
    ("countries.yaml", "[KP, IR, MM]", "[KP, IR, FR]", "tables.fatf_black.countries[2]", "FR"),
    ("countries.yaml", "[KP, IR, MM]", "[KP, IR, MM, VN]", "tables.fatf_grey", "VN is in fatf_black too"),
    ("countries.yaml", "[KP, IR, MM]", "[KP, IR]", "names.MM", "no table"),
    ("countries.yaml", "offshore:", "off_shore:", "tables.offshore", "missing"),
    ("countries.yaml", "    names:\n", "      extra: {as_of: 2026-06-30, max_age_days: 1, countries: [], "
     "reference: proposed-country-tables, confidence: G}\n    names:\n", "tables.extra", "no such category"),
    ("occupations.yaml", "[self_employed, retail]", "[shop]", "entries.4001.categories[0]", "shop"),
    ("industries.yaml", "categories: [trade]", "categories: [trades]", "entries.F51.categories[0]", "trades"),
    ("crime_regions.yaml", "entries: {}", 'entries: {"35": {name: {zh: 某省, en: x}, categories: [tier_9]}}',
     "entries.35.categories[0]", "tier_9"),
    ("currencies.yaml", "CNY: 1", "CNY: 1.1", "rates.CNY", "must be 1"),
    ("currencies.yaml", "USD: 7.10", "USD: 0", "rates.USD", "above 0"),
    ("currencies.yaml", "USD: 7.10", "usd: 7.10", "rates.usd", "capital"),
    # cases
    (R, "value: CN", "value: XX", "calendar", "XX"),
    (R, "trigger: high_grade", "trigger: highgrade", "triggers[1].trigger", "highgrade"),
    (R, "trigger: high_grade", "trigger: possible_match", "triggers[1].trigger", "twice"),
    (R, DISPUTE, "", "triggers", "“dispute” is missing"),
    (R, "working_days: 1\n", "working_days: 0\n", "triggers[0].working_days", "at least 1"),
    (R, "working_days: 1\n", "working_days: 1.5\n", "triggers[0].working_days", "int"),
    (R, "grades: [general, ordinary, high, unacceptable]", "grades: [high]", "triggers[0].grades", "whatever"),
    (R, "grades: [high, unacceptable]", "grades: [high, higher]", "triggers[1].grades[1]", "higher"),
    (R, "grades: [high, unacceptable]", "grades: [high, high]", "triggers[1].grades", "twice"),
    (R, "approval: {grades: [high]", "approval: {grades: [high, high]", "approval.grades", "twice"),
    (R, "override_days: {value: 180", "override_days: {value: 0", "override_days", "at least 1"),
    (R, "escalate_after: {value: 2", "escalate_after: {value: 0", "escalate_after", "at least 1"),
    (R, "longest_text: {value: 5000", "longest_text: {value: 0", "longest_text", "at least 1"),
    (R, "reference: special-measures-order", "reference: x", "triggers[0].reference", "“x”"),
    (R, "      settle:\n", "      settled:\n", "reasons", "settled"),
    (R, CONFIRM, "", "reasons.confirm", "no reason"),
    (R, "{id: checked_anew", "{id: agrees", "reasons.confirm[1].id", "twice"),
    (R, "{id: agrees,", "{id: '',", "reasons.confirm[0]", "without id"),
    (R, "zh: 复评同意初评结论", "zh: ''", "reasons.confirm[0]", "without id or words"),
    ("labels.yaml", "    possible_match:", "    possible:", "labels.trigger.possible_match", "missing"),
    # labels
    ("labels.yaml", "    passport:", "    passports:", "labels.identity_document.passport", "missing"),
    ("labels.yaml", "    passport:", "    pass: {zh: x, en: x}\n    passport:", "labels.identity_document.pass", "so"),
    ("labels.yaml", "  adverse_media:\n", "  bad_media: {}\n  adverse_media:\n", "labels.bad_media", "so"),
]  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def each_text_is_parsed_once() -> Iterator[None]:
    """A hundred broken packs share all files but one; values read from YAML are never changed afterwards."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(editions, "read_yaml", cache(read_yaml))
        yield


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]}-{case[3]}")
def test_a_broken_pack_is_refused(edited: Edited, case: Case) -> None:
    file, old, new, path, detail = case
    with pytest.raises(PolicyInvalid) as caught:
        load_pack(edited(file, old, new), "test")
    params = caught.value.params
    assert params["file"] == file
    assert str(params["path"]).removeprefix("editions[0].").startswith(path), str(caught.value)
    assert detail in str(params["detail"]), str(caught.value)


def test_a_missing_and_an_unknown_file_are_refused(cn_insurer: Pack) -> None:
    files = dict(cn_insurer.files)
    for change in ({"factor_legal.yaml": b""}, {"factors_legal.yml": b""}):
        with pytest.raises(PolicyInvalid, match="no such file"):
            load_pack(files | change, "test")
    for name in files:
        with pytest.raises(PolicyInvalid, match=f"{name}, .* missing"):
            load_pack({other: data for other, data in files.items() if other != name}, "test")


@pytest.mark.parametrize(("start", "accepted"), [("2026-02-15", False), ("2026-02-16", False), ("2026-02-17", True)])
def test_dates_go_up(cn_insurer: Pack, start: str, accepted: bool) -> None:
    for name, data in cn_insurer.files.items():
        text = data.decode()
        if "\n  - from: " not in text:
            continue
        files = {
            **cn_insurer.files,
            name: (text + text[text.index("  - from: ") :].replace("2026-02-16", start, 1)).encode(),
        }
        if accepted:
            assert load_pack(files, "test").turning_days()[-1].isoformat() == start
            continue
        with pytest.raises(PolicyInvalid, match="dates out of order") as caught:
            load_pack(files, "test")
        assert (caught.value.params["file"], caught.value.params["path"]) == (name, "editions[1].from")


def test_shares_of_groups_are_kept() -> None:
    files = dict(read_pack("international").files)
    text = files["factors_natural.yaml"].decode()
    moved = text.replace("group: channel", "group: product", 1).encode()
    with pytest.raises(PolicyInvalid, match="weights of group “product” sum to 30, not 25"):
        load_pack({**files, "factors_natural.yaml": moved}, "test")


@pytest.mark.parametrize(("limit", "accepted"), [("14.9", False), ("15", True)])
def test_no_factor_dominates(limit: str, accepted: bool) -> None:
    files = dict(read_pack("international").files)
    files["pack.yaml"] = files["pack.yaml"].replace(b"{value: 15,", f"{{value: {limit},".encode())
    if accepted:
        assert load_pack(files, "test").name == "international"
        return
    with pytest.raises(PolicyInvalid, match=r"factors\[5\].weight: 15 is more than one factor may weigh"):
        load_pack(files, "test")
