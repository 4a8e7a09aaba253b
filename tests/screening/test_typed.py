"""A slip in a word that analysis folds is found as one in any other word. All people are invented."""

from __future__ import annotations

import numpy as np
import pytest

from amlrisk.names.analyse import analyse
from amlrisk.names.model import Made, form_of
from amlrisk.policy.matching import Matching
from amlrisk.screening.index import Index, build_index
from amlrisk.screening.lexicon import letter_sum_of
from amlrisk.screening.model import Query
from amlrisk.screening.typed import NONE, typed_of, typed_words
from amlrisk.watchlist.model import Schema
from tests.screening.conftest import KEY, person, snapshot


def typed(name: str) -> dict[str, tuple[int, ...]]:
    (form,) = analyse(name, Schema.PERSON).forms
    return dict(typed_words(form))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Zarko Vandel", {}),
        ("Zarko el Vandel", {}),  # a particle is told apart anyhow
        ("Abderrahmane Zarko", {"abderrahmane": (0, 1)}),
        ("Abdul Malik Zarko", {"abdulmalik": (0, 1)}),
        ("Zeyneddin Zarko", {"zeyneddin": (0,)}),
        ("Saif al-Din Zarko", {"saifaldin": (0,), "saif": (0,)}),
    ],
)
def test_words_as_they_were_typed(name: str, expected: dict[str, tuple[int, ...]]) -> None:
    assert typed(name) == expected


def test_what_another_script_writes_is_no_typing() -> None:
    assert list(typed_words(form_of(["vladimir"], Made.TRANSLITERATED, written=["владимир"]))) == []


def test_typed_words_follow_the_listed_ones() -> None:
    found = {"abdulmalik": {(0, 1, NONE)}, "malik": {(2, NONE, NONE), (0, NONE, NONE)}}
    made = typed_of(
        {"abdul": 0, "malik": 1, "maliki": 2}, np.array([0.2, 0.5, 1.0]), found, {"malikabdul": {(1, 0, NONE)}}
    )
    assert made.spellings == ("abdulmalik", "malikabdul")
    assert made.weights.tolist() == [0.5, -1.0]
    assert made.starts.tolist() == [0, 0, 2, 2, 3, 4]
    assert made.stands.tolist() == [[0, NONE, NONE], [2, NONE, NONE], [0, 1, NONE], [1, 0, NONE]]


def test_blanks_are_no_letters() -> None:
    assert letter_sum_of(["saif al din"]) == letter_sum_of(["saif", "aldin"])


LISTED = ("Abderrahmane Zarkandi", "Vandel Zeyneddin", "Saif al-Din Morqat", "Hamdullah Allah Tervani", "Ahmad al-Abd")
ASKED = [
    ("BDERRAHMANE ZARKANDI", 0),
    ("ABDWERRAHMANE ZARKANDI", 0),
    ("AABDERRAHMANE ZARKANDI", 0),
    ("Vandel Zeynezddin", 1),
    ("Vandel Zeynxddin", 1),
    ("SAIF AL DN MORQAT", 2),
    ("SAIFF AL DIIN MORQAT", 2),
    ("SAIF AL DINMORQAT", 2),
    ("HAMDLLAH ALLAH TERVANI", 3),
    ("Ahmad al-Qabd", 4),
]


@pytest.fixture(scope="module")
def index(matching: Matching) -> Index:
    people = [person(str(at), name) for at, name in enumerate(LISTED)]
    return build_index([snapshot(*people)], matching, KEY)


@pytest.mark.parametrize(("name", "expected"), ASKED)
def test_slips_in_folded_words_are_found(index: Index, name: str, expected: int) -> None:
    (hits,) = index.screen([Query(schema=Schema.PERSON, names=(name,))])
    assert [hit.entity for hit in hits] == [str(expected)]
