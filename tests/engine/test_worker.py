"""A worker answers what a run on the same facts records."""

from __future__ import annotations

import dataclasses

import msgspec
import pytest

from amlrisk.engine.asking import asks_of
from amlrisk.engine.model import Ask, Briefing, outcome_digest
from amlrisk.engine.worker import Worker
from amlrisk.jobs.grade_run import Scope, grade_run
from amlrisk.services.assessing import Assessor, Occasion
from amlrisk.services.system import System
from tests.engine.books import Neighbour, asked, read


def test_the_answers_are_what_a_run_records(book: System) -> None:
    answers = {answer.ref: read(answer) for answer in asked(book, Neighbour())}
    run = grade_run(book, Scope("all"), cause="test")
    for ref in book.store.customers.all_refs():
        recorded = book.store.assessments.latest(ref)
        assert recorded is not None
        assert outcome_digest(recorded) == outcome_digest(msgspec.structs.replace(answers[ref], run=run.id))


def test_earlier_grades_and_decisions_are_taken_into_account(book: System) -> None:
    first, second = (read(answer) for answer in asked(book, Neighbour())[:8:7])
    assert first.supersedes is not None
    assert [hit.disposition for hit in first.hits] == ["false_positive"]
    assert [hit.disposition for hit in second.hits] == [None]
    assert first.outcome.decision != second.outcome.decision


def test_whoever_cannot_be_read_stops_nobody(book: System) -> None:
    assessor = Assessor.of(book)
    first, second, third = asks_of(book, assessor, ["C-00000", "C-00001", "C-00002"])
    asks = [first, msgspec.structs.replace(second, facts=b"{}"), msgspec.structs.replace(third, before=b"no")]
    briefing = Briefing.of(assessor, Occasion("run", book.now()))
    good, *bad = Neighbour().grade(briefing, assessor.in_force.index, asks)
    assert good.document is not None
    assert [(answer.ref, answer.failure, answer.document) for answer in bad] == [
        ("C-00001", "unexpected", None),
        ("C-00002", "unexpected", None),
    ]


def test_nobody_is_nobody(book: System) -> None:
    assessor = Assessor.of(book)
    asks: list[Ask] = []
    briefing = Briefing.of(assessor, Occasion("run", book.now()))
    assert Neighbour().grade(briefing, assessor.in_force.index, asks) == []


def test_an_index_over_other_lists_is_refused(book: System) -> None:
    assessor = Assessor.of(book)
    briefing = Briefing.of(assessor, Occasion("run", book.now()))
    with pytest.raises(ValueError, match="not the one of the briefing"):
        Worker(dataclasses.replace(briefing, index="other"), assessor.in_force.index)
