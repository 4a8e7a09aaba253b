"""Looking through the trail: every event that is asked for, in order, page by page, and none twice."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amlrisk.store.audit_log import AuditFilter
from amlrisk.store.connection import Dialect
from amlrisk.store.database import Store
from tests.store.examples import at

KINDS, ACTORS, SUBJECTS = ("viewed", "list_imported", "disposition"), ("li", "wang"), ("C1", "C2", "un")
COUNT = 40


@pytest.fixture
def filled(store: Store) -> Store:
    """Forty events; the clock was put back by an hour in the middle, so that time and number disagree."""
    with store.transaction():
        for n in range(COUNT):
            minute = n if n < COUNT // 2 else n - 15
            detail = {"n": n, "reason": f"理由 {n % 4}% Alpha_{n % 3}"}
            store.audit.append(KINDS[n % 3], ACTORS[n % 2], SUBJECTS[n * 7 % 3], detail, at(minute))
    return store


def everything(store: Store, wanted: AuditFilter, limit: int = 7, read: int = 1000) -> list[int]:
    found: list[int] = []
    after = None
    for _ in range(COUNT + 5):
        page = store.audit_log.page(wanted, after, limit, read=read)
        assert len(page.lines) <= limit
        found += [line.seq for line in page.lines]
        after = page.further
        if after is None:
            return found
    raise AssertionError("the pages never end")


def expected(store: Store, wanted: AuditFilter) -> list[int]:
    """The same by plain means."""
    found = [
        (event.at, event.seq)
        for event in store.audit.events(None, COUNT)
        if wanted.kind in ("", event.kind)
        and wanted.actor in ("", event.actor)
        and wanted.subject in ("", event.subject)
        and (wanted.since is None or event.at >= wanted.since)
        and (wanted.until is None or event.at < wanted.until)
        and wanted.words.lower() in f"{event.detail['reason']} {event.detail['n']}".lower()
    ]
    return [seq for _, seq in sorted(found, reverse=True)]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from(("", *KINDS)),
    actor=st.sampled_from(("", *ACTORS, "nobody")),
    subject=st.sampled_from(("", *SUBJECTS)),
    words=st.sampled_from(("", "alpha_1", "理由 2%", "a_a", "%", "_")),
    since=st.none() | st.integers(-1, COUNT),
    until=st.none() | st.integers(-1, COUNT),
    limit=st.integers(1, 9),
    read=st.sampled_from((1, 3, 10, 1000)),
)
def test_all_that_is_asked_for_and_nothing_else(  # type: ignore[no-untyped-def]
    filled: Store, *, kind: str, actor: str, subject: str, words: str, since, until, limit: int, read: int
) -> None:
    wanted = AuditFilter(
        kind=kind,
        actor=actor,
        subject=subject,
        words=words,
        since=None if since is None else at(since),
        until=None if until is None else at(until),
    )
    right = expected(filled, wanted)
    assert everything(filled, wanted, limit, read) == right
    assert filled.audit_log.count(wanted, COUNT) == len(right)
    assert [line.seq for line in filled.audit_log.walk(wanted, COUNT)] == sorted(right)


def test_what_was_appended_since_is_left_out(filled: Store) -> None:
    everyone = AuditFilter()
    assert filled.audit_log.count(everyone, 10) == 10
    assert [line.seq for line in filled.audit_log.walk(everyone, 10)] == list(range(1, 11))


def test_the_words_to_choose_from(filled: Store, store: Store) -> None:
    assert filled.audit_log.kinds() == sorted(KINDS)
    assert filled.audit_log.actors() == sorted(ACTORS)


def test_an_empty_trail(store: Store) -> None:
    assert store.audit_log.kinds() == []
    page = store.audit_log.page(AuditFilter(), None, 5)
    assert (page.lines, page.further) == ((), None)


@pytest.mark.parametrize(
    ("column", "value"), [("at", "2020"), ("at", "2020-01-01T00:00:00"), ("detail", "{"), ("detail", "[1]")]
)
def test_a_trail_that_was_tampered_with_can_still_be_looked_through(filled: Store, column: str, value: str) -> None:
    if filled.database.dialect is Dialect.SQLITE:
        filled.database.write("DROP TRIGGER audit_events_no_update")
    else:
        filled.database.write("ALTER TABLE audit_events DISABLE TRIGGER ALL")
    filled.database.write(f"UPDATE audit_events SET {column} = ? WHERE seq = 5", (value,))
    assert sorted(everything(filled, AuditFilter())) == list(range(1, COUNT + 1))
    line = next(line for line in filled.audit_log.walk(AuditFilter(), COUNT) if line.seq == 5)
    assert value in (line.written_at, line.written_detail)
    assert None in (line.at, line.detail)


@pytest.mark.parametrize(
    "wanted",
    [AuditFilter(), AuditFilter(kind="viewed"), AuditFilter(actor="li", since=at(0)), AuditFilter(subject="C1")],
    ids=["all", "kind", "actor", "subject"],
)
def test_a_page_sorts_nothing(sqlite_store: Store, wanted: AuditFilter) -> None:
    """Constant time however long the trail is: an index gives the order."""
    where, values = wanted.condition()
    plan = sqlite_store.database.rows(
        f"EXPLAIN QUERY PLAN SELECT seq FROM audit_events WHERE {where} ORDER BY at DESC, seq DESC LIMIT 5", values
    )
    assert "USING" in str(plan)
    assert "TEMP B-TREE" not in str(plan)
