"""A system with the test list in force, on SQLite; ``both`` runs a test on PostgreSQL too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from amlrisk.services.system import System
from tests.receivers import Receiving, receiving
from tests.systems import Clock, put_list, system_for
from tests.told import allowing


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def bare(tmp_path: Path, clock: Clock) -> Iterator[System]:
    """No list in force."""
    system = system_for(tmp_path, clock=clock)
    yield system
    system.store.close()


@pytest.fixture
def system(bare: System) -> System:
    put_list(bare)
    return bare


@pytest.fixture
def on_both(tmp_path: Path, clock: Clock, store_url: str) -> Iterator[System]:
    """The same on each database."""
    system = system_for(tmp_path, store_url, clock)
    put_list(system)
    yield system
    system.store.close()


@pytest.fixture
def told(on_both: System) -> System:
    """It may send events to this machine."""
    return allowing(on_both)


@pytest.fixture
def one(system: System) -> System:
    """The same on SQLite alone."""
    return allowing(system)


@pytest.fixture
def receiver() -> Iterator[Receiving]:
    with receiving() as server:
        yield server
