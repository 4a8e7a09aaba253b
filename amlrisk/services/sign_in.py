"""Who is there: tokens that begin, are seen and end."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

import msgspec

from amlrisk.errors import SignInRefused
from amlrisk.services.identity import SYSTEM
from amlrisk.services.passwords import hashed, matches, needs_rehash
from amlrisk.services.system import System
from amlrisk.store.accounts import Account
from amlrisk.store.sessions import Session

#: A session is not written down as seen more often than this, nor than a tenth of the time allowed for idleness.
_SEEN_EVERY = timedelta(seconds=60)
#: What ended is kept this long, so that a form posted on it finds its owner.
_REMEMBERED = timedelta(days=30)


def sign_in(system: System, id: str, password: str) -> Account:
    """The account whose password this is. Raises ``SignInRefused``, whatever the reason; the trail says which.

    Failures in a row lock an account for a while. An unknown account takes as long as a wrong password.
    """
    known = system.store.accounts.find(id)
    right = matches(None if known is None else known.password, password)
    now = system.now()
    with system.store.transaction():
        account = None if known is None else system.store.accounts.hold(id)
        why = _refusal(account, right, now)
        if account is not None:
            account = _counted(system, account, right=why is None, guessed=why == "wrong_password")
            if why is None and account.password is not None and needs_rehash(account.password):
                account = msgspec.structs.replace(account, password=hashed(password))
            system.store.accounts.save(account)
        if why is not None:
            # The trail keeps no name that nobody has: people type their passwords into the wrong field.
            system.store.audit.append("sign_in_failed", SYSTEM, "" if account is None else id, {"why": why}, now)
    if why is not None or account is None:
        raise SignInRefused()
    return account


def sign_in_by_subject(system: System, subject: str) -> Account:
    """The account that the identity provider's word is about. Raises ``SignInRefused``."""
    account = system.store.accounts.find_by_subject(subject)
    if account is None or account.disabled_at is not None:
        raise refused(system, "unknown_subject" if account is None else "disabled", account)
    return account


def refused(system: System, why: str, account: Account | None = None) -> SignInRefused:
    """The one answer to a sign-in that failed; the trail says why."""
    subject = "" if account is None else account.id
    system.store.audit.append("sign_in_failed", SYSTEM, subject, {"why": why}, system.now())
    return SignInRefused()


def _refusal(account: Account | None, right: bool, now: datetime) -> str | None:
    if account is None:
        return "unknown_account"
    if account.disabled_at is not None:
        return "disabled"
    if account.locked_until is not None and now < account.locked_until:
        return "locked"
    return None if right else "wrong_password"


def _counted(system: System, account: Account, *, right: bool, guessed: bool) -> Account:
    """The account with its failures in a row: none after a success, locked for a while after too many."""
    if right:
        return msgspec.structs.replace(account, failures=0, locked_until=None)
    if not guessed:
        return account
    failures = account.failures + 1
    if failures < system.settings.sign_in_failures:
        return msgspec.structs.replace(account, failures=failures)
    until = system.now() + timedelta(minutes=system.settings.lockout_minutes)
    return msgspec.structs.replace(account, failures=0, locked_until=until)


def begin_session(system: System, account: Account, *, how: str) -> str:
    """Sign ``account`` in and return the token, which only its browser will know."""
    token = secrets.token_urlsafe(32)
    now = system.now()
    with system.store.transaction():
        system.store.sessions.forget(now - _REMEMBERED)
        system.store.sessions.begin(_digest(token), account.id, now)
        system.store.audit.append("signed_in", account.id, account.id, {"how": how}, now)
    return token


def session_of(system: System, token: str) -> Session | None:
    """The session of a token, living or not; None for one that was never given out."""
    return system.store.sessions.find(_digest(token))


def is_live(system: System, session: Session) -> bool:
    """Whether it still signs its owner in: not ended, not idle too long, not too old, its owner not disabled."""
    settings, now = system.settings, system.now()
    return (
        session.ended_at is None
        and session.account.disabled_at is None
        and now - session.seen_at < timedelta(minutes=settings.session_idle_minutes)
        and now - session.began_at < timedelta(hours=settings.session_hours)
    )


def saw(system: System, session: Session) -> None:
    """Its owner is at work: the time allowed for idleness begins anew."""
    now = system.now()
    if now - session.seen_at >= min(_SEEN_EVERY, timedelta(minutes=system.settings.session_idle_minutes) / 10):
        system.store.sessions.seen(session.digest, now)


def sign_out(system: System, session: Session) -> None:
    """End a session; twice is once."""
    now = system.now()
    with system.store.transaction():
        if system.store.sessions.end(session.digest, "signed_out", now):
            system.store.audit.append("signed_out", session.account.id, session.account.id, {}, now)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
