"""Accounts: made, changed and disabled by an administrator; every change is told by the audit trail.

Nobody changes their own role or reach, and one administrator who can sign in always remains.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence

import msgspec

from amlrisk.errors import InvalidInput, Issue, LastAdministrator, OwnAccount
from amlrisk.review.authority import Role
from amlrisk.services.identity import SYSTEM
from amlrisk.services.passwords import hashed, matches, require_good
from amlrisk.services.system import System
from amlrisk.store.accounts import Account

_ID = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}")
#: Names that records use for what is nobody's.
_RESERVED = frozenset({SYSTEM})
_LONGEST_NAME = 100


def new_password() -> str:
    """An initial password, to be handed over and changed at the first sign-in."""
    return secrets.token_urlsafe(12)


def add_account(  # noqa: PLR0913 - each word is named where it is used
    system: System,
    *,
    id: str,
    name: str,
    role: Role,
    branches: Sequence[str],
    password: str | None,
    actor: str,
    subject: str | None = None,
    must_change: bool = True,
) -> Account:
    """Make an account. Without ``password`` it signs in through the identity provider alone (``subject``: its name
    there).

    Raises ``InvalidInput`` for what is missing or malformed and for a weak password, ``Duplicate`` where id or subject
    are taken.
    """
    branches = _branches(branches)
    _require(id, name, branches)
    if password is not None:
        require_good(password, id)
    now = system.now()
    account = Account(
        id=id,
        name=name.strip(),
        role=role,
        branches=branches,
        password=None if password is None else hashed(password),
        must_change=must_change and password is not None,
        subject=(subject or "").strip() or None,
        failures=0,
        locked_until=None,
        created_at=now,
        disabled_at=None,
    )
    with system.store.transaction():
        system.store.accounts.add(account)
        system.store.audit.append("account_created", actor, id, _told(account), now)
    return account


def change_account(  # noqa: PLR0913 - each word is named where it is used
    system: System,
    id: str,
    *,
    name: str,
    role: Role,
    branches: Sequence[str],
    subject: str | None,
    actor: str,
) -> Account:
    """Change who somebody is and what they reach; a change of role or branches ends their sign-ins.

    Raises ``NotFound``, ``InvalidInput``, ``Duplicate``; ``OwnAccount`` or ``LastAdministrator`` where the change is
    not to be made.
    """
    branches = _branches(branches)
    _require(id, name, branches)
    now = system.now()
    with system.store.transaction():
        before = _held(system, id)
        after = msgspec.structs.replace(
            before, name=name.strip(), role=role, branches=branches, subject=(subject or "").strip() or None
        )
        reach_changed = (before.role, before.branches) != (after.role, after.branches)
        if reach_changed and actor == id:
            raise OwnAccount()
        if after.role is not Role.ADMINISTRATOR:
            _require_another_administrator(system, before)
        if after == before:
            return before
        system.store.accounts.save(after)
        if reach_changed or before.subject != after.subject:
            system.store.sessions.end_all(id, "changed", now)
        detail = {"before": _told(before), "after": _told(after)}
        system.store.audit.append("account_changed", actor, id, detail, now)
    return after


def disable_account(system: System, id: str, *, actor: str) -> None:
    """From now on it signs in no more, and where it is signed in it is not any more; twice is once.

    Raises ``NotFound``, ``OwnAccount``, ``LastAdministrator``.
    """
    now = system.now()
    with system.store.transaction():
        account = _held(system, id)
        if actor == id:
            raise OwnAccount()
        _require_another_administrator(system, account)
        if account.disabled_at is None:
            system.store.accounts.save(msgspec.structs.replace(account, disabled_at=now))
            system.store.sessions.end_all(id, "disabled", now)
            system.store.audit.append("account_disabled", actor, id, {}, now)


def enable_account(system: System, id: str, *, actor: str) -> None:
    """Let a disabled account, or one that is locked after failures, sign in again. Raises ``NotFound``."""
    now = system.now()
    with system.store.transaction():
        account = _held(system, id)
        enabled = msgspec.structs.replace(account, disabled_at=None, failures=0, locked_until=None)
        if enabled != account:
            system.store.accounts.save(enabled)
            system.store.audit.append("account_enabled", actor, id, {}, now)


def reset_password(system: System, id: str, *, actor: str) -> str:
    """A new initial password, for the only time: to be changed at the next sign-in. Ends all sign-ins.

    Raises ``NotFound``.
    """
    password = new_password()
    kept = hashed(password)
    now = system.now()
    with system.store.transaction():
        account = _held(system, id)
        changed = msgspec.structs.replace(account, password=kept, must_change=True, failures=0, locked_until=None)
        system.store.accounts.save(changed)
        system.store.sessions.end_all(id, "password_reset", now)
        system.store.audit.append("password_reset", actor, id, {}, now)
    return password


def change_password(system: System, id: str, *, old: str, new: str) -> Account:
    """Set one's own password; ends all sign-ins. Raises ``InvalidInput`` for a wrong old or a weak or same new one."""
    account = system.store.accounts.get(id)
    if not matches(account.password, old):
        raise wrong_password()
    if new == old:
        raise _fault("new_password", "password_same", "须与当前密码不同", "must differ from the current password")
    require_good(new, id, path="new_password")
    kept = hashed(new)
    now = system.now()
    with system.store.transaction():
        held = _held(system, id)
        if held.password != account.password:
            raise wrong_password()
        changed = msgspec.structs.replace(held, password=kept, must_change=False)
        system.store.accounts.save(changed)
        system.store.sessions.end_all(id, "password_changed", now)
        system.store.audit.append("password_changed", id, id, {}, now)
    return changed


def wrong_password() -> InvalidInput:
    """That the password given as the present one is not."""
    return _fault("old_password", "wrong_password", "当前密码不正确", "is not the current password")


def _held(system: System, id: str) -> Account:
    """The account, under the lock of all: who else administers must not change meanwhile. Raises ``NotFound``."""
    system.store.accounts.hold_all()
    return system.store.accounts.get(id)


def _require_another_administrator(system: System, account: Account) -> None:
    """Raises ``LastAdministrator`` where ``account`` is the only one left; for anyone else there is nothing to ask."""
    if account.role is not Role.ADMINISTRATOR or account.disabled_at is not None:
        return
    others = [each for each in system.store.accounts.active([Role.ADMINISTRATOR]) if each.id != account.id]
    if not any(each.password is not None or each.subject is not None for each in others):
        raise LastAdministrator(account=account.id)


def _told(account: Account) -> dict[str, object]:
    """What the trail says of an account; never its password."""
    return {
        "name": account.name,
        "role": account.role.value,
        "branches": list(account.branches),
        "subject": account.subject,
    }


def _branches(branches: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(branch.strip() for branch in branches if branch.strip()))


def _require(id: str, name: str, branches: Sequence[str]) -> None:
    issues = []
    if not _ID.fullmatch(id) or id in _RESERVED:
        zh = "须为 2 至 64 个小写字母、数字或 . _ @ -，且不是保留字"
        issues.append(Issue(path="id", code="bad_account_id", zh=zh, en="2 to 64 of a-z 0-9 . _ @ -, not reserved"))
    if not name.strip() or len(name) > _LONGEST_NAME:
        zh = f"须为 1 至 {_LONGEST_NAME} 个字符"
        issues.append(Issue(path="name", code="required", zh=zh, en=f"1 to {_LONGEST_NAME} characters"))
    if not branches:
        issues.append(Issue(path="branches", code="required", zh="至少一个机构", en="at least one branch"))
    if issues:
        raise InvalidInput(tuple(issues))


def _fault(path: str, code: str, zh: str, en: str) -> InvalidInput:
    return InvalidInput((Issue(path=path, code=code, zh=zh, en=en),))
