"""A run by an engine ends as one without: everybody once, cases opened, nothing lost on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from amlrisk.engine.local import LocalEngine
from amlrisk.engine.model import Engine, outcome_digest
from amlrisk.engine.run import regrade_by
from amlrisk.engine.spark import SparkEngine
from amlrisk.errors import EngineFailed
from amlrisk.jobs.grade_run import Scope, grade_run
from amlrisk.services.system import System
from amlrisk.store.runs import RunStatus
from tests.engine.books import Neighbour
from tests.jobs.test_grade_run import once_each
from tests.systems import LISTED, put_list

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


def _fails() -> None:
    raise EngineFailed(engine="test", detail="broken")


def _through(system: System, engine: Engine) -> None:
    run = regrade_by(system, engine, cause="test")
    assert (run.status, run.done, run.failed) == (RunStatus.DONE, 60, 0)
    assert once_each(system, run.id)
    assert system.store.cases.open_of(["C-00007"]).keys() == {"C-00007"}


@pytest.mark.parametrize("engine", [LocalEngine(), Neighbour()])
def test_everybody_once_and_the_cases_with_them(book: System, engine: Engine) -> None:
    _through(book, engine)


def test_the_same_by_spark(spark: SparkSession, book: System) -> None:
    _through(book, SparkEngine(spark, batch=40))


def test_an_engine_that_breaks_loses_nothing_and_the_next_goes_on(book: System) -> None:
    with pytest.raises(EngineFailed):
        regrade_by(book, Neighbour(lambda: None, _fails), cause="test")
    left = grade_run(book, Scope("all"), cause="test")
    assert (left.status, left.done) == (RunStatus.DONE, 60)
    assert once_each(book, left.id)
    assert book.store.runs.unfinished(left.kind, left.subject) is None


def test_answers_by_lists_that_changed_meanwhile_are_not_recorded(book: System) -> None:
    moved = Neighbour(lambda: put_list(book, [*LISTED, "T-9,Person,林晓雨,1990-05-06,CN,"]))
    run = regrade_by(book, moved, cause="test")
    assert once_each(book, run.id)
    in_force = book.desk.infos()["listed"].content_sha256
    for ref in book.store.customers.all_refs():
        latest = book.store.assessments.latest(ref)
        assert latest is not None
        assert latest.hits
        assert [each.content_sha256 for each in latest.lists] == [in_force]


def test_whoever_was_graded_meanwhile_is_graded_after_that(book: System) -> None:
    run = regrade_by(book, Neighbour(lambda: _graded_by_hand(book)), cause="test")
    assert once_each(book, run.id)
    by_run, by_hand, _ = book.store.assessments.history("C-00003")
    assert (by_run.run, by_run.supersedes) == (run.id, by_hand.id)
    assert outcome_digest(by_run) != outcome_digest(by_hand)


def _graded_by_hand(system: System) -> None:
    from amlrisk.services.assessing import Assessor, Occasion  # noqa: PLC0415
    from amlrisk.services.regrade import regrade, screened  # noqa: PLC0415

    assessor = Assessor.of(system)
    with system.store.transaction():
        found = screened(system, assessor, "C-00003")
        regrade(system, assessor, found, Occasion("check", system.now()))
