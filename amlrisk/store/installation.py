"""What was settled when the database was first used, and must stay so."""

from __future__ import annotations

from amlrisk.store.connection import Database

#: More than an assessment takes: on a full disk there is no room for it.
_TRIAL = "." * 32_768


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

    def try_writing(self) -> None:
        """Write a row and take it away again: where no room is left, or nothing may be written, a store error."""
        with self._db.joined():
            self._db.write(
                "INSERT INTO installation (name, value) VALUES ('trial', ?)"
                " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (_TRIAL,),
            )
            self._db.write("DELETE FROM installation WHERE name = 'trial'")
