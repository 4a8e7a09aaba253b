"""Who is how near a hit, kept for each book and index: whose hits may come and go though nobody near them changed.

Words weigh by how many listed entities have them, so a change of a list moves the scores of others a little
(``screening.drift``). Who is further from every threshold than that need not be looked at. The margin is used up bit
by bit from one change of the lists to the next, and then the book is gone through anew.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from amlrisk.screening.arrays import I32
from amlrisk.screening.book import Book
from amlrisk.screening.drift import MARGIN, lowered
from amlrisk.screening.index import Index
from amlrisk.screening.reverse import Net
from amlrisk.services.system import System
from amlrisk.store.index_files import IndexFiles


class Near(NamedTuple):
    """The customers of a book (their places) who have a hit, or lack less than ``left`` for one."""

    places: I32
    left: float


class NearHits:
    """Those of one index. Belongs to one thread."""

    def __init__(self, system: System, index: Index) -> None:
        self._files = IndexFiles(system.settings.home / "customers-near", kept=None)
        self._index = index
        self._net: Net | None = None

    def of(self, version: str, book: Book, needed: float = 0.0) -> Near:
        """As kept, with ``needed`` left at least; or by going through the book, which takes time."""
        kept = self._files.load(self._name(version))
        if kept is not None and {"places", "left"} <= kept.keys() and float(kept["left"][0]) >= needed:
            return Near(kept["places"].astype(np.int32), float(kept["left"][0]))
        if self._net is None:
            self._net = Net(lowered(self._index, MARGIN))
        return self.keep(version, Near(self._net.customers(book), MARGIN))

    def keep(self, version: str, near: Near) -> Near:
        """Keep what is known of a book by its version."""
        self._files.save(self._name(version), {"places": near.places, "left": np.array([near.left])})
        return near

    def forget_all_but(self, other: Index) -> None:
        """Forget what is neither about this index nor about another one."""
        kept = (self._index.version, other.version)
        for name in self._files.versions():
            if not name.endswith(kept):
                self._files.forget(name)

    def _name(self, version: str) -> str:
        return f"{version}.{self._index.version}"
