"""Ours and the peers on the same rows in the same run: rows a second, and microseconds a pair."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rapidfuzz import fuzz, utils

from amlrisk.policy.matching import Matching
from amlrisk.screening.index import Index
from amlrisk.screening.model import Query
from amlrisk.screening.pairs import compare_names
from amlrisk.watchlist.model import Snapshot
from bench.peers import BRUTE_FORCE_CUTOFF, CANDIDATES, LOGIC_V2_CUTOFF, BruteForce, LogicV2, took
from bench.report import table

_ROWS = 2000
_SLOW_ROWS = 200


def run(
    index: Index, snapshots: Sequence[Snapshot], rows: Sequence[Query], matching: Matching, logic_v2: LogicV2 | None
) -> None:
    rows = rows[:_ROWS]
    brute = BruteForce(snapshots)
    index.screen(rows[-1:])
    lines = [
        ["ours, words never seen", len(rows), _rate(len(rows), lambda: index.screen(rows))],
        ["ours, again", len(rows), _rate(len(rows), lambda: index.screen(rows))],
        [f"rapidfuzz cdist ≥ {BRUTE_FORCE_CUTOFF}", len(rows), _rate(len(rows), lambda: brute.screen(rows))],
    ]
    few = rows[:_SLOW_ROWS]
    near = brute.candidates(few)
    if logic_v2:
        lines.append(
            [f"logic-v2 ≥ {LOGIC_V2_CUTOFF}, {CANDIDATES} candidates given", len(few),
             _rate(len(few), lambda: [logic_v2.hits(row, some) for row, some in zip(few, near, strict=True)])]
        )  # fmt: skip
    table("One process, UN + OFAC, all facts", ["", "rows", "rows a second (of processor time)"], lines)

    pairs = [(row, entity.names[0].text) for row, some in zip(few, near, strict=True) for _, entity in some]
    scorers: dict[str, Callable[[str, str, str], float]] = {
        "ours": lambda schema, a, b: compare_names(rows[0].schema, a, b, matching)[0],
        "rapidfuzz token_sort_ratio": lambda schema, a, b: fuzz.token_sort_ratio(a, b, processor=utils.default_process),
    }
    if logic_v2:
        scorers["logic-v2"] = logic_v2.score_names
    micros = [[name, len(pairs), *(_micros(score, pairs) for _ in range(2))] for name, score in scorers.items()]
    table(
        "Two names compared",
        ["", "pairs", "µs, first time", "µs, again"],
        micros,
        "Rows and their candidates; processor time.",
    )


def _micros(score: Callable[[str, str, str], float], pairs: Sequence[tuple[Query, str]]) -> str:
    used = took(lambda: [score(row.schema, row.names[0], name) for row, name in pairs]).processor
    return f"{used / len(pairs) * 1e6:.1f}"


def _rate(count: int, work: Callable[[], object]) -> str:
    return took(work).rate(count)
