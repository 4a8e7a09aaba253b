"""Schedulers as they run: processes that are killed, stopped and started again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from amlrisk.errors import RunInProgress
from amlrisk.jobs.turns import INTERRUPTED
from amlrisk.services.system import System, open_system
from amlrisk.settings import load_settings
from amlrisk.store.job_turns import Turn
from amlrisk.store.runs import RunStatus
from tests.cli.shell import Shell
from tests.systems import CATALOGUE, HEADER, LISTED, NAMESAKE, customer

#: Seconds after which a wait is given up: many times what a busy machine needs. Nothing here waits for a fixed time.
PATIENCE = float(os.environ.get("AMLRISK_TEST_PATIENCE", "300"))
AMLRISK = str(Path(sys.executable).with_name("amlrisk"))
CUSTOMERS = 40


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """No list, nobody."""
    shell = Shell(tmp_path)
    (tmp_path / "watchlists").mkdir()
    (tmp_path / "watchlists" / "sources.yaml").write_text(CATALOGUE, encoding="utf-8")
    shell("init")
    return shell


@pytest.fixture
def filled(shell: Shell) -> Shell:
    """The test list in force, and customers who were never graded."""
    shell("lists", "import", "listed", shell.file("listed.csv", "\n".join((HEADER, *LISTED)) + "\n"))
    book = [customer(f"C-{n:03}", subject=NAMESAKE) if n % 9 == 0 else customer(f"C-{n:03}") for n in range(CUSTOMERS)]
    shell("customers", "import", shell.file("book.jsonl", "\n".join(map(json.dumps, book)) + "\n"))
    return shell


class Schedulers:
    """Any number of them, on one home."""

    def __init__(self, shell: Shell) -> None:
        self._environment = {**shell.environment, "AMLRISK_PROCESSES": "1"}
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [AMLRISK, "scheduler", "--every", "0.2"],
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.running.append(process)
        return process

    def kill_all(self) -> None:
        for process in self.running:
            process.kill()
            process.wait()
        self.running.clear()


@pytest.fixture
def schedulers(shell: Shell) -> Iterator[Schedulers]:
    found = Schedulers(shell)
    yield found
    found.kill_all()


@pytest.fixture
def watched(shell: Shell) -> Iterator[System]:
    """The same home, as this process sees it."""
    system = open_system(load_settings(shell.environment))
    yield system
    system.store.close()


def wait_for(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < deadline, "in vain"
        time.sleep(0.05)


def all_done(system: System) -> bool:
    """Every job has had its turn, and no run is left. Where two jobs came to one run, that of a killed scheduler, one
    has done it, and the other looks again in a minute: nobody waits for that here.
    """
    turns = system.store.job_turns.latest()
    wanted = {"rescreen:listed", "policy", "alarms", "due", "tiers", "escalate", "forecast"}
    good = {"done", "nothing", RunInProgress.code}
    return (
        wanted <= turns.keys()
        and all(turns[job].outcome in good for job in wanted)
        and not system.store.runs.all_unfinished()
    )


def works_of(scheduler: int) -> list[int]:
    """Processes that work for a scheduler: those of its server of forks."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            if parent == scheduler:
                found += [int(entry.name), *works_of(int(entry.name))]
    return found


def is_there(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def all_gone(pids: list[int]) -> bool:
    return not any(map(is_there, pids))


def under_way(system: System) -> list[Turn]:
    return [turn for turn in system.store.job_turns.latest().values() if turn.finished_at is None]


def killed_at_work(schedulers: Schedulers, system: System) -> Turn:
    """Kill the one of two schedulers that has a job's turn; that turn. Its works die with it."""
    while True:
        while len(schedulers.running) < 2:
            schedulers.start()
        wait_for(lambda: bool(under_way(system)))
        pids = {process.pid: process for process in schedulers.running}
        victim = next((pids[pid] for pid in map(process_of, under_way(system)) if pid in pids), None)
        if victim is None:
            continue
        works = works_of(victim.pid)
        schedulers.running.remove(victim)
        # The other one sees neither more nor less than a scheduler and its works gone.
        for other in schedulers.running:
            other.send_signal(signal.SIGSTOP)
        victim.kill()
        victim.wait()
        wait_for(partial(all_gone, works))
        for other in schedulers.running:
            other.send_signal(signal.SIGCONT)
        left = [turn for turn in under_way(system) if process_of(turn) == victim.pid]
        if left:
            return left[0]


def process_of(turn: Turn) -> int:
    return int(turn.owner.split(":")[-2])


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
def test_one_of_two_schedulers_is_killed_at_work(filled: Shell, schedulers: Schedulers, watched: System) -> None:
    """The other one does the rest: everybody is graded, nobody twice a run. Then it is asked to stop."""
    turn = killed_at_work(schedulers, watched)
    wait_for(lambda: all_done(watched))
    store = watched.store
    turns = store.job_turns.page(500)
    # At once by the other one; or, where its time had come again meanwhile, as part of the next.
    again = store.job_turns.get(turn.job, turn.at)
    assert again is not None
    assert again.finished_at is not None
    assert again.tries > 1 or again.outcome == INTERRUPTED
    assert {turn.at for turn in turns if turn.job == "due"} == {max(turn.at for turn in turns if turn.job == "due")}
    assert store.reviews_ahead.count_ungraded() == 0
    for run in store.runs.recent(100):
        assert run.status in {RunStatus.DONE, RunStatus.SUPERSEDED}, run
        assert run.status is RunStatus.SUPERSEDED or (run.closing is not None and run.closing.adds_up), run
    kinds = [run.kind for run in store.runs.recent(100) if run.status is RunStatus.DONE and run.total]
    assert kinds.count("due") == 1, "everybody was due once"
    assert len(store.assessments.history("C-001")) == len({each.run for each in store.assessments.history("C-001")})

    process = schedulers.running[0]
    works = works_of(process.pid)
    assert works
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 0
    wait_for(partial(all_gone, works))


def test_beside_the_server(shell: Shell, watched: System) -> None:
    """`serve --scheduler`: it works while the server does, and ends with it."""
    server = subprocess.Popen(
        [AMLRISK, "serve", "--scheduler", "--port", "0", "--workers", "1"],
        env={**shell.environment, "AMLRISK_PROCESSES": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(lambda: bool(watched.store.job_turns.latest()))
        works = works_of(server.pid)
        assert works
        server.send_signal(signal.SIGTERM)
        server.wait(PATIENCE)
        wait_for(partial(all_gone, works))
    finally:
        server.kill()
        server.wait()


def test_once_for_a_timer_of_ones_own(filled: Shell) -> None:
    shell = filled
    assert f"{CUSTOMERS} done" in shell("scheduler", "--once")
    assert "nothing is due" in shell("scheduler", "--once")
    jobs = {each["job"]: each["turn"] for each in json.loads(shell("scheduler", "--status", "--json"))}
    assert jobs["due"]["outcome"] == "done"
    assert jobs["due"]["tries"] == 1
    assert "到期重新评级" in shell("--language", "zh", "scheduler", "--status")
