"""Schedulers as they run: processes that are killed, stopped and started again."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from amlrisk.services.system import System, open_system
from amlrisk.settings import load_settings
from amlrisk.store.runs import RunStatus
from tests.cli.shell import Shell
from tests.systems import CATALOGUE, HEADER, LISTED, NAMESAKE, customer

AMLRISK = str(Path(sys.executable).with_name("amlrisk"))
CUSTOMERS = 40


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """The test list in force, and customers who were never graded."""
    shell = Shell(tmp_path)
    (tmp_path / "watchlists").mkdir()
    (tmp_path / "watchlists" / "sources.yaml").write_text(CATALOGUE, encoding="utf-8")
    shell("init")
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


def wait_for(what: Callable[[], bool], seconds: float = 200) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "in vain"
        time.sleep(0.1)


def all_done(system: System) -> bool:
    turns = system.store.job_turns.latest()
    wanted = {"rescreen:listed", "policy", "alarms", "due", "tiers", "escalate", "forecast"}
    return wanted <= turns.keys() and all(turns[job].outcome in {"done", "nothing"} for job in wanted)


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


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
def test_two_schedulers_killed_over_and_over(schedulers: Schedulers, watched: System) -> None:
    """Whenever one is killed, its works die with it and another goes on: everybody is graded, nobody twice a run."""
    luck = random.Random(6)
    schedulers.start()
    for _ in range(2):
        schedulers.start()
        victim = schedulers.running.pop(0)
        wait_for(lambda pid=victim.pid: bool(works_of(pid)))
        time.sleep(luck.uniform(0, 3))
        works = works_of(victim.pid)
        victim.kill()
        victim.wait()
        wait_for(lambda works=works: not any(map(is_there, works)))
    wait_for(lambda: all_done(watched))
    store = watched.store
    turns = store.job_turns.page(500)
    assert {turn.at for turn in turns if turn.job == "due"} == {max(turn.at for turn in turns if turn.job == "due")}
    assert store.reviews_ahead.count_ungraded() == 0
    for run in store.runs.recent(100):
        assert run.status in {RunStatus.DONE, RunStatus.SUPERSEDED}, run
        assert run.status is RunStatus.SUPERSEDED or (run.closing is not None and run.closing.adds_up), run
    kinds = [run.kind for run in store.runs.recent(100) if run.status is RunStatus.DONE and run.total]
    assert kinds.count("due") == 1, "everybody was due once"
    assert len(store.assessments.history("C-001")) == len({each.run for each in store.assessments.history("C-001")})


def test_a_stop_is_quick_and_leaves_nothing_behind(schedulers: Schedulers, watched: System) -> None:
    process = schedulers.start()
    wait_for(lambda: bool(watched.store.job_turns.latest()))
    works = works_of(process.pid)
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 0
    wait_for(lambda: not any(map(is_there, works)))


def test_beside_the_server(shell: Shell, watched: System) -> None:
    """`serve --scheduler`: it works while the server does, and ends with it."""
    server = subprocess.Popen(
        [AMLRISK, "serve", "--scheduler", "--port", "0", "--workers", "1"],
        env={**shell.environment, "AMLRISK_PROCESSES": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(lambda: "alarms" in watched.store.job_turns.latest())
        works = works_of(server.pid)
        assert works
        server.send_signal(signal.SIGTERM)
        server.wait(30)
        wait_for(lambda: not any(map(is_there, works)))
    finally:
        server.kill()
        server.wait()


def test_once_for_a_timer_of_ones_own(shell: Shell) -> None:
    assert f"{CUSTOMERS} done" in shell("scheduler", "--once")
    assert "nothing is due" in shell("scheduler", "--once")
    jobs = {each["job"]: each["turn"] for each in json.loads(shell("scheduler", "--status", "--json"))}
    assert jobs["due"]["outcome"] == "done"
    assert jobs["due"]["tries"] == 1
    assert "到期重新评级" in shell("--language", "zh", "scheduler", "--status")
