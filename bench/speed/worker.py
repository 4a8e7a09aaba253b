"""Processes of their own, so that nothing of one measurement is in the memory of the next. Each prints one JSON line.

    python -m bench.speed.worker build FOLDER --lists DIR --names DIR [--size N]
    python -m bench.speed.worker measure FOLDER --names DIR [--rows N]
    python -m bench.speed.worker hold FOLDER --names DIR

``build`` saves an index over UN and OFAC, or over a generated list of ``--size`` names; ``measure`` loads and asks it;
``hold`` loads it, asks it, and keeps it until its input ends.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from amlrisk.policy.matching import Matching
from amlrisk.screening.arrays import assemble, flatten
from amlrisk.screening.index import Index, build_index
from amlrisk.screening.model import Query
from amlrisk.store.index_files import IndexFiles
from bench.inputs import names_of, read_lists, read_names, shipped_matching
from bench.speed.library import measure
from bench.speed.memory import peak, pss
from bench.speed.million import generated
from bench.speed.rows import altered

_KEY = b"bench"
_VERSION = "bench"
_HELD_ROWS = 500


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("build", "measure", "hold"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--lists", type=Path)
    parser.add_argument("--names", type=Path, required=True)
    parser.add_argument("--size", type=int, default=0)
    parser.add_argument("--rows", type=int, default=10_000)
    arguments = parser.parse_args()
    {"build": _build, "measure": _measure, "hold": _hold}[arguments.what](arguments)


def people(folder: Path, *, listed: bool) -> list[Query]:
    """Unlisted people; every second of them gives its words to generated lists, and the others are asked for."""
    rows = [query for file in sorted(folder.glob("negatives_*.csv")) for query in read_names(file)]
    return rows[1::2] if listed else rows[::2]


def load(folder: Path, matching: Matching) -> Index:
    """The index that ``build`` saved, mapped as every process of a server maps it."""
    saved = IndexFiles(folder).load(_VERSION)
    if saved is None:
        raise SystemExit(f"{folder} holds no index")
    return Index(assemble(saved), matching)


def _build(arguments: argparse.Namespace) -> None:
    matching = shipped_matching()
    snapshots = read_lists(arguments.lists)
    if arguments.size:
        snapshots = [generated(arguments.size, snapshots, people(arguments.names, listed=True))]
    before = peak()
    start = time.perf_counter()
    index = build_index(snapshots, matching, _KEY)
    built = time.perf_counter() - start
    start = time.perf_counter()
    IndexFiles(arguments.folder).save(_VERSION, flatten(index.arrays))
    saved = time.perf_counter() - start
    _say(
        entities=len(index),
        names=names_of(snapshots),
        build_seconds=built,
        save_seconds=saved,
        more_peak_mib=peak() - before,
        file_mib=_size(arguments.folder),
    )


def _measure(arguments: argparse.Namespace) -> None:
    matching = shipped_matching()
    asked = people(arguments.names, listed=False)
    rows = asked[: arguments.rows]
    start = time.perf_counter()
    index = load(arguments.folder, matching)
    loaded = time.perf_counter() - start
    index.screen(asked[-1:])
    answered = time.perf_counter() - start
    never_seen = _never_seen(asked, len(rows))
    _say(load_seconds=loaded, answer_seconds=answered, **asdict(measure(index, rows, never_seen)))


def _never_seen(asked: Sequence[Query], count: int) -> list[Query]:
    """Rows that ``measure`` does not stream."""
    return list(altered(asked, len(asked) + count))[len(asked) :]


def _hold(arguments: argparse.Namespace) -> None:
    index = load(arguments.folder, shipped_matching())
    index.screen(people(arguments.names, listed=False)[:_HELD_ROWS])
    _say(pss=pss())
    sys.stdin.read()


def _size(folder: Path) -> float:
    return sum(each.stat().st_size for each in folder.rglob("*") if each.is_file()) / (1 << 20)


def _say(**figures: object) -> None:
    print(json.dumps(figures), flush=True)


if __name__ == "__main__":
    main()
