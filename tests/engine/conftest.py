"""A system with a book of all sorts: hits, decisions on them, earlier grades."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import pytest

from amlrisk.engine.spark import open_session, why_not
from amlrisk.jobs.grade_run import Scope, grade_run
from amlrisk.screening.model import Disposition, DispositionKind
from amlrisk.services.system import System
from tests.engine.books import fill
from tests.services.conftest import bare, clock, system  # noqa: F401 -- fixtures

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


@pytest.fixture
def book(system: System) -> System:  # noqa: F811 -- the fixture
    """Half of them graded before, one with a hit that was decided."""
    refs = fill(system, 60)
    grade_run(system, Scope("refs", tuple(refs[:30])), cause="test")
    assessment = system.store.assessments.latest(refs[0])
    assert assessment is not None
    (found, *_) = assessment.hits
    made = Disposition(
        customer=refs[0], party=found.party, source=found.hit.source, entity=found.hit.entity,
        kind=DispositionKind.FALSE_POSITIVE, reason="birth", author="officer", fingerprint=found.hit.fingerprint,
        expires_on=date(2027, 1, 1),
    )  # fmt: skip
    system.store.dispositions.append(made, system.now())
    return system


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    """Two cores of this machine; skipped with the reason where Spark cannot run."""
    if (reason := why_not()) is not None:
        pytest.skip(f"Spark is not tested: {reason}")
    session = open_session("local[2]")
    yield session
    session.stop()
