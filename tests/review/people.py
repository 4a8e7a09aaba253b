"""Officers, a case, and what they do to it, for the tests of this folder."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

import msgspec

from amlrisk.policy.loader import read_pack
from amlrisk.policy.model import ReviewRules
from amlrisk.policy.vocabulary import Grade, ReasonKind, Trigger
from amlrisk.review.authority import ALL_BRANCHES, Officer, Role
from amlrisk.review.basis import Basis
from amlrisk.review.model import Action, Case, State
from amlrisk.review.moves import Move, reason_kind
from amlrisk.screening.model import DispositionKind

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 1, 2, 3, tzinfo=UTC)
BRANCH = "320100"

_ROLES = {
    "ana": Role.ANALYST,
    "bea": Role.ANALYST,
    "rev": Role.REVIEWER,
    "ray": Role.REVIEWER,
    "man": Role.MANAGER,
    "mia": Role.MANAGER,
    "aud": Role.AUDITOR,
    "adm": Role.ADMINISTRATOR,
    "ser": Role.SERVICE,
}
PEOPLE = {
    name: Officer(id=name, name=name, role=role, branches=(ALL_BRANCHES,) if role is Role.MANAGER else (BRANCH,))
    for name, role in _ROLES.items()
} | {"far": Officer(id="far", name="far", role=Role.ANALYST, branches=("440300",))}


@lru_cache(maxsize=2)
def rules(pack: str = "cn_insurer") -> ReviewRules:
    return read_pack(pack).on(TODAY).review


def case(**changes: Any) -> Case:
    it = Case(
        id="K-1",
        customer="C-1",
        branch=BRANCH,
        state=State.OPEN,
        version=1,
        triggers=(Trigger.FIRST_GRADING,),
        grade=Grade.ORDINARY,
        assessment="A-1",
        pending_hits=0,
        opened_at=NOW,
        due_on=date(2026, 12, 7),
    )
    return msgspec.structs.replace(it, **changes)


def graded(raw: Mapping[str, Any]) -> Case:
    """A case from ``{grade, state, proposed_grade …}`` in plain words."""
    words = {"grade": Grade, "proposed_grade": Grade, "state": State}
    return case(**{name: words.get(name, lambda value: value)(value) for name, value in raw.items()})


def move(now: Case, raw: Mapping[str, Any], basis: Basis) -> Move:
    """A move from ``{do, grade, until, disposition, reason, text, length, version}``; what is not said is in order."""
    action = Action(raw["do"].split()[1])
    grade = raw.get("grade")
    disposition = raw.get("disposition")
    made = Move(
        action=action,
        version=raw.get("version", now.version),
        form="f",
        text="字" * raw["length"] if "length" in raw else raw.get("text", "" if "reason" in raw else "已核实有关资料"),
        grade=None if grade is None else Grade(grade),
        override_until=raw.get("until"),
        disposition=None if disposition is None else DispositionKind(disposition),
    )
    return msgspec.structs.replace(made, reason=raw.get("reason", _any_reason(made, basis)))


def _any_reason(made: Move, basis: Basis) -> str:
    kind: ReasonKind | None = reason_kind(made, basis)
    return "" if kind is None else rules().reasons[kind][0].id
