"""Grade a generated portfolio from end to end: import, ``grade --all``, a kill midway, exactly one assessment each.

    python -m bench.grading --lists DIR [--customers 100000]

Stated peer, in the same run: rapidfuzz's brute force (``cdist`` over every listed name) on a sample of the same
parties, which does the screening alone and neither grades nor records.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sqlite3
import tempfile
import time
from pathlib import Path

from rapidfuzz import fuzz, process, utils

from bench.home import Home, new_home
from bench.portfolio import portfolio, write_portfolio
from bench.sampling import listed_names, tree_memory

_SAMPLE = 2000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lists", type=Path)
    parser.add_argument("--names", type=Path, help="not used here; taken so that one command line serves all benches")
    parser.add_argument("--customers", type=int, default=100_000)
    arguments = parser.parse_args()
    print(f"== grading {arguments.customers} customers on {os.cpu_count()} cores")
    with new_home(arguments.lists) as home, tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "portfolio.jsonl"
        write_portfolio(arguments.customers, file)
        imported = home.run("customers", "import", str(file))
        print(f"import:      {imported.seconds:7.1f} s  {arguments.customers / imported.seconds:9.0f} customers/s")

        seconds, peak = _graded(home)
        rate = arguments.customers / seconds
        print(f"grade --all: {seconds:7.1f} s  {rate:9.0f} customers/s  {peak:6.0f} MiB (all processes)")
        _kill_and_resume(home, seconds)
        parties = sum(1 + len(customer.get("parties", ())) for customer in portfolio(arguments.customers))
        _beside_peer(home, parties / seconds)


def _graded(home: Home) -> tuple[float, float]:
    started = time.perf_counter()
    command = home.start("grade", "--all")
    peak = 0.0
    while command.poll() is None:
        peak = max(peak, tree_memory(command.pid))
        time.sleep(0.1)
    if command.returncode:
        raise SystemExit(f"grade --all ended with {command.returncode}")
    return time.perf_counter() - started, peak


def _kill_and_resume(home: Home, whole: float) -> None:
    """Kill a second run at a random moment, start it again, and count its assessments."""
    command = home.start("grade", "--all")
    time.sleep(random.uniform(0.35, 0.75) * whole)
    command.send_signal(signal.SIGKILL)
    command.wait()
    database = sqlite3.connect(home.folder / "amlrisk.db")
    (run,) = database.execute("SELECT id FROM runs ORDER BY started_at DESC LIMIT 1").fetchone()
    (before,) = database.execute("SELECT count(*) FROM assessments WHERE run = ?", (run,)).fetchone()
    resumed = home.run("grade", "--all")
    row = database.execute(
        "SELECT count(*), count(DISTINCT customer), (SELECT count(*) FROM customers) FROM assessments WHERE run = ?",
        (run,),
    ).fetchone()
    verdict = "exactly one each" if row[0] == row[1] == row[2] else "NOT ONE EACH"
    print(f"killed at {before} of {row[2]}, resumed in {resumed.seconds:.1f} s: {row[0]} assessments, {verdict}")


def _beside_peer(home: Home, ours: float) -> None:
    names = [utils.default_process(name) for name in listed_names(home)]
    sample = [
        utils.default_process(party["name"])
        for customer in portfolio(_SAMPLE)
        for party in (customer["subject"], *customer.get("parties", ()))
    ]
    started = time.perf_counter()
    process.cdist(sample, names, scorer=fuzz.token_sort_ratio, score_cutoff=85, workers=-1)
    peer = len(sample) / (time.perf_counter() - started)
    print(f"parties graded a second: {ours:.0f}; rapidfuzz brute force, screening alone: {peer:.0f}")
    print(f"ratio: {ours / peer:.1f}")


if __name__ == "__main__":
    main()
