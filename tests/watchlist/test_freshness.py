from __future__ import annotations

from datetime import date, datetime, timedelta

import msgspec
import pytest

from amlrisk.errors import ListMissing, ListStale
from amlrisk.watchlist.catalogue import Catalogue, Source
from amlrisk.watchlist.freshness import State, freshness, require_fresh
from amlrisk.watchlist.model import SnapshotInfo
from tests.watchlist.conftest import NOW

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


def info(fetched_at: datetime, published_on: date | None = None) -> SnapshotInfo:
    return SnapshotInfo(
        source="table", format="table", category="terrorism", sha256="", content_sha256="", published_on=published_on,
        fetched_at=fetched_at, entities=1, counts={}, files=(),
    )  # fmt: skip


def alone(source: Source) -> Catalogue:
    return Catalogue(sources={source.name: source})


@pytest.mark.parametrize(
    ("age", "state", "age_days"),
    [
        (timedelta(), State.FRESH, 0),
        (DAY - SECOND, State.FRESH, 0),
        (7 * DAY, State.FRESH, 7),
        (7 * DAY + SECOND, State.STALE, 7),
        (8 * DAY, State.STALE, 8),
        (-DAY, State.FRESH, 0),
        (-DAY - SECOND, State.STALE, 0),
        (-3650 * DAY, State.STALE, 0),
    ],
)
def test_age_counts_from_when_it_was_obtained(
    table_source: Source, age: timedelta, state: State, age_days: int
) -> None:
    found = freshness(table_source, info(NOW - age), NOW)
    assert (found.state, found.age_days) == (state, age_days)
    assert bool(found.warnings) == (state is State.STALE)


def test_missing(table_source: Source) -> None:
    found = freshness(table_source, None, NOW)
    assert (found.state, found.age_days, found.published_age_days) == (State.MISSING, None, None)


def test_an_old_publication_warns_and_does_not_block(table_source: Source) -> None:
    source = msgspec.structs.replace(table_source, warn_published_age_days=30)
    at_limit, beyond = (info(NOW, NOW.date() - timedelta(days=days)) for days in (30, 31))
    assert freshness(source, at_limit, NOW).warnings == ()
    found = freshness(source, beyond, NOW)
    assert (found.state, found.published_age_days) == (State.FRESH, 31)
    assert "31" in found.warnings[0].zh
    assert "31" in found.warnings[0].en
    assert require_fresh(alone(source), {"table": beyond}, NOW) == found.warnings


def test_a_required_list_must_be_there_and_fresh(table_source: Source) -> None:
    required = alone(msgspec.structs.replace(table_source, required=True))
    with pytest.raises(ListMissing):
        require_fresh(required, {}, NOW)
    assert require_fresh(required, {"table": info(NOW - 7 * DAY)}, NOW) == ()
    with pytest.raises(ListStale) as caught:
        require_fresh(required, {"table": info(NOW - 7 * DAY - SECOND)}, NOW)
    assert caught.value.params == {"source": "table", "age_days": 8, "max_age_days": 7}


def test_a_list_by_choice_may_be_missing_but_not_grow_old_unnoticed(table_source: Source) -> None:
    both = Catalogue(sources={"table": table_source, "other": msgspec.structs.replace(table_source, name="other")})
    assert require_fresh(both, {"other": info(NOW)}, NOW) == ()
    with pytest.raises(ListStale):
        require_fresh(alone(table_source), {"table": info(NOW - 8 * DAY)}, NOW)
    warns = msgspec.structs.replace(table_source, when_stale="warn")
    (warning,) = require_fresh(alone(warns), {"table": info(NOW - 8 * DAY)}, NOW)
    assert "8" in warning.zh


def test_without_any_list_nobody_is_clean_even_where_none_is_required(table_source: Source) -> None:
    optional = alone(msgspec.structs.replace(table_source, required=False))
    with pytest.raises(ListMissing):
        require_fresh(optional, {}, NOW)
    assert require_fresh(optional, {table_source.name: info(NOW)}, NOW) == ()
