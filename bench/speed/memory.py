"""Memory as the kernel counts it (Linux): proportional shares, so that what two processes share counts once."""

from __future__ import annotations

import gc
import os
import resource
from collections.abc import Callable
from pathlib import Path


def pss(pid: int | str = "self") -> float:
    """Proportional set size in MiB; 0.0 where the kernel does not tell."""
    return _rollup(pid, "Pss:")


def peak() -> float:
    """Most resident memory of this process so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def total_of_forked(work: Callable[[], object], count: int) -> float:
    """PSS in MiB of this process and ``count`` forked ones, taken when each of them has done ``work``."""
    gc.collect()
    done, say_done = os.pipe()
    wait, go = os.pipe()
    children: list[int] = []
    for _ in range(count):
        child = os.fork()
        if not child:
            os.close(go)
            work()
            os.write(say_done, b".")
            os.read(wait, 1)  # until the parent closes its end
            os._exit(0)
        children.append(child)
    for _ in children:
        os.read(done, 1)
    total = pss() + sum(map(pss, children))
    os.close(go)
    for child in children:
        os.waitpid(child, 0)
    for descriptor in (done, say_done, wait):
        os.close(descriptor)
    return total


def _rollup(pid: int | str, label: str) -> float:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) for line in text.splitlines() if line.startswith(label)), 0) / 1024
