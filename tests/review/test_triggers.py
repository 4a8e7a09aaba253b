from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from amlrisk.facts.model import AdverseMedia, EventKind
from amlrisk.policy.vocabulary import Grade, Trigger
from amlrisk.review.triggers import Earlier, changes, triggers
from tests.grading import scenarios as sc
from tests.review.assessments import assessment

SCENARIOS = sc.read("triggers.yaml")
T = Trigger


@pytest.mark.parametrize("name", SCENARIOS)
def test_scenarios(name: str) -> None:
    scenario = SCENARIOS[name]
    after = assessment(scenario.get("facts"), scenario.get("hits"), scenario.get("override"))
    before = scenario.get("before")
    earlier = None if before is None else msgspec.convert({"pending_hits": 0, "next_review_on": None} | before, Earlier)
    given = [Trigger(word) for word in scenario.get("changes", [])]
    found = triggers(earlier, after, given, sc.rules().review)
    assert [trigger.value for trigger in found] == scenario["triggers"]
    if "grade" in scenario:
        assert after.outcome.grade.value == scenario["grade"]


def test_which_grades_open_a_case_stands_in_the_pack() -> None:
    """A company that has every first grading confirmed says so there."""
    review = sc.rules().review
    rule = msgspec.structs.replace(review.triggers[T.FIRST_GRADING], grades=tuple(Grade))
    wider = msgspec.structs.replace(review, triggers={**review.triggers, T.FIRST_GRADING: rule})
    assert triggers(None, assessment(), (), review) == ()
    assert triggers(None, assessment(), (), wider) == (T.FIRST_GRADING,)


# --- changes of the data ------------------------------------------------------------------------------


def event(kind: EventKind, day: int = 1, note: str = "") -> dict[str, Any]:
    return {"on": date(2026, 10, day), "kind": kind.value, "note": note}


PARTY = {"id": "p1", "roles": ["beneficiary"], "kind": "natural", "name": "示例丙", "birth_on": "1990"}
DOCUMENT = {"kind": "resident_id", "number": {"digest": "1" * 64, "masked": "****"}}

#: Facts before, facts after, what they call for.
CASES: list[tuple[str, dict[str, Any], dict[str, Any], tuple[Trigger, ...]]] = [
    ("nothing", {}, {}, ()),
    ("another name", {}, {"subject": {"name": "示例丁"}}, (T.KEY_DATA_CHANGE,)),
    ("another birth date", {}, {"subject": {"birth_on": "1991-03-03"}}, (T.KEY_DATA_CHANGE,)),
    ("another nationality", {}, {"subject": {"nationalities": ["CN", "JP"]}}, (T.KEY_DATA_CHANGE,)),
    ("another number", {}, {"subject": {"documents": [DOCUMENT]}}, (T.KEY_DATA_CHANGE,)),
    (
        "a document is renewed",
        {},
        {"subject": {"documents": [{"kind": "resident_id", "expires_on": date(2046, 1, 1)}]}},
        (),
    ),
    ("a party joins", {}, {"parties": [PARTY]}, (T.KEY_DATA_CHANGE,)),
    ("a party leaves", {"parties": [PARTY]}, {}, (T.KEY_DATA_CHANGE,)),
    ("a party takes another number in the file", {"parties": [PARTY]}, {"parties": [PARTY | {"id": "p2"}]}, ()),
    (
        "a party takes another role",
        {"parties": [PARTY]},
        {"parties": [PARTY | {"roles": ["agent"]}]},
        (T.KEY_DATA_CHANGE,),
    ),
    ("another occupation", {"occupation": "9999"}, {"occupation": "4001"}, (T.KEY_DATA_CHANGE,)),
    ("another address", {}, {"address": "示例路 2 号"}, ()),
    ("another phone", {}, {"phone": {"digest": "e", "masked": "139****0000"}}, ()),
    ("a premium", {}, {"transactions": [{}]}, ()),
    ("a report", {}, {"events": [event(EventKind.STR)]}, (T.SUSPICIOUS_REPORT,)),
    ("events are known now", {"events": None}, {"events": [event(EventKind.STR)]}, (T.SUSPICIOUS_REPORT,)),
    ("the same report", {"events": [event(EventKind.STR)]}, {"events": [event(EventKind.STR, note="x")]}, ()),
    (
        "a second report of one day",
        {"events": [event(EventKind.STR)]},
        {"events": [event(EventKind.STR), event(EventKind.STR)]},
        (T.SUSPICIOUS_REPORT,),
    ),
    ("a report is taken off", {"events": [event(EventKind.STR)]}, {"events": []}, ()),
    ("an alert", {}, {"events": [event(EventKind.ALERT)]}, ()),
    ("a freeze", {}, {"events": [event(EventKind.JUDICIAL_FREEZE)]}, (T.JUDICIAL_FREEZE,)),
    ("an inquiry", {}, {"events": [event(EventKind.JUDICIAL_INQUIRY)]}, (T.JUDICIAL_FREEZE,)),
    ("due diligence failed", {}, {"events": [event(EventKind.DUE_DILIGENCE_FAILED)]}, (T.KEY_DATA_CHANGE,)),
    ("due diligence refused", {}, {"events": [event(EventKind.DUE_DILIGENCE_REFUSED)]}, (T.KEY_DATA_CHANGE,)),
    ("minor media", {"adverse_media": "none"}, {"adverse_media": "minor"}, ()),
    ("credible media", {"adverse_media": "minor"}, {"adverse_media": "credible"}, (T.ADVERSE_MEDIA,)),
    ("media nobody looked for", {"adverse_media": None}, {"adverse_media": "credible"}, (T.ADVERSE_MEDIA,)),
    ("worse media", {"adverse_media": "credible"}, {"adverse_media": "charged"}, (T.ADVERSE_MEDIA,)),
    ("the same media", {"adverse_media": "charged"}, {"adverse_media": "charged"}, ()),
    ("milder media", {"adverse_media": "charged"}, {"adverse_media": "credible"}, ()),
    ("media unknown again", {"adverse_media": "charged"}, {"adverse_media": None}, ()),
]


@pytest.mark.parametrize(("before", "after", "wanted"), [row[1:] for row in CASES], ids=[row[0] for row in CASES])
def test_changes(before: dict[str, Any], after: dict[str, Any], wanted: tuple[Trigger, ...]) -> None:
    earlier, now = sc.unremarkable("natural", before), sc.unremarkable("natural", after)
    assert changes(earlier, now) == wanted
    assert changes(now, now) == ()


def test_the_order_of_what_is_listed_is_no_change() -> None:
    raw = {"parties": [PARTY, PARTY | {"id": "p2", "name": "示例戊"}], "subject": {"nationalities": ["CN", "JP"]}}
    turned = {"parties": raw["parties"][::-1], "subject": {"nationalities": ["JP", "CN"]}}  # type: ignore[index]  # a list
    assert changes(sc.unremarkable("natural", raw), sc.unremarkable("natural", turned)) == ()


def test_owners_of_an_organisation_are_key_data() -> None:
    earlier = sc.unremarkable("legal", {"ownership": {"layers": 1}})
    now = sc.unremarkable("legal", {"ownership": {"layers": 1, "features": ["nominee"]}})
    assert changes(earlier, now) == (T.KEY_DATA_CHANGE,)


def test_the_scale_of_media_is_in_the_order_that_changes_rely_on() -> None:
    assert [media.value for media in AdverseMedia] == ["none", "minor", "credible", "charged", "conviction"]
