"""Receivers: which addresses and scopes they may have, and their secrets."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta, timezone

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from amlrisk.errors import InvalidInput
from amlrisk.services.deliver import deliver_due, ping, signed_headers
from amlrisk.services.system import System
from amlrisk.services.webhooks import (
    add_receiver,
    rotate_secret,
    signing_secrets,
)
from tests.receivers import (
    Receiving,
    is_signed,
)
from tests.told import added, bad, good, rested


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
