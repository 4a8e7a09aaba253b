"""What the speed bench asks and lists: as much as it says, the same for the same seed, and altered where it says so."""

from __future__ import annotations

import csv
from pathlib import Path

from amlrisk.screening.model import Query
from amlrisk.watchlist.model import Schema
from bench.speed.million import generated
from bench.speed.rows import altered, distinct_words, write_rows
from tests.screening.conftest import listed, person, snapshot

PEOPLE = [
    Query(schema=Schema.PERSON, names=("Viktor Maradonov",), birth_on="1970-03-04", nationalities=("RU",)),
    Query(schema=Schema.PERSON, names=("Pavel Zarkandin",), birth_on="1980", gender="male", nationalities=("RU",)),
    Query(schema=Schema.PERSON, names=("Виктор Марадонов",), nationalities=("RU",)),
]
LISTED = snapshot(
    person("P1", "Oleg Tarmanov", nationalities=("RU",)),
    listed("O1", Schema.ORGANIZATION, "Zarkanda Trading"),
    listed("O2", Schema.ORGANIZATION, "Maradona Shipping"),
)


def test_the_first_round_is_as_given_and_the_next_ones_differ_in_one_letter() -> None:
    rows = list(altered(PEOPLE, 300))
    assert len(rows) == 300
    assert rows[:3] == PEOPLE
    assert rows == list(altered(PEOPLE, 300))
    for at, row in enumerate(rows[3:], start=3):
        name, given = row.names[0], PEOPLE[at % 3].names[0]
        assert len(name) == len(given)
        assert sum(a != b for a, b in zip(name, given, strict=True)) <= 1
        assert (row.birth_on == PEOPLE[at % 3].birth_on) == (at % 3 != 0)
    assert len({row.names for row in rows}) > 150
    different, words = distinct_words(rows)
    assert 0 < different < words


def test_rows_are_written_as_the_command_reads_them(tmp_path: Path) -> None:
    write_rows(iter(PEOPLE), tmp_path / "rows.csv")
    with (tmp_path / "rows.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["full_name"] for row in rows] == [query.names[0] for query in PEOPLE]
    assert [row["date_of_birth"] for row in rows] == ["1970-03-04", "1980", ""]
    assert rows[0]["nationality"] == "RU"


def test_a_generated_list_has_as_many_names_as_asked_for() -> None:
    made = generated(1000, [LISTED], PEOPLE)
    assert sum(len(entity.names) for entity in made.entities) == 1000
    assert made.entities == generated(1000, [LISTED], PEOPLE).entities
    assert len({entity.id for entity in made.entities}) == len(made.entities)
    organisations = sum(entity.schema is Schema.ORGANIZATION for entity in made.entities)
    assert 0.1 < organisations / len(made.entities) < 0.2
    assert any(entity.birth_dates for entity in made.entities)


def test_a_generated_name_mixes_no_scripts() -> None:
    for entity in generated(500, [LISTED], PEOPLE).entities:
        for name in entity.names:
            assert name.text.isascii() or not any("a" <= char <= "z" for char in name.text)
