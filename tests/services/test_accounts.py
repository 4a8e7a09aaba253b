"""Accounts: who may be made, what may be changed, what ends with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from amlrisk.errors import Duplicate, InvalidInput, LastAdministrator, NotFound, OwnAccount, SignInRefused
from amlrisk.review.authority import Role
from amlrisk.services.accounts import (
    add_account,
    change_account,
    change_password,
    disable_account,
    enable_account,
    reset_password,
)
from amlrisk.services.sign_in import begin_session, is_live, session_of, sign_in
from amlrisk.services.system import System
from amlrisk.store.accounts import Account
from tests.systems import system_for

GOOD = "four plain words here"
OTHER = "four other words here"


@pytest.fixture
def system(tmp_path: Path) -> Iterator[System]:
    system = system_for(tmp_path)
    yield system
    system.store.close()


def add(system: System, id: str = "li.na", role: Role = Role.ANALYST, **changes: object) -> Account:
    fields: dict[str, object] = {"name": "李娜", "branches": ["B1"], "password": None, "subject": id, "actor": "boss"}
    return add_account(system, id=id, role=role, **{**fields, **changes})  # type: ignore[arg-type]


def change(system: System, id: str, actor: str = "boss", **changes: object) -> Account:
    now = system.store.accounts.get(id)
    fields: dict[str, object] = {
        "name": now.name,
        "role": now.role,
        "branches": now.branches,
        "subject": now.subject,
    }
    return change_account(system, id, actor=actor, **{**fields, **changes})  # type: ignore[arg-type]


def kinds(system: System) -> list[str]:
    return [event.kind for event in system.store.audit.events(None, 100)]


def test_an_account_is_made_and_told(system: System) -> None:
    account = add(system, password=GOOD, branches=[" B1 ", "B2", "B1", ""], name=" 李娜 ")
    assert (account.branches, account.name, account.must_change) == (("B1", "B2"), "李娜", True)
    (event,) = system.store.audit.recent(1)
    assert (event.kind, event.actor, event.subject) == ("account_created", "boss", "li.na")
    assert GOOD not in str(event.detail)
    assert account.password is not None
    assert account.password.startswith("$argon2id$")


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"id": "Li.Na"}, "id"),
        ({"id": "x"}, "id"),
        ({"id": "a" * 65}, "id"),
        ({"id": "system"}, "id"),
        ({"id": "a b"}, "id"),
        ({"id": "李娜"}, "id"),
        ({"name": " "}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"branches": []}, "branches"),
        ({"branches": [" "]}, "branches"),
        ({"password": "eleven char"}, "password"),
        ({"password": "aaaaaaaaaabbbb"}, "password"),
        ({"password": "my LI.NA password"}, "password"),
        ({"password": "x" * 1001}, "password"),
    ],
)
def test_what_is_missing_or_weak_is_refused(system: System, changes: dict[str, object], path: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        add(system, **changes)  # type: ignore[arg-type]
    assert [issue.path for issue in refused.value.issues] == [path]
    assert system.store.accounts.all() == []


def test_an_id_is_used_once(system: System) -> None:
    add(system)
    with pytest.raises(Duplicate):
        add(system)


def test_a_change_of_reach_ends_sign_ins_and_a_change_of_name_does_not(system: System) -> None:
    account = add(system)
    token = begin_session(system, account, how="test")

    def live() -> bool:
        session = session_of(system, token)
        assert session is not None
        return is_live(system, session)

    change(system, "li.na", name="李娜娜")
    assert live()
    change(system, "li.na", branches=["B1", "B2"])
    assert not live()
    detail = system.store.audit.recent(1)[0].detail
    assert (detail["before"]["branches"], detail["after"]["branches"]) == (["B1"], ["B1", "B2"])
    told = len(kinds(system))
    change(system, "li.na")
    assert len(kinds(system)) == told


def test_nobody_changes_their_own_role_or_reach_nor_disables_themselves(system: System) -> None:
    add(system, "boss", Role.ADMINISTRATOR)
    add(system, "other", Role.ADMINISTRATOR)
    for act in (
        lambda: change(system, "boss", role=Role.MANAGER),
        lambda: change(system, "boss", branches=["*"]),
        lambda: disable_account(system, "boss", actor="boss"),
    ):
        with pytest.raises(OwnAccount):
            act()
    assert change(system, "boss", name="新名").name == "新名"


@pytest.mark.parametrize(
    "act",
    [
        lambda system: disable_account(system, "boss", actor="cli"),
        lambda system: change(system, "boss", actor="cli", role=Role.MANAGER),
    ],
)
def test_one_administrator_who_can_sign_in_remains(system: System, act: Callable[[System], object]) -> None:
    add(system, "boss", Role.ADMINISTRATOR)
    add(system, "li.na")
    add(system, "gone", Role.ADMINISTRATOR)
    disable_account(system, "gone", actor="cli")
    add(system, "none", Role.ADMINISTRATOR, subject=None)  # cannot sign in: no password and no name elsewhere
    with pytest.raises(LastAdministrator):
        act(system)
    add(system, "other", Role.ADMINISTRATOR)
    act(system)


def test_disabled_means_disabled(system: System) -> None:
    account = add(system, password=GOOD)
    token = begin_session(system, account, how="test")
    disable_account(system, "li.na", actor="boss")
    disable_account(system, "li.na", actor="boss")
    session = session_of(system, token)
    assert session is not None
    assert not is_live(system, session)
    with pytest.raises(SignInRefused):
        sign_in(system, "li.na", GOOD)
    enable_account(system, "li.na", actor="boss")
    assert sign_in(system, "li.na", GOOD).id == "li.na"
    session = session_of(system, token)
    assert session is not None
    assert not is_live(system, session)
    assert kinds(system).count("account_disabled") == 1


def test_a_password_is_reset_to_one_that_must_be_changed(system: System) -> None:
    add(system, password=GOOD, must_change=False)
    first = reset_password(system, "li.na", actor="boss")
    with pytest.raises(SignInRefused):
        sign_in(system, "li.na", GOOD)
    assert sign_in(system, "li.na", first).must_change
    assert first not in str(system.store.audit.events(None, 100))
    changed = change_password(system, "li.na", old=first, new=GOOD)
    assert not changed.must_change
    assert sign_in(system, "li.na", GOOD) == changed


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("wrong", OTHER, "old_password"),
        (GOOD, GOOD, "new_password"),
        (GOOD, "short", "new_password"),
        (GOOD, "li.na li.na li.na 12", "new_password"),
    ],
)
def test_a_password_is_not_changed_for_anything(system: System, old: str, new: str, path: str) -> None:
    add(system, password=GOOD)
    with pytest.raises(InvalidInput) as refused:
        change_password(system, "li.na", old=old, new=new)
    assert refused.value.issues[0].path == path
    assert sign_in(system, "li.na", GOOD)


def test_whom_nobody_knows(system: System) -> None:
    for act in (disable_account, enable_account, reset_password):
        with pytest.raises(NotFound):
            act(system, "nobody", actor="boss")
