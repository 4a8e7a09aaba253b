"""Issues are bilingual, documented, and show what was wrong without letting it break out."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from amlrisk.facts.issues import TEXTS, issue

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "customers.md"


@pytest.mark.parametrize("code", TEXTS)
def test_both_languages_say_the_same(code: str) -> None:
    zh, en = ({name for _, name, _, _ in Formatter().parse(text) if name} for text in TEXTS[code])
    assert {name.removesuffix("_zh") for name in zh} == en
    assert any("\u4e00" <= c <= "\u9fff" for c in TEXTS[code][0])


def test_every_code_is_documented() -> None:
    documented = set(re.findall(r"^\| `([a-z_0-9]+)` \|", DOCUMENT.read_text("utf-8").split("## Issues")[1], re.M))
    assert documented == set(TEXTS)


def test_values_are_shortened_and_made_visible() -> None:
    made = issue("x", "unknown_country", value="a\x00\u202e" + "b" * 1000)
    assert made.en.isprintable()
    assert len(made.en) < 500
    assert "…" in made.zh
