"""Events reach their receivers: signed, of each customer in order, once each where all goes well."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from amlrisk.policy.value_vocabulary import Tier
from amlrisk.policy.vocabulary import Decision, Grade
from amlrisk.services import deliver
from amlrisk.services.deliver import deliver_due, keep_delivering, ping
from amlrisk.services.post_event import Outcome
from amlrisk.services.system import System
from amlrisk.services.webhook_pauses import PAUSES
from amlrisk.services.webhooks import (
    replay_events,
)
from amlrisk.store.webhook_rows import DeliveryState
from tests.receivers import (
    Receiving,
    is_signed,
    receiving,
    says,
    takes,
)
from tests.tiers import valued
from tests.told import added, bad, broken_off, deliveries, good, rested


def test_a_decision_is_told_once_and_by_the_specification(told: System, receiver: Receiving) -> None:
    made = added(told, receiver)
    good(told)
    assert deliver_due(told).delivered == 1
    (received,) = receiver.received
    assert is_signed(received, made.secret)
    assert received.headers["content-type"] == "application/json"
    assert received.headers["webhook-timestamp"] == str(int(told.now().timestamp()))
    current = told.store.assessments.latest("C-1")
    assert current is not None
    assert received.document["type"] == "customer.decision_changed"
    assert received.data == {
        "customer": "C-1",
        "decision": "accept",
        "grade": "general",
        "assessment": current.id,
        "previous_decision": None,
        "previous_grade": None,
        "sequence": 1,
    }
    assert deliver_due(told).delivered == 0
    assert len(receiver.received) == 1


def test_a_clock_that_was_ahead_keeps_nothing_back(told: System, receiver: Receiving) -> None:
    added(told, receiver)
    told.clock.advance(days=3)  # type: ignore[attr-defined]  # the clock of the tests
    good(told)
    told.clock.advance(days=-3)  # type: ignore[attr-defined]
    assert deliver_due(told).delivered == 1


def test_what_stays_the_same_is_no_news(told: System, receiver: Receiving) -> None:
    added(told, receiver)
    for _ in range(3):
        good(told)
    deliver_due(told)
    assert len(receiver.received) == 1


def test_a_change_tells_what_it_was_before_and_counts_on(told: System, receiver: Receiving) -> None:
    added(told, receiver)
    good(told)
    bad(told)
    good(told)
    while deliver_due(told).delivered:
        pass
    data = [each.data for each in receiver.received]
    found = [(each["sequence"], each["previous_decision"], each["decision"]) for each in data]
    assert found[:2] == [(1, None, "accept"), (2, "accept", "review")]
    assert len({each.id for each in receiver.received}) == len(found)


def test_nothing_is_told_of_what_was_before(told: System, receiver: Receiving) -> None:
    good(told)
    added(told, receiver)
    deliver_due(told)
    assert receiver.received == []
    bad(told)
    deliver_due(told)
    assert [each.data["decision"] for each in receiver.received] == ["review"]


def test_nothing_is_told_that_was_not_recorded(told: System, receiver: Receiving) -> None:
    added(told, receiver)
    with pytest.raises(RuntimeError):
        broken_off(told)
    deliver_due(told)
    assert receiver.received == []
    good(told)
    deliver_due(told)
    assert [each.data["sequence"] for each in receiver.received] == [1]


# --- the front line -------------------------------------------------------------------------------------------


def test_the_front_line_hears_that_a_tier_changed_and_nothing_else(told: System, receiver: Receiving) -> None:
    added(told, receiver, "tiers")
    good(told)
    valued(told, Tier.GOLD)
    bad(told)  # held for review: the gate takes the tier
    good(told, "C-2")
    while deliver_due(told).delivered:
        pass
    words = b" ".join(each.body for each in receiver.received).decode()
    assert {each.document["type"] for each in receiver.received} == {"customer.tier_changed"}
    assert [each.data for each in receiver.of("C-1")] == [{"customer": "C-1", "sequence": number} for number in (1, 2)]
    for word in (*Grade, *Decision, *Tier, "assessment", "suspended"):
        assert f'"{word}"' not in words
    assert receiver.of("C-2") == []


def test_the_front_line_hears_nothing_where_its_view_stays(told: System, receiver: Receiving) -> None:
    """Whoever has no tier and is held looks like whoever has none: no event may tell them apart."""
    good(told)
    valued(told, Tier.STANDARD)
    added(told, receiver, "tiers")
    bad(told)
    good(told)
    deliver_due(told)
    assert receiver.received == []


def test_the_numbers_of_the_front_line_tell_nothing_of_decisions(told: System, receiver: Receiving) -> None:
    with receiving() as compliance:
        added(told, compliance)
        added(told, receiver, "tiers")
        for _ in range(2):
            good(told)
            bad(told)
        good(told)
        valued(told, Tier.GOLD)
        while deliver_due(told).delivered:
            pass
        assert len(compliance.received) == 5
        assert [each.data["sequence"] for each in receiver.received] == [1]
        assert not {each.id for each in compliance.received} & {each.id for each in receiver.received}


# --- order ----------------------------------------------------------------------------------------------------


def test_of_each_customer_the_later_waits_for_the_earlier_and_others_do_not(told: System, receiver: Receiving) -> None:
    made = added(told, receiver)
    good(told)
    bad(told)
    good(told, "C-2")

    def refuses_the_first(handler: Any) -> None:
        (says(500) if receiver.received[-1].data["customer"] == "C-1" else takes)(handler)

    receiver.behaviour = refuses_the_first
    deliver_due(told)
    rested(told)
    deliver_due(told)
    assert {each.data["sequence"] for each in receiver.of("C-1")} == {1}
    assert len(receiver.of("C-2")) == 1
    receiver.behaviour = takes
    rested(told)
    while deliver_due(told).delivered:
        pass
    assert [each.data["sequence"] for each in receiver.of("C-1")][-2:] == [1, 2]
    assert {each.state for each in deliveries(told, made.receiver.id)} == {DeliveryState.DELIVERED}


def test_one_given_up_does_not_keep_back_what_came_after(one: System, receiver: Receiving) -> None:
    made = added(one, receiver)
    good(one)
    bad(one)
    (first, _) = deliveries(one, made.receiver.id)

    def refuses_the_first(handler: Any) -> None:
        (says(422) if receiver.received[-1].id == first.event else takes)(handler)

    receiver.behaviour = refuses_the_first
    for _ in range(len(PAUSES) + 1):
        deliver_due(one)
        rested(one)
    deliver_due(one)
    assert [each.state for each in deliveries(one, made.receiver.id)] == [DeliveryState.DEAD, DeliveryState.DELIVERED]


def test_replaying_keeps_the_order(one: System, receiver: Receiving) -> None:
    made = added(one, receiver)
    for change in (good, bad, good):
        change(one)
    while deliver_due(one).delivered:
        pass
    before = [each.id for each in receiver.received]
    assert replay_events(one, made.receiver.id, actor="test", since=one.now() - timedelta(days=1)) == len(before)
    while deliver_due(one).delivered:
        pass
    assert [each.id for each in receiver.received] == before * 2
    assert replay_events(one, made.receiver.id, actor="test", events=before[1:2]) == 1
    deliver_due(one)
    assert receiver.received[-1].id == before[1]


def test_a_receiver_that_fails_does_not_keep_others_waiting(one: System, receiver: Receiving) -> None:
    with receiving() as broken:
        broken.behaviour = says(500)
        added(one, broken)
        added(one, receiver)
        for number in range(5):
            good(one, f"C-{number}")
        assert deliver_due(one).delivered == 5
        assert len(receiver.received) == 5


def test_whoever_takes_long_to_answer_does_not_keep_others_waiting(one: System, receiver: Receiving) -> None:
    answering, stopping = threading.Event(), threading.Event()

    def slowly(handler: Any) -> None:
        answering.wait(8)
        takes(handler)

    with receiving() as slow:
        slow.behaviour = slowly
        added(one, slow)
        added(one, receiver)
        good(one)
        delivering = threading.Thread(target=lambda: keep_delivering(one, stopping.wait, every_seconds=0.05))
        delivering.start()
        try:
            assert within(4, lambda: slow.received and receiver.received)
            for number in range(2, 5):
                good(one, f"C-{number}")
                assert within(4, partial(receiver.of, f"C-{number}")), "it waits for the slow one"
            assert len(slow.received) == 1
        finally:
            stopping.set()
            answering.set()
            delivering.join(10)
    assert not delivering.is_alive()
    assert len(receiver.received) == 4


def within(seconds: float, came: Callable[[], object]) -> bool:
    until = time.monotonic() + seconds
    while not came() and time.monotonic() < until:
        time.sleep(0.01)
    return bool(came())


def test_one_that_is_down_is_asked_by_one_event_at_a_time(one: System, receiver: Receiving) -> None:
    made = added(one, receiver)
    receiver.behaviour = says(503)
    good(one)
    deliver_due(one)
    for number in range(2, 40):
        good(one, f"C-{number}")
    rested(one)
    deliver_due(one)
    assert len(receiver.received) == 2
    assert one.store.webhooks.get(made.receiver.id).failures == 2
    receiver.behaviour = takes
    rested(one)
    assert deliver_due(one).delivered == 39
    assert one.store.webhooks.get(made.receiver.id).failures == 0


# --- the trail, and trying out --------------------------------------------------------------------------------


def test_what_is_told_is_on_the_trail_before_it_leaves(told: System, receiver: Receiving) -> None:
    made = added(told, receiver)
    seen: list[tuple[str, str]] = []

    def looks(handler: Any) -> None:
        last = told.store.audit.recent(1)[0]
        seen.append((last.kind, last.subject))
        told.store.close()  # this thread's connection
        takes(handler)

    receiver.behaviour = looks
    good(told)
    deliver_due(told)
    assert seen == [("webhook_sent", made.receiver.id)]
    assert told.store.audit.verify() is None


def test_a_receiver_is_tried_out_without_telling_of_anybody(told: System, receiver: Receiving) -> None:
    made = added(told, receiver)
    assert ping(told, made.receiver.id, actor="test").outcome is Outcome.DELIVERED
    (received,) = receiver.received
    assert received.document["type"] == "webhook.ping"
    assert received.data == {"sequence": 0}
    assert is_signed(received, made.secret)


def test_one_process_at_a_time_serves_a_receiver(told: System, receiver: Receiving) -> None:
    made = added(told, receiver)
    good(told)
    now = told.now()
    assert told.store.webhooks.take_lease(made.receiver.id, "another-host:1:x", now, now + timedelta(minutes=2))
    assert deliver_due(told).delivered == 0
    told.clock.advance(minutes=3)  # type: ignore[attr-defined]  # the clock of the tests
    assert deliver_due(told).delivered == 1


def test_a_lease_lost_on_the_way_settles_nothing(told: System, receiver: Receiving) -> None:
    """Whoever was away for so long that another took over does not say what became of it: it is sent again."""
    made = added(told, receiver)
    good(told)

    def robs(handler: Any) -> None:
        now = told.now()
        webhooks, id = told.store.webhooks, made.receiver.id
        webhooks.take_lease(id, "thief", now, now + timedelta(minutes=2), webhooks.holder(id))
        told.store.close()  # this thread's connection
        takes(handler)

    receiver.behaviour = robs
    deliver_due(told)
    assert [each.state for each in deliveries(told, made.receiver.id)] == [DeliveryState.PENDING]
    assert deliver.Delivered() == deliver_due(told)
