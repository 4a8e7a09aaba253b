"""Other scripts in Latin letters, and the keys under which rival spellings meet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amlrisk.names.translit import latin, respelled, skeleton, split_hangul


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("smith", "smith"),
        ("vučić", "vucic"),
        ("łukasz", "lukasz"),
        ("владимир", "vladimir"),
        ("хрущев", "khrushchev"),
        ("михаљ", "mihalj"),
        ("джамал", "jamal"),
        ("κυριάκος", "kyriakos"),
        ("ბიძინა", "bidzina"),
        ("սարգսյան", "sargsyan"),
        ("गांधी", "gandhi"),
        ("김", "kim"),
        ("オバマ", "obama"),
        ("عبد", "abd"),
        ("محمد", "mhmd"),
    ],
)
def test_latin(word: str, expected: str) -> None:
    assert latin(word) == expected


def test_a_script_that_nothing_transliterates_stays() -> None:
    assert latin("ប៉ុល") == "ប៉ុល"


@pytest.mark.parametrize(
    ("script", "spellings"),
    [
        ("محمد", ["mohammed", "muhammad", "mohamad", "muhamed"]),
        ("سلمان", ["salman", "selman"]),
        ("حسين", ["hussein", "husayn", "hossein", "husain", "houcine"]),
        ("يوسف", ["yusuf", "yousef", "yousaf", "youssouf"]),
        ("عثمان", ["uthman", "othman", "usman", "osman", "ousmane"]),
        ("جمال", ["jamal", "gamal", "djamel"]),
        ("قذافي", ["qaddafi", "gadhafi", "kadafi", "gaddafi"]),
        ("ذاكر", ["dhakir", "zakir"]),
        ("ظاهر", ["zahir", "dhaher"]),
        ("نويد", ["nawid", "navid"]),
        ("فاطمة", ["fatima", "fatimah", "fatma"]),
        ("נתניהו", ["netanyahu", "netaniahu"]),
    ],
)
def test_consonants_survive_rival_spellings(script: str, spellings: list[str]) -> None:
    assert {skeleton(spelling) for spelling in spellings} == {skeleton(latin(script))}


@pytest.mark.parametrize(
    "spellings",
    [
        "yuri yury yuriy iurii jurij juri iouri youri юрий юрій",
        "chaikovsky tchaikovsky tschaikowski chaykovskiy tchaikovskij чайковский",
        "khrushchev khrushchov chruschtschow khrouchtchev хрущёв",
        "yevgeny evgeny evgeniy jewgeni yevgenii jevgenij евгений",
        "shevchenko chevtchenko schewtschenko szewczenko шевченко",
        "zelensky zelenskyy zelenskiy zelenskij zelenski зеленський",
        "tsvetkov tzvetkov cvetkov zwetkow цветков",
        "solovyov solovev soloviev solowjow соловьёв",
        "mikhail mihail михаил",
        "popov popoff popow",
        "rashid rachid raschid",
        "tatyana tatiana tatjana",
        "müller mueller muller",
        "schröder schroeder",
        "søren soeren",
        "håland haaland",
        "gross groß",
    ],
)
def test_rival_romanisations_are_one(spellings: str) -> None:
    assert len({respelled(latin(spelling)) for spelling in spellings.split()}) == 1


@pytest.mark.parametrize(
    ("a", "b"),
    [("ivanov", "ivanova"), ("sergei", "sergio"), ("hassan", "hussein"), ("popov", "petrov"), ("ali", "eli")],
)
def test_other_names_are_not_one(a: str, b: str) -> None:
    assert respelled(a) != respelled(b)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz'", max_size=30))
def test_keys_are_of_ascii_letters_and_hardly_longer_than_the_word(word: str) -> None:
    for key in (skeleton(word), respelled(word)):
        assert key.isascii()
        assert len(key) <= 2 * len(word)


def test_korean_names_written_together_are_parted() -> None:
    assert split_hangul("김정은") == ("김", "정은")
    assert split_hangul("남궁민수") == ("남궁", "민수")
    assert split_hangul("은") == ("은",)
