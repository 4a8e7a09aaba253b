"""Evidence in words: both languages, and a text for every code the comparison can give."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from amlrisk.screening.index import Index
from amlrisk.screening.model import Evidence, Query
from amlrisk.screening.words import DETAILS, FEATURES, describe
from amlrisk.watchlist.model import Schema

_ROOM = Path(__file__).resolve().parents[2] / "amlrisk" / "screening"


@pytest.mark.parametrize("code", sorted(DETAILS))
def test_every_code_reads_in_both_languages(code: tuple[str, str]) -> None:
    evidence = Evidence(feature=code[0], detail=code[1], effect=-0.1, query="左", listed="right")
    zh, en = describe(evidence, "zh"), describe(evidence, "en")
    assert re.search("[\u4e00-\u9fff]", zh.replace("左", ""))
    assert not re.search("[\u4e00-\u9fff]", en.replace("左", ""))
    assert "左 / right" in zh
    assert "左 / right" in en
    assert code[0] in FEATURES


def test_effects_are_shown_where_they_change_the_score() -> None:
    evidence = Evidence(feature="birth_date", detail="mismatch", effect=-0.14, query="1980", listed="1963")
    assert describe(evidence, "zh") == "出生日期：不符（1980 / 1963；−0.14）"
    assert describe(evidence, "en") == "Birth date: does not agree (1980 / 1963; −0.14)"


def test_every_code_written_in_the_room_has_words() -> None:
    known = {detail for _, detail in DETAILS} | {feature for feature, _ in DETAILS}
    for file in ("context.py", "identifiers.py", "judging.py", "compare.py", "likeness.py", "align.py"):
        text = (_ROOM / file).read_text(encoding="utf-8")
        codes = set(re.findall(r'(?:detail|feature)=?\s*=\s*"([a-z_]+)"', text))
        assert codes <= known, file


def test_real_hits_can_be_told(index: Index) -> None:
    for name in ("Victor Maradnov", "王小偉", "عبدالرحمن القرمدي", "K. Tong Chol"):
        query = Query(schema=Schema.PERSON, names=(name,), birth_on="1980-01-03", nationalities=("CN",), gender="male")
        for hit in index.screen([query], 0.3)[0]:
            assert all(describe(one, language) for one in hit.evidence for language in ("zh", "en"))
