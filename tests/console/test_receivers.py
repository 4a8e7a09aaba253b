"""Receivers as an administrator works with them: added, tried out, paused; what was given up is sent again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from amlrisk.review.authority import Role
from amlrisk.services.check_customer import check_customer
from amlrisk.services.deliver import deliver_due
from amlrisk.services.system import System
from amlrisk.store.webhook_rows import DeliveryState, ReceiverState, Settled
from tests.console.conftest import Visitor, client_of
from tests.receivers import LOOPBACK, Receiving, is_signed, receiving
from tests.systems import Clock, customer, put_list, system_for

EVIL = '"><script>alert(1)</script>'


@pytest.fixture
def system(tmp_path: Path) -> Iterator[System]:
    """May send to this machine."""
    system = system_for(tmp_path, clock=Clock(), webhook_networks=LOOPBACK)
    put_list(system)
    yield system
    system.store.close()


@pytest.fixture
def boss(system: System) -> Visitor:
    return client_of(system, Role.ADMINISTRATOR)


@pytest.fixture
def receiver() -> Iterator[Receiving]:
    with receiving() as server:
        yield server


def secret_in(html: str) -> str:
    found = re.search(r'<code class="secret">([^<]+)</code>', html)
    assert found is not None
    return found[1]


def added(boss: Visitor, receiver: Receiving, **changes: str) -> tuple[str, str]:
    """Its page and its secret."""
    fields = {"name": "core", "url": receiver.url + "?token=hidden", "scope": "read", **changes}
    answer = boss.send("/receivers", fields, page="/receivers")
    assert answer.status_code == 200
    html = answer.get_data(as_text=True)
    page = re.search(r'action="(/receivers/[^/"]+)/ping"', html)
    assert page is not None
    return page[1], secret_in(html)


def give_up(system: System, page: str, *refs: str) -> list[str]:
    """The events about new customers that the receiver did not take, in order."""
    id = page.rpartition("/")[2]
    before = system.store.webhooks.deliveries(id, None, 0, 99)
    for ref in refs:
        check_customer(system, customer(ref))
    found = system.store.webhooks.deliveries(id, None, before[-1].seq if before else 0, 99)
    now = system.now()
    dead = [
        Settled(
            event=each.seq, state=DeliveryState.DEAD, attempts=9, due_at=now, tried_at=now, status=500, outcome="failed"
        )
        for each in found
    ]
    system.store.webhooks.settle(id, dead)
    return [each.event for each in found]


def test_a_receiver_is_added_with_a_secret_shown_once(system: System, boss: Visitor, receiver: Receiving) -> None:
    page, secret = added(boss, receiver)
    assert secret.startswith("whsec_")
    for address in ("/receivers", page):
        html = boss.get(address).get_data(as_text=True)
        assert secret not in html
        assert "token=hidden" not in html
    check_customer(system, customer())
    deliver_due(system)
    (received,) = receiver.received
    assert is_signed(received, secret)


def test_the_form_sent_again_makes_no_other(system: System, boss: Visitor, receiver: Receiving) -> None:
    added(boss, receiver)
    fields = {"name": "core", "url": receiver.url, "scope": "read"}
    answer = boss.send("/receivers", fields, page="/receivers")
    assert answer.status_code == 409
    assert 'class="secret"' not in answer.get_data(as_text=True)
    assert len(system.store.webhooks.all()) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "接收方名称"),
        ({"url": "http://core.example.com/"}, "网址"),
        ({"url": "https://10.0.0.7/"}, "网址"),
        ({"scope": "decide"}, "接收内容"),
        ({"name": EVIL, "scope": ""}, "接收内容"),
    ],
)
def test_what_cannot_be_taken_is_said_and_stays_in_the_form(
    system: System, boss: Visitor, changes: dict[str, str], field: str
) -> None:
    fields = {"name": "core", "url": "https://core.example.com/", "scope": "read", **changes}
    answer = boss.send("/receivers", fields, page="/receivers")
    assert answer.status_code == 422
    html = answer.get_data(as_text=True)
    assert f"{field}" in html
    assert EVIL not in html
    assert 'role="alert"' in html
    assert system.store.webhooks.all() == []


def test_given_up_and_sent_again_one_by_one_and_all(system: System, boss: Visitor, receiver: Receiving) -> None:
    page, _ = added(boss, receiver)
    first, second, third = give_up(system, page, "C-1", "C-2", "C-3")
    html = boss.get(f"{page}?lang=en").get_data(as_text=True)
    assert all(event in html for event in (first, second, third))
    assert "error at the receiver (5xx)" in html
    assert "Send all again that were given up (3)" in html
    assert not re.search(r"C-\d", html), "an administrator sees no customer"
    assert boss.send(f"{page}/replay", {"event": second}, page=page).status_code == 303
    deliver_due(system)
    assert [each.id for each in receiver.received] == [second]
    assert boss.send(f"{page}/replay", page=page).status_code == 303
    deliver_due(system)
    assert receiver.received[0].id == second
    assert {each.id for each in receiver.received[1:]} == {first, third}  # of two customers: side by side
    assert len(receiver.received) == 3
    html = boss.get(f"{page}?lang=en").get_data(as_text=True)
    assert "No event was given up." in html
    told = [event for event in system.store.audit.recent(20) if event.kind == "webhook_replayed"]
    assert {(event.actor, event.detail["count"]) for event in told} == {
        ("administrator-all", "1"),
        ("administrator-all", "2"),
    }


def test_everything_since_a_day(system: System, boss: Visitor, receiver: Receiving) -> None:
    page, _ = added(boss, receiver)
    check_customer(system, customer())
    deliver_due(system)
    today = system.today().isoformat()
    assert boss.send(f"{page}/replay", {"since": today}, page=page).status_code == 303
    deliver_due(system)
    assert len(receiver.received) == 2
    assert len({each.id for each in receiver.received}) == 1
    assert boss.send(f"{page}/replay", {"since": "tomorrow"}, page=page).status_code == 422


def test_tried_out(boss: Visitor, receiver: Receiving) -> None:
    page, _ = added(boss, receiver)
    boss.send(f"{page}/ping", page=page)
    assert "测试事件已送达" in boss.get(page).get_data(as_text=True)
    assert [each.document["type"] for each in receiver.received] == ["webhook.ping"]


def test_one_that_is_not_there_is_tried_out(system: System, boss: Visitor) -> None:
    with receiving() as server:
        page, _ = added(boss, server)
    boss.send(f"{page}/ping", page=page)
    html = boss.get(page).get_data(as_text=True)
    assert "测试事件未送达：无法连接" in html


def test_paused_told_again_and_removed(system: System, boss: Visitor, receiver: Receiving) -> None:
    page, _ = added(boss, receiver)
    id = page.rpartition("/")[2]
    boss.send(f"{page}/state", {"state": "paused"}, page=page)
    assert system.store.webhooks.get(id).state is ReceiverState.PAUSED
    check_customer(system, customer())
    deliver_due(system)
    assert receiver.received == []
    boss.send(f"{page}/state", {"state": "active"}, page=page)
    deliver_due(system)
    assert len(receiver.received) == 1
    assert boss.send(f"{page}/state", {"state": "gone"}, page=page).status_code == 400
    answer = boss.send(f"{page}/state", {"state": "removed"}, page=page)
    assert answer.location == "/receivers"
    assert boss.get(page).status_code == 404


def test_another_secret_signs_beside_the_one_before(system: System, boss: Visitor, receiver: Receiving) -> None:
    page, before = added(boss, receiver)
    after = secret_in(boss.send(f"{page}/secrets", page=page).get_data(as_text=True))
    assert after != before
    check_customer(system, customer())
    deliver_due(system)
    (received,) = receiver.received
    assert is_signed(received, before)
    assert is_signed(received, after)


def test_pages_of_events(system: System, boss: Visitor, receiver: Receiving, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("amlrisk.console.receivers._DELIVERIES", 2)
    page, _ = added(boss, receiver)
    events, seen, address = give_up(system, page, "C-1", "C-2", "C-3"), [], page
    for _number in range(2):
        html = boss.get(address).get_data(as_text=True)
        seen += re.findall(r'name="event" value="([^"]+)"', html)
        following = re.search(r'class="next" rel="next" href="([^"]+)"', html)
        address = following[1].replace("&amp;", "&") if following else ""
    assert (seen, address) == (events, "")
    assert "没有此类事件" in boss.get(f"{page}?state=delivered").get_data(as_text=True)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_else_sees_them(system: System, role: Role) -> None:
    assert client_of(system, role).get("/receivers").status_code == 403


def test_none_yet(boss: Visitor) -> None:
    assert "No receiver yet." in boss.get("/receivers?lang=en").get_data(as_text=True)
    assert 'href="/receivers"' in boss.get("/people").get_data(as_text=True)
    assert boss.get("/receivers/none").status_code == 404
