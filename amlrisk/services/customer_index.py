"""The customers of this installation, analysed and kept beside the lists' indexes as books.

A book is of the customers it was made from, by the digests of their facts. Whether every customer is in one is asked
of the database each time, so that whoever saved a customer by whatever way, this index cannot have missed it; a book
that was deleted or damaged is made again. Facts that were replaced since stay in their book and do no harm: whoever is
found by them is screened by the facts there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from amlrisk.facts.model import Customer
from amlrisk.screening.book import BOOK, Asked, Book, analysed, assemble_book, book_version, flatten_book
from amlrisk.screening.index import ENGINE
from amlrisk.screening.model import Query
from amlrisk.screening.query import query_of
from amlrisk.services.system import System
from amlrisk.store.index_files import IndexFiles

Through = Callable[[Callable[[list[str]], int], Iterable[list[str]]], Iterable[int]]
"""How many chunks are worked through: ``map``, or the same in several processes."""

_CHUNK = 100_000
_MOST_BOOKS = 48
_DECODED = 2_000


def bring_up_to_date(
    system: System, through: Through = map, progress: Callable[[int, int], None] = lambda done, total: None
) -> int:
    """Put every customer who is in no book into one; how many those were.

    Raises ``OSError`` where nothing can be written. ``progress`` is told (customers done, of how many).
    """
    held = _held(system)
    digests = system.store.customers.all_digests()
    missing = _missing(digests, held)
    if missing and len(held) >= _MOST_BOOKS:
        # Many small books: what they hold goes into larger ones.
        smallest = sorted(held, key=lambda one: len(one[1]))[: _MOST_BOOKS // 2]
        for version, _ in smallest:
            _files(system).forget(version)
        dropped = {version for version, _ in smallest}
        missing = _missing(digests, [one for one in held if one[0] not in dropped])
    refs = system.store.customers.refs_of(missing) if missing else []
    done = 0
    for count in through(lambda chunk: _make(system, chunk), _chunks(refs)):
        done += count
        progress(done, len(refs))
    return len(refs)


def books(system: System) -> list[tuple[str, Book]]:
    """(version, book) of all there are."""
    return _held(system)


def asked_of(ref: str, facts_digest: str, customer: Customer) -> Asked:
    """A customer as a book has it."""
    return Asked(ref, facts_digest, queries_of(customer))


def queries_of(customer: Customer) -> tuple[Query, ...]:
    """What is screened of a customer: a query for each party, in the order of ``Customer.everyone()``."""
    return tuple(query_of(party) for party in customer.everyone())


def _make(system: System, refs: Sequence[str]) -> int:
    asked: list[Asked] = []
    for start in range(0, len(refs), _DECODED):
        asked += [asked_of(*each) for each in system.store.customers.documents(refs[start : start + _DECODED])]
    if asked:
        book = analysed(asked)
        _files(system).save(f"{_PREFIX}{book_version(book)}", flatten_book(book))
    return len(refs)


def _chunks(refs: Sequence[str]) -> Iterator[list[str]]:
    rest = iter(refs)
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk


def _missing(digests: Sequence[str], held: Sequence[tuple[str, Book]]) -> list[str]:
    """Those of the digests that are in no book."""
    current = _as_bytes(digests)
    known: NDArray[np.bool_] = np.zeros(len(current), dtype=np.bool_)
    if held:
        known = np.isin(current, np.concatenate([book.digests for _, book in held]))
    return [digests[at] for at in np.flatnonzero(~known).tolist()]


def _as_bytes(digests: Sequence[str]) -> NDArray[np.bytes_]:
    return np.array(digests, dtype="S64")


def _held(system: System) -> list[tuple[str, Book]]:
    """The books that can be relied on. Those of another program, and damaged ones, are deleted."""
    files = _files(system)
    found = []
    for version in files.versions():
        flat = files.load(version) if version.startswith(_PREFIX) else None
        try:
            if flat is None:
                raise KeyError(version)
            found.append((version, assemble_book(flat)))
        except KeyError:
            files.forget(version)
    return found


_PREFIX = f"{ENGINE}-{BOOK}-"


def _files(system: System) -> IndexFiles:
    return IndexFiles(system.settings.home / "customers", kept=None)
