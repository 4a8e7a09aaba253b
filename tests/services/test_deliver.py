"""Events reach their receivers: signed, in order, once each where all goes well, and whatever the receiver does."""

from __future__ import annotations

import dataclasses
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from amlrisk.errors import InvalidInput, NotFound
from amlrisk.policy.value_vocabulary import Tier
from amlrisk.policy.vocabulary import Decision, Grade
from amlrisk.services import deliver, post_event
from amlrisk.services.check_customer import check_customer
from amlrisk.services.deliver import deliver_due, ping, signed_headers
from amlrisk.services.post_event import Outcome
from amlrisk.services.system import System
from amlrisk.services.webhook_pauses import PAUSES
from amlrisk.services.webhooks import (
    Added,
    add_receiver,
    replay_events,
    rotate_secret,
    set_receiver_state,
    signing_secrets,
)
from amlrisk.store.webhooks import Delivery, DeliveryState, ReceiverState
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
from tests.systems import NAMESAKE, Clock, customer
from tests.tiers import valued


@pytest.fixture
def told(on_both: System) -> System:
    return allowing(on_both)


@pytest.fixture
def one(system: System) -> System:
    return allowing(system)


@pytest.fixture
def receiver() -> Iterator[Receiving]:
    with receiving() as server:
        yield server


def allowing(system: System, **changes: Any) -> System:
    """The same system, which may send to this machine."""
    return dataclasses.replace(
        system, settings=dataclasses.replace(system.settings, webhook_networks=LOOPBACK, **changes)
    )


def added(system: System, receiver: Receiving, scope: str = "read") -> Added:
    return add_receiver(system, "core system", receiver.url, scope, actor="test")


def good(system: System, ref: str = "C-1") -> None:
    check_customer(system, customer(ref))


def bad(system: System, ref: str = "C-1") -> None:
    """The same customer, by now under a listed name: held for review."""
    raw = customer(ref)
    check_customer(system, {**raw, "subject": {**raw["subject"], **NAMESAKE, "documents": []}})


def deliveries(system: System, id: str, state: DeliveryState | None = None) -> list[Delivery]:
    return system.store.webhooks.deliveries(id, state, 0, 1000)


def broken_off(system: System) -> None:
    with system.store.transaction():
        good(system)
        raise RuntimeError


def rested(system: System) -> None:
    """Until whatever waits may be tried again, however unlucky."""
    clock = system.clock
    assert isinstance(clock, Clock)
    clock.advance(days=2)


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


# --- receivers that misbehave ---------------------------------------------------------------------------------

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


# --- secrets --------------------------------------------------------------------------------------------------


def test_the_vector_of_the_specification() -> None:
    at = datetime.fromtimestamp(1614265330, timezone(timedelta(hours=8)))
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    headers = signed_headers("msg_p5jXN8AQM9LWM0D4loKWxJek", at, b'{"test": 2432232314}', [secret, secret])
    assert headers["webhook-timestamp"] == "1614265330"
    assert headers["webhook-signature"] == " ".join(["v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="] * 2)


def test_the_library_of_receivers_believes_us(one: System, receiver: Receiving) -> None:
    now = dataclasses.replace(one, clock=lambda: datetime.now(UTC))  # which it compares with its own
    made = added(now, receiver)
    ping(now, made.receiver.id, actor="test")
    (received,) = receiver.received
    assert Webhook(made.secret).verify(received.body, received.headers) == received.document
    with pytest.raises(WebhookVerificationError):
        Webhook(made.secret).verify(received.body + b" ", received.headers)


def test_while_a_secret_is_changed_both_sign(told: System, receiver: Receiving) -> None:
    made = added(told, receiver)
    new = rotate_secret(told, made.receiver.id, actor="test", overlap=timedelta(hours=1))
    assert new != made.secret
    good(told)
    deliver_due(told)
    assert is_signed(receiver.received[0], new)
    assert is_signed(receiver.received[0], made.secret)
    assert signing_secrets(told, made.receiver.id, told.now()) == [new, made.secret]
    rested(told)
    bad(told)
    deliver_due(told)
    assert is_signed(receiver.received[1], new)
    assert not is_signed(receiver.received[1], made.secret)


def test_a_secret_that_leaked_ends_at_once(one: System, receiver: Receiving) -> None:
    made = added(one, receiver)
    rotate_secret(one, made.receiver.id, actor="test")
    last = rotate_secret(one, made.receiver.id, actor="test", overlap=timedelta(0))
    assert signing_secrets(one, made.receiver.id, one.now()) == [last]


def test_no_secret_lies_in_the_database(one: System, receiver: Receiving) -> None:
    made = added(one, receiver)
    one.store.close()
    kept = b"".join(path.read_bytes() for path in one.settings.home.glob("amlrisk.db*"))
    assert made.receiver.id.encode() in kept
    assert made.secret.removeprefix("whsec_").encode() not in kept


def test_two_receivers_do_not_share_a_secret(one: System, receiver: Receiving) -> None:
    assert added(one, receiver).secret != added(one, receiver).secret


# --- where events go ------------------------------------------------------------------------------------------


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


REFUSED = {
    "http": "http://example.com/hook",
    "no scheme": "example.com/hook",
    "file": "file:///etc/passwd",
    "loopback without leave": "http://127.0.0.1:8000/",
    "private": "https://10.0.0.1/",
    "metadata": "https://169.254.169.254/latest/meta-data",
    "mapped": "https://[::ffff:10.0.0.1]/",
    "nat64": "https://[64:ff9b::a00:1]/",
    "6to4": "https://[2002:a00:1::1]/",
    "unspecified": "https://0.0.0.0/",
    "carrier": "https://100.64.0.1/",
    "multicast": "https://224.0.0.1/",
    "password": "https://user:pass@example.com/",
    "fragment": "https://example.com/#x",
    "port": "https://example.com:99999/",
    "space": "https://example.com/a b",
    "line": "https://example.com/\r\nX: y",
    "not ascii": "https://例子.com/",
    "nothing": "",
}


@pytest.mark.parametrize("url", REFUSED.values(), ids=REFUSED)
def test_an_address_that_is_none(system: System, url: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        add_receiver(system, "x", url, "read", actor="test")
    assert [each.path for each in caught.value.issues] == ["url"]


def test_a_scope_that_is_none(one: System, receiver: Receiving) -> None:
    with pytest.raises(InvalidInput) as caught:
        add_receiver(one, " ", receiver.url, "write", actor="test")
    assert [each.path for each in caught.value.issues] == ["name", "scope"]


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


def test_certificates_are_always_asked_for(one: System) -> None:
    context = deliver._tls(one)
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
