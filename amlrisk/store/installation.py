"""What was settled when the database was first used, and must stay so."""

from __future__ import annotations

from amlrisk.store.connection import Database


class Installation:
    def __init__(self, database: Database) -> None:
        self._db = database

    def settle(self, name: str, value: str) -> str:
        """The value that holds under this name: the one given, where none was settled before."""
        kept = self._db.value("SELECT value FROM installation WHERE name = ?", (name,))
        if kept is None:
            with self._db.joined():
                self._db.write(
                    "INSERT INTO installation (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING", (name, value)
                )
                kept = self._db.value("SELECT value FROM installation WHERE name = ?", (name,))
        return str(kept)
