"""Customers graded by Spark (``amlrisk[spark]``): ``mapInArrow`` over a table or Parquet, the index broadcast.

Needs pyspark, pyarrow, pandas and Java 17. Every machine must have this program in this version; no database is
reached from there. The first process of an executor saves the index beside it, and the others map the same files.
"""

from __future__ import annotations

import functools
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from amlrisk.engine.arrow import ANSWERED, ASKED, answers_of, asks_of_batch, batch_of, table_of
from amlrisk.engine.model import Answer, Ask, Briefing
from amlrisk.engine.run import asking
from amlrisk.engine.worker import Worker
from amlrisk.errors import EngineFailed
from amlrisk.facts.digest import digest
from amlrisk.jobs.run import Job
from amlrisk.screening.arrays import assemble, flatten
from amlrisk.screening.index import Index
from amlrisk.services.system import System
from amlrisk.store.index_files import Flat, IndexFiles

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.core.broadcast import Broadcast
    from pyspark.sql import DataFrame, SparkSession

_ROWS = 500

#: In a process of an executor: the worker of the last briefing. Processes are used again for the next batch.
_worker: tuple[str, Worker] | None = None


class SparkEngine:
    """Grades on the machines of a session. ``partitions``: in how many parts, two a core where it is not said."""

    def __init__(self, session: SparkSession, partitions: int | None = None, batch: int = 20_000) -> None:
        self._session = session
        self._partitions = partitions or 2 * session.sparkContext.defaultParallelism
        self._index: tuple[str, Broadcast[dict[str, Any]]] | None = None
        self.batch = batch

    def take(self, system: System, job: Job) -> Job:
        """Read and recorded here, graded there."""
        return asking(system, self, job)

    def grade(self, briefing: Briefing, index: Index, asks: Sequence[Ask]) -> list[Answer]:
        """An answer for every ask, in order. Raises ``EngineFailed``."""
        if not asks:
            return []
        try:
            frame = self._session.createDataFrame(table_of(asks)).repartition(self._partitions)
            found = {answer.ref: answer for answer in answers_of(self._graded(briefing, index, frame).toArrow())}
        except Exception as problem:  # py4j, Java and Python speak of the same trouble in three ways
            raise EngineFailed(engine="spark", detail=str(problem)[:500]) from problem
        if len(found) != len(asks) or any(ask.ref not in found for ask in asks):
            raise EngineFailed(engine="spark", detail=f"{len(found)} answers to {len(asks)} customers")
        return [found[ask.ref] for ask in asks]

    def grade_parquet(self, briefing: Briefing, index: Index, source: str, target: str) -> int:
        """Grade a table of ``Ask`` in Parquet into one of ``Answer``, without a database; how many there are.

        Raises ``EngineFailed``, also where ``target`` exists.
        """
        try:
            self._graded(briefing, index, self._session.read.parquet(source)).write.parquet(target)
            written: int = self._session.read.parquet(target).count()
        except Exception as problem:
            raise EngineFailed(engine="spark", detail=str(problem)[:500]) from problem
        return written

    def _graded(self, briefing: Briefing, index: Index, frame: DataFrame) -> DataFrame:
        work = functools.partial(grade_batches, briefing, self._broadcast(index))
        return frame.select(*ASKED).mapInArrow(work, ANSWERED)

    def _broadcast(self, index: Index) -> Broadcast[dict[str, Any]]:
        """Sent once for every version of the lists, not once for every batch."""
        if self._index is None or self._index[0] != index.version:
            if self._index is not None:
                self._index[1].unpersist()
            self._index = (index.version, self._session.sparkContext.broadcast(dict(flatten(index.arrays))))
        return self._index[1]


def grade_batches(
    briefing: Briefing, index: Broadcast[dict[str, Any]], batches: Iterator[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    """What runs on the executors."""
    worker: Worker | None = None
    for batch in batches:
        worker = worker or _worker_of(briefing, index)
        for start in range(0, batch.num_rows, _ROWS):
            yield batch_of(worker.answers(asks_of_batch(batch.slice(start, _ROWS)), briefing.occasion))


def _worker_of(briefing: Briefing, index: Broadcast[dict[str, Any]]) -> Worker:
    global _worker  # noqa: PLW0603 -- what a process of an executor keeps between batches
    if briefing.program != Briefing.__dataclass_fields__["program"].default:
        raise RuntimeError(f"this executor has another amlrisk than the driver's {briefing.program[0]}")
    mark = digest([briefing.index, briefing.rules.digest, briefing.rules.on, briefing.lists])
    if _worker is None or _worker[0] != mark:
        _worker = (mark, Worker(briefing, Index(assemble(_mapped(briefing.index, index)), briefing.rules.matching)))
    return _worker[1]


def _mapped(version: str, index: Broadcast[dict[str, Any]]) -> Flat:
    """The index from the executor's own folder, saved there by whichever of its processes came first."""
    from pyspark import SparkFiles  # noqa: PLC0415 -- pyspark is there where this runs, and nowhere else

    files = IndexFiles(Path(SparkFiles.getRootDirectory()) / "amlrisk-indexes", kept=None)
    with files.building():
        found = files.load(version)
        if found is None:
            files.save(version, index.value)
            found = files.load(version)
    if found is None:
        raise RuntimeError("the index could not be saved on this executor")
    return found


def why_not() -> str | None:
    """Why Spark cannot be used here, in one sentence; None where it can."""
    try:
        for name in ("pyspark", "pyarrow", "pandas"):  # an extra; Spark asks for pandas beside pyarrow
            import_module(name)
    except ImportError as missing:
        return f"{missing.name} is not installed (pip install 'amlrisk[spark]')"
    if shutil.which("java") is None:
        return "there is no Java on the PATH (17 is needed)"
    return None


def open_session(master: str = "local[2]") -> SparkSession:
    """A session for an engine of its own; raises ``EngineFailed`` where there cannot be one."""
    if (reason := why_not()) is not None:
        raise EngineFailed(engine="spark", detail=reason)
    from pyspark.sql import SparkSession  # noqa: PLC0415 -- an extra

    settings: dict[str, bool | float | int | str | None] = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.execution.arrow.maxRecordsPerBatch": str(_ROWS * 4),
        "spark.sql.shuffle.partitions": "8",
    }
    builder = SparkSession.builder.appName("amlrisk").master(master)
    if master.startswith("local"):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # not whichever python3 comes first on the PATH
        settings |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    try:
        return builder.config(map=settings).getOrCreate()
    except Exception as problem:
        raise EngineFailed(engine="spark", detail=str(problem)[:500]) from problem
