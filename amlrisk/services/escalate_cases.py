"""Tell managers of the cases that have been overdue for too long."""

from __future__ import annotations

from amlrisk.review.due import to_escalate
from amlrisk.review.model import Action, Case, CaseEvent
from amlrisk.review.opening import escalated
from amlrisk.services.retier import retier
from amlrisk.services.system import System
from amlrisk.store.cases import Step

_AT_ONCE = 500


def escalate_cases(system: System, *, actor: str) -> list[Case]:
    """Escalate every case that the policy says is late enough, once each; those cases, the longest overdue first."""
    rules = system.rules()
    done: list[Case] = []
    after = None
    while True:
        late = system.store.cases.not_escalated(rules.on, _AT_ONCE, after)
        due = [case for case in late if to_escalate(case, rules.review, rules.on)]
        done += _escalate(system, due, actor) if due else []
        # What is due later is escalated later.
        if len(late) < _AT_ONCE or len(due) < len(late):
            return done
        after = (late[-1].due_on, late[-1].id)


def _escalate(system: System, cases: list[Case], actor: str) -> list[Case]:
    """Those of them that still are as they were found, in one transaction."""
    store, rules = system.store, system.rules()
    with store.transaction():
        store.customers.hold(case.customer for case in cases)
        now = system.now()
        open_now = store.cases.open_of(case.customer for case in cases)
        steps = []
        for found in cases:
            case = open_now.get(found.customer)
            if case is None or case.id != found.id or not to_escalate(case, rules.review, rules.on):
                continue
            after = escalated(case, now)
            event = CaseEvent(
                case=case.id, seq=after.version, at=now, actor=actor, action=Action.ESCALATED, state=case.state
            )
            steps.append(Step(case=after, events=(event,)))
        store.cases.advance(steps)
        retier(system, [step.case.customer for step in steps], "case_escalated", now)
        if steps:
            store.audit.append("cases_escalated", actor, "cases", {"cases": [step.case.id for step in steps]}, now)
    return [step.case for step in steps]
