"""What every test may ask for."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache

pytest_plugins = ["tests.store_fixtures"]

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session", autouse=True)
def logs() -> None:
    """As in operation. What structlog does by itself, tracebacks in colour with all variables, takes seconds each."""
    from amlrisk.logs import configure_logs  # noqa: PLC0415 - not before pytest has prepared the plugins
    from tests.systems import settings_for  # noqa: PLC0415

    configure_logs(settings_for(ROOT))


class _Compiled(BytecodeCache):
    """Templates, compiled once for all applications of this process: each test has one of its own."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


@pytest.fixture(scope="session", autouse=True)
def templates() -> None:
    Flask.jinja_options = {"bytecode_cache": _Compiled()}


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder with real lists and names beside the checkout; the test skips where there is none."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("no folder `shared` beside the checkout: real lists and names are not tested")
    return folder
