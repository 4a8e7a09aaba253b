"""The editions of one file of a pack, and which of them is in force on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

import msgspec

from amlrisk.errors import PolicyInvalid, PolicyNotInForce
from amlrisk.policy import documents as doc
from amlrisk.policy.conversion import convert

#: What stands in the files of a pack, by name, as plain values.
Trees = Mapping[str, object]
E_co = TypeVar("E_co", bound=doc.Edition, covariant=True)


@dataclass(frozen=True)
class Current(Generic[E_co]):
    """An edition, and where it stands, so that a complaint can name the place."""

    file: str
    index: int
    edition: E_co

    def fail(self, path: str, detail: str) -> PolicyInvalid:
        return PolicyInvalid(file=self.file, path=f"editions[{self.index}].{path}", detail=detail)


@dataclass(frozen=True)
class Dated(Generic[E_co]):
    """The editions of one file, oldest first."""

    file: str
    editions: tuple[E_co, ...]

    def __post_init__(self) -> None:
        if not self.editions:
            raise PolicyInvalid(file=self.file, path="editions", detail="no edition")
        for index in range(1, len(self.editions)):
            if self.editions[index].start <= self.editions[index - 1].start:
                raise PolicyInvalid(
                    file=self.file,
                    path=f"editions[{index}].from",
                    detail="dates out of order: an edition starts after the one before it",
                )

    def on(self, day: date, pack: str) -> Current[E_co]:
        """The last edition that starts on or before ``day``; PolicyNotInForce where there is none."""
        index = sum(edition.start <= day for edition in self.editions) - 1
        if index < 0:
            raise PolicyNotInForce(pack=pack, path=self.file, on=day.isoformat())
        return Current(file=self.file, index=index, edition=self.editions[index])

    def always(self) -> Dated[E_co]:
        """The same, with the first edition in force from the beginning of time."""
        first, *later = self.editions
        return Dated(file=self.file, editions=(msgspec.structs.replace(first, start=date.min), *later))


def read_dated(trees: Trees, name: str, kind: type[doc.Document[E_co]]) -> Dated[E_co]:
    """The file ``name``, converted. Raises PolicyInvalid naming file and path."""
    return Dated(file=name, editions=convert(trees[name], kind, name).editions)
