"""Saved indexes: whole or not at all, shared by mapping, and never used where they are not what was saved."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest

from amlrisk.store.index_files import IndexFiles

ARRAYS = {
    "words": np.arange(5000, dtype=np.int32),
    "rows": np.arange(6, dtype=np.float32).reshape(3, 2),
    "digests": np.array([b"a", b"bcd"], dtype="S64"),
    "nothing": np.empty(0, dtype=np.uint16),
}


@pytest.fixture
def files(tmp_path: Path) -> IndexFiles:
    return IndexFiles(tmp_path / "indexes")


def test_what_was_saved_is_mapped_read_only(files: IndexFiles) -> None:
    files.save("v1", ARRAYS)
    loaded = files.load("v1")
    assert loaded is not None
    assert loaded.keys() == ARRAYS.keys()
    for name, array in ARRAYS.items():
        assert loaded[name].dtype == array.dtype
        assert np.array_equal(loaded[name], array)
    with pytest.raises(ValueError, match="read-only"):
        loaded["words"][0] = 1


def test_what_is_not_held_is_none(files: IndexFiles) -> None:
    assert files.load("v1") is None
    assert files.versions() == []


@pytest.mark.parametrize("harm", ["flip", "cut", "empty", "gone", "no manifest", "bad manifest"])
def test_a_damaged_index_is_never_used(files: IndexFiles, tmp_path: Path, harm: str) -> None:
    files.save("v1", ARRAYS)
    folder = tmp_path / "indexes" / "v1"
    path = folder / ("manifest.json" if "manifest" in harm else "words.npy")
    data = bytearray(path.read_bytes())
    if harm == "flip":
        data[-7] ^= 1
        path.write_bytes(data)
    elif harm == "cut":
        path.write_bytes(data[:-100])
    elif harm == "empty":
        path.write_bytes(b"")
    elif harm == "bad manifest":
        path.write_bytes(data[:-3])
    else:
        path.unlink()
    assert files.load("v1") is None
    files.save("v1", ARRAYS)
    assert files.load("v1") is not None


def test_only_the_last_few_are_kept_and_what_is_mapped_stays(files: IndexFiles) -> None:
    files.save("v1", ARRAYS)
    mapped = files.load("v1")
    for version in ("v2", "v3", "v4"):
        files.save(version, ARRAYS)
    assert files.versions() == ["v4", "v3", "v2"]
    assert files.load("v1") is None
    assert mapped is not None
    assert int(mapped["words"].sum()) == int(ARRAYS["words"].sum())


def test_nothing_unfinished_is_left_behind(files: IndexFiles, tmp_path: Path) -> None:
    class Unwilling(dict[str, np.ndarray]):
        def items(self):  # type: ignore[no-untyped-def]
            yield from super().items()
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        files.save("v1", Unwilling(ARRAYS))
    assert list((tmp_path / "indexes").iterdir()) == []
    assert files.versions() == []


def test_one_builds_while_the_others_wait(tmp_path: Path) -> None:
    order: list[str] = []
    entered = threading.Event()

    def second() -> None:
        entered.wait(5)
        with IndexFiles(tmp_path).building():  # a descriptor of its own, as another process has
            order.append("second")

    thread = threading.Thread(target=second)
    thread.start()
    with IndexFiles(tmp_path).building():
        entered.set()
        thread.join(0.2)
        order.append("first")
    thread.join(5)
    assert order == ["first", "second"]


def test_where_nothing_can_be_written_nobody_waits(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    files = IndexFiles(tmp_path / "file" / "indexes")
    with files.building():
        assert files.load("v1") is None
    with pytest.raises(OSError, match="file"):
        files.save("v1", ARRAYS)
