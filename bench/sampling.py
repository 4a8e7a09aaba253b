"""Looking at a running command and at what it works on."""

from __future__ import annotations

import os
from pathlib import Path

from amlrisk.settings import load_settings
from amlrisk.store.database import open_store
from bench.home import Home


def tree_memory(pid: int) -> float:
    """Proportional set size in MiB of a process and its descendants: shared pages count once (Linux)."""
    total = 0
    for each in _tree(pid):
        try:
            rollup = Path(f"/proc/{each}/smaps_rollup").read_text()
        except OSError:
            continue
        total += next((int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")), 0)
    return total / 1024


def listed_names(home: Home) -> list[str]:
    """Every name of every list in force in this home."""
    settings = load_settings({**os.environ, **home.environment})
    store = open_store(settings.database_url)
    return [
        name.text
        for source in store.snapshots.in_force()
        for entity in store.snapshots.load(source).entities
        for name in entity.names
    ]


def _tree(pid: int) -> list[int]:
    found = [pid]
    for each in found:
        try:
            found += map(int, Path(f"/proc/{each}/task/{each}/children").read_text().split())
        except OSError:
            continue
    return found
