"""The index in force: built once, saved, found again after a restart, and the same however it came about."""

from __future__ import annotations

from mmap import mmap
from pathlib import Path

import numpy as np
import pytest

from amlrisk.screening import packing
from amlrisk.screening.arrays import flatten
from amlrisk.screening.index import Index, build_index
from amlrisk.screening.model import Query
from amlrisk.services import desk as desk_module
from amlrisk.services.system import System
from amlrisk.watchlist.model import Schema
from tests.systems import LISTED, desk_for, put_list

ASKED = [Query(schema=Schema.PERSON, names=(row.split(",")[2],)) for row in LISTED]


def index_of(system: System) -> Index:
    desk = desk_for(system.store, system.catalogue, system.settings)
    return desk.in_force(system.rules(), system.now()).index


def folders(system: System) -> list[Path]:
    return sorted(path for path in (system.settings.home / "indexes").iterdir() if path.is_dir())


def mapped(index: Index) -> bool:
    held: object = index.arrays.words.codes
    while held is not None and not isinstance(held, mmap):
        held = getattr(held, "base", None)
    return held is not None


def test_a_restart_finds_the_index_ready(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    first = index_of(system)
    monkeypatch.setattr(desk_module, "build_index", None)  # whoever builds now fails
    again = index_of(system)
    assert mapped(first)
    assert mapped(again)
    assert again.version == first.version
    assert [path.name for path in folders(system)] == [first.version]
    assert again.screen(ASKED) == first.screen(ASKED)
    assert any(again.screen(ASKED))


def test_a_damaged_file_is_built_again(system: System) -> None:
    first = index_of(system)
    path = folders(system)[0] / "forms.bodies.npy"
    data = bytearray(path.read_bytes())
    data[-3] ^= 0xFF
    path.write_bytes(data)
    again = index_of(system)
    assert again.screen(ASKED) == first.screen(ASKED)
    assert path.read_bytes() != bytes(data)


def test_another_key_is_another_index(system: System) -> None:
    index_of(system)
    saved = folders(system)[0] / "meta.npy"
    before = saved.read_bytes()
    desk = desk_module.Desk(
        system.store, system.catalogue, b"another key", desk_module.IndexFiles(system.settings.home / "indexes")
    )
    desk.in_force(system.rules(), system.now())
    assert saved.read_bytes() != before


def test_where_it_cannot_be_saved_it_screens_from_memory(system: System) -> None:
    expected = index_of(system).screen(ASKED)
    folder = system.settings.home / "indexes"
    for path in folders(system):
        for file in path.iterdir():
            file.unlink()
        path.rmdir()
    (folder / "build.lock").unlink()
    folder.rmdir()
    folder.write_text("a file is in the way")
    index = index_of(system)
    assert not mapped(index)
    assert index.screen(ASKED) == expected


def test_an_index_taken_on_from_an_earlier_one_is_the_same(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    index_of(system)
    analysed: list[str] = []
    analyse = packing.analyse

    def counted(text: str, schema: Schema) -> object:
        analysed.append(text)
        return analyse(text, schema)

    monkeypatch.setattr(packing, "analyse", counted)
    put_list(system, rows=(*LISTED, "T-99,Person,Freshly Listed Demo,1980-01-01,FR,"))
    taken_on = index_of(system)
    assert analysed == ["Freshly Listed Demo"]
    snapshots = [system.store.snapshots.load(source) for source in sorted(system.store.snapshots.in_force())]
    fresh = build_index(snapshots, system.rules().matching, system.settings.secret)
    one, other = flatten(taken_on.arrays), flatten(fresh.arrays)
    assert [name for name in one if not np.array_equal(one[name], other[name])] == []
    assert [
        hit.entity for hit in taken_on.screen([Query(schema=Schema.PERSON, names=("Freshly Listed Demo",))])[0]
    ] == ["T-99"]
