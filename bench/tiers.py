"""Appraise a generated portfolio with all schemes: import, grade, ``tiers appraise``, a kill midway, everybody once.

    python -m bench.tiers [--lists DIR] [--customers 100000]

The aim is 100 000 customers in 30 s on 2 cores, facts read and evaluations written. What a customer costs is then told
part by part, measured in one process on a sample of the same portfolio.
"""

from __future__ import annotations

import argparse
import random
import signal
import sqlite3
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bench.home import Home, new_home
from bench.report import machine, table
from bench.sampling import tree_memory
from bench.tier_parts import parts_of
from bench.values import write_valued

_ANEW = "tiers appraise, everybody anew"
_AIM_SECONDS = 30
_AIM_CUSTOMERS = 100_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lists", type=Path)
    parser.add_argument("--names", type=Path, help="not used here; taken so that one command line serves all benches")
    parser.add_argument("--customers", type=int, default=_AIM_CUSTOMERS)
    arguments = parser.parse_args()
    count = arguments.customers
    print(f"== appraising {count} customers: {machine()}")
    with new_home(arguments.lists) as home, tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "portfolio.jsonl"
        rows = [("generate", *_timed(lambda: write_valued(count, datetime.now(UTC).date(), file)))]
        rows.append(("customers import", home.run("customers", "import", str(file)).seconds, 0))
        rows.append(("grade --all", home.run("grade", "--all").seconds, 0))
        # Import and grading have evaluated everybody at once. So that the run has all of it to do and to write, nothing
        # counts any more.
        _database(home).execute("DELETE FROM current_tiers").connection.commit()
        first = _appraised(home)
        again = _appraised(home)
        rows += [(_ANEW, *first), ("tiers appraise, nothing new", *again)]
        _show(rows, count)
        _kill_and_resume(home, again[0])
        parts_of(home)


def _timed(work: Callable[[], None]) -> tuple[float, float]:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started, 0


def _show(rows: list[tuple[str, float, float]], count: int) -> None:
    lines = [
        (name, f"{seconds:.1f}", f"{count / seconds:.0f}", f"{peak:.0f}" if peak else "–")
        for name, seconds, peak in rows
    ]
    table("Step by step", ("Step", "Seconds", "Customers a second", "Peak MiB, all processes"), lines)
    seconds = next(seconds for name, seconds, _ in rows if name == _ANEW)
    rate = _AIM_CUSTOMERS / _AIM_SECONDS
    print(f"\nthe aim: {rate:.0f} customers a second on 2 cores; reached: {count / seconds / rate:.2f} times that")


def _appraised(home: Home) -> tuple[float, float]:
    started, peak = time.perf_counter(), 0.0
    command = home.start("tiers", "appraise")
    while command.poll() is None:
        peak = max(peak, tree_memory(command.pid))
        time.sleep(0.1)
    if command.returncode:
        raise SystemExit(f"tiers appraise ended with {command.returncode}")
    return time.perf_counter() - started, peak


def _kill_and_resume(home: Home, whole: float) -> None:
    """Kill a run at a random moment, start it again, and see that everybody was counted once."""
    command = home.start("tiers", "appraise")
    time.sleep(random.uniform(0.4, 0.8) * whole)
    command.send_signal(signal.SIGKILL)
    command.wait()
    database = _database(home)
    query = "SELECT id, done, total FROM runs WHERE kind = 'tiers' ORDER BY started_at DESC LIMIT 1"
    run, before, total = database.execute(query).fetchone()
    resumed = home.run("tiers", "appraise")
    again, done, failed = database.execute(
        "SELECT id, done, failed FROM runs WHERE kind = 'tiers' ORDER BY started_at DESC LIMIT 1"
    ).fetchone()
    verdict = "everybody once" if (again, done, failed) == (run, total, 0) else "NOT EVERYBODY ONCE"
    print(f"killed at {before} of {total}, resumed in {resumed.seconds:.1f} s: {done} done, {failed} failed, {verdict}")


def _database(home: Home) -> sqlite3.Connection:
    return sqlite3.connect(home.folder / "amlrisk.db")


if __name__ == "__main__":
    main()
