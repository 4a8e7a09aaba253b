"""Years of motor insurance in a row."""

from __future__ import annotations

from datetime import date

from amlrisk.facts.value import MotorYear

Numbered = tuple[int, MotorYear]


def lapsed(before: date, again: date, lapse_days: int) -> bool:
    """Whether who was insured up to the day before ``before`` and is again from ``again`` was uninsured too long."""
    return (again - before).days > lapse_days


def insured_run(years: tuple[MotorYear, ...], lapse_days: int, on: date) -> list[Numbered]:
    """The years in a row up to the one that ``on`` is in, each with its place on record; none where not insured."""
    begun = sorted(((i, year) for i, year in enumerate(years) if year.starts_on <= on), key=lambda it: it[1].starts_on)
    if not begun or begun[-1][1].end <= on:
        return []
    run = [begun[-1]]
    for earlier in reversed(begun[:-1]):
        if lapsed(earlier[1].end, run[0][1].starts_on, lapse_days):
            break
        run.insert(0, earlier)
    return run
