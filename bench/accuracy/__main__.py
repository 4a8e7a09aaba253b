"""What is found, what is missed and what is hit wrongly, beside nomenklatura's logic-v2 and rapidfuzz brute force.

    python -m bench.accuracy --names DIR --lists DIR [--only pairs,chinese,original,spoiled,unlisted] [--wrong]

``--lists`` holds ``un/consolidated.xml`` and ``ofac/{sdn,alt,add}.csv``; ``--names`` holds ``labelled_pairs.csv`` and
``negatives_*.csv``. Everything is seeded: two runs ask the same. logic-v2 needs ``pip install nomenklatura``; without
it, it is left out.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

from amlrisk.screening.index import build_index
from bench.accuracy import chinese, labelled, original, spoiled, unlisted
from bench.inputs import names_of, read_lists, shipped_matching
from bench.peers import logic_v2
from bench.report import machine

SECTIONS = ("pairs", "chinese", "original", "spoiled", "unlisted")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lists", type=Path)
    parser.add_argument("--names", type=Path)
    parser.add_argument("--only", default=",".join(SECTIONS), help="sections, parted by commas")
    parser.add_argument("--wrong", action="store_true", help="also print every held-out pair that ours gets wrong")
    arguments = parser.parse_args()
    wanted = arguments.only.split(",")
    if unknown := set(wanted) - set(SECTIONS):
        parser.error(f"no such section: {', '.join(sorted(unknown))}")
    if arguments.lists is None or arguments.names is None:
        print("accuracy is measured on real lists and names: give --lists DIR and --names DIR")
        return
    print(f"== accuracy: {machine()}")
    matching = shipped_matching()
    peer = logic_v2()
    snapshots = read_lists(arguments.lists)
    print(f"UN and OFAC: {sum(len(one.entities) for one in snapshots)} entities, {names_of(snapshots)} names")
    index = cache(lambda: build_index(snapshots, matching, b"bench"))
    sections: dict[str, Callable[[], None]] = {
        "pairs": lambda: labelled.run(arguments.names / "labelled_pairs.csv", peer, wrong=arguments.wrong),
        "chinese": lambda: chinese.run(snapshots, matching, peer),
        "original": lambda: original.run(snapshots, matching, peer),
        "spoiled": lambda: spoiled.run(index(), snapshots, peer),
        "unlisted": lambda: unlisted.run(index(), snapshots, arguments.names, peer),
    }
    for name in wanted:
        started = time.perf_counter()
        sections[name]()
        print(f"\n({name}: {time.perf_counter() - started:.0f} s)")


if __name__ == "__main__":
    main()
