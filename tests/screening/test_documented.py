"""docs/matching.md is true: its worked examples score what it says, and every number of the pack is explained."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from amlrisk.policy.matching import Matching
from amlrisk.screening.pairs import compare_names
from amlrisk.watchlist.model import Schema

_TEXT = (Path(__file__).resolve().parents[2] / "docs" / "matching.md").read_text(encoding="utf-8")
_ROWS = re.findall(r"^\| ([^|]+) \| ([01]\.\d\d) \|", _TEXT, re.MULTILINE)
_COMPANY = ("公司", "Trading")


def _examples() -> list[tuple[str, str, float]]:
    pairs = [(names.split(" / ") if " / " in names else ["王伟", names], float(score)) for names, score in _ROWS]
    return [(a.strip(), b.strip(), score) for (a, b), score in pairs]


def test_there_are_examples() -> None:
    assert len(_examples()) == 12


@pytest.mark.parametrize(("a", "b", "score"), _examples())
def test_worked_example(matching: Matching, a: str, b: str, score: float) -> None:
    schema = Schema.ORGANIZATION if any(word in a for word in _COMPANY) else Schema.PERSON
    assert round(compare_names(schema, a, b, matching)[0], 2) == score


@pytest.mark.parametrize("field", [field.name for field in msgspec.structs.fields(Matching)])
def test_every_number_is_explained(field: str) -> None:
    assert f"``{field}``" in (Matching.__doc__ or "")
