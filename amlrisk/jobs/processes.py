"""Work spread over forked processes: each inherits the index by copy-on-write instead of building its own."""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.context import ForkContext
from threading import Event, Semaphore
from typing import TypeVar, cast

_In = TypeVar("_In")
_Out = TypeVar("_Out")

_PR_SET_PDEATHSIG = 1  # prctl(2)

#: What the forked processes run. A pool pickles what it sends; a function with an index in it must not be.
_inherited: Callable[[object], object] | None = None


def fork_context() -> ForkContext:
    """Fork, not spawn: the index is shared, and nothing has to be pickled to start a process."""
    return multiprocessing.get_context("fork")


def settle_memory() -> None:
    """Take everything that is alive out of the garbage collector's sight, before forking or a long batch.

    The index is some hundred thousand objects that live to the end: walking them again and again took half
    of the grading time, and writing to their headers would give every process its own copy of their pages.
    """
    gc.collect()
    gc.freeze()


def die_with_parent() -> None:
    """Ask the kernel to kill this process when its parent dies (Linux), so that no orphan writes on.

    Elsewhere orphans end by themselves at their next chunk, and the unique key (run, customer) keeps what
    they may still write from counting twice.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def ordered_map(work: Callable[[_In], _Out], items: Iterable[_In], processes: int, ahead: int = 4) -> Iterator[_Out]:
    """``work`` of every item, in order, computed by ``processes`` forked processes.

    At most ``ahead`` items a process are under way or finished and not yet taken, so that an input of any
    length is worked through at constant memory. One process works in this one, without a fork.
    """
    settle_memory()
    if processes <= 1:
        yield from map(work, items)
        return
    global _inherited  # noqa: PLW0603 -- how a forked pool is given something that must not be pickled
    _inherited = cast(Callable[[object], object], work)
    room = Semaphore(processes * ahead)
    over = Event()

    def as_room_allows() -> Iterator[_In]:
        for item in items:
            room.acquire()
            if over.is_set():
                return
            yield item

    with fork_context().Pool(processes, initializer=_begin) as pool:
        try:
            for result in pool.imap(_call, as_room_allows()):
                room.release()
                yield cast(_Out, result)
        finally:
            # Where the work or the taker failed, the pool's feeder still waits for room, and the pool for its feeder.
            over.set()
            room.release()


def _begin() -> None:
    die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle


def _call(item: object) -> object:
    assert _inherited is not None
    return _inherited(item)
