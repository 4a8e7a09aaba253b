"""A whole book graded again: generated customers, UN and OFAC, ``regrade --all`` from an empty history and once more.

    python -m bench.million --lists DIR [--customers 1000000] [--home DIR] [--database URL] [--engine spark]

``--home`` keeps the book for the next time, ``--database`` puts it on PostgreSQL (an empty database), ``--engine
spark`` grades by Spark on this machine. The book is read and sealed as an import does it. Printed at the end is a
digest of all outcomes: the same on another database and by another engine. Wanted for 1 000 000 on SQLite and two
cores: five minutes and 2 GiB.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import msgspec

from amlrisk.facts.digest import digest
from amlrisk.facts.model import Customer
from amlrisk.grading.model import PartyHit
from amlrisk.jobs.processes import ordered_map
from amlrisk.services.check_customer import take_in
from amlrisk.services.system import System, open_system
from amlrisk.settings import load_settings
from bench.home import Home
from bench.portfolio import portfolio
from bench.sampling import tree_memory

_CHUNK = 2000
_GOAL_SECONDS, _GOAL_MIB = 300.0, 2048.0
_LOOK_EVERY = 0.5


@dataclasses.dataclass(frozen=True)
class Installed(Home):
    """A home whose database may be elsewhere."""

    database: str | None = None

    @property
    def environment(self) -> dict[str, str]:
        its_own = {} if self.database is None else {"AMLRISK_DATABASE_URL": self.database}
        return {**super().environment, **its_own}

    def system(self) -> System:
        return open_system(load_settings({**os.environ, **self.environment}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lists", type=Path, required=True)
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--database", help="the URL of an empty PostgreSQL database")
    parser.add_argument("--engine", choices=["local", "spark"], default="local")
    parser.add_argument("--times", type=int, default=2, help="how often everybody is graded")
    arguments = parser.parse_args()
    with _home(arguments.home, arguments.database) as home:
        _prepare(home, arguments.lists, arguments.customers)
        where = "PostgreSQL" if arguments.database else "SQLite"
        load = os.getloadavg()[0]
        print(
            f"== {arguments.customers} customers, {where}, {arguments.engine}, {os.cpu_count()} cores, load {load:.1f}"
        )
        for _ in range(arguments.times):
            _grade(home, arguments.customers, arguments.engine)
        _add_up(home, arguments.customers)


@contextmanager
def _home(folder: Path | None, database: str | None) -> Iterator[Installed]:
    if folder is not None:
        yield Installed(folder, database)
        return
    with tempfile.TemporaryDirectory(prefix="amlrisk-bench-") as temporary:
        yield Installed(Path(temporary), database)


def _prepare(home: Installed, lists: Path, customers: int) -> None:
    """Lists in force and the book saved, where the home has none yet."""
    home.folder.mkdir(parents=True, exist_ok=True)
    home.run("init")
    system = home.system()
    known = system.store.customers.count()
    if known not in {0, customers}:
        raise SystemExit(f"this home has a book of {known}")
    home.run("lists", "import", "un", str(lists / "un" / "consolidated.xml"))
    home.run("lists", "import", "ofac", *(str(lists / "ofac" / name) for name in ("sdn.csv", "alt.csv", "add.csv")))
    if not known:
        started = time.perf_counter()
        _fill(system, customers)
        seconds = time.perf_counter() - started
        print(f"book:        {seconds:8.1f} s  {customers / seconds:8.0f} customers/s")
    system.store.close()


def _fill(system: System, count: int) -> None:
    def read(raws: Sequence[dict[str, object]]) -> list[Customer]:
        return [take_in(system, raw) for raw in raws]

    for customers in ordered_map(read, _chunks(count), system.settings.processes):
        system.store.customers.save_many(customers, system.now())


def _chunks(count: int) -> Iterator[list[dict[str, object]]]:
    book = portfolio(count)
    while chunk := list(islice(book, _CHUNK)):
        yield chunk


def _grade(home: Installed, customers: int, engine: str) -> None:
    by = [] if engine == "local" else ["--engine", engine]
    started, used = time.perf_counter(), os.times()
    command = home.start("regrade", "--all", *by)
    peak = 0.0
    while command.poll() is None:
        peak = max(peak, tree_memory(command.pid))
        time.sleep(_LOOK_EVERY)
    if command.returncode:
        raise SystemExit(f"regrade --all ended with {command.returncode}")
    seconds, now = time.perf_counter() - started, os.times()  # Spark's own processes are not among those waited for
    processor = now.children_user + now.children_system - used.children_user - used.children_system
    print(
        f"regrade:     {seconds:8.1f} s  {customers / seconds:8.0f} customers/s  {peak:6.0f} MiB (all processes)"
        + (f"  {1000 * processor / customers:.3f} ms of processor each" if engine == "local" else "")
    )
    if customers == 1_000_000:
        print(f"             {_verdict(seconds, _GOAL_SECONDS, 's')}, {_verdict(peak, _GOAL_MIB, 'MiB')}")


def _verdict(found: float, goal: float, unit: str) -> str:
    return f"{goal:.0f} {unit} {'kept' if found <= goal else f'missed by {found - goal:.0f}'}"


def _add_up(home: Installed, customers: int) -> None:
    """Every customer once a run, by the rows themselves; and how much the database has grown to."""
    system = home.system()
    rows = system.store.database.rows(
        "SELECT run, count(*), count(DISTINCT customer) FROM assessments WHERE run IS NOT NULL GROUP BY run"
    )
    whole = all((graded, once) == (customers, customers) for _, graded, once in rows)
    cases = system.store.database.value("SELECT count(*) FROM cases")
    told = "everybody exactly once in each" if whole else f"NOT EVERYBODY ONCE: {rows}"
    print(f"{len(rows)} runs, {told}; {cases} cases")
    print(f"outcomes:    {_outcomes(system)}")
    size = home.folder / "amlrisk.db"
    if home.database is None:
        print(f"database:    {size.stat().st_size / 2**20:8.0f} MiB")
    system.store.close()


def _outcomes(system: System) -> str:
    """SHA-256 over every customer's hits and outcome that count, by ref: equal wherever a book was graded alike.

    But for the fingerprints of hits, in which identity numbers are sealed with the secret of the installation.
    """
    refs = system.store.customers.all_refs()
    processes = system.settings.processes

    def digests(chunk: Sequence[str]) -> str:
        current = system.store.assessments.current(chunk)
        found = system.store.assessments.many(current.values())
        return digest([[ref, _bare(found[current[ref]].hits), found[current[ref]].outcome] for ref in chunk])

    return digest(list(ordered_map(digests, (refs[at : at + _CHUNK] for at in range(0, len(refs), _CHUNK)), processes)))


def _bare(hits: Sequence[PartyHit]) -> list[PartyHit]:
    replace = msgspec.structs.replace
    return [replace(each, hit=replace(each.hit, fingerprint="")) for each in hits]


if __name__ == "__main__":
    main()
