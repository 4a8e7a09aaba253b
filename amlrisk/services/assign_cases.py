"""Give cases to somebody, one or many at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from amlrisk.errors import AmlriskError, InvalidInput, Issue, UnavailableError
from amlrisk.review.authority import Officer, Permission
from amlrisk.review.model import Action, Case
from amlrisk.review.moves import Move
from amlrisk.services.act_on_case import CaseMove, act_on_case
from amlrisk.services.system import System


@dataclass(frozen=True, slots=True)
class Assigned:
    """The cases as they are now, and why others were left as they were, by id."""

    cases: tuple[Case, ...]
    refused: dict[str, AmlriskError]


def assign_cases(
    system: System, officer: Officer, ids: Sequence[str], assignee: str | None, *, form: str = ""
) -> Assigned:
    """Give each of these cases to ``assignee``, or to nobody; every case is a transaction of its own.

    Raises ``InvalidInput`` for an assignee who does not exist, is disabled or decides no cases, and where the store
    cannot be written.
    """
    person = None if assignee is None else _person(system, assignee)
    cases, refused = [], {}
    for id in dict.fromkeys(ids):
        try:
            cases.append(_assign(system, officer, id, person, form))
        except UnavailableError:
            raise
        except AmlriskError as error:
            refused[id] = error
    return Assigned(tuple(cases), refused)


def _assign(system: System, officer: Officer, id: str, person: Officer | None, form: str) -> Case:
    case = system.store.cases.get(id)
    if person is not None and not person.sees(case.branch):
        raise _refused("other_branch", "该人员看不到案件所属机构", "does not see the branch of the case")
    move = Move(
        action=Action.ASSIGN,
        version=case.version,
        form=f"{form}/{id}" if form else "",
        assignee=None if person is None else person.id,
    )
    return act_on_case(system, officer, CaseMove(case=id, move=move))


def _person(system: System, id: str) -> Officer:
    account = system.store.accounts.find(id)
    if account is None or account.disabled_at is not None or not account.officer.may(Permission.DECIDE_HITS):
        raise _refused("unknown_assignee", "不是可处理案件的在用账号", "is no active account that decides cases")
    return account.officer


def _refused(code: str, zh: str, en: str) -> InvalidInput:
    return InvalidInput((Issue(path="assignee", code=code, zh=zh, en=en),))
