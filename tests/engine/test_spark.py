"""Spark answers as the processes of this machine do; every test here says why where it is skipped."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from amlrisk.engine import spark as module
from amlrisk.engine.asking import asks_of
from amlrisk.engine.model import Briefing
from amlrisk.engine.spark import SparkEngine, open_session
from amlrisk.errors import EngineFailed
from amlrisk.services.assessing import Assessor, Occasion
from amlrisk.services.system import System
from tests.engine.books import Neighbour, asked, digests, fill, read
from tests.systems import LISTED, put_list

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


def test_the_same_assessments_by_digest(spark: SparkSession, book: System) -> None:
    there = digests(asked(book, SparkEngine(spark)))
    assert there == digests(asked(book, Neighbour()))
    assert len(there) == 60


def test_the_lists_may_change_between_batches(spark: SparkSession, book: System) -> None:
    engine = SparkEngine(spark, partitions=2)
    before = asked(book, engine)
    put_list(book, [*LISTED, "T-9,Person,林晓雨,1990-05-06,CN,"])
    after = asked(book, engine)
    assert digests(after) == digests(asked(book, Neighbour()))
    assert not read(before[1]).hits
    assert read(after[1]).hits


def test_parquet_in_and_parquet_out(spark: SparkSession, system: System, tmp_path: Path) -> None:
    from pyarrow import parquet  # noqa: PLC0415 -- there where Spark is

    from amlrisk.engine.arrow import answers_of, table_of  # noqa: PLC0415

    fill(system, 25)
    assessor = Assessor.of(system)
    asks = asks_of(system, assessor, system.store.customers.all_refs())
    parquet.write_table(table_of(asks), tmp_path / "asks.parquet")
    engine, briefing = SparkEngine(spark), Briefing.of(assessor, Occasion("run", system.now()))
    index = assessor.in_force.index
    source, target = str(tmp_path / "asks.parquet"), str(tmp_path / "answers")
    assert engine.grade_parquet(briefing, index, source, target) == 25
    answers = answers_of(parquet.read_table(target))
    assert digests(answers) == digests(Neighbour().grade(briefing, index, asks))
    with pytest.raises(EngineFailed):
        engine.grade_parquet(briefing, index, source, target)


def test_whoever_cannot_be_read_stops_nobody(spark: SparkSession, book: System) -> None:
    assessor = Assessor.of(book)
    first, second = asks_of(book, assessor, ["C-00000", "C-00001"])
    asks = [msgspec.structs.replace(first, facts=b"{}"), second]
    briefing = Briefing.of(assessor, Occasion("run", book.now()))
    bad, good = SparkEngine(spark).grade(briefing, assessor.in_force.index, asks)
    assert (bad.failure, bad.document) == ("unexpected", None)
    assert good.document is not None


def test_an_executor_with_another_program_answers_nothing(spark: SparkSession, book: System) -> None:
    assessor = Assessor.of(book)
    briefing = dataclasses.replace(Briefing.of(assessor, Occasion("run", book.now())), program=("0", "other"))
    with pytest.raises(EngineFailed, match="another amlrisk"):
        SparkEngine(spark).grade(briefing, assessor.in_force.index, asks_of(book, assessor, ["C-00001"]))


def test_without_java_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    reason = module.why_not()
    assert reason is not None
    with pytest.raises(EngineFailed) as caught:
        open_session()
    assert caught.value.params["detail"] == reason
