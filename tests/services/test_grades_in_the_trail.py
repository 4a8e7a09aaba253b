"""Every assessment is bound to the audit trail, whatever set it off."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from amlrisk.jobs.grade_run import Scope, grade_run
from amlrisk.services.check_customer import check_batch, check_customer
from amlrisk.services.save_customer import save_customer
from amlrisk.services.system import System
from amlrisk.store.audit import AuditEvent
from tests.systems import customer, put_list, system_for


@pytest.fixture
def system(tmp_path: Path) -> Iterator[System]:
    system = system_for(tmp_path)
    put_list(system)
    yield system
    system.store.close()


def grades(system: System) -> list[AuditEvent]:
    return [event for event in system.store.audit.events(None, 1000) if event.kind == "graded"]


def sha256(system: System, id: str) -> str:
    return hashlib.sha256(system.store.assessments.document(id)).hexdigest()


def test_a_check_names_who_asked_and_what_was_answered(system: System) -> None:
    check_customer(system, customer("C-1"), actor="key-1")
    (event,) = grades(system)
    (id,) = system.store.assessments.current(["C-1"]).values()
    assert (event.actor, event.subject) == ("key-1", "C-1")
    assert event.detail == {
        "occasion": "check",
        "assessment": id,
        "grade": "general",
        "decision": "accept",
        "sha256": sha256(system, id),
    }


def test_facts_that_did_not_change_grade_nothing(system: System) -> None:
    save_customer(system, "C-1", customer("C-1"), actor="key-2")
    save_customer(system, "C-1", customer("C-1"), actor="key-2")
    (event,) = grades(system)
    assert (event.actor, event.detail["occasion"]) == ("key-2", "facts_changed")


def test_many_are_one_event_over_all_their_documents(system: System) -> None:
    check_batch(system, [customer(f"C-{n}") for n in range(3)], actor="key-1")
    run = grade_run(system, Scope("all"), cause="test")
    batch, all_of_them = grades(system)
    ids = sorted(system.store.assessments.current([f"C-{n}" for n in range(3)]).values())
    assert (batch.subject, batch.detail["graded"]) == ("check", "3")
    assert (all_of_them.subject, all_of_them.actor) == (run.id, "system")
    assert (all_of_them.detail["from"], all_of_them.detail["to"]) == (ids[0], ids[-1])
    together = "".join(sha256(system, id) for id in ids)
    assert all_of_them.detail["sha256"] == hashlib.sha256(together.encode()).hexdigest()
    assert system.store.audit.verify() is None
