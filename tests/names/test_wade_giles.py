"""Mandarin as Wade-Giles and Taiwan spell it."""

from __future__ import annotations

import pytest

from amlrisk.names.pinyin import SYLLABLES
from amlrisk.names.wade_giles import CUSTOMARY, WADE_GILES, of_pinyin, of_syllables, usual


@pytest.mark.parametrize(
    ("pinyin", "wade_giles"),
    [
        ("zedong", "tsetung"),
        ("enlai", "enlai"),
        ("xiaoping", "hsiaoping"),
        ("jiang", "chiang"),
        ("zhang", "chang"),
        ("zhongshan", "chungshan"),
        ("rongji", "jungchi"),
        ("guofeng", "kuofeng"),
        ("zhuo", "cho"),
        ("shuo", "shuo"),
        ("he", "ho"),
        ("gui", "kuei"),
        ("xiong", "hsiung"),
        ("yuan", "yuan"),
        ("xue", "hsueh"),
        ("siyi", "szuyi"),
        ("zhi", "chih"),
        ("ri", "jih"),
        ("smith", None),
    ],
)
def test_pinyin_in_wade_giles(pinyin: str, wade_giles: str | None) -> None:
    assert of_pinyin(pinyin) == wade_giles


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("ing", "ying"),  # Tsai Ing-wen
        ("jeou", "chiu"),  # Ma Ying-jeou: Gwoyeu Romatzyh
        ("pyng", "ping"),  # Wang Jin-pyng
        ("jin", "chin"),
        ("bian", "pien"),  # Chen Shui-bian: pinyin
        ("jhih", "chih"),  # Tongyong
        ("soong", "sung"),
        ("lee", "li"),
        ("hsu", "hsu"),
        ("i", "yi"),
        ("chiang", "chiang"),
    ],
)
def test_rival_spellings_are_folded(written: str, spelled: str) -> None:
    assert usual(written) == (spelled, 1)


def test_joined_words_are_read() -> None:
    assert usual("tsetung") == ("tsetung", 2)
    assert usual("shuibian") == ("shuipien", 2)


@pytest.mark.parametrize("word", ["smith", "bikhim", "putin", "x", ""])
def test_what_is_not_mandarin_is_not_read(word: str) -> None:
    assert usual(word) is None


def test_every_syllable_has_a_spelling_that_reads_as_itself() -> None:
    assert WADE_GILES.keys() == SYLLABLES
    for syllable, spelled in WADE_GILES.items():
        assert spelled.isascii()
        assert spelled.isalpha()
        if spelled not in ("je", "ju", "jun", "juan"):  # read as che, chu …: see there
            assert usual(spelled) == (spelled, 1), syllable
    assert of_syllables(("ze", "dong")) == of_pinyin("zedong")


def test_customary_spellings_lead_to_usual_ones() -> None:
    assert set(CUSTOMARY.values()) <= set(WADE_GILES.values())
