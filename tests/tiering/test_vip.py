"""Who decides, who learns the outcome, and when a customer is evaluated again."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from amlrisk.policy.value_vocabulary import EARNED, Tier
from amlrisk.review.authority import Officer, Role
from amlrisk.tiering.vip import (
    Filed,
    Stage,
    Verdict,
    again_on,
    decided_so_that_due,
    is_another_person,
    may_apply_for,
    may_see_outcome,
)
from tests.store.test_vip_applications import asked, decided, valued
from tests.tiering.scenarios import rules

RULES = rules()

DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))


def who(id: str, role: Role = Role.SERVICE) -> Officer:
    return Officer(id=id, name=id, role=role, branches=("*",))


@pytest.mark.parametrize("tier", [Tier.STANDARD, *EARNED])
def test_no_more_may_be_applied_for_than_the_value_reaches(tier: Tier) -> None:
    allowed = may_apply_for(msgspec.structs.replace(valued(), tier=tier))
    assert set(allowed) == {each for each in EARNED if each.rank <= tier.rank}
    assert list(allowed) == sorted(allowed, key=lambda each: -each.rank)


def test_without_a_value_nothing_may_be_applied_for() -> None:
    assert may_apply_for(None) == ()


@pytest.mark.parametrize(("actor", "another"), [("wu", False), ("WU", False), (" Wu ", False), ("wu2", True)])
def test_another_person_decides(actor: str, another: bool) -> None:
    assert is_another_person(asked(by="wu"), actor) is another


@pytest.mark.parametrize("verdict", [Verdict.APPROVED, Verdict.REFUSED])
def test_the_outcome_is_for_those_who_see_reasons(verdict: Verdict) -> None:
    filed = Filed(application=asked(by="wu"), decision=decided(verdict))
    by_role = {role: may_see_outcome(filed, who("wu", role)) for role in Role}
    assert {role for role, sees in by_role.items() if sees} == {
        Role.ANALYST,
        Role.REVIEWER,
        Role.MANAGER,
        Role.AUDITOR,
    }


def test_what_nobody_decided_is_no_secret() -> None:
    assert may_see_outcome(Filed(application=asked()), who("other"))
    withdrawn = Filed(application=asked(), decision=decided(Verdict.WITHDRAWN))
    assert withdrawn.stage is Stage.WITHDRAWN
    assert may_see_outcome(withdrawn, who("other"))


@pytest.mark.parametrize(("verdict", "approved_on"), [(None, None), (Verdict.APPROVED, date(2026, 3, 2))])
def test_a_status_is_applied_for_or_approved(verdict: Verdict | None, approved_on: date | None) -> None:
    status = Filed(application=asked(), decision=None if verdict is None else decided(verdict)).status
    assert status is not None
    assert (status.tier, status.approved_on) == (Tier.GOLD, approved_on)


@pytest.mark.parametrize("verdict", [Verdict.REFUSED, Verdict.WITHDRAWN])
def test_refused_or_withdrawn_is_no_status(verdict: Verdict) -> None:
    assert Filed(application=asked(), decision=decided(verdict)).status is None


@given(DAYS)
def test_what_is_due_is_what_was_decided_a_year_ago(on: date) -> None:
    last = decided_so_that_due(on, RULES)
    assert again_on(last, RULES) <= on < again_on(last + timedelta(days=1), RULES)


@pytest.mark.parametrize(
    ("on", "last"),
    [
        (date(2027, 3, 1), date(2026, 3, 1)),
        (date(2029, 2, 28), date(2028, 2, 29)),
        (date(2028, 2, 29), date(2027, 2, 28)),
    ],
)
def test_leap_days_are_due_on_the_last_of_february(on: date, last: date) -> None:
    assert decided_so_that_due(on, RULES) == last
