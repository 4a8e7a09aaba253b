"""Whatever a receiver does, it is told again under the same id; and nobody else is told in its place."""

from __future__ import annotations

import dataclasses
import ssl
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from amlrisk.errors import NotFound
from amlrisk.services import deliver, post_event
from amlrisk.services.deliver import deliver_due
from amlrisk.services.post_event import Outcome
from amlrisk.services.system import System
from amlrisk.services.webhook_pauses import PAUSES
from amlrisk.services.webhooks import (
    add_receiver,
    replay_events,
    set_receiver_state,
)
from amlrisk.store.webhook_rows import DeliveryState, ReceiverState
from tests.publisher import certificate
from tests.receivers import (
    LOOPBACK,
    Behaviour,
    Receiving,
    babbles,
    drips,
    floods,
    hangs_up,
    in_turn,
    is_signed,
    many_headers,
    receiving,
    resets,
    says,
    silent,
    takes,
)
from tests.told import added, allowing, bad, deliveries, good, rested

MISBEHAVING: dict[str, tuple[Behaviour, Outcome]] = {
    "not found": (says(404), Outcome.REFUSED),
    "not let in": (says(401), Outcome.REFUSED),
    "conflict": (says(409), Outcome.REFUSED),
    "too many": (says(429), Outcome.REFUSED),
    "out of order": (says(500), Outcome.FAILED),
    "at the gateway": (says(502), Outcome.FAILED),
    "no such status": (says(999), Outcome.FAILED),
    "redirection": (says(301, location="/elsewhere"), Outcome.REDIRECTED),
    "redirection to keep the method": (says(307, location="/elsewhere"), Outcome.REDIRECTED),
    "silence": (silent, Outcome.TIMEOUT),
    "headers by drops": (drips, Outcome.TIMEOUT),
    "hangs up": (hangs_up, Outcome.BROKEN_OFF),
    "resets": (resets, Outcome.BROKEN_OFF),
    "speaks another protocol": (babbles, Outcome.BROKEN_OFF),
    "headers without end": (many_headers, Outcome.BROKEN_OFF),
}


@pytest.mark.parametrize(("behaviour", "outcome"), MISBEHAVING.values(), ids=MISBEHAVING)
def test_whoever_misbehaves_is_told_again_under_the_same_id(
    one: System, receiver: Receiving, monkeypatch: pytest.MonkeyPatch, behaviour: Behaviour, outcome: Outcome
) -> None:
    monkeypatch.setattr(post_event, "_SILENCE_SECONDS", 0.3)
    monkeypatch.setattr(post_event, "_TOTAL_SECONDS", 0.6)
    made = added(one, receiver)
    receiver.behaviour = in_turn(behaviour, takes)
    good(one)
    assert deliver_due(one).failed == 1
    (waiting,) = deliveries(one, made.receiver.id)
    assert (waiting.state, waiting.attempts, waiting.outcome) == (DeliveryState.PENDING, 1, outcome)
    assert deliver_due(one).failed == 0, "not before its time"
    rested(one)
    assert deliver_due(one).delivered == 1
    first, second = receiver.received
    assert (first.id, first.body) == (second.id, second.body)
    assert receiver.followed == []
    assert is_signed(second, made.secret)


def test_a_good_status_is_enough_whatever_follows_it(one: System, receiver: Receiving) -> None:
    added(one, receiver)
    receiver.behaviour = floods
    good(one)
    assert deliver_due(one).delivered == 1


def test_nobody_there(one: System, receiver: Receiving) -> None:
    made = added(one, receiver)
    receiver.shutdown()
    receiver.server_close()
    good(one)
    assert deliver_due(one).failed == 1
    assert deliveries(one, made.receiver.id)[0].outcome == Outcome.UNREACHABLE


def test_it_is_left_alone_for_as_long_as_it_asks(one: System, receiver: Receiving) -> None:
    added(one, receiver)
    receiver.behaviour = in_turn(says(429, retry_after="3600"), takes)
    good(one)
    deliver_due(one)
    one.clock.advance(seconds=3590)  # type: ignore[attr-defined]  # the clock of the tests
    good(one, "C-2")
    assert deliver_due(one).delivered == 0
    one.clock.advance(seconds=20)  # type: ignore[attr-defined]
    assert deliver_due(one).delivered == 2


def test_what_is_never_taken_is_given_up_and_replayed_under_the_same_id(told: System, receiver: Receiving) -> None:
    made = added(told, receiver)
    receiver.behaviour = says(500)
    good(told)
    for _ in PAUSES:
        assert deliver_due(told).dead == 0
        rested(told)
    assert deliver_due(told).dead == 1
    rested(told)
    assert deliver_due(told).failed == 0
    (dead,) = deliveries(told, made.receiver.id, DeliveryState.DEAD)
    assert dead.attempts == len(PAUSES) + 1
    (backlog,) = told.store.webhooks.backlog()
    assert (backlog.pending, backlog.dead) == (0, 1)
    receiver.behaviour = takes
    assert replay_events(told, made.receiver.id, actor="test") == 1
    assert deliver_due(told).delivered == 1
    assert len({(each.id, each.body) for each in receiver.received}) == 1
    assert deliveries(told, made.receiver.id, DeliveryState.DEAD) == []


def test_whoever_is_gone_is_not_called_again_and_loses_nothing(told: System, receiver: Receiving) -> None:
    made = added(told, receiver)
    receiver.behaviour = in_turn(says(410), takes)
    good(told)
    deliver_due(told)
    assert told.store.webhooks.get(made.receiver.id).state is ReceiverState.GONE
    bad(told)
    rested(told)
    assert deliver_due(told).delivered == 0
    set_receiver_state(told, made.receiver.id, ReceiverState.ACTIVE, actor="test")
    while deliver_due(told).delivered:
        pass
    assert [each.data["sequence"] for each in receiver.received] == [1, 1, 2]


def test_whoever_is_made_active_again_is_told_at_once_of_what_waits(told: System, receiver: Receiving) -> None:
    """An outage of hours has driven the next attempt hours ahead, and what came later waits behind it."""
    made = added(told, receiver)
    receiver.behaviour = says(503)
    good(told)
    for _ in range(2):
        deliver_due(told)
        rested(told)
    deliver_due(told)
    bad(told)
    receiver.behaviour = takes
    assert deliver_due(told).delivered == 0, "not before its time"
    set_receiver_state(told, made.receiver.id, ReceiverState.ACTIVE, actor="test")
    while deliver_due(told).delivered:
        pass
    assert [each.data["sequence"] for each in receiver.received] == [1] * 4 + [2]


def test_one_that_is_paused_is_told_later_one_that_is_removed_never(told: System, receiver: Receiving) -> None:
    made = added(told, receiver)
    set_receiver_state(told, made.receiver.id, ReceiverState.PAUSED, actor="test")
    good(told)
    assert deliver_due(told).delivered == 0
    set_receiver_state(told, made.receiver.id, ReceiverState.ACTIVE, actor="test")
    assert deliver_due(told).delivered == 1
    bad(told)
    set_receiver_state(told, made.receiver.id, ReceiverState.REMOVED, actor="test")
    assert deliver_due(told).delivered == 0
    with pytest.raises(NotFound):
        told.store.webhooks.get(made.receiver.id)
    assert told.store.webhooks.backlog() == []


# --- whom we speak to -----------------------------------------------------------------------------------------


def test_tls_is_verified(one: System, tmp_path: Path) -> None:
    context, known = certificate(tmp_path)
    with receiving(context) as receiver:
        made = added(one, receiver)
        good(one)
        assert deliver_due(one).failed == 1
        assert deliveries(one, made.receiver.id)[0].outcome == Outcome.TLS
        assert receiver.received == []
        rested(one)
        assert deliver_due(allowing(one, webhook_ca_file=known)).delivered == 1
        assert is_signed(receiver.received[0], made.secret)


def test_a_certificate_for_another_name_is_none(one: System, tmp_path: Path) -> None:
    context, known = certificate(tmp_path)  # for 127.0.0.1 alone
    with receiving(context) as receiver:
        both = (*LOOPBACK, ip_network("::1/128"))  # whatever the name leads to here
        url = receiver.url.replace("127.0.0.1", "localhost")
        made = add_receiver(one, "by name", url, "read", actor="test")
        good(one)
        settings = dataclasses.replace(one.settings, webhook_networks=both, webhook_ca_file=known)
        assert deliver_due(dataclasses.replace(one, settings=settings)).failed == 1
        assert deliveries(one, made.receiver.id)[0].outcome == Outcome.TLS
        assert receiver.received == []


def test_a_plain_receiver_is_not_spoken_to_in_tls(one: System, receiver: Receiving, monkeypatch: Any) -> None:
    monkeypatch.setattr(post_event, "_SILENCE_SECONDS", 0.5)
    made = add_receiver(one, "x", receiver.url.replace("http:", "https:"), "read", actor="test")
    good(one)
    deliver_due(one)
    assert deliveries(one, made.receiver.id)[0].outcome in {Outcome.TLS, Outcome.TIMEOUT, Outcome.BROKEN_OFF}


def test_what_was_allowed_once_is_looked_at_again(one: System, receiver: Receiving) -> None:
    """The networks were narrowed meanwhile, or the name leads elsewhere now."""
    made = added(one, receiver)
    good(one)
    narrowed = dataclasses.replace(one, settings=dataclasses.replace(one.settings, webhook_networks=()))
    deliver_due(narrowed)
    assert receiver.received == []
    assert deliveries(one, made.receiver.id)[0].outcome == Outcome.NOT_ALLOWED


def test_certificates_are_always_asked_for(one: System) -> None:
    context = deliver._tls(one)
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
