"""Rows brought together by customer, whatever the order in which they came."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from amlrisk.store.gathered import Gathered

REFS = st.sampled_from(["A", "B", "C", "甲", "\n1:1"])


@given(st.lists(st.tuples(REFS, st.binary(max_size=3))), st.sets(REFS))
def test_each_row_comes_once_and_in_order(rows: list[tuple[str, bytes]], asked: set[str]) -> None:
    with Gathered() as gathered:
        gathered.add(rows)
        gathered.sort()
        taken = gathered.take(asked)
        left = [each for part in gathered.left() for each in part.items()]
    assert dict(left).keys().isdisjoint(taken)
    both = taken | dict(left)
    assert both == {ref: [body for its, body in rows if its == ref] for ref, _ in rows}
    assert set(taken) == asked & {ref for ref, _ in rows}
    assert len(left) == len(dict(left))


def test_more_than_come_at_once() -> None:
    with Gathered() as gathered:
        gathered.add((f"{n:05}", b"x") for n in range(25_000))
        gathered.sort()
        gathered.take(["00007"])
        parts = list(gathered.left())
    assert len(parts) > 1
    assert sum(map(len, parts)) == 24_999
