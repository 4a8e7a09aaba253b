"""Customers analysed once for all: their names taken apart, and what else is known, as flat arrays.

A list changes every day in a few records, the customers hardly. What costs most of a screening is to take the names of
customers apart; kept in this form, a whole book can be held against the few listed records that changed
(``screening.reverse``). A book is immutable; a changed customer is in another one, and the digest of the facts
tells which is true.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from amlrisk.facts.digest import digest
from amlrisk.screening.arrays import I32, I64, U8, U16, U64, bodies, body, ragged, starts_of
from amlrisk.screening.candidates import query_forms, taken_apart
from amlrisk.screening.context import SCHEMAS, known_of
from amlrisk.screening.lexicon import codes_of
from amlrisk.screening.model import Query
from amlrisk.screening.packing import encode_form
from amlrisk.screening.plan import QueryForms
from amlrisk.watchlist.model import Schema

BOOK = 2
"""Changes whenever books look otherwise than before; then they are made anew."""


class Asked(NamedTuple):
    """One customer as it is screened: a query for each party."""

    ref: str
    facts_digest: str
    queries: tuple[Query, ...]


class Names(NamedTuple):
    """Every distinct name (as one of a schema) taken apart, as ``gather.QueryForms`` has it, but ``units`` are the
    numbers of words of this book; the words as UTF-16 units, one after the other; and the forms themselves, encoded.

    ``form_starts``: name ``i`` has the forms from ``form_starts[i]`` on.
    """

    schemas: U8
    form_starts: I64
    starts: I64
    tokens: I32
    units: I32
    covers: U64
    weak: U8
    tells: U8
    made: U8
    letter_sums: U64
    word_starts: I64
    word_codes: U16
    body_starts: I64
    bodies: U8


class Parties(NamedTuple):
    """A row for each party of each customer: its names, its customer, what is known beside the names.

    ``number_*``: the sealed identity numbers, in order, and the customer of each.
    """

    name_starts: I64
    names: I32
    customers: I32
    schemas: U8
    births: I32
    genders: U8
    nation_starts: I64
    nations: U16
    country_starts: I64
    countries: U16
    number_digests: NDArray[np.bytes_]
    number_customers: I32


class Book(NamedTuple):
    """Some customers, analysed: by ref, with the digest of the facts that they were analysed from."""

    ref_starts: I64
    refs: U8
    digests: NDArray[np.bytes_]
    names: Names
    parties: Parties

    def ref(self, at: int) -> str:
        return body(self.ref_starts, self.refs, at).decode()


def analysed(customers: Sequence[Asked]) -> Book:
    """The book of these customers."""
    names: dict[tuple[Schema, str], int] = {}
    queries: list[Query] = []
    owners: list[int] = []
    of_names: list[list[int]] = []
    numbers: list[tuple[bytes, int]] = []
    for at, customer in enumerate(customers):
        for query in customer.queries:
            queries.append(query)
            owners.append(at)
            of_names.append([names.setdefault((query.schema, name), len(names)) for name in query.names])
            numbers += [(one.digest.encode(), at) for one in query.identifiers]
    numbers.sort()
    known = known_of(queries)
    name_starts, name_numbers = ragged(of_names, np.int32)
    ref_starts, refs = bodies([customer.ref.encode() for customer in customers])
    return Book(
        ref_starts=ref_starts,
        refs=refs,
        digests=np.array([customer.facts_digest.encode() for customer in customers], dtype="S64"),
        names=_names_of(list(names)),
        parties=Parties(
            name_starts=name_starts,
            names=name_numbers,
            customers=np.array(owners, dtype=np.int32),
            schemas=np.array([SCHEMAS.index(query.schema) for query in queries], dtype=np.uint8),
            births=known.births,
            genders=known.genders,
            nation_starts=known.nation_starts,
            nations=known.nations,
            country_starts=known.country_starts,
            countries=known.countries,
            number_digests=np.array([number for number, _ in numbers], dtype="S64"),
            number_customers=np.array([at for _, at in numbers], dtype=np.int32),
        ),
    )


def _names_of(names: Sequence[tuple[Schema, str]]) -> Names:
    parts = [taken_apart(name, schema) for schema, name in names]
    forms, words = query_forms(list(enumerate(parts)), [schema for schema, _ in names])
    distinct = {word: at for at, word in enumerate(dict.fromkeys(words))}
    word_starts, word_codes = codes_of(distinct)
    body_starts, encoded = bodies([encode_form(form) for each in parts for form in each.forms])
    return Names(
        schemas=forms.schemas,
        form_starts=starts_of([len(each.forms) for each in parts]),
        starts=forms.starts,
        tokens=forms.tokens,
        units=np.array([distinct[word] for word in words], dtype=np.int32),
        covers=forms.covers,
        weak=forms.weak,
        tells=forms.tells,
        made=forms.made,
        letter_sums=forms.letter_sums,
        word_starts=word_starts,
        word_codes=word_codes,
        body_starts=body_starts,
        bodies=encoded,
    )


def words_of(names: Names, which: NDArray[np.bool_]) -> list[str]:
    """Some words of a book, in the order of their numbers."""
    data = names.word_codes.tobytes()
    firsts, ends = (2 * names.word_starts[:-1][which]).tolist(), (2 * names.word_starts[1:][which]).tolist()
    return [data[first:end].decode("utf-16-le", "surrogatepass") for first, end in zip(firsts, ends, strict=True)]


def forms_of(names: Names, units: I32) -> QueryForms:
    """All names as the search takes them: a query each; ``units`` gives their words the numbers of a look-up."""
    return QueryForms(
        starts=names.starts,
        tokens=names.tokens,
        units=units,
        covers=names.covers,
        weak=names.weak,
        tells=names.tells,
        made=names.made,
        letter_sums=names.letter_sums,
        queries=np.repeat(np.arange(len(names.schemas), dtype=np.int32), np.diff(names.form_starts)),
        schemas=names.schemas,
    )


# --- keeping --------------------------------------------------------------------------------------------


def flatten_book(book: Book) -> dict[str, NDArray[np.generic]]:
    """``{"names.units": …}``: what there is to save."""
    flat: dict[str, NDArray[np.generic]] = {"ref_starts": book.ref_starts, "refs": book.refs, "digests": book.digests}
    flat |= {f"names.{name}": array for name, array in book.names._asdict().items()}
    flat |= {f"parties.{name}": array for name, array in book.parties._asdict().items()}
    return flat


def assemble_book(flat: Mapping[str, NDArray[np.generic]]) -> Book:
    """The opposite; raises ``KeyError`` where an array is missing. Read-only, as mapped arrays are."""
    held: dict[str, Any] = {name: array.view() for name, array in flat.items()}
    for array in held.values():
        array.flags.writeable = False
    return Book(
        ref_starts=held["ref_starts"],
        refs=held["refs"],
        digests=held["digests"],
        names=Names(**{name: held[f"names.{name}"] for name in Names._fields}),
        parties=Parties(**{name: held[f"parties.{name}"] for name in Parties._fields}),
    )


def book_version(book: Book) -> str:
    """What tells one book from another: whom it is of, and from which facts."""
    return digest([BOOK, book.refs.tobytes().decode(), book.digests.tobytes().decode()])
