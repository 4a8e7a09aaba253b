"""What every test may ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest_plugins = ["tests.store_fixtures"]

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session", autouse=True)
def logs() -> None:
    """As in operation. What structlog does by itself, tracebacks in colour with all variables, takes seconds each."""
    from amlrisk.logs import configure_logs  # noqa: PLC0415 - not before pytest has prepared the plugins
    from tests.systems import settings_for  # noqa: PLC0415

    configure_logs(settings_for(ROOT))


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder with real lists and names beside the checkout; the test skips where there is none."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("no folder `shared` beside the checkout: real lists and names are not tested")
    return folder
