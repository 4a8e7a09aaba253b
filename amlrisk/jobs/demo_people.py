"""The people of the demonstration: one a role. Their password is made of the home's secret, so that no two homes have
the same one and a home prints the same one each time."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import NamedTuple

from amlrisk.review.authority import ALL_BRANCHES, Role
from amlrisk.services.accounts import add_account
from amlrisk.services.passwords import matches
from amlrisk.services.system import System
from amlrisk.settings import Settings


class DemoPerson(NamedTuple):
    """``password`` is None where somebody has changed it since."""

    id: str
    name: str
    role: Role
    branches: tuple[str, ...]
    password: str | None = None


_COAST = ("北京分公司", "上海分公司", "广州分公司", "深圳分公司")
DEMO_PEOPLE = (
    DemoPerson("demo-analyst", "陈思远（初评）", Role.ANALYST, _COAST),
    DemoPerson("demo-reviewer", "林若溪（复评）", Role.REVIEWER, (ALL_BRANCHES,)),
    DemoPerson("demo-manager", "周明哲（合规）", Role.MANAGER, (ALL_BRANCHES,)),
    DemoPerson("demo-auditor", "许静怡（审计）", Role.AUDITOR, (ALL_BRANCHES,)),
    DemoPerson("demo-administrator", "方志远（管理员）", Role.ADMINISTRATOR, (ALL_BRANCHES,)),
    DemoPerson("demo-service", "苏婉清（客服）", Role.SERVICE, (ALL_BRANCHES,)),
)


def demo_password(settings: Settings) -> str:
    """Three groups of four, the same for every demo account of this home."""
    digest = hmac.new(settings.secret, b"amlrisk: password of the demo accounts", hashlib.sha256).digest()
    letters = base64.b32encode(digest).decode().lower()
    return "-".join((letters[:4], letters[4:8], letters[8:12]))


def add_demo_people(system: System, *, actor: str) -> tuple[DemoPerson, ...]:
    """Add those who are not there yet; all of them, with what they sign in with."""
    password = demo_password(system.settings)
    told = []
    for person in DEMO_PEOPLE:
        account = system.store.accounts.find(person.id)
        if account is None:
            account = add_account(
                system,
                id=person.id,
                name=person.name,
                role=person.role,
                branches=person.branches,
                password=password,
                actor=actor,
                must_change=False,
            )
        known = matches(account.password, password)
        told.append(person._replace(role=account.role, password=password if known else None))
    return tuple(told)
