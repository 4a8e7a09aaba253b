"""The shipped packs, read once, and a way to break one of them by an edit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from amlrisk.policy.loader import Pack, read_pack, shipped_packs
from amlrisk.policy.model import Rules

DAY = date(2026, 9, 1)

Edited = Callable[[str, str, str], dict[str, bytes]]


@pytest.fixture(scope="session")
def cn_insurer() -> Pack:
    return read_pack("cn_insurer")


@pytest.fixture(scope="session")
def rules(cn_insurer: Pack) -> Rules:
    return cn_insurer.on(DAY)


@pytest.fixture(scope="session", params=shipped_packs())
def pack(request: pytest.FixtureRequest) -> Pack:
    """Each shipped pack in turn."""
    name: str = request.param
    return read_pack(name)


@pytest.fixture
def edited(cn_insurer: Pack) -> Edited:
    """The files of ``cn_insurer`` with the first ``old`` of one file replaced by ``new``."""

    def edit(file: str, old: str, new: str) -> dict[str, bytes]:
        text = cn_insurer.files[file].decode()
        assert old in text, f"{file} has no {old!r}"
        return {**cn_insurer.files, file: text.replace(old, new, 1).encode()}

    return edit
