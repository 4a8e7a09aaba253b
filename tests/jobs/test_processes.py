"""Work over forked processes: in order, at constant memory, and over at once when something fails."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest

from amlrisk.jobs.processes import ordered_map


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_answers_come_in_order_whatever_the_number_of_processes(processes: int) -> None:
    assert list(ordered_map(lambda number: number * number, range(200), processes)) == [n * n for n in range(200)]


def test_no_more_is_read_ahead_than_there_is_room_for() -> None:
    read: list[int] = []

    def items() -> Iterator[int]:
        for number in range(1000):
            read.append(number)
            yield number

    results = ordered_map(lambda number: number, items(), processes=2, ahead=3)
    assert [next(results) for _ in range(4)] == [0, 1, 2, 3]
    assert len(read) <= 4 + 2 * 3 + 1
    results.close()


FAILURES = {
    "the one who takes the answers": "for n in ordered_map(lambda n: n, range(1000), 2): raise OSError('disk full')",
    "the work": "list(ordered_map(lambda n: 1 // (n - 5), range(1000), 2))",
    "the input": "list(ordered_map(lambda n: n, (1 // (5 - n) for n in range(1000)), 2))",
    "a process": "import os\nlist(ordered_map(lambda n: os.kill(os.getpid(), 9 if n == 5 else 0), range(1000), 2))",
}


@pytest.mark.parametrize("program", FAILURES.values(), ids=FAILURES)
def test_whoever_fails_the_error_is_told_and_nothing_hangs(program: str) -> None:
    code = f"from amlrisk.jobs.processes import ordered_map\n{program}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 1
    assert any(told in done.stderr for told in ("disk full", "ZeroDivisionError", "BrokenProcessPool"))


def test_two_who_work_at_once_each_get_their_own_answers() -> None:
    ones, twos = (ordered_map(lambda number, by=by: number * by, range(50), 2) for by in (1, 2))  # type: ignore[misc]
    assert list(zip(ones, twos, strict=True)) == [(number, 2 * number) for number in range(50)]
