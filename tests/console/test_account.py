"""Signing in over real pages: cookies, marks, passwords, and the provider's button that is not there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from amlrisk.review.authority import ALL_BRANCHES, Role
from amlrisk.services.accounts import add_account, disable_account, reset_password
from amlrisk.services.system import System
from tests.console.conftest import Visitor, anonymous, client_of
from tests.demo_home import NOW
from tests.systems import Clock, system_for

PASSWORD = "four plain words here"
OTHER = "four other words here"


@pytest.fixture
def system(tmp_path: Path) -> Iterator[System]:
    system = system_for(tmp_path, clock=Clock(NOW))
    with_password(system, "li.na")
    yield system
    system.store.close()


def with_password(system: System, id: str, *, must_change: bool = False) -> None:
    add_account(
        system,
        id=id,
        name="李娜",
        role=Role.ANALYST,
        branches=[ALL_BRANCHES],
        password=PASSWORD,
        actor="test",
        must_change=must_change,
    )


def sign_in(client: Visitor, password: str = PASSWORD, **fields: str) -> int:
    return client.send("/sign-in", {"account": "li.na", "password": password, **fields}).status_code


def token_of(client: Visitor) -> object:
    with client.session_transaction() as cookie:
        return cookie.get("token")


def test_signing_in_leads_to_the_page_that_was_asked_for_and_out_again(system: System) -> None:
    client = anonymous(system)
    asked = client.get("/customers?q=a")
    assert asked.location == "/sign-in?next=/customers?q%3Da"
    response = client.send("/sign-in", {"account": " li.na ", "password": PASSWORD, "next": "/customers?q=a"})
    assert (response.status_code, response.location) == (303, "/customers?q=a")
    assert client.get("/customers").status_code == 200
    assert client.send("/sign-out", page="/customers").location == "/sign-in"
    assert client.get("/customers").status_code == 303
    kinds = [event.kind for event in system.store.audit.recent(10) if event.kind.startswith("signed")]
    assert kinds[:2] == ["signed_out", "signed_in"]


def test_a_wrong_password_keeps_the_account_typed_and_says_no_more(system: System) -> None:
    pages = []
    for account in ("li.na", "nobody"):
        response = anonymous(system).send("/sign-in?lang=en", {"account": account, "password": OTHER})
        assert response.status_code == 403
        pages.append(response.get_data(as_text=True).replace(account, "ACCOUNT"))
    strip = [page.split('name="csrf_token"')[0] for page in pages]
    assert strip[0] == strip[1]
    assert "Wrong account or password" in pages[0]
    assert OTHER not in pages[0]


def test_a_next_elsewhere_is_refused_when_it_is_sent_too(system: System) -> None:
    response = anonymous(system).send(
        "/sign-in", {"account": "li.na", "password": PASSWORD, "next": "https://evil.example/"}
    )
    assert response.location == "/"


def test_signing_in_takes_a_new_token_and_ends_the_old(system: System) -> None:
    client = anonymous(system)
    with client.session_transaction() as cookie:
        cookie["token"] = "planted"
    sign_in(client)
    first = token_of(client)
    assert first not in (None, "planted")
    client.get("/sign-out")
    thief = anonymous(system)
    with thief.session_transaction() as cookie:
        cookie["token"] = first
    assert thief.get("/").status_code == 200
    client.send("/sign-out", page="/customers")
    assert thief.get("/").status_code == 303


def test_an_altered_cookie_opens_nothing(system: System) -> None:
    client = anonymous(system)
    sign_in(client)
    cookie = client.get_cookie("amlrisk")
    assert cookie is not None
    client.set_cookie("amlrisk", "x" + cookie.value[1:])
    assert client.get("/").status_code == 303


@pytest.mark.parametrize(
    ("url", "name", "secure"), [("", "amlrisk", False), ("https://aml.example.com", "__Host-amlrisk", True)]
)
def test_the_cookie_is_kept_from_scripts_other_sites_and_plain_http(
    tmp_path: Path, url: str, name: str, secure: bool
) -> None:
    system = system_for(tmp_path, clock=Clock(NOW), public_url=url)
    response = anonymous(system).get("/sign-in", base_url=url or None)
    cookie = next(value for value in response.headers.getlist("Set-Cookie") if value.startswith(f"{name}="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie
    assert ("Secure" in cookie) is secure
    assert ("Strict-Transport-Security" in response.headers) is secure
    system.store.close()


def test_pages_are_not_kept_nor_framed(system: System) -> None:
    for client, address in ((anonymous(system), "/sign-in"), (client_of(system), "/"), (anonymous(system), "/")):
        headers = client.get(address).headers
        assert headers["Cache-Control"] == "no-store"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]


def test_an_initial_password_must_be_changed_before_anything_else(system: System) -> None:
    initial = reset_password(system, "li.na", actor="test")
    client = anonymous(system)
    sign_in(client, initial)
    stopped = client.get("/customers?q=a")
    assert (stopped.status_code, stopped.location) == (303, "/account/password?next=/customers?q%3Da")
    fields = {"old_password": initial, "new_password": OTHER, "new_password_again": OTHER, "next": "/customers?q=a"}
    response = client.send("/account/password", fields, page="/account/password")
    assert (response.status_code, response.location) == (303, "/customers?q=a")
    assert client.get("/customers").status_code == 200
    assert sign_in(anonymous(system), OTHER) == 303
    assert sign_in(anonymous(system), initial) == 403


def test_a_changed_password_signs_out_everywhere_else(system: System) -> None:
    here, there = anonymous(system), anonymous(system)
    for client in (here, there):
        sign_in(client)
    old = token_of(here)
    fields = {"old_password": PASSWORD, "new_password": OTHER, "new_password_again": OTHER}
    assert here.send("/account/password", fields, page="/account/password").status_code == 303
    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 303
    assert token_of(here) != old


@pytest.mark.parametrize(
    ("old", "new", "again", "words"),
    [
        (PASSWORD, OTHER, "something else", "The two new passwords differ."),
        ("wrong", OTHER, OTHER, "Current password：is not the current password"),
        (PASSWORD, "short", "short", "New password：12 to 1000 characters"),
    ],
)
def test_a_password_that_is_not_changed_says_why(system: System, old: str, new: str, again: str, words: str) -> None:
    client = anonymous(system)
    sign_in(client)
    fields = {"old_password": old, "new_password": new, "new_password_again": again}
    response = client.send("/account/password?lang=en", fields, page="/account/password")
    assert response.status_code == 422
    html = response.get_data(as_text=True)
    assert words in html
    assert new not in html.replace("A new", "")
    assert sign_in(anonymous(system)) == 303


def test_somebody_disabled_is_out_at_the_next_page(system: System) -> None:
    client = anonymous(system)
    sign_in(client)
    disable_account(system, "li.na", actor="test")
    assert client.get("/").status_code == 303
    assert sign_in(client) == 403


def test_a_sign_in_form_opened_before_another_sign_in_is_no_dead_end(system: System) -> None:
    client = anonymous(system)
    late = client.get("/sign-in").get_data(as_text=True).split('name="csrf_token" value="')[1].split('"')[0]
    sign_in(client)
    response = client.post("/sign-in", data={"csrf_token": late, "account": "li.na", "password": PASSWORD})
    assert response.status_code == 303
    assert client.get(response.location, follow_redirects=True).status_code == 200


def test_without_a_provider_nothing_offers_one(system: System) -> None:
    assert "/sign-in/provider" not in anonymous(system).get("/sign-in").get_data(as_text=True)
    assert anonymous(system).get("/sign-in/provider").status_code == 404


def test_guessing_the_present_password_locks_the_account(system: System) -> None:
    client = anonymous(system)
    sign_in(client)
    new = {"new_password": "five other plain words here", "new_password_again": "five other plain words here"}
    for n in range(system.settings.sign_in_failures):
        client.send("/account/password", {"old_password": f"guess {n}", **new}, page="/account/password")
    response = client.send("/account/password", {"old_password": PASSWORD, **new}, page="/account/password")
    assert response.status_code == 422
    failed = [event for event in system.store.audit.recent(20) if event.kind == "sign_in_failed"]
    assert [event.detail["why"] for event in failed] == [
        "locked",
        *["wrong_password"] * system.settings.sign_in_failures,
    ]


def test_the_trail_of_every_branch_is_for_those_who_reach_every_branch(system: System) -> None:
    for role in (Role.MANAGER, Role.AUDITOR):
        assert client_of(system, role).get("/audit").status_code == 200
        assert client_of(system, role, branches=("B11",)).get("/audit").status_code == 403
        assert 'href="/audit"' not in client_of(system, role, branches=("B11",)).get("/").get_data(as_text=True)
