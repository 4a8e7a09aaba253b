from __future__ import annotations

from datetime import date

import pytest

from amlrisk.policy.vocabulary import Grade
from amlrisk.review.model import Override, State
from amlrisk.review.overrides import applied, override_of
from tests.review.people import NOW, case

UNTIL = date(2027, 3, 1)


@pytest.mark.parametrize(("settler", "author"), [(None, "ana"), ("mia", "mia")])
def test_whoever_gave_the_grade_is_the_author(settler: str | None, author: str) -> None:
    it = case(
        state=State.CLOSED,
        proposer="ana",
        confirmer="rev",
        settler=settler,
        proposed_grade=Grade.GENERAL,
        override_until=UNTIL,
    )
    made = override_of(it, "mitigated", "已核实", "man", NOW)
    assert made == Override(
        customer="C-1",
        case="K-1",
        grade=Grade.GENERAL,
        reason="mitigated",
        text="已核实",
        author=author,
        approver="man",
        approved_at=NOW,
        expires_on=UNTIL,
    )
    held = applied(made)
    assert held is not None
    assert (held.grade, held.case, held.author, held.approver) == (Grade.GENERAL, "K-1", author, "man")


def test_the_computed_grade_is_no_override() -> None:
    it = case(state=State.CLOSED, proposer="ana", confirmer="rev", proposed_grade=Grade.ORDINARY)
    assert override_of(it, "agrees_with_rules", "", "man", NOW) is None
    assert applied(None) is None
