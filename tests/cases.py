"""Officers and what they do to cases, for the tests of services and edges."""

from __future__ import annotations

import json
from itertools import count
from typing import Any

from amlrisk.policy.vocabulary import Grade
from amlrisk.review.authority import ALL_BRANCHES, Officer, Role
from amlrisk.review.model import Action, Case
from amlrisk.review.moves import Move
from amlrisk.screening.model import DispositionKind
from amlrisk.services.act_on_case import CaseMove, HitDecision, act_on_case
from amlrisk.services.check_customer import check_customer
from amlrisk.services.system import System
from amlrisk.store.accounts import Account
from tests.systems import NAMESAKE, customer

#: A reason of the pack's lists for each kind of step, and words where they are needed.
REASONS = {
    Action.PROPOSE: "agrees_with_rules",
    Action.CONFIRM: "agrees",
    Action.DIFFER: "weighs_otherwise",
    Action.SETTLE: "first_right",
    Action.APPROVE: "approved",
    Action.RETURN: "evidence_missing",
}
HIT_REASONS = {
    DispositionKind.FALSE_POSITIVE: "birth_differs",
    DispositionKind.TRUE_MATCH: "name_and_birth",
    DispositionKind.INCONCLUSIVE: "listed_too_little",
}
_forms = count(1)


def officer(role: Role, id: str | None = None, *branches: str) -> Officer:
    return Officer(id=id or role.value, name=f"测试{role.value}", role=role, branches=branches or (ALL_BRANCHES,))


ANALYST, REVIEWER, MANAGER = (officer(role) for role in (Role.ANALYST, Role.REVIEWER, Role.MANAGER))


def hired(system: System, person: Officer, *, disabled: bool = False) -> Officer:
    """An account for the officer."""
    now = system.now()
    system.store.accounts.add(
        Account(
            id=person.id,
            name=person.name,
            role=person.role,
            branches=person.branches,
            password=None,
            must_change=False,
            subject=None,
            failures=0,
            locked_until=None,
            created_at=now,
            disabled_at=now if disabled else None,
        )
    )
    return person


def checked(system: System, ref: str = "C-1", **changes: Any) -> dict[str, Any]:
    """A check of a customer who shares a name with the test list."""
    answer: dict[str, Any] = json.loads(check_customer(system, customer(ref, **{"subject": NAMESAKE, **changes})))
    return answer


def case_of(system: System, ref: str = "C-1") -> Case:
    """The customer's open case."""
    return system.store.cases.open_of([ref])[ref]


def asked(case: Case, action: Action, *, hit: HitDecision | None = None, **fields: Any) -> CaseMove:
    """A step on the case as it is seen, with a reason that will do and a form of its own."""
    reason = HIT_REASONS[hit.kind] if hit is not None else REASONS.get(action, "")
    move = {"version": case.version, "form": f"form-{next(_forms)}", "reason": reason, "text": "已核对证件", **fields}
    return CaseMove(case=case.id, move=Move(action=action, **move), hit=hit)


def act(system: System, who: Officer, case: Case, action: Action, **fields: Any) -> Case:
    return act_on_case(system, who, asked(case, action, **fields))


def hit(kind: DispositionKind = DispositionKind.FALSE_POSITIVE, entity: str = "T-4", **changes: Any) -> HitDecision:
    return HitDecision(**{"party": "subject", "source": "listed", "entity": entity, "kind": kind, **changes})


def cleared(system: System, ref: str = "C-1", who: Officer = ANALYST) -> Case:
    """The case of a checked customer after its only hit was cleared."""
    return act(system, who, case_of(system, ref), Action.DECIDE_HIT, hit=hit())


def proposed(system: System, grade: Grade = Grade.GENERAL, *, ref: str = "C-1", **fields: Any) -> Case:
    return act(system, ANALYST, cleared(system, ref), Action.PROPOSE, grade=grade, **fields)
