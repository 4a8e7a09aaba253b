"""A cleared pair stays cleared until there is a reason to look again, and then says what it is."""

from __future__ import annotations

import dataclasses
import json
from datetime import date, timedelta
from typing import Any

import pytest

from amlrisk.errors import InvalidInput, ListShrunken, PolicyInvalid
from amlrisk.grading.model import Assessment
from amlrisk.jobs.grade_run import Scope, grade_run
from amlrisk.policy.loader import load_pack
from amlrisk.screening.model import Disposition, DispositionKind
from amlrisk.services.check_customer import check_customer
from amlrisk.services.decide_hit import decide_hit
from amlrisk.services.replay_assessment import replay_assessment
from amlrisk.services.system import System
from tests.systems import LISTED, NAMESAKE, Clock, customer, put_list

FALSE, TRUE, UNSURE = DispositionKind.FALSE_POSITIVE, DispositionKind.TRUE_MATCH, DispositionKind.INCONCLUSIVE
ENTRY = next(row for row in LISTED if row.startswith("T-4"))
OTHERS = tuple(row for row in LISTED if row != ENTRY)
TODAY = date(2026, 7, 15)


def check(system: System, **changes: Any) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(check_customer(system, customer(subject={**NAMESAKE, **changes})))
    return answer


def decide(system: System, kind: DispositionKind = FALSE, expires_on: date | None = None) -> Assessment:
    return decide_hit(
        system,
        Disposition(
            customer="C-1",
            party="subject",
            source="listed",
            entity="T-4",
            kind=kind,
            reason="看过证件",
            author="li",
            expires_on=expires_on,
        ),
    )


def relist(system: System, entry: str) -> None:
    put_list(system, (*OTHERS, entry))


def why(answer: dict[str, Any]) -> list[tuple[str, list[str]]]:
    (hit,) = answer["hits"]
    if hit["reopened"] is None:
        return []
    assert hit["disposition"] == "pending"
    codes = [reason["code"] for reason in answer["reasons"]]
    for each in hit["reopened"]["why"]:
        assert f"reopened_{each['code']}" in codes
        assert each["zh"]
        assert each["en"]
    return [(each["code"], each["fields"]) for each in hit["reopened"]["why"]]


@pytest.fixture
def cleared(on_both: System) -> System:
    check(on_both)
    assert decide(on_both).outcome.decision == "accept"
    return on_both


def test_it_stays_cleared_while_nothing_changes(cleared: System, clock: Clock) -> None:
    clock.advance(days=5)
    answer = check(cleared)
    assert (answer["decision"], answer["hits"][0]["disposition"], why(answer)) == ("accept", "false_positive", [])
    assert (answer["hits_open"], answer["hits_cleared"]) == (0, 1)


def test_what_is_not_relevant_of_the_customer_reopens_nothing(cleared: System) -> None:
    raw = customer(subject=NAMESAKE, annual_income="900000", phone="13911111111", address="演示路2号")
    assert json.loads(check_customer(cleared, raw))["decision"] == "accept"


@pytest.mark.parametrize(
    ("entry", "fields"),
    [
        (ENTRY.replace("1983-11-02", "1983-11-20"), ["birth_dates"]),
        (ENTRY.replace("CN", "SG"), ["nationalities"]),
        (ENTRY.replace("欧阳岚溪", "欧阳嵐溪"), ["names"]),
        (ENTRY + "110105198311021187", ["identifiers"]),
        (ENTRY.replace("1983-11-02", "1984").replace("CN", ""), ["birth_dates", "nationalities"]),
    ],
)
def test_a_change_of_the_entry_reopens_it_and_is_named(cleared: System, entry: str, fields: list[str]) -> None:
    relist(cleared, entry)
    answer = check(cleared)
    assert why(answer) == [("listed_changed", fields)]
    assert (answer["decision"], answer["grade"]) == ("review", "high")
    assert (answer["hits_open"], answer["hits_cleared"]) == (1, 0)
    assert cleared.store.assessments.current_of(["C-1"])["C-1"].pending_hits == 1


def test_a_change_of_the_customer_reopens_it_and_is_named(cleared: System) -> None:
    answer = check(cleared, birth_on="1983-11-02", gender="male")
    assert why(answer) == [("customer_changed", ["birth_dates", "genders"])]
    assert answer["decision"] == "review"
    reason = next(each for each in answer["reasons"] if each["code"] == "reopened_customer_changed")
    assert "欧阳岚溪" in reason["zh"]
    assert "出生日期、性别" in reason["zh"]
    assert "false positive" in reason["en"]
    assert "birth date, gender" in reason["en"]


def test_a_change_taken_back_leaves_the_decision_standing(cleared: System) -> None:
    relist(cleared, ENTRY.replace("1983-11-02", "1983-11-20"))
    assert check(cleared)["decision"] == "review"
    relist(cleared, ENTRY)
    assert check(cleared)["decision"] == "accept"


def test_removed_and_listed_again_reopens_it(cleared: System, clock: Clock) -> None:
    clock.advance(days=1)
    put_list(cleared, OTHERS)
    assert check(cleared)["hits"] == []
    clock.advance(days=1)
    put_list(cleared)
    answer = check(cleared)
    assert why(answer) == [("relisted", [])]
    assert answer["hits"][0]["reopened"]["why"][0]["at"] == "2026-07-16T02:00:00+00:00"
    assert decide(cleared).outcome.decision == "accept"
    assert check(cleared)["decision"] == "accept", "what is decided after the return holds"


def test_a_delisting_between_two_gradings_does_not_go_unnoticed(cleared: System) -> None:
    put_list(cleared, OTHERS)
    put_list(cleared)
    assert why(check(cleared)) == [("relisted", [])]


def test_an_older_version_put_back_counts_as_removal_and_return(on_both: System) -> None:
    put_list(on_both, OTHERS)
    put_list(on_both)
    check(on_both)
    decide(on_both)
    put_list(on_both, OTHERS)  # yesterday's file by mistake
    put_list(on_both)
    assert why(check(on_both)) == [("relisted", [])]


def test_a_version_that_was_kept_out_reopens_nothing(cleared: System) -> None:
    with pytest.raises(ListShrunken):
        put_list(cleared, OTHERS[:2])
    assert check(cleared)["decision"] == "accept"


# --- the end ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "days"), [(FALSE, 365), (UNSURE, 30), (TRUE, None)])
def test_without_a_word_it_holds_as_long_as_the_policy_lets_it(
    on_both: System, kind: DispositionKind, days: int | None
) -> None:
    check(on_both)
    decided = decide(on_both, kind).hits[0].decided
    assert decided is not None
    assert decided.expires_on == (None if days is None else TODAY + timedelta(days=days))
    assert decided.holds


@pytest.mark.parametrize("kind", [FALSE, UNSURE])
def test_the_officer_may_end_it_earlier_but_neither_today_nor_later_than_the_policy(
    on_both: System, kind: DispositionKind
) -> None:
    check(on_both)
    most = {FALSE: 365, UNSURE: 30}[kind]
    for days, code in ((0, "date_not_ahead"), (-1, "date_not_ahead"), (most + 1, "date_beyond_policy")):
        with pytest.raises(InvalidInput) as caught:
            decide(on_both, kind, TODAY + timedelta(days=days))
        (fault,) = caught.value.issues
        assert (fault.path, fault.code) == ("expires_on", code)
    assert on_both.store.dispositions.history("C-1") == []
    for days in (1, most):
        decided = decide(on_both, kind, TODAY + timedelta(days=days)).hits[0].decided
        assert decided is not None
        assert decided.expires_on == TODAY + timedelta(days=days)


def test_a_true_match_has_no_end(on_both: System) -> None:
    check(on_both)
    with pytest.raises(InvalidInput) as caught:
        decide(on_both, TRUE, TODAY + timedelta(days=9))
    assert [each.code for each in caught.value.issues] == ["not_for_true_match"]


def test_the_end_is_in_the_audit_trail(cleared: System) -> None:
    event = cleared.store.audit.events(None, 10)[-1]
    assert (event.kind, event.detail["expires_on"]) == ("disposition", "2027-07-15")


@pytest.mark.parametrize(("days", "holds"), [(9, True), (10, False), (11, False)])
def test_from_its_last_day_on_it_is_open_again(on_both: System, clock: Clock, days: int, holds: bool) -> None:
    check(on_both)
    decide(on_both, expires_on=TODAY + timedelta(days=10))
    clock.advance(days=days)
    put_list(on_both)
    answer = check(on_both)
    assert answer["decision"] == ("accept" if holds else "review")
    assert why(answer) == ([] if holds else [("expired", [])])
    if not holds:
        assert answer["hits"][0]["reopened"]["why"][0]["on"] == "2026-07-25"


def test_a_regrading_takes_those_whose_decision_has_expired(on_both: System, clock: Clock) -> None:
    check(on_both)
    assessment = decide(on_both, expires_on=TODAY + timedelta(days=10))
    assert assessment.outcome.next_review_on == TODAY + timedelta(days=10)
    for days, total in ((9, 0), (1, 1), (0, 0)):
        clock.advance(days=days)
        put_list(on_both)
        assert grade_run(on_both, Scope("due"), cause="test").total == total
    current = on_both.store.assessments.current_of(["C-1"])["C-1"]
    assert (current.decision, current.pending_hits) == ("review", 1)


# --- true matches -----------------------------------------------------------------------------------------


def test_a_true_match_whose_entry_changed_stays_as_strict_until_it_is_decided_again(on_both: System) -> None:
    check(on_both)
    decide(on_both, TRUE)
    relist(on_both, ENTRY.replace("1983-11-02", "1983-11-20"))
    answer = check(on_both)
    assert why(answer) == [("listed_changed", ["birth_dates"])]
    assert (answer["grade"], answer["decision"], answer["hits_open"]) == ("unacceptable", "reject", 1)
    assert decide(on_both, FALSE).outcome.decision == "accept"


# --- what was recorded ------------------------------------------------------------------------------------


def test_earlier_assessments_replay_as_they_were(on_both: System, clock: Clock) -> None:
    check(on_both)
    ids = [decide(on_both, kind).id for kind in (UNSURE, TRUE, FALSE)]
    clock.advance(days=1)
    relist(on_both, ENTRY.replace("1983-11-02", "1983-11-20"))
    ids.append(check(on_both)["assessment_id"])
    ids.append(decide(on_both, UNSURE).id)
    clock.advance(days=40)
    put_list(on_both, OTHERS)
    put_list(on_both)
    ids.append(check(on_both)["assessment_id"])
    for id in ids:
        assert replay_assessment(on_both, id).identical, id


def test_a_decision_of_an_earlier_version_reopens(cleared: System) -> None:
    older = Disposition(
        customer="C-1",
        party="subject",
        source="listed",
        entity="T-4",
        kind=FALSE,
        reason="另一人",
        author="li",
        fingerprint="0f" * 32 + "." + "1e" * 32,
    )
    cleared.store.dispositions.append(older, cleared.now())
    answer = check(cleared)
    assert why(answer) == [("older_version", [])]
    assert answer["decision"] == "review"
    assert decide(cleared).outcome.decision == "accept"


def test_under_a_pack_that_knows_no_end_only_a_true_match_is_recorded(on_both: System) -> None:
    files = dict(on_both.pack.files)
    text = files["lists.yaml"].decode()
    files["lists.yaml"] = text[: text.index("    # How long an officer")].encode()
    pack = load_pack(files, "older")
    on_both.store.packs.archive(pack.digest, pack.name, pack.version, pack.files, on_both.now())
    older = dataclasses.replace(on_both, pack=pack, _rules={})
    check(older)
    with pytest.raises(PolicyInvalid, match="decision_days"):
        decide(older)
    assert older.store.dispositions.history("C-1") == []
    assert decide(older, TRUE).outcome.decision == "reject"
    assert "decision_days" in older.rules().warnings[-1].en


# --- order ------------------------------------------------------------------------------------------------


def test_cleared_hits_stand_behind_all_others(on_both: System) -> None:
    parties = [{"id": id, "roles": ["beneficiary"], "kind": "natural", **NAMESAKE} for id in ("p1", "p2", "p3", "p4")]
    raw = customer(subject=NAMESAKE, parties=parties)
    check_customer(on_both, raw)
    for party, kind in (("subject", FALSE), ("p1", UNSURE), ("p2", TRUE), ("p3", FALSE)):
        made = Disposition(
            customer="C-1", party=party, source="listed", entity="T-4", kind=kind, reason="看过证件", author="li"
        )
        decide_hit(on_both, made)
    answer = json.loads(check_customer(on_both, raw))
    assert [(hit["party"], hit["disposition"]) for hit in answer["hits"]] == [
        ("p4", "pending"),
        ("p1", "inconclusive"),
        ("p2", "true_match"),
        ("subject", "false_positive"),
        ("p3", "false_positive"),
    ]
    assert (answer["hits_open"], answer["hits_cleared"]) == (2, 2)
    codes = [reason["code"] for reason in answer["reasons"]]
    assert codes[-2:] == ["listing_cleared", "listing_cleared"]
    latest = on_both.store.assessments.latest("C-1")
    assert latest is not None
    assert [hit.party for hit in latest.hits] == ["subject", "p1", "p2", "p3", "p4"], "kept as they were found"
