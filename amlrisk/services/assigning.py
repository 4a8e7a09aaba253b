"""To whom a case goes by itself: the analyst of its branch who has the fewest."""

from __future__ import annotations

from datetime import datetime

import msgspec

from amlrisk.errors import InvalidInput, Issue
from amlrisk.review.authority import ALL_BRANCHES, Officer, Permission, Role
from amlrisk.review.model import Action, Case, CaseEvent
from amlrisk.services.identity import SYSTEM
from amlrisk.services.system import System


def require_assignee(system: System, id: str, branch: str | None = ALL_BRANCHES) -> None:
    """Raises ``InvalidInput`` for somebody with whom a case of ``branch`` (of any, without one) would wait for ever."""
    account = system.store.accounts.find(id)
    if account is None or account.disabled_at is not None or not account.officer.may(Permission.DECIDE_HITS):
        raise _refused("unknown_assignee", "不是可处理案件的在用账号", "is no active account that decides cases")
    if branch != ALL_BRANCHES and not account.officer.sees(branch):
        raise _refused("other_branch", "该人员看不到案件所属机构", "does not see the branch of the case")


def _refused(code: str, zh: str, en: str) -> InvalidInput:
    return InvalidInput((Issue(path="assignee", code=code, zh=zh, en=en),))


class Assigning:
    """For one transaction: analysts and what they have is read when the first case asks, then counted along."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._officers: list[Officer] | None = None
        self._loads: dict[str, int] = {}

    def least_loaded(self, branch: str | None) -> str | None:
        """An active analyst who sees the branch, and counts the case as theirs; None where there is none."""
        analysts = [officer.id for officer in self._analysts() if officer.sees(branch)]
        if not analysts:
            return None
        chosen = min(analysts, key=lambda id: (self._loads.get(id, 0), id))
        self._loads[chosen] = self._loads.get(chosen, 0) + 1
        return chosen

    def moved(self, case: Case, now: datetime) -> tuple[Case, CaseEvent]:
        """The case, whose customer is in another branch now, given to somebody there; and the event of it."""
        after = msgspec.structs.replace(case, version=case.version + 1, assignee=self.least_loaded(case.branch))
        event = CaseEvent(
            case=case.id,
            seq=after.version,
            at=now,
            actor=SYSTEM,
            action=Action.ASSIGN,
            state=case.state,
            assignee=after.assignee,
        )
        return after, event

    def _analysts(self) -> list[Officer]:
        if self._officers is None:
            self._officers = [account.officer for account in self._system.store.accounts.active([Role.ANALYST])]
            self._loads = self._system.store.cases.workload(officer.id for officer in self._officers)
        return self._officers
