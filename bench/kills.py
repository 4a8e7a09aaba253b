"""SIGKILL at random moments: of a run over a book, and of a refresh of a list from a publisher over real HTTP.

    python -m bench.kills [--kills 20] [--customers 3000] [--database URL] [--seed 6]

Whoever is killed is taken up by the next process, which is killed as well, and so on; the last one is let live. Printed
is what was seen after every kill and at the end: every customer done exactly once in each run, no list ever half in
force. ``--database`` is an empty PostgreSQL database. Exits with 1 where anything was otherwise.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import msgspec

from amlrisk.jobs import grade_run
from amlrisk.jobs.regrade_run import regrade_all
from amlrisk.jobs.sync_run import sync_run
from amlrisk.services.system import System
from amlrisk.store.runs import Run, RunStatus
from bench.million import Installed
from bench.portfolio import portfolio

_CATALOGUE = """
sources:
  listed:
    title: {{zh: 虚构名单, en: Invented list}}
    publisher: nobody
    format: table
    category: un_sanctions
    licence: invented
    required: true
    max_age_days: 7
    max_bytes: 10000000
    files: [listed.csv]
    mapping:
      id: id
      name: name
      schema: {{column: type, values: {{Person: Person}}}}
    url: {address}/
    fetch: {{loopback: true, tries: 1, read_seconds: 5}}
"""
_LIST = "listed"
_CHUNK = 20
_SLOWLY = 0.05
#: The share of the kills that wait until something has been done; the others come while it begins, too.
_IN_THE_MIDDLE = 0.7
#: Seconds: whoever came upon a run that an orphan still works on has ended by itself, and moves nothing.
_PATIENCE = 5.0
_TRIES = 20
_Command = Callable[..., object]


class Seen(msgspec.Struct):
    """What kills came upon: how often each state of affairs, and whatever must not be."""

    kills: int = 0
    states: Counter[str] = msgspec.field(default_factory=Counter)
    wrong: list[str] = msgspec.field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--customers", type=int, default=3000)
    parser.add_argument("--database", help="the URL of an empty PostgreSQL database")
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--nursery", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.nursery:
        _bear()
    with tempfile.TemporaryDirectory(prefix="amlrisk-kills-") as folder, publishing() as publisher:
        home = Installed(Path(folder), arguments.database)
        install(home, publisher, arguments.customers)
        luck = random.Random(arguments.seed)
        with nursery_of(home) as nursery:
            runs = kill_runs(home, nursery, arguments.kills, luck)
            syncs = kill_syncs(home, nursery, publisher, arguments.kills, luck)
        for what, seen in (("a run over everybody", runs), ("a refresh of a list", syncs)):
            told = ", ".join(f"{state}: {count}" for state, count in sorted(seen.states.items()))
            print(f"{what}, killed {seen.kills} times: {told}")
            print(
                "\n".join(f"  WRONG: {each}" for each in seen.wrong) or "  nothing missed, nothing twice, nothing half"
            )
            if seen.wrong:
                sys.exit(1)


# --- the installation -------------------------------------------------------------------------------------


def install(home: Installed, publisher: Publisher, customers: int, run: _Command | None = None) -> None:
    """The first version of the list in force, and a book. ``run`` runs commands where it is not ``home``."""
    folder, run = home.folder, run or home.run
    (folder / "watchlists").mkdir()
    (folder / "watchlists" / "sources.yaml").write_text(_CATALOGUE.format(address=publisher.address), encoding="utf-8")
    run("init")
    run("lists", "sync", _LIST)
    book = folder / "book.jsonl"
    book.write_text("".join(f"{json.dumps(each)}\n" for each in portfolio(customers)), encoding="utf-8")
    run("customers", "import", str(book))


class Publisher(ThreadingHTTPServer):
    """Gives out a list of which every version names some entities otherwise, in two halves with a pause between."""

    daemon_threads = True
    version = 1
    given = 0

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def names(self, version: int) -> dict[str, str]:
        """By id."""
        return {f"T-{n}": f"Invented {n:05d} Demo{version if n % 10 == 0 else 0:03d}" for n in range(2000)}

    def has_given(self, before: int) -> bool:
        return self.given > before

    def body(self) -> bytes:
        rows = "".join(f"{id},Person,{name}\n" for id, name in self.names(self.version).items())
        return f"id,type,name\n{rows}".encode()


class _Handler(BaseHTTPRequestHandler):
    server: Publisher

    def do_GET(self) -> None:
        body = self.server.body()
        self.send_response(200)
        self.send_header("Content-Type", "text/csv")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(OSError):  # who asked was killed
            for half in (body[: len(body) // 2], body[len(body) // 2 :]):
                self.wfile.write(half)
                time.sleep(_SLOWLY)
        self.server.given += 1

    def log_message(self, format: str, *args: object) -> None:
        """Silence."""


@contextmanager
def publishing() -> Iterator[Publisher]:
    with Publisher() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield server
        server.shutdown()


# --- who is killed ----------------------------------------------------------------------------------------


class Nursery:
    """A process that has everything read forks those who are to be killed: seconds each otherwise."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def bear(self, kind: str) -> int:
        """A new process that begins, or goes on; its id."""
        return int(self._answer(kind))

    def bury(self, pid: int) -> bool:
        """Kill it; False where it had come to its end by itself."""
        os.kill(pid, signal.SIGKILL)  # its parent waits for it after we do: the id is nobody else's yet
        return int(self._answer("dead")) == -signal.SIGKILL

    def _answer(self, said: str) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(said, file=self._process.stdin, flush=True)
        return self._process.stdout.readline()


@contextmanager
def nursery_of(home: Installed) -> Iterator[Nursery]:
    environment = {**home.environment, "AMLRISK_PROCESSES": "2", "AMLRISK_LOG_LEVEL": "critical"}
    command = [sys.executable, "-m", "bench.kills", "--nursery"]
    with subprocess.Popen(
        command, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        yield Nursery(process)
        process.kill()


def _bear() -> None:
    """What the nursery does: fork for every line, then say how that one ended."""
    system = Installed(Path(os.environ["AMLRISK_HOME"]), os.environ.get("AMLRISK_DATABASE_URL")).system()
    grade_run._CHUNK = _CHUNK
    system.desk.in_force(system.rules(), system.now())
    system.store.close()
    while kind := sys.stdin.readline().strip():
        if pid := os.fork():
            print(pid, flush=True)
            sys.stdin.readline()
            print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
        else:
            with suppress(Exception):
                regrade_all(system, cause="bench") if kind == "run" else sync_run(system, [_LIST], cause="bench")
            os._exit(0)


# --- a run ------------------------------------------------------------------------------------------------


def kill_runs(home: Installed, nursery: Nursery, kills: int, luck: random.Random) -> Seen:
    """Kill whoever goes on with a run over everybody, at any moment from before it takes it up until after its end."""
    system, seen = home.system(), Seen()
    whole = _seconds(lambda: regrade_all(system, cause="bench"))
    for _ in _until(kills, seen):
        before, pid = _how_far(system), nursery.bear("run")
        if luck.random() < _IN_THE_MIDDLE:
            _wait_until(functools.partial(_has_moved, system, before))
        # A part of the whole, so that a run is killed several times before it comes to its end.
        time.sleep(luck.uniform(0, whole / 4))
        if nursery.bury(pid):
            seen.kills += 1
            left = system.store.runs.unfinished("grade")
            at = "between runs" if left is None else "at its end" if left.done == left.total else "in the middle"
            seen.states["at its beginning" if left is not None and not left.done else at] += 1
    regrade_all(system, cause="bench")
    customers = system.store.customers.count()
    for run in system.store.runs.page(kind="grade", limit=10_000):
        seen.wrong += _wrong_with(system, run, customers)
        seen.states["runs, all in all"] += 1
        seen.states["times taken up"] += run.resumed
    if (broken := system.store.audit.verify()) is not None:
        seen.wrong.append(f"the audit trail: {broken}")
    system.store.close()
    return seen


def _how_far(system: System) -> tuple[str, int]:
    """Which run is the last, and how many it has done."""
    return next((run.id, run.done) for run in system.store.runs.page(kind="grade", limit=1))


def _has_moved(system: System, before: tuple[str, int]) -> bool:
    now = _how_far(system)
    return now != before and now[1] > 0


def _has_changed(system: System, token: str) -> bool:
    return system.store.snapshots.state_token() != token


def _wait_until(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not what() and time.monotonic() < deadline:
        time.sleep(0.005)


def _until(kills: int, seen: Seen) -> Iterator[None]:
    """Once more, until so many were killed."""
    for _ in range(_TRIES * kills):
        if seen.kills == kills:
            return
        yield
    raise SystemExit("nobody lives long enough to be killed")


def _wrong_with(system: System, run: Run, customers: int) -> Iterator[str]:
    done = "SELECT count(*), count(DISTINCT customer) FROM assessments WHERE run = ?"
    row = system.store.database.row(done, (run.id,))
    if row is None or tuple(row) != (customers, customers):
        yield f"run {run.id}: {row} assessments and customers of {customers}"
    if (run.status, run.done, run.failed) != (RunStatus.DONE, customers, 0):
        yield f"run {run.id} is {run.status}: {run.done} done, {run.failed} failed"
    if run.closing is None or not run.closing.adds_up:
        yield f"run {run.id} does not add up: {run.closing}"


# --- a refresh --------------------------------------------------------------------------------------------


def kill_syncs(home: Installed, nursery: Nursery, publisher: Publisher, kills: int, luck: random.Random) -> Seen:
    """Kill whoever brings in a new version while it is fetched, read or put in force; then go on with it, each time."""
    system, seen = home.system(), Seen()
    publisher.version += 1
    whole = _seconds(lambda: sync_run(system, [_LIST], cause="bench"))
    for _ in _until(kills, seen):
        older, publisher.version = publisher.version, publisher.version + 1
        token, given, pid = system.store.snapshots.state_token(), publisher.given, nursery.bear("sync")
        moment = luck.random()
        if moment > _IN_THE_MIDDLE:  # it has the files: they are read now, and put in force
            _wait_until(functools.partial(publisher.has_given, given))
            time.sleep(luck.uniform(0, whole / 2))
        elif moment > _IN_THE_MIDDLE / 2:  # it is in force: that has to be noted
            _wait_until(functools.partial(_has_changed, system, token))
        else:
            time.sleep(luck.uniform(0, whole))
        killed = nursery.bury(pid)
        held = {entity.id: entity.names[0].text for entity in system.store.snapshots.load(_LIST).entities}
        versions = [each for each in (older, publisher.version) if publisher.names(each) == held]
        if not versions:
            seen.wrong.append(f"half a list is in force: neither version {older} nor {publisher.version}")
        if killed:
            seen.kills += 1
            left = system.store.runs.unfinished("sync", _LIST)
            state = "the old one in force" if versions == [older] else "the new one in force"
            seen.states[f"{state}, {'no run' if left is None else 'a run left behind'}"] += 1
        run = sync_run(system, [_LIST], cause="bench")
        seen.wrong += _wrong_after(system, run, publisher)
    system.store.close()
    return seen


def _wrong_after(system: System, run: Run, publisher: Publisher) -> Iterator[str]:
    snapshot = system.store.snapshots.load(_LIST)
    if {entity.id: entity.names[0].text for entity in snapshot.entities} != publisher.names(publisher.version):
        yield f"version {publisher.version} is not in force after its run"
    if (run.status, run.done, run.failed, run.closing and run.closing.adds_up) != (RunStatus.DONE, 1, 0, True):
        yield f"run {run.id} is {run.status}: {run.done} done, {run.failed} failed, {run.closing}"
    if system.store.runs.unfinished("sync", _LIST) is not None:
        yield "a run is left behind"
    attempt = system.store.list_syncs.latest()[_LIST].attempt
    if not attempt.good:
        yield f"the last attempt is {attempt.outcome}"
    if any((system.settings.home / "fetching").iterdir()):
        yield "files are left in the folder of what is fetched"


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
