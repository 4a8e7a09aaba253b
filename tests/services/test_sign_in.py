"""Signing in: who is let in, who is locked out, what the trail says of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec
import pytest
from argon2 import PasswordHasher, extract_parameters

from amlrisk.errors import SignInRefused
from amlrisk.review.authority import Role
from amlrisk.services import passwords
from amlrisk.services.accounts import add_account
from amlrisk.services.sign_in import (
    begin_session,
    is_live,
    saw,
    session_of,
    sign_in,
    sign_in_by_subject,
    sign_out,
)
from amlrisk.services.system import System
from tests.systems import Clock, system_for

PASSWORD = "four plain words here"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def system(tmp_path: Path, clock: Clock) -> Iterator[System]:
    system = system_for(tmp_path, clock=clock, sign_in_failures=3, lockout_minutes=15)
    add_account(
        system, id="li.na", name="李娜", role=Role.ANALYST, branches=["B1"], password=PASSWORD, actor="t", subject="s1"
    )
    yield system
    system.store.close()


def refused(system: System, id: str = "li.na", password: str = "some other words") -> str:
    """Why it was refused, as the trail says."""
    with pytest.raises(SignInRefused) as error:
        sign_in(system, id, password)
    assert error.value.params == {}
    (event,) = system.store.audit.recent(1)
    assert event.kind == "sign_in_failed"
    assert not password or password not in str(event)
    return str(event.detail["why"])


def test_the_right_password_opens(system: System) -> None:
    assert sign_in(system, "li.na", PASSWORD).id == "li.na"


def test_why_it_does_not_open_is_for_the_trail_alone(system: System) -> None:
    assert refused(system) == "wrong_password"
    assert refused(system, "nobody") == "unknown_account"
    assert "nobody" not in str(system.store.audit.recent(1))  # what was typed may be a password


def test_failures_in_a_row_lock_for_a_while_even_the_right_password(system: System, clock: Clock) -> None:
    for _ in range(2):
        refused(system)
    sign_in(system, "li.na", PASSWORD)  # begins the count anew
    for _ in range(3):
        assert refused(system) == "wrong_password"
    assert refused(system, password=PASSWORD) == "locked"
    clock.advance(minutes=14, seconds=59)
    assert refused(system, password=PASSWORD) == "locked"
    clock.advance(seconds=1)
    assert sign_in(system, "li.na", PASSWORD).failures == 0


def test_trying_on_does_not_prolong_the_lock(system: System, clock: Clock) -> None:
    for _ in range(3):
        refused(system)
    clock.advance(minutes=14)
    for _ in range(5):
        assert refused(system) == "locked"
    clock.advance(minutes=1)
    assert sign_in(system, "li.na", PASSWORD)


def test_nobody_is_told_by_the_time_it_takes_whether_an_account_exists(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What takes the time is a hash verified, with the same parameters: once for everybody."""
    verified: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
            verified.append(str(hash))
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "_HASHER", Counting())
    refused(system, "li.na")
    refused(system, "nobody")
    his, nobodys = verified
    assert his != nobodys
    assert extract_parameters(his) == extract_parameters(nobodys)


def test_an_account_without_a_password_has_none(system: System) -> None:
    add_account(system, id="wang", name="王", role=Role.ANALYST, branches=["B1"], password=None, actor="t")
    assert refused(system, "wang", "") == "wrong_password"
    assert refused(system, "wang", "the password of nobody") == "wrong_password"


def test_a_hash_of_weaker_times_is_made_anew(system: System) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    account = system.store.accounts.get("li.na")
    system.store.accounts.save(msgspec.structs.replace(account, password=weak))
    sign_in(system, "li.na", PASSWORD)
    kept = system.store.accounts.get("li.na").password
    assert kept is not None
    assert kept != weak
    assert not PasswordHasher().check_needs_rehash(kept)
    assert sign_in(system, "li.na", PASSWORD).password == kept


def test_a_token_is_the_persons_until_signed_out(system: System) -> None:
    account = system.store.accounts.get("li.na")
    token, other = (begin_session(system, account, how="test") for _ in range(2))
    assert token != other
    session = session_of(system, token)
    assert session is not None
    assert is_live(system, session)
    assert token not in str(system.store.database.rows("SELECT * FROM sessions"))
    sign_out(system, session)
    sign_out(system, session)
    ended, still = session_of(system, token), session_of(system, other)
    assert ended is not None
    assert still is not None
    assert (is_live(system, ended), is_live(system, still)) == (False, True)
    kinds = [event.kind for event in system.store.audit.events(None, 100)]
    assert (kinds.count("signed_in"), kinds.count("signed_out")) == (2, 1)


def test_being_seen_is_written_once_a_minute(system: System, clock: Clock) -> None:
    token = begin_session(system, system.store.accounts.get("li.na"), how="test")
    began = clock.now
    for seconds, expected in ((59, 0), (1, 60), (30, 60)):
        clock.advance(seconds=seconds)
        session = session_of(system, token)
        assert session is not None
        saw(system, session)
        found = session_of(system, token)
        assert found is not None
        assert (found.seen_at - began).seconds == expected


def test_what_is_old_is_forgotten_when_somebody_signs_in(system: System, clock: Clock) -> None:
    account = system.store.accounts.get("li.na")
    token = begin_session(system, account, how="test")
    clock.advance(days=31)
    begin_session(system, account, how="test")
    assert session_of(system, token) is None


def test_the_providers_word_opens_who_carries_that_name(system: System) -> None:
    assert sign_in_by_subject(system, "s1").id == "li.na"
    with pytest.raises(SignInRefused):
        sign_in_by_subject(system, "s2")
    assert system.store.audit.recent(1)[0].detail == {"why": "unknown_subject"}
