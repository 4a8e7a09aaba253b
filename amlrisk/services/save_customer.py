"""Save what is known of a customer, and grade them again at once where it changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from amlrisk.errors import InvalidInput, Issue
from amlrisk.services.assessing import Assessor, Occasion
from amlrisk.services.check_customer import record, take_in
from amlrisk.services.identity import SYSTEM
from amlrisk.services.reported_events import with_reported
from amlrisk.services.same_lists import anew_where_lists_move, require_in_force
from amlrisk.services.system import System


@dataclass(frozen=True, slots=True)
class Saved:
    """Which customer, and what the facts were compared with those kept before."""

    ref: str
    outcome: Literal["added", "changed", "unchanged"]


@anew_where_lists_move
def save_customer(system: System, ref: str, raw: Mapping[str, object], *, actor: str = SYSTEM) -> Saved:
    """Save the facts and append an assessment, in one transaction; facts that did not change do neither.

    A change of key identity data calls for an immediate re-grading, and grades are never kept
    beside facts they do not belong to: where the customer cannot be graded now (``UnavailableError``), nothing
    is saved. Raises ``InvalidInput``, also where the facts speak of another customer than ``ref``.
    """
    customer = take_in(system, raw)
    if customer.ref != ref:
        raise InvalidInput(
            (
                Issue(
                    path="ref",
                    code="ref_conflict",
                    zh=f"与地址中的客户编号“{ref[:64]}”不一致",
                    en=f"is not the reference in the address, “{ref[:64]}”",
                ),
            )
        )
    assessor = Assessor.of(system)
    hits = assessor.screen([customer])
    store = system.store
    with store.transaction():
        store.customers.hold([ref])
        require_in_force(system, assessor.in_force.lists)
        now = system.now()
        (customer,) = with_reported(store, [customer])
        outcome = store.customers.save(customer, now)
        if outcome != "unchanged" or ref not in store.assessments.current([ref]):
            record(system, assessor, [customer], hits, Occasion("facts_changed", now, actor=actor))
    return Saved(ref=ref, outcome=_outcome(outcome))


def _outcome(text: str) -> Literal["added", "changed", "unchanged"]:
    return "added" if text == "added" else "changed" if text == "changed" else "unchanged"
