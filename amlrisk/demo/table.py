"""The table of ``docs/demo.md``, from the cases themselves: ``python -m amlrisk.demo.table`` prints it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date

from amlrisk.demo.case import Case
from amlrisk.demo.portfolio import cases

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


if __name__ == "__main__":
    sys.stdout.write(table(cases(date(2026, 11, 23))))  # the words are the same for any day
