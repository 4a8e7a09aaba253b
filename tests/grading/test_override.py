"""A grade that people set: in place of the computed one while it holds, never better than what listings impose."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amlrisk.facts.digest import canonical, digest
from amlrisk.grading.engine import ENGINE
from amlrisk.grading.explain import explain
from amlrisk.grading.listing import weigh
from amlrisk.grading.model import AppliedOverride, Assessment, Outcome, PolicyVersion
from amlrisk.grading.outcome import assess
from amlrisk.grading.replay import differences, recompute
from amlrisk.policy.vocabulary import Decision, Grade, ListCategory
from amlrisk.screening.model import DispositionKind
from tests.grading import scenarios as sc

TODAY = sc.today()
FAR = date(2027, 3, 1)
PEP = {"pep_link": "foreign_pep"}
G, O, H, U = Grade.GENERAL, Grade.ORDINARY, Grade.HIGH, Grade.UNACCEPTABLE  # noqa: E741  # a table of grades


def override(grade: Grade, until: date = FAR, **changes: Any) -> AppliedOverride:
    it = AppliedOverride(
        case="K-7",
        grade=grade,
        reason="mitigated",
        text="资金来源已核实",
        author="ana",
        approver="man",
        approved_at=datetime(2026, 10, 1, tzinfo=UTC),
        expires_on=until,
    )
    return msgspec.structs.replace(it, **changes)


def outcome(facts: Any, hits: list[dict[str, Any]], held: AppliedOverride | None) -> Outcome:
    return assess(sc.unremarkable("natural", facts), sc.hits(list(hits)), sc.rules(), on=TODAY, override=held)


def hit(category: str, **changes: Any) -> dict[str, Any]:
    return {"category": category} | changes


@pytest.mark.parametrize(
    ("facts", "hits", "held", "computed", "grade", "reasons"),
    [
        (PEP, [], override(O), H, O, ["override"]),
        (PEP, [], override(H), H, H, ["override"]),
        ({}, [], override(H), G, H, ["override"]),
        # its end
        (PEP, [], override(O, TODAY + timedelta(days=1)), H, O, ["override"]),
        (PEP, [], override(O, TODAY), H, H, ["override_ended"]),
        (PEP, [], override(O, TODAY - timedelta(days=1)), H, H, ["override_ended"]),
        # listings
        ({}, [hit("terrorism")], override(G), H, H, ["override", "override_bounded"]),
        ({}, [hit("terrorism")], override(H), H, H, ["override"]),
        ({}, [hit("terrorism", disposition="inconclusive")], override(O), H, H, ["override", "override_bounded"]),
        ({}, [hit("terrorism", disposition="true_match")], override(G), U, U, ["override", "override_bounded"]),
        ({}, [hit("terrorism", strong_identifier=True)], override(H), U, U, ["override", "override_bounded"]),
        ({}, [hit("foreign_pep", disposition="true_match")], override(O), H, H, ["override", "override_bounded"]),
        ({}, [hit("internal_watch", disposition="true_match")], override(O), H, H, ["override", "override_bounded"]),
        ({}, [hit("terrorism", disposition="false_positive")], override(H), G, H, ["override"]),
        (PEP, [hit("adverse")], override(O), H, O, ["override"]),
    ],
)
def test_what_it_does(  # noqa: PLR0917  # a row of the table
    facts: Any, hits: Any, held: AppliedOverride, computed: Grade, grade: Grade, reasons: list[str]
) -> None:
    without, found = outcome(facts, hits, None), outcome(facts, hits, held)
    assert without.grade is computed
    assert without.computed_grade is None
    assert found.grade is grade
    assert [reason.code for reason in found.reasons if reason.code.startswith("override")] == reasons
    assert found.computed_grade is (computed if held.holds(TODAY) else None)
    # What the rules say stays as it was, and what follows is that of the grade.
    assert (found.score, found.factors, found.scored_grade) == (without.score, without.factors, without.scored_grade)
    policy = sc.rules().grades[grade]
    assert found.due_diligence is policy.due_diligence
    held_for_review = any(reason.code == "held_for_review" for reason in found.reasons)
    assert found.decision is (Decision.REVIEW if held_for_review and grade in (G, O) else policy.decision)


@pytest.mark.parametrize(
    ("until", "due"),
    [
        (date(2026, 11, 3), date(2026, 11, 3)),
        (date(2027, 11, 1), date(2027, 11, 1)),
        (date(2027, 11, 2), date(2027, 11, 2)),  # a year, as ordinary is reviewed
        (date(2027, 11, 3), date(2027, 11, 2)),
    ],
)
def test_somebody_looks_again_when_it_ends_at_the_latest(until: date, due: date) -> None:
    assert outcome(PEP, [], override(O, until)).next_review_on == due


def test_the_review_is_that_of_the_grade_that_was_set() -> None:
    far = date(2099, 1, 1)
    assert outcome(PEP, [], override(O, far)).next_review_on == date(2027, 11, 2)
    assert outcome({}, [], override(H, far)).next_review_on == date(2027, 5, 2)


def test_the_end_of_a_decision_still_counts() -> None:
    cleared = hit("terrorism", disposition="false_positive", expires_on=date(2026, 12, 1))
    assert outcome({}, [cleared], override(H, date(2026, 12, 2))).next_review_on == date(2026, 12, 1)
    assert outcome({}, [cleared], override(H, date(2026, 11, 30))).next_review_on == date(2026, 11, 30)


def test_nobody_can_be_set_unacceptable() -> None:
    with pytest.raises(ValueError, match="confirmed listing"):
        override(U)
    written = canonical(override(H)).replace(b'"high"', b'"unacceptable"')
    with pytest.raises(msgspec.ValidationError, match="confirmed listing"):
        msgspec.json.decode(written, type=AppliedOverride)


dispositions = st.none() | st.sampled_from([kind.value for kind in DispositionKind])
hits = st.lists(
    st.fixed_dictionaries(
        {
            "category": st.sampled_from([category.value for category in ListCategory]),
            "disposition": dispositions,
            "strong_identifier": st.booleans(),
            "reopened": st.sampled_from([{}, {"relisted": None}]),
        }
    ),
    max_size=3,
)


@settings(deadline=None, max_examples=300)
@given(raw=hits, grade=st.sampled_from([G, O, H]), days=st.integers(-2, 200), pep=st.booleans())
def test_an_override_never_lowers_a_listing(raw: list[Any], grade: Grade, days: int, pep: bool) -> None:
    facts, held = PEP if pep else {}, override(grade, TODAY + timedelta(days=days))
    without, found = outcome(facts, raw, None), outcome(facts, raw, held)
    listed = weigh(sc.hits(raw), sc.rules().effects).grade
    if not held.holds(TODAY):
        assert found.grade is without.grade
        return
    assert found.grade is max((grade, listed or Grade.GENERAL), key=lambda each: each.rank)
    assert (found.grade is U) is (without.grade is U)
    assert found.next_review_on is not None
    assert found.next_review_on <= held.expires_on


# --- kept, replayed, explained ------------------------------------------------------------------------


def assessment(held: AppliedOverride | None) -> Assessment:
    customer, rules = sc.unremarkable("natural", PEP), sc.rules()
    return Assessment(
        id="A-1",
        customer=customer.ref,
        facts_digest=digest(customer),
        policy=PolicyVersion(pack=rules.pack, version=rules.version, digest=rules.digest),
        lists=(),
        index="demo",
        engine=ENGINE,
        on=TODAY,
        assessed_at=datetime(2026, 11, 2, 3, 4, 5, tzinfo=UTC),
        trigger="review",
        first_on=TODAY,
        override=held,
        outcome=outcome(PEP, [], held),
    )


@pytest.mark.parametrize("held", [override(O), override(O, TODAY), override(H, reason="first_right"), None])
def test_it_replays_from_what_was_kept(held: AppliedOverride | None) -> None:
    stored = canonical(assessment(held))
    read = msgspec.json.decode(stored, type=Assessment)
    assert canonical(read) == stored
    assert differences(read.outcome, recompute(read, sc.unremarkable("natural", PEP), sc.rules())) == ()


def test_without_it_a_replay_differs() -> None:
    read = msgspec.structs.replace(assessment(override(O)), override=None)
    paths = {
        each.path for each in differences(read.outcome, recompute(read, sc.unremarkable("natural", PEP), sc.rules()))
    }
    assert {"grade", "computed_grade", "next_review_on"} <= paths


def test_an_assessment_without_one_is_written_as_before() -> None:
    stored = canonical(assessment(None))
    assert b"override" not in stored
    assert b"computed_grade" not in stored


@pytest.mark.parametrize(
    ("held", "zh", "en"),
    [
        (
            override(O),
            "人工调整：由高风险调整为普通级，至 2027-03-01 止；理由：风险已有缓释措施（申请 ana，批准 man，案件 K-7）",
            "Set by people: ordinary in place of high until 2027-03-01, because: The risk is mitigated "
            "(asked by ana, approved by man, case K-7)",
        ),
        (
            override(O, TODAY),
            "人工调整（普通级，案件 K-7）已于 2026-11-02 到期，恢复系统评级：高风险",
            "The override to ordinary (case K-7) ended on 2026-11-02: the computed grade counts again, high",
        ),
        (
            override(O, reason="second_right"),
            "人工调整：由高风险调整为普通级，至 2027-03-01 止；理由：采纳复评意见（申请 ana，批准 man，案件 K-7）",
            "Set by people: ordinary in place of high until 2027-03-01, because: The second grading is right "
            "(asked by ana, approved by man, case K-7)",
        ),
        (
            override(O, reason="of_another_day"),
            "人工调整：由高风险调整为普通级，至 2027-03-01 止；理由：of_another_day（申请 ana，批准 man，案件 K-7）",
            "Set by people: ordinary in place of high until 2027-03-01, because: of_another_day "
            "(asked by ana, approved by man, case K-7)",
        ),
    ],
)
def test_it_is_explained_in_both_languages(held: AppliedOverride, zh: str, en: str) -> None:
    made = assessment(held)
    for language, sentence in (("zh", zh), ("en", en)):
        told = explain(made, sc.rules(), language)
        assert sentence in [reason.text for reason in told.reasons]
        assert told.grade == made.outcome.grade.value
