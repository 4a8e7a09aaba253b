"""A check that could not be trusted: each cause is found, and none is made up."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from amlrisk.errors import AmlriskError, ScreeningUntrusted
from amlrisk.screening.index import Index, build_index
from amlrisk.services.desk import InForce
from amlrisk.services.readiness import Readiness, require_finds_listed
from amlrisk.services.system import System
from amlrisk.watchlist.model import Snapshot
from tests.systems import LISTED, Clock, put_list, system_for


@pytest.fixture
def system(tmp_path: Path) -> Iterator[System]:
    system = system_for(tmp_path, lock_timeout_seconds=0.2)
    put_list(system)
    yield system
    system.store.close()


@pytest.fixture
def readiness(system: System) -> Readiness:
    return Readiness(system)


def refused(readiness: Readiness) -> str:
    with pytest.raises(AmlriskError) as caught:
        readiness.ask()
    return caught.value.code


def test_ready(readiness: Readiness, system: System) -> None:
    ready = readiness.ask()
    assert ready.rules.pack == "cn_insurer"
    assert [each.source for each in ready.lists] == ["listed"]
    assert system.store.database.rows("SELECT name FROM installation WHERE name = 'trial'") == []


def test_a_required_list_is_missing(tmp_path: Path) -> None:
    system = system_for(tmp_path)
    assert refused(Readiness(system)) == "list_missing"
    put_list(system)
    Readiness(system).ask()


def test_a_list_is_too_old(readiness: Readiness, system: System) -> None:
    clock = system.clock
    assert isinstance(clock, Clock)
    clock.advance(days=7)
    readiness.ask()
    clock.advance(seconds=1)
    assert refused(readiness) == "list_stale"


def test_a_list_comes_from_a_clock_that_was_ahead(readiness: Readiness, system: System) -> None:
    clock = system.clock
    assert isinstance(clock, Clock)
    clock.advance(days=-2)
    assert refused(readiness) == "list_stale"


def test_no_rule_is_in_force(readiness: Readiness, system: System) -> None:
    clock = system.clock
    assert isinstance(clock, Clock)
    clock.advance(days=-365 * 40)
    assert refused(readiness) == "policy_not_in_force"


def test_the_installation_has_gone_over_to_another_policy(readiness: Readiness, system: System) -> None:
    packs = system.store.packs
    packs.activate(system.pack.digest, "test", system.now())
    readiness.ask()
    packs.archive("f" * 64, "other", "1", {}, system.now())
    packs.activate("f" * 64, "test", system.now())
    assert refused(readiness) == "policy_replaced"
    packs.activate(system.pack.digest, "test", system.now())
    readiness.ask()


def test_another_program_has_changed_the_tables(readiness: Readiness, system: System) -> None:
    system.store.database.write("INSERT INTO migrations (name, sha256, applied_at) VALUES ('9999_later', 'x', 'x')")
    assert refused(readiness) == "store_outdated"


def test_a_table_was_never_made(readiness: Readiness, system: System) -> None:
    system.store.database.write("DELETE FROM migrations WHERE name = '0012_cases'")
    assert refused(readiness) == "store_outdated"


def test_somebody_else_holds_the_store(readiness: Readiness, tmp_path: Path) -> None:
    """At the first time, and when something was written a moment ago."""
    for _ in range(2):
        with closing(sqlite3.connect(tmp_path / "amlrisk.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            assert refused(readiness) == "store_locked"
        readiness.ask()


def test_nothing_may_be_written(readiness: Readiness, system: System) -> None:
    system.store.database.value("PRAGMA query_only = 1")
    assert refused(readiness) == "store_unavailable"


def test_the_disk_is_full(readiness: Readiness, system: System) -> None:
    database = system.store.database
    database.value("VACUUM")
    pages = database.value("PRAGMA page_count")
    database.value(f"PRAGMA max_page_count = {pages}")
    assert refused(readiness) == "store_full"
    assert refused(readiness) == "store_full"  # not only the first time it is asked
    database.value(f"PRAGMA max_page_count = {pages + 100}")
    readiness.ask()


# --- does the screening find what is listed -------------------------------------------------------------------


def snapshot_of(system: System) -> Snapshot:
    (version,) = in_force(system).lists
    held = system.store.snapshots.load_by_content(version.content_sha256)
    assert held is not None
    return held


def in_force(system: System) -> InForce:
    return system.desk.in_force(system.rules(), system.now())


def test_an_index_that_is_not_whole(system: System) -> None:
    whole = snapshot_of(system)
    part = msgspec.structs.replace(whole, entities=whole.entities[:-1])
    index = build_index([part], system.rules().matching, system.settings.secret)
    require_finds_listed(in_force(system).index, in_force(system).lists, system)
    with pytest.raises(ScreeningUntrusted, match="listed"):
        require_finds_listed(index, in_force(system).lists, system)


def test_an_index_that_lacks_a_list(system: System) -> None:
    lists = in_force(system).lists
    put_list(system, LISTED[:2], "watch")
    both = in_force(system)
    one = build_index([snapshot_of_source(system, "watch")], system.rules().matching, system.settings.secret)
    require_finds_listed(both.index, both.lists, system)
    with pytest.raises(ScreeningUntrusted):
        require_finds_listed(one, lists, system)


def snapshot_of_source(system: System, source: str) -> Snapshot:
    version = next(each for each in in_force(system).lists if each.source == source)
    held = system.store.snapshots.load_by_content(version.content_sha256)
    assert held is not None
    return msgspec.structs.replace(held, info=msgspec.structs.replace(held.info, source=source))


def test_a_screening_that_finds_nothing(system: System) -> None:
    found = in_force(system)
    never = {schema: dict.fromkeys(of, 1.01) for schema, of in found.index.matching.thresholds.items()}
    blind = Index(found.index.arrays, msgspec.structs.replace(found.index.matching, thresholds=never))
    with pytest.raises(ScreeningUntrusted):
        require_finds_listed(blind, found.lists, system)
