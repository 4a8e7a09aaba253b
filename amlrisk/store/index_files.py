"""Indexes on disk: a folder for each, named by its version, with an ``.npy`` file for each array.

A folder appears whole or not at all, and never changes: processes map the same files, and share the memory. What is
mapped stays readable after its folder was deleted. A folder that does not hold what was saved is never used.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_MANIFEST = "manifest.json"
_LOCK = "build.lock"
_KEPT = 3
_READ_BYTES = 1 << 20

Flat = Mapping[str, NDArray[np.generic]]


class IndexFiles:
    """The saved indexes of one home; the last ``kept`` of them, or all where that is None."""

    def __init__(self, folder: Path, kept: int | None = _KEPT) -> None:
        self._folder = folder
        self._kept = kept

    def load(self, version: str) -> Flat | None:
        """The arrays of an index, mapped read-only; None where it is not held, or not as it was saved.

        Every byte is checked against its checksum, without mapping it into this process.
        """
        folder = self._folder / version
        try:
            manifest: dict[str, int] = json.loads((folder / _MANIFEST).read_bytes())
            if any(_checksum(folder / f"{name}.npy") != checksum for name, checksum in manifest.items()):
                return None
            return {name: _mapped(folder / f"{name}.npy") for name in manifest}
        except (OSError, ValueError):
            return None

    def versions(self) -> list[str]:
        """The versions held, the newest first."""
        try:
            found = [entry for entry in self._folder.iterdir() if (entry / _MANIFEST).is_file()]
            return [entry.name for entry in sorted(found, key=lambda one: one.stat().st_mtime_ns, reverse=True)]
        except OSError:
            return []

    def save(self, version: str, arrays: Flat) -> None:
        """Keep an index, and forget all but the last few; raises ``OSError`` where it cannot be written."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(dir=self._folder, prefix=".unfinished-"))
        try:
            manifest = {}
            for name, array in arrays.items():
                # Not synchronised: what a power cut takes away, its checksum tells, and it is built anew.
                path = unfinished / f"{name}.npy"
                np.save(path, array, allow_pickle=False)
                manifest[name] = _checksum(path)
            (unfinished / _MANIFEST).write_text(json.dumps(manifest))
            place = self._folder / version
            shutil.rmtree(place, ignore_errors=True)  # only a damaged one is saved again
            unfinished.rename(place)
        except BaseException:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise
        if self._kept is not None:
            for old in self.versions()[self._kept :]:
                self.forget(old)

    def forget(self, version: str) -> None:
        """Delete an index; whoever has it mapped keeps it."""
        shutil.rmtree(self._folder / version, ignore_errors=True)

    @contextmanager
    def building(self) -> Iterator[None]:
        """One process builds at a time; the others wait, and then find what it has built.

        Where nothing can be written there is nothing to wait for.
        """
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = os.open(self._folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError:
            yield
            return
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)


def _mapped(path: Path) -> NDArray[np.generic]:
    """Empty arrays cannot be mapped, and need not be."""
    try:
        mapped: NDArray[np.generic] = np.load(path, mmap_mode="r", allow_pickle=False)
    except ValueError:
        mapped = np.load(path, allow_pickle=False)
        if mapped.size:
            raise
    # The plain view of a mapped array: numpy.memmap costs more on every slice.
    return mapped.view(np.ndarray)


def _checksum(path: Path) -> int:
    checksum = 0
    with path.open("rb") as file:
        while data := file.read(_READ_BYTES):
            checksum = zlib.crc32(data, checksum)
    return checksum
