"""The customers of this installation, analysed and kept beside the lists' indexes as books.

A book is of the customers it was made from, by the digests of their facts. Whether every customer is in one is asked
of the database each time, so that whoever saved a customer by whatever way, this index cannot have missed it; a book
that was deleted or damaged is made again. Facts that were replaced since stay in their book and do no harm: whoever is
found by them is screened by the facts there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Protocol, TypeVar

from amlrisk.errors import StoreUnavailable
from amlrisk.facts.model import Customer
from amlrisk.screening.book import BOOK, Asked, Book, analysed, assemble_book, book_version, flatten_book
from amlrisk.screening.index import ENGINE
from amlrisk.screening.model import Query
from amlrisk.screening.query import query_of
from amlrisk.services.system import System
from amlrisk.store.index_files import IndexFiles

_In = TypeVar("_In")
_Out = TypeVar("_Out")


class Through(Protocol):
    """How pieces of work are gone through, in order: ``in_turn``, or the same in several processes."""

    def __call__(self, work: Callable[[_In], _Out], items: Iterable[_In], /) -> Iterable[_Out]: ...


Progress = Callable[[int, int], None]

_CHUNK = 100_000
_ATTEMPTS = 3
_MOST_BOOKS = 48
_DECODED = 2_000


def silent(done: int, total: int) -> None:
    """Tells nobody."""


def in_turn(work: Callable[[_In], _Out], items: Iterable[_In], /) -> Iterable[_Out]:
    """One after the other, in this process."""
    return map(work, items)


def bring_up_to_date(system: System, through: Through = in_turn, progress: Progress = silent) -> list[tuple[str, Book]]:
    """Put every customer who is in no book into one; (version, book) of all books, with everybody in them.

    Those who are saved while this goes on need not be. One process at a time makes books. ``progress`` is told
    (customers done, of how many). Raises ``StoreUnavailable`` where books cannot be kept.
    """
    store, files = system.store, _files(system)
    with files.building():
        digests = store.customers.all_digests()
        for _ in range(_ATTEMPTS):
            held = _room_among(files, _held(files))
            missing = _missing(digests, held)
            refs = store.customers.refs_of(missing) if missing else []
            if not refs:  # facts that were replaced meanwhile are nobody's any more
                return held
            done = 0
            try:
                for count in through(lambda chunk: _make(system, chunk), _chunks(refs)):
                    progress(done := done + count, len(refs))
            except OSError as error:
                raise StoreUnavailable(detail=f"the customer index cannot be written: {error}") from error
    raise StoreUnavailable(detail="the customer index does not stay as it was written")


def _room_among(files: IndexFiles, held: list[tuple[str, Book]]) -> list[tuple[str, Book]]:
    """Where there are many small books, without the smallest, whose customers go into larger ones."""
    if len(held) < _MOST_BOOKS:
        return held
    by_size = sorted(held, key=lambda one: len(one[1].digests), reverse=True)
    for version, _ in by_size[_MOST_BOOKS // 2 :]:
        files.forget(version)
    return by_size[: _MOST_BOOKS // 2]


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
    """Those of the digests that are in no book. A set: to sort a million digests takes longer than to look them up."""
    known = {digest for _, book in held for digest in book.digests.tolist()}
    return [digest for digest in digests if digest.encode() not in known]


def _held(files: IndexFiles) -> list[tuple[str, Book]]:
    """The books that can be relied on. Those of another program, and damaged ones, are deleted."""
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
