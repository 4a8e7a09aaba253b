"""The stores that the tests of this folder ask for."""

from __future__ import annotations

from tests.store_fixtures import (
    new_postgres_url,
    new_url,
    postgres_store,
    postgres_url,
    sqlite_store,
    store,
    store_url,
)

__all__ = [
    "new_postgres_url",
    "new_url",
    "postgres_store",
    "postgres_url",
    "sqlite_store",
    "store",
    "store_url",
]
