"""Arabic names of several words, written in many ways, compare as one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amlrisk.names.compounds import settle


def settled(name: str) -> list[str]:
    return settle(name.split(), name.split())[0]


@pytest.mark.parametrize(
    ("spellings", "expected"),
    [
        (
            ["abdul rahman", "abd al rahman", "abd ar rahman", "abdurrahman", "abdulrahman", "abdirahman"],
            "abdul rahman",
        ),
        (["abdul aziz", "abdel aziz", "abdulaziz", "abdelaziz", "abd el aziz"], "abdul aziz"),
        (["abdullah", "abdallah", "abd allah", "abdul lah", "abdulla", "abdellah"], "abdullah"),
        (["nur al din", "nur ud din", "nur eddine", "nureddin", "nurettin", "nuruddin"], "nuruddin"),
        (["saif ullah", "saif allah", "saifallah", "saifullah", "saifollah"], "saifullah"),
        (["ali son of omar", "ali bin omar"], "ali bin omar"),
    ],
)
def test_one_way_of_writing(spellings: list[str], expected: str) -> None:
    assert {" ".join(settled(spelling)) for spelling in spellings} == {expected}


@pytest.mark.parametrize(
    "name",
    [
        "geraldine goldin",
        "din mohammad",
        "angela salah",
        "abdou diouf",
        "abdullayev",
        "abdulov",
        "gaudin",
        "constantin",
        "allah",
        "al din",
        "john of gaunt",
    ],
)
def test_what_is_no_compound_stays(name: str) -> None:
    assert settled(name) == name.split()


WORDS = st.sampled_from(
    ["abd", "abdul", "al", "allah", "din", "eddine", "nur", "rahman", "abdurrahman", "saifullah", "son", "of", "x"]
)


@given(st.lists(WORDS, min_size=1, max_size=7))
def test_nothing_is_lost_and_settled_names_stay(words: list[str]) -> None:
    tokens, written = settle(words, words)
    assert len(tokens) == len(written) > 0
    assert all(tokens)
    assert all(written)
    assert "".join(written).replace(" ", "") == "".join(words)
