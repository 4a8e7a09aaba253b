"""The same answer alone, in any batch and in any thread: 20 000 rows asked in each way."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from amlrisk.screening.index import Index
from amlrisk.screening.model import Hit, Query
from bench.inputs import read_names
from bench.report import table

_THREADS = 8

Answers = list[tuple[Hit, ...]]


def run(index: Index, folder: Path) -> None:
    """Print how many of the unlisted people get another answer than in one large batch. A low threshold gives many."""
    rows = [query for file in sorted(folder.glob("negatives_*.csv")) for query in read_names(file)]
    threshold = 0.7
    whole = index.screen(rows, threshold)
    lines = []
    for how, ask in WAYS.items():
        start = time.perf_counter()
        differ = differences(whole, ask(index, rows, threshold))
        lines.append([how, len(rows), sum(map(len, whole)), differ, f"{time.perf_counter() - start:.1f}"])
    table("The same hits", ["asked", "rows", "hits", "rows that differ", "seconds"], lines, f"Threshold {threshold}.")


def differences(one: Answers, other: Answers) -> int:
    """Rows whose hits differ in anything: order, scores, evidence."""
    return sum(a != b for a, b in zip(one, other, strict=True))


def alone(index: Index, rows: Sequence[Query], threshold: float | None) -> Answers:
    return [index.screen([row], threshold)[0] for row in rows]


def shuffled(index: Index, rows: Sequence[Query], threshold: float | None) -> Answers:
    """In batches of chance sizes and in another order, put back in order afterwards."""
    chance = random.Random(5)
    order = chance.sample(range(len(rows)), len(rows))
    out: Answers = [()] * len(rows)
    while order:
        batch, order = order[: (size := chance.randint(1, 700))], order[size:]
        for at, hits in zip(batch, index.screen([rows[at] for at in batch], threshold), strict=True):
            out[at] = hits
    return out


def threaded(index: Index, rows: Sequence[Query], threshold: float | None) -> Answers:
    """One at a time and in small batches, by eight threads at once."""
    chance = random.Random(6)
    batches: list[Sequence[Query]] = []
    at = 0
    while at < len(rows):
        size = chance.choice((1, 1, 2, 30))
        batches.append(rows[at : at + size])
        at += size
    with ThreadPoolExecutor(_THREADS) as threads:
        return [hits for batch in threads.map(lambda batch: index.screen(batch, threshold), batches) for hits in batch]


WAYS = {"one at a time": alone, "shuffled, in batches of 1 – 700": shuffled, f"by {_THREADS} threads": threaded}
