"""People and keys, as an administrator works with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from amlrisk.review.authority import Role
from amlrisk.services.api_keys import Scope, authenticate
from amlrisk.services.sign_in import sign_in
from amlrisk.services.system import System
from tests.console.conftest import Visitor, client_of, person_of
from tests.demo_home import NOW
from tests.systems import Clock, system_for

EVIL = '"><script>alert(1)</script>'


@pytest.fixture
def system(tmp_path: Path) -> Iterator[System]:
    system = system_for(tmp_path, clock=Clock(NOW))
    yield system
    system.store.close()


@pytest.fixture
def boss(system: System) -> Visitor:
    return client_of(system, Role.ADMINISTRATOR)


def secret_in(html: str) -> str:
    found = re.search(r'<code class="secret">([^<]+)</code>', html)
    assert found is not None
    return found[1]


NEW = {"id": "li.na", "name": "李娜", "role": "analyst", "branches": "北京分公司\r\n上海分公司\r\n"}


def test_a_person_is_added_with_a_password_shown_once(boss: Visitor, system: System) -> None:
    response = boss.send("/people", {**NEW, "with_password": "yes"}, page="/people")
    password = secret_in(response.get_data(as_text=True))
    account = sign_in(system, "li.na", password)
    assert (account.role, account.branches, account.must_change) == (Role.ANALYST, ("北京分公司", "上海分公司"), True)
    assert password not in boss.get("/people/li.na").get_data(as_text=True)
    assert response.headers["Cache-Control"] == "no-store"
    created = next(event for event in system.store.audit.recent(9) if event.kind == "account_created")
    assert (created.actor, created.subject) == ("administrator-all", "li.na")


def test_one_who_signs_in_elsewhere_needs_no_password(boss: Visitor, system: System) -> None:
    response = boss.send("/people", {**NEW, "subject": "u-17"}, page="/people")
    assert 'class="secret"' not in response.get_data(as_text=True)
    assert system.store.accounts.get("li.na").password is None


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        ({"id": "Li Na"}, 422, "not reserved"),
        ({"role": "king"}, 422, "king"),
        ({"branches": " \n "}, 422, "at least one branch"),
        ({"name": EVIL * 9}, 422, "1 to 100 characters"),
        ({"id": "administrator-all"}, 409, "exists already"),
    ],
)
def test_what_was_typed_comes_back_with_the_fault(
    boss: Visitor, changes: dict[str, str], status: int, words: str
) -> None:
    response = boss.send("/people?lang=en", {**NEW, **changes}, page="/people")
    html = response.get_data(as_text=True)
    assert response.status_code == status
    assert words in html
    assert "<script>" not in html
    assert 'value="李娜"' in html or "name" in changes


def test_role_and_branches_change_and_the_page_says_so(boss: Visitor, system: System) -> None:
    other = client_of(system, Role.ANALYST)
    fields = {"name": EVIL, "role": "reviewer", "branches": "*", "subject": ""}
    response = boss.send("/people/analyst-all", fields, page="/people/analyst-all")
    assert (response.status_code, response.location) == (303, "/people/analyst-all")
    assert "<script>" not in boss.get("/people").get_data(as_text=True)
    assert system.store.accounts.get("analyst-all").role is Role.REVIEWER
    assert other.get("/").status_code == 303


@pytest.mark.parametrize(
    ("path", "fields", "words"),
    [
        ("", {"name": "我", "role": "manager", "branches": "*"}, "own role"),
        ("/disable", {}, "own account"),
    ],
)
def test_nobody_does_it_to_themselves(
    boss: Visitor, system: System, path: str, fields: dict[str, str], words: str
) -> None:
    person_of(system, Role.ADMINISTRATOR, id="second")
    page = "/people/administrator-all"
    response = boss.send(f"{page}{path}?lang=en", fields, page=page)
    assert response.status_code == 409
    assert words in response.get_data(as_text=True)


def test_disable_enable_and_reset(boss: Visitor, system: System) -> None:
    other = client_of(system, Role.ANALYST)
    page = "/people/analyst-all"
    assert boss.send(f"{page}/disable", page=page).status_code == 303
    assert other.get("/").status_code == 303
    assert system.store.accounts.get("analyst-all").disabled_at is not None
    assert boss.send(f"{page}/enable", page=page).status_code == 303
    password = secret_in(boss.send(f"{page}/password", page=page).get_data(as_text=True))
    assert sign_in(system, "analyst-all", password).must_change


def test_whom_nobody_knows_is_not_found(boss: Visitor) -> None:
    assert boss.get("/people/nobody").status_code == 404
    assert boss.send("/people/nobody/disable", page="/people").status_code == 404


def test_a_key_is_shown_once_works_and_is_revoked(boss: Visitor, system: System) -> None:
    assert "尚无密钥" in boss.get("/keys").get_data(as_text=True)
    fields = {"name": EVIL, "scope": ["read", "check"]}
    response = boss.send("/keys", fields, page="/keys")
    key = secret_in(response.get_data(as_text=True))
    assert "<script>" not in response.get_data(as_text=True)
    found = authenticate(system, f"Bearer {key}", Scope.READ)
    assert found.scopes == ("check", "read")
    assert key not in boss.get("/keys").get_data(as_text=True)
    assert boss.send("/keys", fields, page="/keys").status_code == 409  # sent again: no second key
    assert len(system.store.keys.all()) == 1
    assert boss.send(f"/keys/{found.id}/revoke", page="/keys").status_code == 303
    assert "已吊销" in boss.get("/keys").get_data(as_text=True)
    kinds = [event.kind for event in system.store.audit.recent(2)]
    assert kinds == ["key_revoked", "key_created"]


@pytest.mark.parametrize("fields", [{"name": "till"}, {"name": " ", "scope": "read"}, {"name": "a", "scope": "all"}])
def test_a_key_without_name_or_scope_is_not_made(boss: Visitor, system: System, fields: dict[str, str]) -> None:
    assert boss.send("/keys", fields, page="/keys").status_code == 422
    assert system.store.keys.all() == []
