"""The tables of ``docs/demo.md``, from the cases themselves: ``python -m amlrisk.demo.table`` prints them."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date

from amlrisk.demo.case import Case
from amlrisk.demo.portfolio import cases
from amlrisk.demo.values import Worth, worths

_HEAD = (
    "| Customer | 看点 | What it shows | Grade | Decision | Reasons |",
    "|-|-|-|-|-|-|",
)


def table(shown: Iterable[Case]) -> str:
    """Markdown, one row a case."""
    return "\n".join([*_HEAD, *map(_row, shown)]) + "\n"


def _row(case: Case) -> str:
    reasons = " ".join(f"`{reason}`" for reason in case.because)
    return f"| {case.ref} | {case.zh} | {case.en} | {case.grade} | {case.decision} | {reasons} |"


def tiers(shown: Iterable[Worth]) -> str:
    """Markdown, one row a customer whose tier shows something."""
    rows = (f"| {each.ref} | {each.zh} | {each.en} | {each.base} | {each.tier} |" for each in shown)
    return "\n".join(["| Customer | 看点 | What it shows | Base tier | Tier |", "|-|-|-|-|-|", *rows]) + "\n"


if __name__ == "__main__":
    day = date(2026, 11, 23)  # the words are the same for any day
    sys.stdout.write(tiers(worths(day)) + "\n" + table(cases(day)))
