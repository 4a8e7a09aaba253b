"""Other scripts in Latin letters, and the consonants that survive missing vowels."""

from __future__ import annotations

import pytest

from amlrisk.names.translit import latin, skeleton, split_arabic, split_hangul


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("smith", "smith"),
        ("vučić", "vucic"),
        ("łukasz", "lukasz"),
        ("владимир", "vladimir"),
        ("κυριάκος", "kyriakos"),
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
    ("arabic", "spellings"),
    [
        ("محمد", ["mohammed", "muhammad", "mohamad", "muhamed"]),
        ("سلمان", ["salman", "selman"]),
        ("حسين", ["hussein", "husayn", "hossein", "husain"]),
        ("يوسف", ["yusuf", "yousef", "yousaf"]),
        ("عبد", ["abd", "abdul", "abdel"]),
        ("נתניהו", ["netanyahu", "netaniahu"]),
    ],
)
def test_consonants_survive_rival_spellings(arabic: str, spellings: list[str]) -> None:
    assert {skeleton(spelling) for spelling in spellings} == {skeleton(latin(arabic))}


def test_words_written_together_are_parted() -> None:
    assert split_arabic("عبدالرحمن") == ("عبد", "ال", "رحمن")
    assert split_arabic("الأسد") == ("ال", "أسد")
    assert split_arabic("الله") == ("الله",)
    assert split_hangul("김정은") == ("김", "정은")
    assert split_hangul("남궁민수") == ("남궁", "민수")
    assert split_hangul("은") == ("은",)
