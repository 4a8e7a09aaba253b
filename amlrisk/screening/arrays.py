"""The index as flat arrays: what is saved, mapped into memory and shared, without one object per listed name.

A ragged table is two arrays: ``starts`` (one more than there are rows) and the values; row ``i`` is
``values[starts[i]:starts[i + 1]]``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

U8 = NDArray[np.uint8]
U16 = NDArray[np.uint16]
U32 = NDArray[np.uint32]
U64 = NDArray[np.uint64]
I16 = NDArray[np.int16]
I32 = NDArray[np.int32]
I64 = NDArray[np.int64]
F32 = NDArray[np.float32]
F64 = NDArray[np.float64]

_Row = TypeVar("_Row", bound=tuple[Any, ...])
_T = TypeVar("_T", bound=np.generic)


class Words(NamedTuple):
    """The lexicon: every word of a listed form, by number.

    ``codes`` are UTF-16 units, ``letters`` has a bit for each letter of a word. ``table_*`` finds a word by its hash
    (open addressing), ``bucket_*`` by the hash of its beginning without a letter or two (a byte of which is its mark),
    ``relation_*`` by what else words can have in common (sound, consonants, groups of name variants); ``post_*`` tells
    which forms contain it, those made of consonants from ``post_turns`` on. ``stands`` are listed words, up to three
    (or -1) beside each other, that a word was typed for, or may be; one that only may be weighs below 0 (``typed``).
    ``unusual`` marks words of unusual names (``candidates.UNUSUAL``).
    """

    starts: I64
    codes: U16
    letters: U32
    weights: F64
    table_hashes: U64
    table_words: I32
    bucket_starts: U32
    bucket_words: I32
    bucket_marks: U8
    relation_keys: U32
    relation_starts: I64
    relation_words: I32
    post_starts: I64
    post_turns: I64
    post_forms: I32
    stand_starts: I64
    stands: I32
    unusual: U8


class Forms(NamedTuple):
    """The listed forms: who carries them (entity, which of its names, how), their words, with the
    weights these have in it and whether they tell something by themselves; and themselves, encoded.

    ``schemas`` has a bit for each schema among the carriers; ``totals`` is the weight of all words;
    ``lone`` marks a form with no second word that tells, and one with an initial, which may stand for any;
    ``births`` is the one birth date of all its carriers (YYYYMMDD), 0 where they have none, or several;
    ``born_forms`` are those of entities born on the day of ``born_dates``, ``letter_forms`` those made of the letters
    that ``letter_sums`` stands for, in whatever order and however parted; both by rising key.
    """

    made: U8
    chinese: U8
    schemas: U8
    totals: F32
    initials: U8
    lone: U8
    word_starts: I64
    words: I32
    weights: F32
    tells: U8
    births: I32
    carrier_starts: I64
    carrier_entities: I32
    carrier_names: U16
    carrier_flags: U8
    born_dates: I32
    born_forms: I32
    letter_sums: U64
    letter_forms: I32
    body_starts: I64
    bodies: U8


class Facts(NamedTuple):
    """What is known of the listed entities beside their names, as numbers (``context``)."""

    sources: U16
    schemas: U8
    genders: U8
    birth_starts: I64
    births: I32
    span_starts: I64
    spans: I16
    nation_starts: I64
    nations: U16
    country_starts: I64
    countries: U16


class Entities(NamedTuple):
    """The listed entities, encoded: ``heads`` what a hit shows, ``records`` all of it; the forms each carries in the
    order of its names; sealed identity numbers in order, with the entity that has each."""

    head_starts: I64
    heads: U8
    record_starts: I64
    records: U8
    carried_starts: I64
    carried_forms: I32
    carried_names: U16
    carried_flags: U8
    number_digests: NDArray[np.bytes_]
    number_entities: I32


class Arrays(NamedTuple):
    """A whole index. ``meta`` is a JSON document: version, sources and their categories, counts."""

    meta: U8
    words: Words
    forms: Forms
    facts: Facts
    entities: Entities


_PARTS: Mapping[str, type[Words | Forms | Facts | Entities]] = {
    "words": Words,
    "forms": Forms,
    "facts": Facts,
    "entities": Entities,
}


def flatten(arrays: Arrays) -> dict[str, NDArray[np.generic]]:
    """``{"words.codes": …}``: what there is to save."""
    flat: dict[str, NDArray[np.generic]] = {"meta": arrays.meta}
    for part in _PARTS:
        flat |= {f"{part}.{name}": array for name, array in getattr(arrays, part)._asdict().items()}
    return flat


def assemble(flat: Mapping[str, NDArray[np.generic]]) -> Arrays:
    """The opposite of ``flatten``; raises ``KeyError`` where an array is missing."""
    parts = {
        part: kind(**{name: flat[f"{part}.{name}"] for name in kind._fields})  # type: ignore[arg-type]  # by its fields
        for part, kind in _PARTS.items()
    }
    return Arrays(meta=flat["meta"], **parts)  # type: ignore[arg-type]  # by the names of the parts


def sealed(row: _Row) -> _Row:
    """A named tuple of arrays, or of such tuples, read-only. Compiled code knows no difference then between arrays that
    were made and those that are mapped: it would be compiled for each.
    """
    make: Callable[..., _Row] = type(row)
    return make(*[sealed(each) if isinstance(each, tuple) else _read_only(each) for each in row])


def _read_only(array: NDArray[_T]) -> NDArray[_T]:
    view = array.view()
    view.flags.writeable = False
    return view


def starts_of(lengths: Sequence[int] | NDArray[np.integer]) -> I64:
    """``[3, 0, 2]`` -> ``[0, 3, 3, 5]``."""
    out = np.zeros(len(lengths) + 1, dtype=np.int64)
    np.cumsum(np.asarray(lengths, dtype=np.int64), out=out[1:])
    return out


def ragged(rows: Sequence[Sequence[int]], dtype: type[_T]) -> tuple[I64, NDArray[_T]]:
    """Rows of numbers -> (starts, values)."""
    return starts_of([len(row) for row in rows]), np.array([value for row in rows for value in row], dtype=dtype)


def bodies(rows: Sequence[bytes]) -> tuple[I64, U8]:
    """Encoded things -> (starts, bytes)."""
    return starts_of([len(row) for row in rows]), np.frombuffer(b"".join(rows), dtype=np.uint8)


def body(starts: I64, values: U8, at: int) -> bytes:
    return values[starts[at] : starts[at + 1]].tobytes()
