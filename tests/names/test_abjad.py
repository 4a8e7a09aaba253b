"""Arabic and Hebrew words against Latin spellings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amlrisk.names.abjad import consonant_errors, latin_abjad, split_arabic


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("محمد", "mhmd"),
        ("مُحَمَّد", "mhmd"),
        ("طه", "t'h"),
        ("خالد", "khald"),
        ("عمر", "amr"),
        ("سعيد", "syd"),
        ("أبو", "abu"),
        ("ابن", "bin"),
        ("گل", "gl"),
        ("چوہدری", "chwhdry"),
        ("رحمت‌الله".replace("\u200c", ""), "rhmtullah"),
        ("הרצוג", "hrtswg"),
        ("הֶרְצוֹג", "hrtswg"),
    ],
)
def test_read_in_latin_letters(word: str, expected: str) -> None:
    assert latin_abjad(word) == expected


def test_what_latin_letters_part_is_parted() -> None:
    assert split_arabic("عبدالرحمن") == ("عبد", "ال", "رحمن")
    assert split_arabic("عبدالله") == ("عبد", "الله")
    assert split_arabic("الأسد") == ("ال", "أسد")
    assert split_arabic("الله") == ("الله",)
    assert split_arabic("ابوالفضل") == ("ابو", "ال", "فضل")
    assert split_arabic("علي") == ("علي",)


@pytest.mark.parametrize(
    ("script", "spelling"),
    [
        ("محمد", "mohammed"),
        ("محمود", "mahmoud"),
        ("حسين", "houcine"),
        ("عثمان", "usman"),
        ("ثاقب", "saqib"),
        ("جمال", "djamel"),
        ("جمال", "gamal"),
        ("قاسم", "kacem"),
        ("قاسم", "ghasem"),
        ("رضا", "reza"),
        ("فضل", "fazl"),
        ("فتحي", "fathi"),
        ("طه", "taha"),
        ("حقانى", "haqqani"),
        ("يحيى", "yahia"),
        ("وحيد", "vahid"),
        ("وليد", "oualid"),
        ("مصطفى", "moustapha"),
        ("فاطمة", "fatma"),
        ("فاطمة", "fatimah"),
        ("קפלן", "kaplan"),
        ("הרצוג", "herzog"),
    ],
)
def test_a_rival_spelling_is_no_error(script: str, spelling: str) -> None:
    assert consonant_errors(latin_abjad(script), spelling)[0] == 0.0


@pytest.mark.parametrize(
    ("script", "nearer", "farther"),
    [
        ("حسن", "hassan", "hussein"),
        ("حسين", "hussein", "hassan"),
        ("محمد", "mohammed", "mahmoud"),
        ("محمود", "mahmoud", "mohammed"),
        ("بشار", "bashar", "bashir"),
        ("سليم", "salim", "salam"),
        ("حسن", "hassan", "hassani"),
        ("قذافي", "gaddafi", "gattafi"),
        ("خالد", "khaled", "walid"),
        ("علي", "ali", "wali"),
        ("علي", "ali", "allah"),
        ("ولي", "wali", "olav"),
        ("عوض", "awad", "eide"),
        ("عامر", "amer", "maria"),
    ],
)
def test_the_name_itself_is_nearer_than_another(script: str, nearer: str, farther: str) -> None:
    word = latin_abjad(script)
    assert consonant_errors(word, nearer)[0] < consonant_errors(word, farther)[0]


WORDS = st.text(alphabet="abdeghijkmnoqrstuwyz'", min_size=1, max_size=12)


@given(WORDS, WORDS)
def test_symmetric_and_no_error_with_itself(a: str, b: str) -> None:
    assert consonant_errors(a, b) == consonant_errors(b, a)
    assert consonant_errors(a, a)[0] == 0.0
    errors, consonants = consonant_errors(a, b)
    assert 0.0 <= errors <= 2 * consonants + 1.5


@given(WORDS, WORDS, st.integers(1, 5))
def test_what_is_far_enough_apart_is_not_measured_to_the_end(a: str, b: str, each: int) -> None:
    whole, consonants = consonant_errors(a, b)
    errors, of_so_many = consonant_errors(a, b, each)
    most = max(consonants // each, 0.5)
    assert of_so_many == consonants
    assert errors == whole if whole <= most else errors > most
