"""Work spread over forked processes: each inherits the index by copy-on-write instead of building its own."""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing.context import ForkContext
from typing import TypeVar, cast

from amlrisk.services.customer_index import Through

_In = TypeVar("_In")
_Out = TypeVar("_Out")

_PR_SET_PDEATHSIG = 1  # prctl(2)

#: What this forked process runs. A pool pickles what it sends; a function with an index in it must not be.
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
    length is worked through at constant memory. One process works in this one, without a fork. Raises what the work
    raised, and ``BrokenProcessPool`` where one of the processes was killed.
    """
    settle_memory()
    if processes <= 1:
        yield from map(work, items)
        return
    under_way: deque[Future[object]] = deque()
    inherited = cast(Callable[[object], object], work)
    with ProcessPoolExecutor(processes, fork_context(), initializer=_begin, initargs=(inherited,)) as pool:
        try:
            for item in items:
                if len(under_way) == processes * ahead:
                    yield cast(_Out, under_way.popleft().result())
                under_way.append(pool.submit(_call, item))
            while under_way:
                yield cast(_Out, under_way.popleft().result())
        finally:
            for each in under_way:
                each.cancel()


def spread(processes: int) -> Through:
    """``ordered_map`` over so many processes, for whoever has work that may be done in any way."""
    return lambda work, items: ordered_map(work, items, processes)


def _begin(work: Callable[[object], object]) -> None:
    global _inherited  # noqa: PLW0603 -- how a forked process is given something that must not be pickled
    die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    _inherited = work


def _call(item: object) -> object:
    assert _inherited is not None
    return _inherited(item)
