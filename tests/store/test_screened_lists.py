"""What came into force since everybody was screened, step by step."""

from __future__ import annotations

from amlrisk.store.codec import stamp
from amlrisk.store.database import Store
from amlrisk.store.screened_lists import ScreenedList
from tests.store.examples import NOW, at
from tests.store.test_runs import begin_run


def _in_force(store: Store, content: str, minutes: int, source: str = "un") -> None:
    moment = stamp(at(minutes))
    store.database.write(
        "INSERT INTO snapshots (source, status, sha256, content_sha256, created_at, confirmed_at, in_force_since)"
        " VALUES (?, 'superseded', ?, ?, ?, ?, ?)",
        (source, f"{content}{minutes}", content, moment, moment, moment),
    )


def _screened(content: str, minutes: int) -> ScreenedList:
    return ScreenedList(source="un", category="un_sanctions", content_sha256=content, run="r1", begun_at=at(minutes))


def test_the_last_one_read_counts_whichever_ended_last(store: Store) -> None:
    begin_run(store)
    assert store.screened_lists.latest() == {}
    store.screened_lists.append([_screened("b", 5)], NOW)
    store.screened_lists.append([_screened("a", 1)], at(9))
    assert store.screened_lists.latest() == {"un": _screened("b", 5)}


def test_every_step_since_is_told_and_a_new_date_on_the_same_content_is_none(store: Store) -> None:
    for minutes, content in enumerate(("a", "b", "b", "a", "c")):
        _in_force(store, content, minutes)
    _in_force(store, "x", 2, source="eu")
    since = store.screened_lists.contents_since
    assert since(_screened("a", 0)) == [("b", at(1)), ("a", at(3)), ("c", at(4))]
    assert since(_screened("a", 3)) == [("c", at(4))]
    assert since(_screened("b", 2)) == [("a", at(3)), ("c", at(4))]
    assert since(_screened("c", 9)) == []
    assert [content for content, _ in since(_screened("forgotten", 9))] == ["a", "b", "a", "c"]
