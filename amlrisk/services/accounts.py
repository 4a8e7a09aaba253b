"""Accounts: made, changed and disabled by an administrator; every change is told by the audit trail."""

from __future__ import annotations

import re
from collections.abc import Sequence

from amlrisk.errors import InvalidInput, Issue
from amlrisk.review.authority import Role
from amlrisk.services.passwords import hashed, require_good
from amlrisk.services.system import System
from amlrisk.store.accounts import Account

_ID = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}")
#: Names that records use for what is nobody's.
_RESERVED = frozenset({"system"})


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
    """Make an account. Without ``password`` it signs in through the identity provider alone (``subject``).

    Raises ``InvalidInput`` for what is missing, malformed or a weak password, ``Duplicate`` where the id or the subject
    is taken.
    """
    issues = _faults(id, name, branches)
    if issues:
        raise InvalidInput(issues)
    if password is not None:
        require_good(password, id)
    now = system.now()
    account = Account(
        id=id,
        name=name.strip(),
        role=role,
        branches=tuple(branches),
        password=None if password is None else hashed(password),
        must_change=must_change and password is not None,
        subject=subject,
        failures=0,
        locked_until=None,
        created_at=now,
        disabled_at=None,
    )
    with system.store.transaction():
        system.store.accounts.add(account)
        detail = {"name": account.name, "role": role.value, "branches": list(branches)}
        system.store.audit.append("account_created", actor, id, detail, now)
    return account


def _faults(id: str, name: str, branches: Sequence[str]) -> tuple[Issue, ...]:
    found = []
    if not _ID.fullmatch(id) or id in _RESERVED:
        zh = "须为 2 至 64 个小写字母、数字或 . _ @ -，且不是保留字"
        found.append(Issue(path="id", code="bad_account_id", zh=zh, en="2 to 64 of a-z, 0-9 and . _ @ -, not reserved"))
    if not name.strip():
        found.append(Issue(path="name", code="required", zh="不能为空", en="must not be empty"))
    if not branches or not all(branch.strip() for branch in branches):
        found.append(Issue(path="branches", code="required", zh="不能为空", en="must not be empty"))
    return tuple(found)
