"""The calendar of membership."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amlrisk.policy.value_vocabulary import EARNED, Tier
from amlrisk.tiering.membership import Change, Membership, evaluate, history, invited, join
from tests.tiering import scenarios as sc

FILE = sc.read("value_membership.yaml")
ALL = [("cn_insurer", name, each) for name, each in FILE["scenarios"].items()]
ALL += [("international", name, each) for name, each in FILE["international"].items()]


@pytest.mark.parametrize(("pack", "name", "scenario"), ALL)
def test_calendar(pack: str, name: str, scenario: dict[str, Any]) -> None:
    club = sc.rules(pack).club
    on, tier, until = scenario["joined"]
    joined = join(Tier(tier), on, club)
    now = joined.membership
    assert now == Membership(tier=Tier(tier), effective_on=on, expires_on=until), name
    entries = [joined]
    for day, earned, change, after, ends in scenario["then"]:
        assert now is not None
        entry = evaluate(now, Tier(earned), day, club)
        assert (entry.change.value if entry else None) == change
        if entry is not None:
            entries.append(entry)
            now = entry.membership
            assert now is None or now.effective_on == day
        assert (now.tier.value if now else None, now.expires_on if now else None) == (after, ends)
    evaluations = [(day, Tier(earned)) for day, earned, *_ in scenario["then"]]
    assert history(joined, evaluations, club) == tuple(entries)


def test_a_membership_holds_up_to_the_day_before_its_end() -> None:
    now = Membership(tier=Tier.GOLD, effective_on=date(2026, 3, 10), expires_on=date(2027, 3, 10))
    days = [date(2026, 3, 9), date(2026, 3, 10), date(2027, 3, 9), date(2027, 3, 10)]
    assert [now.holds(day) for day in days] == [False, True, True, False]
    assert [invited(now, Tier.GOLD, day) for day in days[1:]] == [False, False, True]
    assert invited(None, Tier.GOLD, days[0])
    assert not invited(None, Tier.STANDARD, days[0])


@pytest.mark.parametrize("tier", [Tier.NONE, Tier.STANDARD])
def test_nobody_joins_without_a_tier(tier: Tier) -> None:
    with pytest.raises(ValueError, match="no tier"):
        join(tier, date(2026, 3, 10), sc.rules().club)


@given(
    pack=st.sampled_from(["cn_insurer", "international"]),
    start=st.dates(date(2024, 1, 1), date(2032, 12, 31)),
    first=st.sampled_from(EARNED),
    steps=st.lists(st.tuples(st.integers(0, 400), st.sampled_from([Tier.STANDARD, *EARNED])), max_size=12),
)
def test_before_its_end_no_membership_sinks(pack: str, start: date, first: Tier, steps: list[tuple[int, Tier]]) -> None:
    club = sc.rules(pack).club
    now: Membership | None = join(first, start, club).membership
    on = start
    for days, earned in steps:
        assert now is not None
        on += timedelta(days=days)
        entry = evaluate(now, earned, on, club)
        if on < now.expires_on:
            assert entry is None or entry.change is Change.UPGRADED
            after = entry.membership if entry else now
            assert after is not None
            assert after.tier.rank == max(now.tier.rank, earned.rank), "an upgrade takes effect at once"
        else:
            assert entry is not None, "at the end it is renewed or ended, never silently kept"
            assert (entry.membership.tier if entry.membership else Tier.STANDARD) is earned
        if entry is not None:
            now = entry.membership
        if now is None:
            return
