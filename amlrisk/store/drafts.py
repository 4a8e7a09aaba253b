"""What somebody had typed into a form when it could not be taken: kept for them alone, shown to them again."""

from __future__ import annotations

from datetime import datetime

import msgspec

from amlrisk.store.codec import stamp
from amlrisk.store.connection import Database

Fields = dict[str, list[str]]


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """The fields of a form that stands on ``page`` and was sent to ``action``."""

    account: str
    page: str
    action: str
    fields: Fields


class Drafts:
    def __init__(self, database: Database) -> None:
        self._db = database

    def keep(self, draft: Draft, now: datetime, *, most: int) -> None:
        """Keep a draft in place of an earlier one of the same form; the last ``most`` of an account stay."""
        account = draft.account
        fields = msgspec.json.encode(draft.fields).decode()
        with self._db.joined():
            self._db.write(
                """
                INSERT INTO drafts (account, page, action, fields, kept_at) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (account, page, action)
                DO UPDATE SET fields = excluded.fields, kept_at = excluded.kept_at
                """,
                (account, draft.page, draft.action, fields, stamp(now)),
            )
            self._db.write(
                """
                DELETE FROM drafts WHERE account = ? AND kept_at < (
                    SELECT min(kept_at) FROM (
                        SELECT kept_at FROM drafts WHERE account = ? ORDER BY kept_at DESC LIMIT ?
                    ) AS latest
                )
                """,
                (account, account, most),
            )

    def of_page(self, account: str, page: str) -> dict[str, Fields]:
        """Address a form was sent to → its fields."""
        rows = self._db.rows("SELECT action, fields FROM drafts WHERE account = ? AND page = ?", (account, page))
        return {action: msgspec.json.decode(fields, type=Fields) for action, fields in rows}

    def drop(self, account: str, action: str) -> None:
        """The form was taken: what was kept of it is not needed any more."""
        self._db.write("DELETE FROM drafts WHERE account = ? AND action = ?", (account, action))
