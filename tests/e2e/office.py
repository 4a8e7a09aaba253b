"""A branch of its own for a test: people who work there, and customers whose cases wait for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from amlrisk.review.authority import Role
from amlrisk.review.model import Action, Case, CaseEvent
from amlrisk.review.moves import Move
from amlrisk.services.accounts import add_account
from amlrisk.services.act_on_case import CaseMove, act_on_case
from amlrisk.services.save_customer import save_customer
from amlrisk.services.system import System
from amlrisk.store.accounts import Account
from tests.systems import customer

#: Of everybody who is made here.
PASSWORD = "seven-herons-by-the-lake"

#: People who share a name with somebody of the demonstration's lists, and nothing that tells them apart.
SANCTIONED = {"name": "单鹤鸣", "gender": "male", "nationalities": ["CN"]}
ALSO_SANCTIONED = {"name": "欧阳岚溪", "gender": "female", "nationalities": ["CN"]}
MINISTER = {"name": "Casimiro Demonte Alvarenga", "gender": "male", "nationalities": ["PY"]}
BANKER = {"name": "Tariq Mansour al-Demoudi", "gender": "male", "nationalities": ["KW"]}


@dataclass(frozen=True)
class Office:
    """``branch`` is also what the ids of its people and customers begin with."""

    system: System
    branch: str

    def hire(self, role: Role, number: int = 1, **changes: Any) -> Account:
        """Somebody of ``role`` who works for this branch alone."""
        id = f"{self.branch.lower()}-{role}-{number}"
        found = self.system.store.accounts.find(id)
        return found or add_account(
            self.system,
            **{"name": f"{self.branch} {role} {number}", "branches": (self.branch,), **changes},
            id=id,
            role=role,
            password=PASSWORD,
            actor="test",
            must_change=False,
        )

    def take_in(self, number: int = 1, *others: dict[str, Any], **changes: Any) -> str:
        """The reference of a customer of this branch with a beneficiary for each of ``others``."""
        ref = f"{self.branch}-{number}"
        roles = [{"roles": ["beneficiary"], "kind": "natural", **each} for each in others]
        save_customer(self.system, ref, customer(ref, branch=self.branch, **{"parties": roles, **changes}))
        return ref

    def case(self, ref: str) -> Case:
        """The customer's latest case."""
        return self.system.store.cases.of_customer(ref)[0]

    def events(self, ref: str, action: Action) -> list[CaseEvent]:
        """What was done of this kind to the customer's latest case."""
        return [each for each in self.system.store.cases.events(self.case(ref).id) if each.action is action]

    def propose(self, ref: str, who: Account) -> Case:
        """The case, its first grading taken by ``who``; it has no undecided hit."""
        case = self.case(ref)
        move = Move(
            action=Action.PROPOSE,
            version=case.version,
            form=f"{ref}/propose/{case.version}",
            reason="agrees_with_rules",
            grade=case.grade,
        )
        return act_on_case(self.system, who.officer, CaseMove(case=case.id, move=move))
