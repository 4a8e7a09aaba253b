"""Compiled code is kept between starts, and never outlives the code it was compiled from."""

from __future__ import annotations

from importlib.resources import files

import numba

from amlrisk.screening import native


def test_every_module_with_compiled_functions_counts() -> None:
    room = files("amlrisk.screening")
    compiled = {
        path.name for path in room.iterdir() if path.name.endswith(".py") and "\n@native" in path.read_text("utf-8")
    }
    assert compiled | {"native.py"} == set(native._COMPILED)


def test_another_state_of_any_of_them_is_kept_elsewhere(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(numba.config, "CACHE_DIR", "")
    before = native._kept_in()
    monkeypatch.setattr(native, "_COMPILED", native._COMPILED[:-1])
    assert native._kept_in() != before
