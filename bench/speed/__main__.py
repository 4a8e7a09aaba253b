"""Rows a second, milliseconds, memory, beside nomenklatura's logic-v2 and rapidfuzz brute force.

    python -m bench.speed --lists DIR --names DIR [--only command,library,peers,same] [--million] [--sizes 10000,20000]

``--lists`` holds ``un/consolidated.xml`` and ``ofac/{sdn,alt,add}.csv``; ``--names`` holds ``negatives_*.csv``.
``--million`` measures a generated list of 1 000 000 names too (``--names-listed`` for another number); it needs some
minutes and 6 GiB. Everything is seeded.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from amlrisk.screening.index import build_index
from bench.home import new_home
from bench.inputs import read_lists, shipped_matching
from bench.peers import Took, logic_v2
from bench.report import machine, table
from bench.speed import command, peers, same
from bench.speed.memory import pss
from bench.speed.rows import HOW, altered
from bench.speed.worker import people

SECTIONS = ("command", "library", "peers", "same")
_MILLION = 1_000_000
_SIZES = "10000,20000,200000"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lists", type=Path)
    parser.add_argument("--names", type=Path)
    parser.add_argument("--only", default=",".join(SECTIONS), help="sections, parted by commas; none with an empty one")
    parser.add_argument("--sizes", default=_SIZES, help="rows of the files for the command, parted by commas")
    parser.add_argument("--million", action="store_true")
    parser.add_argument("--names-listed", type=int, default=_MILLION, help="length of the generated list")
    arguments = parser.parse_args()
    if arguments.lists is None or arguments.names is None:
        print("speed is measured on real lists and names: give --lists DIR and --names DIR")
        return
    wanted = [name for name in arguments.only.split(",") if name]
    if unknown := set(wanted) - set(SECTIONS):
        parser.error(f"no such section: {', '.join(sorted(unknown))}")
    print(f"== speed: {machine()}")
    with tempfile.TemporaryDirectory(prefix="amlrisk-bench-") as name:
        folder = Path(name)
        if "command" in wanted:
            with new_home(arguments.lists) as home:
                sizes = [int(size) for size in arguments.sizes.split(",")]
                command.run(home, people(arguments.names, listed=False), sizes, folder)
        if "library" in wanted:
            _library(folder, arguments, 0)
        if arguments.million:
            _library(folder, arguments, arguments.names_listed)
    if {"peers", "same"} & set(wanted):
        matching = shipped_matching()
        snapshots = read_lists(arguments.lists)
        index = build_index(snapshots, matching, b"bench")
        if "peers" in wanted:
            asked = people(arguments.names, listed=False)
            peers.run(index, snapshots, list(altered(asked, len(asked)))[::5], matching, logic_v2())
        if "same" in wanted:
            same.run(index, arguments.names)


def _library(folder: Path, arguments: argparse.Namespace, size: int) -> None:
    """A saved index, by processes that each begin anew."""
    file = folder / f"index-{size}"
    given = ["--names", str(arguments.names)]
    built = _worker("build", str(file), *given, "--lists", str(arguments.lists), "--size", str(size))
    asked = _worker("measure", str(file), *given)
    one, both = _held(file, given)
    rows = [
        ["entities; names", f"{built['entities']:,}; {built['names']:,}"],
        ["built in", f"{built['build_seconds']:.1f} s, {built['more_peak_mib']:.0f} MiB more at its peak"],
        ["saved in", f"{built['save_seconds']:.2f} s, {built['file_mib']:.0f} MiB"],
        ["loaded from disk in", f"{asked['load_seconds']:.2f} s; first answer after {asked['answer_seconds']:.2f} s"],
        ["rows a second (of processor time), one process, words never seen", _rate(asked, "first")],
        ["the same, again", _rate(asked, "again")],
        ["rows a second, a process a core, starting them included", _rate(asked, "forked").split()[0]],
        [f"hits in {asked['rows']:,} rows", f"{asked['hits']:,}"],
        ["one at a time, words never seen: p50; p99; slowest", _milliseconds(asked["single"])],
        ["one at a time, again", _milliseconds(asked["single_again"])],
        ["memory of the process that measured this", f"{asked['pss']:.0f} MiB"],
        ["a second forked process adds", f"{asked['forked_adds']:.0f} MiB"],
        ["a process started by itself", f"{one:.0f} MiB"],
        ["another one beside it, the same file mapped, adds", f"{both - one:.0f} MiB"],
    ]
    title = f"A generated list of {size:,} names" if size else "UN + OFAC"
    table(f"{title}: the library", ["", ""], rows, f"Memory is proportional (PSS). Rows: {HOW}.")


def _rate(asked: Any, what: str) -> str:
    return Took(*asked[what]).rate(asked["rows"])


def _milliseconds(figures: Sequence[float]) -> str:
    return "; ".join(f"{each:.2f}" for each in figures) + " ms"


def _worker(*arguments: str) -> Any:
    done = subprocess.run(_command(*arguments), stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def _held(file: Path, given: Sequence[str]) -> tuple[float, float]:
    """PSS in MiB of one process that holds the index, and of two of them together."""
    holders: list[subprocess.Popen[str]] = []
    totals: list[float] = []
    try:
        for _ in range(2):
            process = subprocess.Popen(
                _command("hold", str(file), *given), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
            holders.append(process)
            assert process.stdout is not None
            process.stdout.readline()
            totals.append(sum(pss(each.pid) for each in holders))
    finally:
        for process in holders:
            process.communicate()
    return totals[0], totals[1]


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "bench.speed.worker", *arguments]


if __name__ == "__main__":
    main()
