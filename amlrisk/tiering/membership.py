"""Membership of the club: by invitation, for a time, raised at once, lowered only at its end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from amlrisk.facts.dates import add_months
from amlrisk.policy.value import ClubEdition
from amlrisk.policy.value_vocabulary import Tier
from amlrisk.tiering.model import Outcome


class Change(StrEnum):
    """What happened to a membership. An invitation and its refusal change nothing about it."""

    INVITED = "invited"
    DECLINED = "declined"
    JOINED = "joined"
    UPGRADED = "upgraded"
    RENEWED = "renewed"
    DOWNGRADED = "downgraded"
    ENDED = "ended"


class Membership(Outcome, frozen=True, kw_only=True):
    """A tier from ``effective_on`` up to the day before ``expires_on``."""

    tier: Tier
    effective_on: date
    expires_on: date

    def holds(self, on: date) -> bool:
        return self.effective_on <= on < self.expires_on


class Entry(Outcome, frozen=True, kw_only=True):
    """A row of the history: what happened on a day, and the membership after it (None where there is none)."""

    on: date
    change: Change
    membership: Membership | None


def invited(now: Membership | None, earned: Tier, on: date) -> bool:
    """Whether somebody who is no member is to be invited."""
    return earned.rank > Tier.STANDARD.rank and (now is None or now.expires_on <= on)


def join(earned: Tier, on: date, rules: ClubEdition) -> Entry:
    """The invitation is accepted on a day. Who has earned no tier cannot be asked to: ``ValueError``."""
    if earned.rank <= Tier.STANDARD.rank:
        raise ValueError("no tier was earned")
    return Entry(on=on, change=Change.JOINED, membership=_from(earned, on, rules))


def evaluate(now: Membership, earned: Tier, on: date, rules: ClubEdition) -> Entry | None:
    """What follows for a member from the tier earned on a day: None where nothing changes."""
    if now.expires_on <= on:
        return _at_end(now, earned, on, rules)
    if earned.rank <= now.tier.rank:
        return None
    expires_on = None if rules.upgrade_begins_anew.value else now.expires_on
    return Entry(on=on, change=Change.UPGRADED, membership=_from(earned, on, rules, expires_on))


def history(joined: Entry, evaluations: Iterable[tuple[date, Tier]], rules: ClubEdition) -> tuple[Entry, ...]:
    """All that happened from joining on, evaluation by evaluation (in order of their days), until it ended."""
    entries, now = [joined], joined.membership
    for on, earned in evaluations:
        if now is None:
            break
        entry = evaluate(now, earned, on, rules)
        if entry is not None:
            entries.append(entry)
            now = entry.membership
    return tuple(entries)


def _at_end(now: Membership, earned: Tier, on: date, rules: ClubEdition) -> Entry:
    """The next year begins on the day of the evaluation: in between, where it came late, nobody was a member."""
    if earned.rank <= Tier.STANDARD.rank:
        return Entry(on=on, change=Change.ENDED, membership=None)
    if earned is now.tier:
        change = Change.RENEWED
    else:
        change = Change.UPGRADED if earned.rank > now.tier.rank else Change.DOWNGRADED
    return Entry(on=on, change=change, membership=_from(earned, on, rules))


def _from(tier: Tier, on: date, rules: ClubEdition, expires_on: date | None = None) -> Membership:
    """From 29 February on, a year ends on 28 February: the last day of that month, as everywhere here."""
    end = expires_on or add_months(on, rules.membership_months.value)
    return Membership(tier=tier, effective_on=on, expires_on=end)
