"""One index in one process, and in forked ones: rows a second, one at a time, memory."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from amlrisk.jobs.processes import ordered_map
from amlrisk.screening.index import Index
from amlrisk.screening.model import Query
from bench.peers import Took, took
from bench.speed.memory import pss, total_of_forked

_CHUNK = 512
_SINGLES = 2000


@dataclass(frozen=True)
class Speed:
    """What the rows took (first time, again, in forked processes), milliseconds one at a time, memory in MiB."""

    rows: int
    first: Took
    again: Took
    forked: Took
    hits: int
    single: tuple[float, float, float]
    single_again: tuple[float, float, float]
    pss: float
    forked_adds: float


def measure(index: Index, rows: Sequence[Query], never_seen: Sequence[Query], processes: int | None = None) -> Speed:
    """``never_seen`` are asked one at a time, and then once more; ``rows`` are what is streamed."""
    processes = processes or os.cpu_count() or 1
    index.screen(never_seen[-1:])  # what is loaded or compiled at the first question is not timed
    single = _singles(index, never_seen[:_SINGLES])
    single_again = _singles(index, never_seen[:_SINGLES])
    hits = 0

    def whole() -> None:
        nonlocal hits
        hits = sum(map(len, index.screen(rows)))

    first = took(whole)
    memory = pss()
    again = took(lambda: index.screen(rows))
    chunks = [rows[start : start + _CHUNK] for start in range(0, len(rows), _CHUNK)]
    forked = took(lambda: list(ordered_map(partial(_count, index), iter(chunks), processes)))
    few = rows[:1000]
    adds = total_of_forked(lambda: index.screen(few), 2) - total_of_forked(lambda: index.screen(few), 1)
    return Speed(len(rows), first, again, forked, hits, single, single_again, memory, adds)


def _count(index: Index, rows: Sequence[Query]) -> int:
    return sum(map(len, index.screen(rows)))


def _singles(index: Index, queries: Sequence[Query]) -> tuple[float, float, float]:
    """p50, p99 and the slowest, in milliseconds."""
    took = []
    for query in queries:
        start = time.perf_counter()
        index.screen([query])
        took.append((time.perf_counter() - start) * 1000)
    p50, p99 = np.percentile(took, [50, 99])
    return float(p50), float(p99), max(took)
