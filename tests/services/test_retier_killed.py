"""A customer is confirmed as listed: grade, case, suspension and trail change together, or nothing does.

The decision is broken off before each of its writes in turn and before its end, by a fault and by SIGKILL.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from amlrisk.policy.value_vocabulary import Tier
from amlrisk.policy.vocabulary import Grade
from amlrisk.review.model import Action
from amlrisk.screening.model import DispositionKind
from amlrisk.services.decide_hit import decide_hit
from amlrisk.services.membership import accept, invite
from amlrisk.services.system import System
from amlrisk.store.connection import Database
from tests.cases import ANALYST, act, case_of, checked, cleared, hit
from tests.services.test_decide_hit import decision
from tests.services.test_membership import SERVICE
from tests.tiers import tier_now, valued

TABLES = (
    "assessments",
    "current_assessments",
    "grade_changes",
    "dispositions",
    "cases",
    "case_events",
    "tier_evaluations",
    "current_tiers",
    "membership_entries",
    "audit_events",
    "audit_head",
)


def in_case(system: System) -> None:
    act(system, ANALYST, case_of(system), Action.DECIDE_HIT, hit=hit(DispositionKind.TRUE_MATCH))


def by_key(system: System) -> None:
    decide_hit(system, decision(DispositionKind.TRUE_MATCH))


WAYS = pytest.mark.parametrize("confirm", [in_case, by_key])


@pytest.fixture
def member(on_both: System) -> System:
    """A member of platinum with a case, whose hit was taken for a namesake's until now."""
    checked(on_both)
    cleared(on_both)
    valued(on_both, Tier.PLATINUM)
    invite(on_both, SERVICE, "C-1")
    accept(on_both, SERVICE, "C-1")
    assert tier_now(on_both).effective is Tier.PLATINUM
    return on_both


def rows(system: System) -> dict[str, list[tuple[Any, ...]]]:
    """Everything there is, whatever the order it comes in."""
    return {table: sorted(system.store.database.rows(f"SELECT * FROM {table}"), key=repr) for table in TABLES}


class Broken(Exception):
    """Not an error that anybody would expect, and so not one that anybody handles."""


@contextmanager
def broken_off(at: int, how: Callable[[], None]) -> Iterator[list[int]]:
    """``how`` comes before the write of that number, counted from 1; the numbers of the writes that were made."""
    made: list[int] = []
    write, write_many = Database.write, Database.write_many

    def counted(self: Database, *given: Any) -> int:
        _next(made, at, how)
        return write(self, *given)

    def counted_many(self: Database, *given: Any) -> None:
        _next(made, at, how)
        write_many(self, *given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Database, "write", counted)
        patch.setattr(Database, "write_many", counted_many)
        yield made


def _next(made: list[int], at: int, how: Callable[[], None]) -> None:
    if len(made) + 1 == at:
        how()
    made.append(len(made) + 1)


def fault() -> None:
    raise Broken


def killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def is_whole(system: System, before: dict[str, list[tuple[Any, ...]]]) -> bool:
    """Whether all of it is there: every table has what belongs to the decision."""
    after, found = rows(system), tier_now(system)
    grown = {table for table in TABLES if len(after[table]) > len(before[table])}
    assessment = system.store.assessments.latest("C-1")
    assert assessment is not None
    return (
        {"assessments", "grade_changes", "dispositions", "case_events", "tier_evaluations", "audit_events"} == grown
        and assessment.outcome.grade is Grade.UNACCEPTABLE
        and (found.effective, found.suspended) == (Tier.NONE, True)
        and found.membership is not None
        and case_of(system).grade is Grade.UNACCEPTABLE
        and {event.kind for event in system.store.audit.recent(2)} == {"tiered", "disposition"}
        and system.store.audit.verify() is None
    )


@WAYS
def test_a_fault_before_any_write_leaves_everything_as_it_was(
    member: System, confirm: Callable[[System], None]
) -> None:
    before, at = rows(member), 0
    while True:
        at += 1
        with broken_off(at, fault) as made:
            try:
                confirm(member)
            except Broken:
                assert rows(member) == before, at
                continue
        break
    assert len(made) == at - 1
    assert at > 10, "assessment, grade, disposition, case, event, tier and trail are writes of their own"
    assert is_whole(member, before)


@WAYS
def test_a_kill_before_any_write_leaves_all_as_it_was(member: System, confirm: Callable[[System], None]) -> None:
    before, at = rows(member), 0
    while True:
        at += 1
        member.store.close()  # no connection may be shared across a fork
        if in_child(member, lambda: confirm(member), at):
            break
        assert rows(member) == before, at
    assert at > 10
    assert is_whole(member, before)


@WAYS
def test_a_kill_after_the_last_write_and_before_the_end_does_so_too(
    member: System, confirm: Callable[[System], None]
) -> None:
    before = rows(member)
    member.store.close()

    def confirmed() -> None:
        with member.store.transaction():
            confirm(member)
            killed()

    assert not in_child(member, confirmed, 0)
    assert rows(member) == before


def in_child(system: System, do: Callable[[], None], at: int) -> bool:
    """Whether a process of its own came to the end of it, killed before the write of that number."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            with broken_off(at, killed):
                do()
            system.store.close()
            code = 0
        finally:
            os._exit(code)
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFEXITED(status)
