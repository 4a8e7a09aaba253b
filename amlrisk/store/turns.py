"""Writers of one SQLite database take turns, within a process and among processes.

SQLite has one writer at a time. Left to itself, a process that finds another writing sleeps in steps that grow to
100 ms, while its rivals go on: at the peak hour of several server processes, one check in a hundred then waits half
a second. Here they wait for a lock on a file beside the database, in steps of half a millisecond. It only orders those
who ask: SQLite's own lock still decides.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from amlrisk.errors import StoreLocked, StoreUnavailable

_STEP_SECONDS = 0.0005


class Turns:
    """The queue of one process; made anew after a fork, since a lock belongs to the file as it was opened."""

    def __init__(self, database: Path, seconds: float) -> None:
        self._path = database.with_name(database.name + ".turn")
        self._seconds = seconds
        self._threads = threading.Lock()
        self._file: int | None = None

    @contextmanager
    def take(self) -> Iterator[None]:
        """Wait for the turn; raises ``StoreLocked`` when it does not come in time."""
        deadline = time.monotonic() + self._seconds
        if not self._threads.acquire(timeout=self._seconds):
            raise StoreLocked()
        try:
            file = self._opened()
            while not _locked(file):
                if time.monotonic() >= deadline:
                    raise StoreLocked()
                time.sleep(_STEP_SECONDS)
            try:
                yield
            finally:
                fcntl.flock(file, fcntl.LOCK_UN)
        finally:
            self._threads.release()

    def _opened(self) -> int:
        if self._file is None:
            try:
                self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            except OSError as error:
                raise StoreUnavailable(detail=f"{self._path.name}: {error.strerror}") from error
        return self._file


def _locked(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
