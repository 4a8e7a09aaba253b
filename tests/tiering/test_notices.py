"""Who may be told what: one table, and payloads that hold no more."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import product

import msgspec
import pytest

from amlrisk.policy.value_vocabulary import Status, Tier
from amlrisk.policy.vocabulary import Decision, Grade
from amlrisk.services.api_keys import Scope
from amlrisk.tiering.front_line import front_line
from amlrisk.tiering.notices import (
    AUDIENCE,
    FRONT_LINE,
    SCOPES,
    EventType,
    Standing,
    decision_changed,
    payload,
    tier_changed,
)
from tests.tiering import scenarios as sc

AT = datetime(2026, 7, 15, 2, 0, tzinfo=UTC)


def standing(grade: Grade, decision: Decision, id: str = "a-1") -> Standing:
    return Standing(assessment=id, grade=grade, decision=decision, at=AT)


def test_every_kind_of_event_but_the_trial_has_one_audience() -> None:
    assert AUDIENCE.keys() == set(EventType) - {EventType.PING}
    assert set(AUDIENCE.values()) == set(SCOPES) <= set(Scope)


def test_a_decision_is_news_where_grade_or_decision_is_another() -> None:
    every = [standing(grade, decision) for grade, decision in product(Grade, Decision)]
    for before, after in product(every, every):
        changed = (before.grade, before.decision) != (after.grade, after.decision)
        assert (decision_changed("C", before, after) is not None) == changed
    assert all(decision_changed("C", None, after) is not None for after in every)


@pytest.mark.parametrize("before", [None, *Tier])
@pytest.mark.parametrize("after", [None, *Tier])
def test_the_front_line_hears_of_a_tier_exactly_where_it_would_see_another(
    before: Tier | None, after: Tier | None
) -> None:
    rules = sc.rules()
    seen = [front_line("C", tier, (), rules) for tier in (before, after)]
    views = {(view.tier, view.status) for view in seen}
    event = tier_changed("C", before, after, "e-1", AT)
    assert (event is not None) == (len(views) == 2)


def test_what_the_front_line_gets_is_the_same_for_everybody() -> None:
    found = {
        payload(EventType(event.type), event.at, 1, event.data)
        for before, after in product([None, *Tier], repeat=2)
        if (event := tier_changed("C", before, after, "e-1", AT)) is not None
    }
    assert len(found) == 1
    text = found.pop().decode()
    for word in (*Grade, *Decision, *Tier, *Status):
        assert f'"{word}"' not in text


def test_ids_follow_from_what_is_told_and_name_nothing_of_ours() -> None:
    first = decision_changed("C", None, standing(Grade.HIGH, Decision.REVIEW))
    again = decision_changed("C", None, standing(Grade.HIGH, Decision.REVIEW))
    other = decision_changed("C", None, standing(Grade.HIGH, Decision.REVIEW, "a-2"))
    tier = tier_changed("C", None, Tier.GOLD, "a-1", AT)
    assert first is not None
    assert again is not None
    assert other is not None
    assert tier is not None
    assert first.id == again.id
    assert len({first.id, other.id, tier.id}) == 3
    for event in (first, tier):
        assert event.id.startswith("msg_")
        assert "." not in event.id
        assert "a-1" not in event.id


def test_a_payload_is_the_same_bytes_every_time() -> None:
    event = decision_changed(
        "客户-1", standing(Grade.GENERAL, Decision.ACCEPT), standing(Grade.HIGH, Decision.REVIEW, "a-2")
    )
    assert event is not None
    body = payload(event.type, event.at, 2, event.data)
    assert body == payload(event.type, event.at, 2, dict(reversed(event.data.items())))
    assert msgspec.json.decode(body) == {
        "type": "customer.decision_changed",
        "timestamp": "2026-07-15T02:00:00Z",
        "data": {
            "customer": "客户-1",
            "decision": "review",
            "grade": "high",
            "assessment": "a-2",
            "previous_decision": "accept",
            "previous_grade": "general",
            "sequence": 2,
        },
    }
    assert AUDIENCE[event.type] != FRONT_LINE
