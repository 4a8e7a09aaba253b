from __future__ import annotations

import pytest

from amlrisk.review.model import Action
from amlrisk.services import escalate_cases as module
from amlrisk.services.escalate_cases import escalate_cases
from amlrisk.services.system import System
from tests.cases import ANALYST, act, case_of, checked
from tests.systems import Clock


def test_the_policy_says_when_it_is_too_late(on_both: System, clock: Clock) -> None:
    """Due on Thursday the 16th; two working days later it is Monday the 20th."""
    checked(on_both)
    clock.advance(days=4)
    assert escalate_cases(on_both, actor="cron") == []
    clock.advance(days=1)
    (case,) = escalate_cases(on_both, actor="cron")
    assert (case.customer, case.escalated_at) == ("C-1", clock.now)
    assert case_of(on_both) == case
    last = on_both.store.cases.events(case.id)[-1]
    assert (last.action, last.actor, last.seq) == (Action.ESCALATED, "cron", case.version)
    event = on_both.store.audit.recent(1)[0]
    assert (event.kind, event.detail["cases"]) == ("cases_escalated", [case.id])
    assert escalate_cases(on_both, actor="cron") == [], "once"
    act(on_both, ANALYST, case, Action.COMMENT)


def test_every_late_case_whatever_their_number(system: System, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_AT_ONCE", 2)
    for n in range(5):
        checked(system, f"C-{n}")
    clock.advance(days=6)
    assert len({case.id for case in escalate_cases(system, actor="cron")}) == 5
