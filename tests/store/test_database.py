"""Transactions, other processes, and everything that can go wrong beneath."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from amlrisk.errors import SettingInvalid, StoreFull, StoreLocked, StoreRefused, StoreUnavailable
from amlrisk.store.connection import Dialect
from amlrisk.store.database import Store, open_store
from tests.store.examples import NOW, assessment, customer, saved

# --- transactions -------------------------------------------------------------------------------------


def test_all_or_nothing(store: Store) -> None:
    def write_and_fail() -> None:
        with store.transaction():
            saved(store, "C1")
            store.assessments.append(assessment("a1"))
            assert store.assessments.latest("C1") is not None
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    assert store.customers.count() == 0
    with store.transaction():
        saved(store, "C1")
    assert store.customers.count() == 1


def test_a_transaction_within_can_fail_alone(store: Store) -> None:
    def fail() -> None:
        with store.transaction():
            store.customers.save(customer("C2"), NOW)
            store.assessments.append(assessment("a3", "C3"))

    with store.transaction():
        saved(store, "C1")
        with pytest.raises(StoreRefused):
            fail()
        store.customers.save(customer("C4"), NOW)
    assert store.customers.all_refs() == ["C1", "C4"]


def test_others_see_nothing_before_the_end(store: Store) -> None:
    seen: list[int] = []

    def look() -> None:
        seen.append(store.customers.count())
        store.close()

    with store.transaction():
        saved(store, "C1")
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    assert seen == [0]


# --- several at once ----------------------------------------------------------------------------------

_WRITER = """
import sys
from amlrisk.store.database import open_store
from tests.store.examples import NOW, assessment, customer
store = open_store(sys.argv[1], timeout_seconds=30)
for n in range(100):
    ref = f"{sys.argv[2]}-{n}"
    with store.transaction():
        before = store.customers.count()
        store.customers.save(customer(ref), NOW)
        store.assessments.append(assessment(f"a{ref}", ref))
        store.audit.append("test", sys.argv[2], ref, {"before": before}, NOW)
"""


def _python(code: str, *arguments: str) -> subprocess.Popen[str]:
    root = Path(__file__).resolve().parents[2]
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_processes_that_read_and_write_do_not_lock_each_other_out(store: Store, store_url: str) -> None:
    saved(store)
    processes = [_python(_WRITER, store_url, str(n)) for n in range(3)]
    ends = [(process.communicate()[1], process.returncode) for process in processes]
    assert ends == [("", 0)] * 3
    assert store.customers.count() == store.assessments.count() == 300
    assert store.audit.head()[0] == 300
    assert store.audit.verify() is None


_MIGRATES = """
import sys
from amlrisk.store.database import open_store
store = open_store(sys.argv[1], timeout_seconds=30)
store.migrate()
store.check_level()
"""


def test_processes_may_migrate_at_once(empty_url: str) -> None:
    processes = [_python(_MIGRATES, empty_url) for _ in range(3)]
    assert [(process.communicate()[1], process.returncode) for process in processes] == [("", 0)] * 3


def test_threads_share_a_store(store: Store) -> None:
    saved(store)
    failed: list[Exception] = []

    def write(name: str) -> None:
        try:
            for n in range(50):
                with store.transaction():
                    store.customers.save(customer(f"{name}-{n}"), NOW)
                    store.audit.append("test", name, str(n), {}, NOW)
        except Exception as error:
            failed.append(error)
        finally:
            store.close()

    threads = [threading.Thread(target=write, args=(str(n),)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert store.customers.count() == 200
    assert store.audit.verify() is None


def test_a_fork_gets_connections_of_its_own(store: Store) -> None:
    saved(store, "C1")
    assert store.customers.count() == 1  # a connection is open now
    child = os.fork()
    if child == 0:
        code = 1
        try:
            store.customers.save(customer("C2"), NOW)
            code = 0 if store.customers.count() == 2 else 2
        finally:
            os._exit(code)
    assert os.waitpid(child, 0)[1] == 0
    assert store.customers.all_refs() == ["C1", "C2"], "the parent's connection still works"
    store.reopen()
    assert store.customers.count() == 2


_KILLED = """
import os, signal, sys
from amlrisk.store.database import open_store
from tests.store.examples import NOW, assessment, customer
store = open_store(sys.argv[1])
with store.transaction():
    store.customers.save_many([customer(f"C{n}") for n in range(3000)], NOW)
    store.assessments.append_many([assessment(f"a{n}", f"C{n}") for n in range(3000)])
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_process_killed_within_a_transaction_leaves_nothing(store: Store, store_url: str) -> None:
    saved(store)
    process = _python(_KILLED, store_url)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert store.customers.count() == store.assessments.count() == 0
    store.customers.save(customer(), NOW)
    assert store.customers.count() == 1


# --- what can go wrong --------------------------------------------------------------------------------


def test_locked_by_another_process(sqlite_store: Store, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "store.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    impatient = open_store(f"sqlite:///{tmp_path / 'store.db'}", timeout_seconds=0.2)
    with pytest.raises(StoreLocked):
        impatient.customers.save(customer(), NOW)
    with pytest.raises(StoreLocked):
        impatient.ping()
    assert impatient.customers.count() == 0, "reading goes on"
    other.execute("ROLLBACK")
    assert impatient.customers.save(customer(), NOW) == "added"
    other.close()
    impatient.close()


def test_locked_by_another_thread(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'store.db'}", timeout_seconds=0.2)
    store.migrate()
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with store.transaction():
            held.set()
            done.wait()
        store.close()

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait()
    began = time.monotonic()
    with pytest.raises(StoreLocked):
        store.customers.save(customer(), NOW)
    assert time.monotonic() - began >= 0.2
    done.set()
    thread.join()
    assert store.customers.save(customer(), NOW) == "added"
    store.close()


@pytest.mark.postgres
def test_locked_table_on_postgresql(new_postgres_url: Callable[[], str]) -> None:
    url = new_postgres_url()
    store = open_store(url, timeout_seconds=0.2)
    store.migrate()
    with psycopg.connect(url) as other:
        other.execute("LOCK TABLE customers IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(StoreLocked):
            store.customers.save(customer(), NOW)
        other.rollback()
    assert store.customers.save(customer(), NOW) == "added"
    store.close()


def test_disk_full_writes_nothing_and_heals(sqlite_store: Store) -> None:
    saved(sqlite_store, "C0")
    pages = sqlite_store.database.value("PRAGMA page_count")
    sqlite_store.database.rows(f"PRAGMA max_page_count = {pages + 20}")
    many = [customer(f"C{n}", name=os.urandom(200).hex()) for n in range(3000)]

    def write() -> None:
        with sqlite_store.transaction():
            sqlite_store.audit.append("test", "officer", "C0", {}, NOW)
            sqlite_store.customers.save_many(many, NOW)

    with pytest.raises(StoreFull):
        write()
    assert sqlite_store.customers.count() == 1
    assert sqlite_store.audit.head() == (0, "")
    sqlite_store.database.rows("PRAGMA max_page_count = 1000000")
    assert sqlite_store.customers.save_many(many, NOW).added == 2999


_WRITES_TOO_MUCH = """
import os, resource, sys
from amlrisk.errors import UnavailableError
from amlrisk.store.database import open_store
from tests.store.examples import NOW, customer
store = open_store(sys.argv[1])
store.customers.count()
resource.setrlimit(resource.RLIMIT_FSIZE, (2**20, 2**20))
try:
    store.customers.save_many([customer(f"C{n}", name=os.urandom(200).hex()) for n in range(9000)], NOW)
except UnavailableError as error:
    print(error.code)
"""


def test_a_file_that_may_not_grow(sqlite_store: Store, tmp_path: Path) -> None:
    process = _python(_WRITES_TOO_MUCH, f"sqlite:///{tmp_path / 'store.db'}")
    assert process.communicate()[0].strip() in {"store_full", "store_unavailable"}
    assert sqlite_store.customers.count() == 0
    assert sqlite_store.customers.save(customer(), NOW) == "added"


@pytest.mark.parametrize("path", ["missing/folder/store.db", "."])
def test_no_such_place(tmp_path: Path, path: str) -> None:
    with pytest.raises(StoreUnavailable):
        open_store(f"sqlite:///{tmp_path / path}")


def test_not_a_database(tmp_path: Path) -> None:
    (tmp_path / "store.db").write_bytes(b"name,grade\n" * 500)
    with pytest.raises(StoreUnavailable):
        open_store(f"sqlite:///{tmp_path / 'store.db'}")


def test_read_only(sqlite_store: Store) -> None:
    saved(sqlite_store, "C1")
    sqlite_store.database.rows("PRAGMA query_only = 1")
    for call in (sqlite_store.ping, lambda: sqlite_store.customers.save(customer("C2"), NOW)):
        with pytest.raises(StoreUnavailable):
            call()
    assert sqlite_store.customers.count() == 1


@pytest.mark.postgres
def test_a_server_that_went_away_is_found_again(new_postgres_url: Callable[[], str]) -> None:
    url = new_postgres_url()
    store = open_store(url)
    store.migrate()

    def lose_the_connection_midway() -> None:
        with store.transaction(), psycopg.connect(url, autocommit=True) as other:
            store.customers.save(customer("C1"), NOW)
            other.execute("SELECT pg_terminate_backend(%s)", (store.database.value("SELECT pg_backend_pid()"),))
            store.customers.save(customer("C2"), NOW)

    with pytest.raises(StoreUnavailable):
        lose_the_connection_midway()
    assert store.customers.count() == 0
    store.close()


@pytest.mark.postgres
def test_no_server(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable):
        open_store(f"postgresql:///demo?host={tmp_path}", timeout_seconds=1)


@pytest.mark.parametrize(
    "url",
    [
        "mysql://localhost/demo",
        "sqlite:///",
        "sqlite:///:memory:",
        "sqlite://relative.db",
        "sqlite:///demo.db?synchronous=off",
        "sqlite:///demo.db?unknown=1",
        "",
    ],
)
def test_urls_that_cannot_be_meant(url: str) -> None:
    with pytest.raises(SettingInvalid):
        open_store(url)


def test_paths_are_taken_as_written(tmp_path: Path) -> None:
    folder = tmp_path / "客户 资料"
    folder.mkdir()
    store = open_store(f"sqlite:///{folder / '风险%20.db'}?synchronous=normal")
    assert store.migrate()
    assert store.database.value("PRAGMA synchronous") == 1
    store.close()
    assert [path.name for path in folder.glob("*.db")] == ["风险 .db"]


def test_sqlite_is_set_up_to_keep_what_it_was_given(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    value = store.database.value
    assert value("PRAGMA journal_mode") == "wal"
    assert value("PRAGMA synchronous") == 2
    assert value("PRAGMA foreign_keys") == 1
    assert store.database.dialect is Dialect.SQLITE
    store.close()
