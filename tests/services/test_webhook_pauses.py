"""When a receiver is tried again."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from amlrisk.services.webhook_pauses import PAUSES, pause_seconds, rest_seconds

lucks = st.floats(0, 1, exclude_max=True)


@given(st.integers(1, len(PAUSES)), lucks)
def test_a_pause_is_spread_by_a_fifth(attempts: int, luck: float) -> None:
    pause = pause_seconds(attempts, luck)
    assert pause is not None
    assert 0.8 * PAUSES[attempts - 1] <= pause <= 1.2 * PAUSES[attempts - 1]


def test_those_who_failed_together_do_not_come_back_together() -> None:
    assert len({pause_seconds(1, number / 100) for number in range(100)}) == 100


def test_after_the_last_pause_it_is_given_up() -> None:
    assert pause_seconds(len(PAUSES), 0.5) is not None
    assert pause_seconds(len(PAUSES) + 1, 0.5) is None
    assert 3 * 86_400 < sum(PAUSES) < 4 * 86_400


@given(st.integers(1, 10**6), lucks)
def test_a_rest_grows_to_a_bound(failures: int, luck: float) -> None:
    assert 4 <= rest_seconds(failures, luck) <= 360


def test_every_failure_makes_the_rest_longer_until_then() -> None:
    rests = [rest_seconds(failures, 0.5) for failures in range(1, 12)]
    assert all(earlier <= later for earlier, later in pairwise(rests))
    assert rests[:3] == [5, 10, 20]


@given(st.integers(1, len(PAUSES)), lucks, st.floats(0, 86_400))
def test_it_is_never_sooner_than_it_was_asked_for(number: int, luck: float, asked: float) -> None:
    pause = pause_seconds(number, luck, asked)
    assert pause is not None
    assert min(pause, rest_seconds(number, luck, asked)) >= asked
