"""People on no list: how many are hit all the same?"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec

from amlrisk.screening.index import Index
from amlrisk.screening.model import Query
from amlrisk.watchlist.model import Snapshot
from bench.inputs import read_names
from bench.peers import BRUTE_FORCE_CUTOFF, CANDIDATES, LOGIC_V2_CUTOFF, BruteForce, LogicV2
from bench.report import percent, table

_PEER_SAMPLE = 400
_SEED = 7


def run(index: Index, snapshots: Sequence[Snapshot], folder: Path, logic_v2: LogicV2 | None) -> None:
    """Print a table for each file of unlisted people, and one of them all."""
    brute = BruteForce(snapshots)
    every: list[Query] = []
    for file in sorted(folder.glob("negatives_*.csv")):
        rows = read_names(file)
        every += rows
        _file(index, brute, file.stem, rows, logic_v2)
    dated = [_birth_only(row) for row in every]
    un, any_list = _counts({hit.source for hit in row} for row in index.screen(dated))
    of = len(every)
    print(f"\nall {of} rows, name and birth date: UN {percent(un, of)}, any {percent(any_list, of)}")


def _file(index: Index, brute: BruteForce, label: str, rows: Sequence[Query], logic_v2: LogicV2 | None) -> None:
    told: dict[str, Callable[[Query], Query]] = {
        "all facts": lambda query: query,
        "name and birth date": _birth_only,
        "name alone": lambda query: Query(schema=query.schema, names=query.names),
    }
    lines = []
    for what, of in told.items():
        hits = index.screen([of(row) for row in rows])
        un, every = _counts({hit.source for hit in row} for row in hits)
        lines.append(
            [f"ours, {what}", len(rows), percent(un, len(rows)), percent(every, len(rows)), sum(map(len, hits))]
        )
        if what == "all facts":
            how = Counter(evidence.detail for row in hits for hit in row for evidence in hit.evidence[:1])
    un, every = _counts({source for source, _ in row} for row in brute.screen(rows))
    lines.append(
        [
            f"rapidfuzz ≥ {BRUTE_FORCE_CUTOFF}, name alone",
            len(rows),
            percent(un, len(rows)),
            percent(every, len(rows)),
            "",
        ]
    )
    if logic_v2:
        some = random.Random(_SEED).sample(list(rows), min(_PEER_SAMPLE, len(rows)))
        found = [logic_v2.hits(row, near) for row, near in zip(some, brute.candidates(some), strict=True)]
        un, every = _counts({source for source, _ in row} for row in found)
        lines.append(
            [f"logic-v2 ≥ {LOGIC_V2_CUTOFF}, all facts", len(some), percent(un, len(some)), percent(every, len(some)),
             sum(map(len, found))]
        )  # fmt: skip
    table(
        f"Unlisted people: {label}",
        ["", "rows", "rows with a UN hit", "rows with any hit", "hits"],
        lines,
        f"logic-v2: a sample (seed {_SEED}), the {CANDIDATES} best candidates of brute force each.",
    )
    if how:
        print(
            "\nours, all facts, how the names agreed: " + ", ".join(f"{detail} {n}" for detail, n in how.most_common())
        )


def _birth_only(query: Query) -> Query:
    return msgspec.structs.replace(query, gender=None, nationalities=(), countries=(), birth_place=None)


def _counts(rows: Iterable[set[str]]) -> tuple[int, int]:
    """Rows with a UN hit, and rows with any."""
    found = list(rows)
    return sum("un" in row for row in found), sum(map(bool, found))
