from __future__ import annotations

from collections.abc import Callable

import pytest

from amlrisk.errors import StoreOutdated
from amlrisk.grading.model import Assessment
from amlrisk.store import assessments
from amlrisk.store.connection import Dialect
from amlrisk.store.current import Entry
from amlrisk.store.database import Store, open_store
from amlrisk.store.migrations import known, migrate
from tests.store.examples import NOW, assessment, at, customer, saved

NAMES = [migration.name for migration in known(Dialect.SQLITE)]


def _columns(store: Store) -> list[tuple[str, ...]]:
    """Everything that makes the schema, in the words of the database itself."""
    if store.database.dialect is Dialect.SQLITE:
        return store.database.rows("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name")
    return store.database.rows(
        "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns"
        " WHERE table_schema = current_schema() ORDER BY 1, 2"
    )


def test_every_file_has_a_number_of_its_own() -> None:
    """Holes may stay: a number is taken when work on it begins, and not all of it arrives."""
    numbers = [name[:4] for name in NAMES]
    assert len(set(numbers)) == len(numbers)
    assert numbers == sorted(numbers)


def test_from_empty_and_again(empty_url: str) -> None:
    store = open_store(empty_url)
    with pytest.raises(StoreOutdated) as caught:
        store.check_level()
    assert caught.value.params == {"found": "0000", "needed": NAMES[-1]}
    assert migrate(store) == NAMES
    store.check_level()
    assert migrate(store) == []
    store.close()


def test_from_every_earlier_level_to_the_same_schema(store: Store, new_empty_url: Callable[[], str]) -> None:
    whole = _columns(store)
    for level in NAMES:
        earlier = open_store(new_empty_url())
        done = migrate(earlier, upto=level)
        assert done[-1] == level
        if level != NAMES[-1]:
            with pytest.raises(StoreOutdated) as caught:
                earlier.check_level()
            assert caught.value.params["found"] == level
        assert done + migrate(earlier) == NAMES
        assert _columns(earlier) == whole
        earlier.close()


def appended_earlier(store: Store, *made: Assessment) -> None:
    """As a program did that told nobody of it."""
    for entry in map(Entry.of, made):
        store.database.write(assessments._APPEND, entry.row())
        store.database.write(assessments._MAKE_CURRENT, entry.current_row())


def test_what_was_stored_at_an_earlier_level_is_still_there(empty_url: str) -> None:
    store = open_store(empty_url)
    migrate(store, upto="0003_assessments")
    saved(store, "C1")
    appended_earlier(store, assessment("a1"))
    migrate(store)
    assert store.customers.get("C1") == customer("C1")
    assert store.assessments.latest("C1") == assessment("a1")
    store.close()


def test_decisions_made_before_they_had_an_end_make_their_customers_due(empty_url: str) -> None:
    store = open_store(empty_url)
    migrate(store, upto="0010_installation")
    saved(store, "C1", "C2")
    appended_earlier(store, assessment("a1", "C1"), assessment("a2", "C2"))
    store.database.write(
        "INSERT INTO dispositions (customer, party, source, entity, kind, reason, author, fingerprint, decided_at)"
        " VALUES ('C1', 'subject', 'demo', 'E1', 'false_positive', '另一人', 'li', 'abc.def', ?)",
        (NOW.isoformat(),),
    )
    migrate(store)
    assert store.assessments.to_grade(NOW.date()) == ["C1"]
    (recorded,) = store.dispositions.history("C1")
    assert (recorded.disposition.fingerprint, recorded.disposition.expires_on) == ("abc.def", None)
    store.assessments.append(assessment("a3", "C1", when=at(1)))
    assert store.assessments.to_grade(NOW.date()) == [], "once graded again it is due like everybody else"
    store.close()


def test_a_migration_that_fails_leaves_nothing(empty_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_store(empty_url)
    good = known(store.database.dialect)
    broken = good[1].__class__(
        name=good[1].name, sha256="x", statements=(good[1].statements[0], "INSERT INTO nowhere VALUES (1)")
    )
    monkeypatch.setattr("amlrisk.store.migrations.known", lambda dialect: [good[0], broken, *good[2:]])
    with pytest.raises(Exception, match="nowhere"):
        migrate(store)
    monkeypatch.undo()
    assert migrate(store) == NAMES[1:]
    store.close()


def test_a_database_of_a_newer_program_is_left_alone(store: Store) -> None:
    store.database.write("INSERT INTO migrations (name, sha256, applied_at) VALUES ('9999_future', 'x', 'x')")
    for call in (store.check_level, store.migrate):
        with pytest.raises(StoreOutdated) as caught:
            call()
        assert caught.value.params["found"] == "9999_future"


def test_a_migration_that_was_changed_after_it_shipped_is_noticed(store: Store) -> None:
    store.database.write("UPDATE migrations SET sha256 = 'other' WHERE name = ?", (NAMES[0],))
    with pytest.raises(StoreOutdated):
        store.check_level()


def test_an_unmigrated_database_says_so_instead_of_answering(empty_url: str) -> None:
    store = open_store(empty_url)
    with pytest.raises(Exception, match="customers") as caught:
        store.customers.save(customer(), NOW)
    assert getattr(caught.value, "code", None) == "store_unavailable"
    store.close()
