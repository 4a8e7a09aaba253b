"""Give cases to somebody, one or many at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from amlrisk.errors import AmlriskError, UnavailableError
from amlrisk.review.authority import Officer
from amlrisk.review.model import Action, Case
from amlrisk.review.moves import Move
from amlrisk.services.act_on_case import CaseMove, act_on_case
from amlrisk.services.assigning import require_assignee
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
    if assignee is not None:
        require_assignee(system, assignee)
    cases, refused = [], {}
    for id in dict.fromkeys(ids):
        try:
            cases.append(_assign(system, officer, id, assignee, form))
        except UnavailableError:
            raise
        except AmlriskError as error:
            refused[id] = error
    return Assigned(tuple(cases), refused)


def _assign(system: System, officer: Officer, id: str, assignee: str | None, form: str) -> Case:
    case = system.store.cases.get(id)
    move = Move(
        action=Action.ASSIGN,
        version=case.version,
        form=f"{form}/{id}" if form else "",
        assignee=assignee,
    )
    return act_on_case(system, officer, CaseMove(case=id, move=move))
