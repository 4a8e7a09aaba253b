"""Killed at random moments, on both databases: ``python -m bench.kills`` does the same twenty times."""

from __future__ import annotations

import random
from pathlib import Path

from bench.kills import install, kill_runs, kill_syncs, nursery_of, publishing
from bench.million import Installed
from tests.cli.shell import Shell


def test_whoever_is_killed_leaves_nobody_out_and_no_list_half_in_force(tmp_path: Path, store_url: str) -> None:
    home, shell, luck = Installed(tmp_path, store_url), Shell(tmp_path), random.Random(3)
    shell.environment |= home.environment
    with publishing() as publisher:
        install(home, publisher, 120, shell)
        with nursery_of(home) as nursery:
            runs, syncs = kill_runs(home, nursery, 3, luck), kill_syncs(home, nursery, publisher, 3, luck)
    assert runs.wrong == syncs.wrong == []
    assert runs.states["times taken up"] > 0
    assert (runs.kills, syncs.kills) == (3, 3)
