"""What is due today, and who is new and until when."""

from __future__ import annotations

import json
from datetime import date

import pytest

from amlrisk.jobs.grade_run import Scope, grade_run
from amlrisk.services import due_work as module
from amlrisk.services.check_customer import check_customer
from amlrisk.services.due_work import due_work, newcomers
from amlrisk.services.import_customers import import_customers
from amlrisk.services.system import System
from tests.systems import NAMESAKE, Clock, customer


def bring_in(system: System, *customers: dict[str, object]) -> None:
    path = system.settings.home / "book.jsonl"
    path.write_text("\n".join(map(json.dumps, customers)) + "\n", encoding="utf-8")
    import_customers(system, path, path.with_suffix(".rejects"), actor="test")


def test_new_customers_and_until_when(on_both: System, clock: Clock) -> None:
    """On Wednesday 15 July 2026: ten working days before is the 1st, and who began on that day has until today."""
    bring_in(
        on_both,
        customer("C-1", relationship_on="2026-07-01"),
        customer("C-2", relationship_on="2026-06-30"),
        customer("C-3", relationship_on=None),
    )
    found = newcomers(on_both)
    assert (found.total, found.late) == (3, 1)
    assert [(each.ref, str(each.start), str(each.by)) for each in found.first] == [
        ("C-2", "2026-06-30", "2026-07-14"),
        ("C-1", "2026-07-01", "2026-07-15"),
        ("C-3", "2026-07-15", "2026-07-29"),
    ]
    clock.advance(days=1)
    assert newcomers(on_both).late == 2
    grade_run(on_both, Scope("due"), cause="test")
    assert newcomers(on_both).total == 0


def test_the_most_urgent_are_named_however_many_there_are(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_NAMED", 2)
    days = [f"2026-07-{day:02}" for day in (9, 3, 7, 2, 8, 1, 6)]
    bring_in(system, *(customer(f"C-{n}", relationship_on=day) for n, day in enumerate(days)))
    found = newcomers(system)
    assert (found.total, [each.ref for each in found.first]) == (7, ["C-5", "C-3"])


def test_what_is_due(on_both: System, clock: Clock) -> None:
    check_customer(on_both, customer("C-1"))
    check_customer(on_both, customer("C-2", subject=NAMESAKE))
    bring_in(on_both, customer("C-3"), customer("C-1", phone="13911111111"))
    work = due_work(on_both)
    assert work.on == date(2026, 7, 15)
    assert (work.reviews, work.to_grade, work.newcomers.total) == (0, 2, 1)
    assert (work.open, work.due_today, work.overdue) == (1, 0, 0)
    clock.advance(days=2)
    assert (due_work(on_both).overdue, due_work(on_both).due_today) == (1, 0)
