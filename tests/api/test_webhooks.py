"""Receivers over HTTP: none is told more than the key that named it may ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from amlrisk.api.webhook_schemas import (
    Deliveries,
    DeliveryView,
    PingAnswer,
    ReceiverMade,
    Receivers,
    ReceiverView,
    Replayed,
    SecretMade,
)
from amlrisk.services.api_keys import Scope
from amlrisk.services.check_customer import check_customer
from amlrisk.services.deliver import deliver_due
from amlrisk.services.system import System
from tests.api.conftest import Api, Home, customer
from tests.receivers import LOOPBACK, Receiving, is_signed, receiving, says

WEBHOOKS = "/api/v1/webhooks"


@pytest.fixture
def home(home: Home) -> Home:
    """May send to this machine."""
    home.settings_changes["webhook_networks"] = LOOPBACK
    return home


@pytest.fixture
def receiver() -> Iterator[Receiving]:
    with receiving() as server:
        yield server


def made(api: Api, receiver: Receiving, scope: str = "read") -> dict[str, Any]:
    answer = api.post(WEBHOOKS, {"name": "core", "url": receiver.url + "?token=x", "scope": scope})
    assert answer.status_code == 201, answer.get_data(as_text=True)
    found: dict[str, Any] = answer.json
    assert set(found) == set(ReceiverMade().fields)
    return found


def test_a_receiver_is_added_told_and_seen(system: System, api: Api, receiver: Receiving) -> None:
    found = made(api, receiver)
    assert found["secret"].startswith("whsec_")
    assert "token" not in found["url"]
    check_customer(system, customer())
    answer = api.get(WEBHOOKS).json
    assert set(answer) == set(Receivers().fields)
    (seen,) = answer["receivers"]
    assert set(seen) == set(ReceiverView().fields)
    assert (seen["pending"], seen["dead"], seen["state"]) == (1, 0, "active")
    assert deliver_due(system).delivered == 1
    assert receiver.received[0].path == "/hook?token=x"
    assert is_signed(receiver.received[0], found["secret"])
    answer = api.get(f"{WEBHOOKS}/{found['id']}/deliveries").json
    assert set(answer) == set(Deliveries().fields)
    assert set(answer["deliveries"][0]) == set(DeliveryView().fields)
    assert answer["deliveries"][0]["event"] == receiver.received[0].id
    assert answer["next"] is None


@pytest.mark.parametrize("scope", ["read", "tiers"])
def test_nobody_learns_through_a_receiver_what_they_may_not_ask(
    system: System, api: Api, api_with: Callable[..., Api], receiver: Receiving, scope: str
) -> None:
    other = Scope.TIERS if scope == "read" else Scope.READ
    lesser = api_with(Scope.WEBHOOKS, other)
    body = {"name": "core", "url": receiver.url, "scope": scope}
    assert lesser.post(WEBHOOKS, body).status_code == 403
    id = made(api, receiver, scope)["id"]
    check_customer(system, customer())
    for refused in (
        lesser.get(f"{WEBHOOKS}/{id}/deliveries"),
        lesser.post(f"{WEBHOOKS}/{id}/replay", {}),
        lesser.post(f"{WEBHOOKS}/{id}/secrets", {}),
        lesser.post(f"{WEBHOOKS}/{id}/state", {"state": "active"}),
        lesser.post(f"{WEBHOOKS}/{id}/ping"),
        lesser.get(f"{WEBHOOKS}/{id}"),
    ):
        assert refused.status_code == 403
    assert lesser.get(WEBHOOKS).json == {"receivers": []}
    assert len(system.store.webhooks.all()) == 1


def test_states(api: Api, receiver: Receiving) -> None:
    id = made(api, receiver)["id"]
    for state in ("paused", "active"):
        answer = api.post(f"{WEBHOOKS}/{id}/state", {"state": state})
        assert (answer.json["state"], api.get(f"{WEBHOOKS}/{id}").json["state"]) == (state, state)
    assert api.post(f"{WEBHOOKS}/{id}/state", {"state": "gone"}).status_code == 422
    assert api.post(f"{WEBHOOKS}/{id}/state", {"state": "removed"}).json["state"] == "removed"
    assert api.get(f"{WEBHOOKS}/{id}").status_code == 404


def test_another_secret(api: Api, receiver: Receiving) -> None:
    found = made(api, receiver)
    answer = api.post(f"{WEBHOOKS}/{found['id']}/secrets", {"overlap_hours": 1})
    assert answer.status_code == 201
    assert set(answer.json) == set(SecretMade().fields)
    assert answer.json["secret"] != found["secret"]
    for wrong in ({"overlap_hours": -1}, {"overlap_hours": 10**30}, {"overlap_hours": "1"}, {"x": 1}):
        assert api.post(f"{WEBHOOKS}/{found['id']}/secrets", wrong).status_code == 422


def test_it_is_tried_out(api: Api, receiver: Receiving) -> None:
    id = made(api, receiver)["id"]
    receiver.behaviour = says(204)
    answer = api.post(f"{WEBHOOKS}/{id}/ping")
    assert answer.json == {"outcome": "delivered", "status": 204}
    assert set(answer.json) == set(PingAnswer().fields)
    receiver.behaviour = says(302, location="http://169.254.169.254/")
    assert api.post(f"{WEBHOOKS}/{id}/ping").json == {"outcome": "redirected", "status": 302}


def test_what_was_given_up_is_found_and_sent_again(system: System, api: Api, receiver: Receiving) -> None:
    id = made(api, receiver)["id"]
    for number in range(3):
        check_customer(system, customer(ref=f"C-{number}"))
    deliver_due(system)
    system.store.database.write("UPDATE webhook_deliveries SET state = 'dead' WHERE customer <> 'C-1'")
    first = api.get(f"{WEBHOOKS}/{id}/deliveries?state=dead&limit=1").json
    rest = api.get(f"{WEBHOOKS}/{id}/deliveries?state=dead&limit=1&after={first['next']}").json
    assert [each["customer"] for each in (*first["deliveries"], *rest["deliveries"])] == ["C-0", "C-2"]
    assert rest["next"] is None
    assert first["next"] == first["deliveries"][0]["event"], "no number that counts what others are told"
    assert all(each.keys() == DeliveryView().fields.keys() for each in rest["deliveries"])
    assert not {"number", "seq"} & DeliveryView().fields.keys()
    answer = api.post(f"{WEBHOOKS}/{id}/replay", {"events": [first["deliveries"][0]["event"]]})
    assert answer.json == {"events": 1}
    assert set(answer.json) == set(Replayed().fields)
    assert api.post(f"{WEBHOOKS}/{id}/replay", {}).json == {"events": 1}
    assert api.post(f"{WEBHOOKS}/{id}/replay", {"since": "2020-01-01T00:00:00Z"}).json == {"events": 3}
    deliver_due(system)
    assert len(receiver.received) == 6
    assert len({each.id for each in receiver.received}) == 3


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("", {"name": "x", "url": "https://10.0.0.1/", "scope": "read"}),
        ("", {"name": "x", "url": "https://example.com/", "scope": "admin"}),
        ("", {"name": "", "url": "https://example.com/", "scope": "read"}),
        ("", {"name": "x", "url": "https://example.com/", "scope": "read", "secret": "mine"}),
        ("/{id}/replay", {"events": "all"}),
        ("/{id}/replay", {"since": "2026-01-01T00:00:00"}),
        ("/{id}/replay", {"since": "yesterday"}),
        ("/{id}/replay", {"until": "2026-01-01T00:00:00Z"}),
        ("/{id}/state", {"state": "deleted"}),
    ],
)
def test_what_cannot_be_taken(api: Api, receiver: Receiving, path: str, body: dict[str, Any]) -> None:
    id = made(api, receiver)["id"]
    answer = api.post(WEBHOOKS + path.format(id=id), body)
    assert answer.status_code == 422
    assert answer.json["errors"]


@pytest.mark.parametrize("query", ["state=lost", "after=x", "after=1", "limit=0", "limit=501", "x=1"])
def test_a_page_that_cannot_be(api: Api, receiver: Receiving, query: str) -> None:
    id = made(api, receiver)["id"]
    assert api.get(f"{WEBHOOKS}/{id}/deliveries?{query}").status_code == 422


def test_one_that_is_not_there(api: Api) -> None:
    assert api.get(f"{WEBHOOKS}/nobody").status_code == 404
    for action in ("state", "secrets", "ping", "replay"):
        body = {"state": "paused"} if action == "state" else {}
        assert api.post(f"{WEBHOOKS}/nobody/{action}", body).status_code == 404
