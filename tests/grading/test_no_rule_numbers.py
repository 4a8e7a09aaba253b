"""No number of the rules stands in the code that grades: numbers are the pack's, dated and with their source."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.conftest import ROOT

GRADING = ROOT / "amlrisk" / "grading"

#: What is left belongs to arithmetic, to the calendar or to the form of a code, never to a rule.
KNOWN = {
    ("explain.py", 4): "decimals that are shown",
    ("outcome.py", 4): "decimals that are shown",
    ("outcome.py", 8): "graders kept",
    ("score.py", 1024): "scores kept",
    ("numbers.py", 12): "decimals of a quotient",
    ("numbers.py", 80): "digits of an exact sum",
    ("numbers.py", 200): "digits of a quotient",
    ("review.py", 12): "months in a year",
    ("region.py", 4): "digits of a prefecture (GB/T 2260)",
    ("region.py", 6): "digits of a county (GB/T 2260)",
}


def numbers_of(file: Path) -> set[tuple[str, float]]:
    """Every number from 3 on, and every fraction, that is written in ``file``: in code, or as text made a Decimal."""
    found: set[tuple[str, float]] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Decimal":
            texts = [each.value for each in node.args if isinstance(each, ast.Constant)]
            found |= {(file.name, float(text)) for text in texts if isinstance(text, str | int)}
        elif isinstance(node, ast.Constant) and isinstance(node.value, int | float) and node.value not in (0, 1, 2):
            found.add((file.name, node.value))
    return {each for each in found if each[1] not in (0, 1)}


def test_no_number_of_the_rules_stands_in_code() -> None:
    found = set().union(*(numbers_of(file) for file in GRADING.rglob("*.py")))
    assert found == set(KNOWN)


def test_a_number_would_be_found(tmp_path: Path) -> None:
    file = tmp_path / "bad.py"
    file.write_text("high = score >= 60\nlow = Decimal('0.35')\nnone = x[0] or 1\n", encoding="utf-8")
    assert numbers_of(file) == {("bad.py", 60), ("bad.py", 0.35)}
