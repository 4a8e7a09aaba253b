"""What is set up once in every process that runs tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache

from amlrisk.logs import configure_logs
from tests.systems import settings_for


@pytest.fixture(scope="session", autouse=True)
def logs() -> None:
    """As in operation. What structlog does by itself, tracebacks in colour with all variables, takes seconds each."""
    configure_logs(settings_for(Path()))


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
