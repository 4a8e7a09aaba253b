"""A home filled by ``amlrisk init --demo``, for tests that look at it."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from pathlib import Path

from amlrisk.jobs.demo import set_up_demo
from amlrisk.services.system import System, open_system
from amlrisk.settings import Settings
from tests.systems import Clock, has_database, settings_for

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def prepared(home: Path) -> Settings:
    """An empty home, its database at this program's level."""
    has_database(home)
    return settings_for(home)


def with_catalogue(settings: Settings) -> Settings:
    """The settings as they are read once the demo's catalogue is there."""
    return dataclasses.replace(settings, watchlists=settings.home / "watchlists")


def demo_system(home: Path, clock: Clock | None = None) -> System:
    """The demonstration, graded, at ``NOW`` unless ``clock`` says otherwise."""
    clock = clock or Clock(NOW)
    settings = prepared(home)
    set_up_demo(settings, clock=clock)
    return open_system(with_catalogue(settings), clock=clock)
