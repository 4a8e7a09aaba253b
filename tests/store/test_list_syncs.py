from __future__ import annotations

from datetime import timedelta

from amlrisk.store.database import Store
from amlrisk.store.list_syncs import Attempt, Known, Lease, Validators
from tests.store.examples import NOW, at

HOUR = timedelta(hours=1)


def attempt(minute: int, *, good: bool, source: str = "un", outcome: str = "") -> Attempt:
    name = outcome or ("imported" if good else "list_timeout")
    return Attempt(source=source, at=at(minute), good=good, outcome=name, zh="因", en="why", actor="li", bytes=7)


def lease(owner: str, hours: int = 0) -> Lease:
    return Lease(owner=owner, since=NOW + hours * HOUR, until=NOW + (hours + 1) * HOUR)


def test_a_lease_is_anothers_until_it_runs_out_or_is_given_back(store: Store) -> None:
    syncs = store.list_syncs
    assert syncs.holder("un") is None
    assert syncs.take_lease("un", lease("a"))
    assert not syncs.take_lease("un", lease("b"))
    assert syncs.take_lease("eu", lease("b")), "each source has its own"
    syncs.release("un", "b")
    assert syncs.holder("un") == lease("a"), "nobody gives back what is another's"
    assert not syncs.take_lease("un", lease("b"), instead_of="c")
    assert syncs.take_lease("un", lease("b"), instead_of="a")
    assert syncs.take_lease("un", lease("c", hours=1)), "it has run out"
    syncs.release("un", "c")
    assert syncs.holder("un") is None
    assert syncs.take_lease("un", lease("d"))


def test_what_a_request_may_be_conditional_on(store: Store) -> None:
    assert store.list_syncs.known("un") is None
    store.list_syncs.take_lease("un", lease("a"))
    assert store.list_syncs.known("un") is None
    first = Known(sha256="1", reading="r", fetched_at=NOW, validators=(Validators(address="https://x/", etag='W/"1"'),))
    store.list_syncs.keep("un", first)
    assert store.list_syncs.known("un") == first
    assert store.list_syncs.holder("un") == lease("a")
    second = Known(sha256="2", reading="r", fetched_at=at(1), validators=())
    store.list_syncs.keep("un", second)
    assert store.list_syncs.known("un") == second


def test_failures_are_counted_since_the_last_success(store: Store) -> None:
    syncs = store.list_syncs
    assert syncs.latest() == {}
    for minute, good in enumerate([False, True, False, False]):
        syncs.append(attempt(minute, good=good))
    syncs.append(attempt(9, good=True, source="eu"))
    latest = syncs.latest()
    assert (latest["un"].failures, latest["un"].failing_since, latest["un"].attempt.at) == (2, at(2), at(3))
    assert (latest["eu"].failures, latest["eu"].failing_since) == (0, None)
    assert latest["eu"].attempt.text("zh") == "因"


def test_attempts_page_by_page(store: Store) -> None:
    for minute in range(5):
        store.list_syncs.append(attempt(minute, good=False))
    first = store.list_syncs.page("un", None, 3)
    assert [each.at for each in first] == [at(4), at(3), at(2)]
    assert [each.at for each in store.list_syncs.page("un", first[-1].id, 3)] == [at(1), at(0)]
    assert first[0].bytes == 7
