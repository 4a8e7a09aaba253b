"""Figures over labelled pairs: F1, and an interval that holds it."""

from __future__ import annotations

import pytest

from amlrisk.watchlist.model import Schema
from bench.accuracy.labelled import Answers
from bench.accuracy.pairs import Pair
from bench.report import interval


def answers(*outcomes: tuple[bool, bool]) -> Answers:
    pairs = [
        Pair(schema=Schema.PERSON, a=f"a{at}", b=f"b{at}", same=same, quality="STRONG")
        for at, (same, _) in enumerate(outcomes)
    ]
    return Answers(pairs, [matched for _, matched in outcomes])


@pytest.mark.parametrize(
    ("outcomes", "f1", "wrong"),
    [
        ([(True, True), (False, False)], 1.0, 0),
        ([(True, False), (False, False)], 0.0, 1),
        ([(True, True), (True, False), (False, True), (False, False)], 0.5, 2),
        ([(True, True), (True, True), (False, True)], 0.8, 1),
    ],
)
def test_f1(outcomes: list[tuple[bool, bool]], f1: float, wrong: int) -> None:
    assert answers(*outcomes).f1 == pytest.approx(f1)
    assert len(answers(*outcomes).wrong("STRONG")) == wrong
    assert answers(*outcomes).wrong("WEAK") == []


def test_the_interval_holds_the_figure_and_narrows_with_more_pairs() -> None:
    few = answers(*[(True, True)] * 8, (True, False), (False, True))
    many = answers(*([(True, True)] * 8 + [(True, False), (False, True)]) * 20)
    for each in (few, many):
        low, high = each.interval()
        assert low < each.f1 < high
    assert many.interval()[1] - many.interval()[0] < few.interval()[1] - few.interval()[0]


def test_the_interval_of_a_share() -> None:
    assert interval(99, 100) == "0.946 – 0.998"
    assert interval(0, 0) == "–"
