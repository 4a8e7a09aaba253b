"""Whether the lists in force may still be trusted.

The age of a list counts from when it was last obtained or confirmed (``fetched_at``), not from the publisher's date:
publishers change their date only when the content changes, and OFAC's csv carries none. An old publisher's date only
warns.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from amlrisk.errors import ListMissing, ListStale
from amlrisk.policy.model import Text
from amlrisk.watchlist.catalogue import Catalogue, Source
from amlrisk.watchlist.model import SnapshotInfo

_DAY = timedelta(days=1)
_CLOCK_TOLERANCE = _DAY
"""A list "fetched" further in the future than this comes from a wrong clock and would never grow old."""


class State(StrEnum):
    """Whether a list may be relied on: in force and young enough, too old, or not there."""

    MISSING = "missing"
    FRESH = "fresh"
    STALE = "stale"


class Freshness(msgspec.Struct, frozen=True, kw_only=True):
    """``age_days`` and ``published_age_days`` are whole days passed; None where there is nothing to count from."""

    state: State
    age_days: int | None = None
    published_age_days: int | None = None
    warnings: tuple[Text, ...] = ()


def freshness(source: Source, info: SnapshotInfo | None, now: datetime) -> Freshness:
    """How a list stands at ``now`` (aware). Exactly the maximum age is still fresh."""
    if info is None:
        return Freshness(state=State.MISSING)
    age = now - info.fetched_at
    ahead = -age > _CLOCK_TOLERANCE
    stale = ahead or age > timedelta(days=source.max_age_days)
    published_age = None if info.published_on is None else (now.date() - info.published_on).days
    return Freshness(
        state=State.STALE if stale else State.FRESH,
        age_days=max(age, timedelta()) // _DAY,
        published_age_days=published_age,
        warnings=_warnings(source, age, published_age, ahead=ahead, stale=stale),
    )


def require_fresh(catalogue: Catalogue, infos: Mapping[str, SnapshotInfo], now: datetime) -> tuple[Text, ...]:
    """Refuse to check on lists that cannot be trusted; returns the warnings of all others.

    ``infos`` are the snapshots in force by source. ListMissing: a required source has none. ListStale: any source in
    force, required or not, is past its maximum age, unless the catalogue says ``when_stale: warn``. A list that the
    company chose to screen and then let grow old answers "no hit" for everybody listed since, and nobody would notice.
    Without any list in force everybody would be clean: ListMissing, whatever the catalogue requires.
    """
    warnings: list[Text] = []
    if not infos:
        names = [name for name, source in catalogue.sources.items() if source.required] or list(catalogue.sources)
        raise ListMissing(source=", ".join(names))
    for source in catalogue.sources.values():
        info = infos.get(source.name)
        if info is None:
            if source.required:
                raise ListMissing(source=source.name)
            continue
        found = freshness(source, info, now)
        if found.state is State.STALE and source.when_stale == "block":
            age_days = -(
                (info.fetched_at - now) // _DAY
            )  # days begun, so that the message never reads "7, more than 7"
            raise ListStale(source=source.name, age_days=age_days, max_age_days=source.max_age_days)
        warnings += found.warnings
    return tuple(warnings)


def _warnings(
    source: Source, age: timedelta, published_age: int | None, *, ahead: bool, stale: bool
) -> tuple[Text, ...]:
    found: list[Text] = []
    name, limit = source.name, source.max_age_days
    if ahead:
        found.append(
            Text(
                zh=f"名单“{name}”的获取时间晚于当前时钟，无法判断其新旧",
                en=f"The list “{name}” was obtained after the present time: its age cannot be told",
            )
        )
    elif stale:
        found.append(
            Text(
                zh=f"名单“{name}”上次确认是在 {age // _DAY} 天前，上限为 {limit} 天",
                en=f"The list “{name}” was last confirmed {age // _DAY} days ago; the limit is {limit}",
            )
        )
    warn_after = source.warn_published_age_days
    if warn_after is not None and published_age is not None and published_age > warn_after:
        found.append(
            Text(
                zh=f"名单“{name}”的发布日期距今 {published_age} 天，请确认发布机构没有更新的版本",
                en=f"The list “{name}” was published {published_age} days ago; make sure there is no newer edition",
            )
        )
    return tuple(found)
