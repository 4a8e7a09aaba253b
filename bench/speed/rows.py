"""Rows to screen in any number: unlisted people, repeated with other letters and other birth dates."""

from __future__ import annotations

import csv
import random
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import msgspec

from amlrisk.screening.model import Query

HOW = (
    "unlisted people of all scripts; from the second round on each name has one letter replaced by another of its "
    "script and another birth date, so that nearly every row has a word never seen before"
)
_HEADER = ("full_name", "date_of_birth", "gender", "nationality")


def altered(queries: Sequence[Query], count: int, seed: int = 11) -> Iterator[Query]:
    """``count`` rows: the queries as they are, then round after round altered. The same for the same seed."""
    chance = random.Random(seed)
    letters = _letters(queries)
    for number in range(count):
        query = queries[number % len(queries)]
        yield query if number < len(queries) else _altered(query, chance, letters)


def write_rows(queries: Iterator[Query], file: Path) -> None:
    """As ``amlrisk screen`` reads them."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(_HEADER)
        for query in queries:
            writer.writerow((query.names[0], query.birth_on or "", query.gender or "", *query.nationalities[:1]))


def distinct_words(queries: Sequence[Query]) -> tuple[int, int]:
    """Different words, and words."""
    words = [word for query in queries for word in query.names[0].split()]
    return len(set(words)), len(words)


def _altered(query: Query, chance: random.Random, letters: dict[str, str]) -> Query:
    name = query.names[0]
    places = [at for at, char in enumerate(name) if char.isalpha()]
    if places:
        at = chance.choice(places)
        name = name[:at] + chance.choice(letters[_script(name[at])]) + name[at + 1 :]
    birth = query.birth_on
    if birth and len(birth) == len("2000-01-01"):
        birth = (date.fromisoformat(birth) - timedelta(days=chance.randrange(1, 4000))).isoformat()
    return msgspec.structs.replace(query, names=(name,), birth_on=birth)


def _letters(queries: Sequence[Query]) -> dict[str, str]:
    """The letters of each script that occur, small ones and capitals apart, the common ones more often."""
    out: dict[str, list[str]] = defaultdict(list)
    for query in queries:
        for char in filter(str.isalpha, query.names[0]):
            out[_script(char)].append(char)
    return {script: "".join(chars) for script, chars in out.items()}


def _script(char: str) -> str:
    return f"{unicodedata.name(char, '?').split()[0]} {char.isupper()}"
