"""People who may sign in. An account is never deleted: decisions carry its id."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from amlrisk.errors import NotFound
from amlrisk.review.authority import Officer, Role
from amlrisk.store.codec import moment, stamp
from amlrisk.store.connection import Database, Row
from amlrisk.store.faults import duplicates

COLUMNS = "id, name, role, branches, password, must_change, subject, failures, locked_until, created_at, disabled_at"


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """``password`` is an argon2 hash, None where the person signs in elsewhere (``subject``: issuer and subject there).

    ``must_change`` until the person has set a password of their own. ``failures`` in a row since the last success.
    """

    id: str
    name: str
    role: Role
    branches: tuple[str, ...]
    password: str | None
    must_change: bool
    subject: str | None
    failures: int
    locked_until: datetime | None
    created_at: datetime
    disabled_at: datetime | None

    @property
    def officer(self) -> Officer:
        return Officer(id=self.id, name=self.name, role=self.role, branches=self.branches)


class Accounts:
    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, account: Account) -> None:
        """Raises ``Duplicate`` where the id, or the subject, belongs to someone already."""
        marks = ", ".join("?" * len(COLUMNS.split(",")))
        with duplicates("account", account.id):
            self._db.write(f"INSERT INTO accounts ({COLUMNS}) VALUES ({marks})", _row(account))

    def get(self, id: str) -> Account:
        """Raises ``NotFound``."""
        found = self.find(id)
        if found is None:
            raise NotFound(kind="account", ref=id)
        return found

    def find(self, id: str) -> Account | None:
        row = self._db.row(f"SELECT {COLUMNS} FROM accounts WHERE id = ?", (id,))
        return None if row is None else account_of(row)

    def find_by_subject(self, subject: str) -> Account | None:
        row = self._db.row(f"SELECT {COLUMNS} FROM accounts WHERE subject = ?", (subject,))
        return None if row is None else account_of(row)

    def hold(self, id: str) -> Account:
        """The account, which nobody else changes until the caller's transaction ends. Raises ``NotFound``."""
        self._db.write("UPDATE accounts SET failures = failures WHERE id = ?", (id,))
        return self.get(id)

    def hold_all(self) -> list[Account]:
        """Every account; none is added, changed or disabled by others until the caller's transaction ends."""
        self._db.write("UPDATE accounts SET failures = failures")
        return self.all()

    def save(self, account: Account) -> None:
        """Put ``account`` in place of what is known under its id. Raises ``Duplicate`` for another's subject."""
        columns = COLUMNS.split(", ")[1:]
        settings = ", ".join(f"{column} = ?" for column in columns)
        with duplicates("account", account.id):
            self._db.write(f"UPDATE accounts SET {settings} WHERE id = ?", (*_row(account)[1:], account.id))

    def all(self) -> list[Account]:
        """Everyone there ever was, in order of role and id."""
        return [account_of(row) for row in self._db.rows(f"SELECT {COLUMNS} FROM accounts ORDER BY role, id")]

    def active(self, roles: Sequence[Role]) -> list[Account]:
        """Those with one of ``roles`` who are not disabled, in order of id."""
        statement = f"""
            SELECT {COLUMNS} FROM accounts
            WHERE disabled_at IS NULL AND {self._db.among("role")} ORDER BY id
        """
        return [account_of(row) for row in self._db.rows(statement, (self._db.many(roles),))]

    def names(self) -> dict[str, str]:
        """Id → name of everyone there ever was: what pages show in place of ids."""
        return dict(self._db.rows("SELECT id, name FROM accounts"))


def account_of(row: Row) -> Account:
    """From a row of ``COLUMNS``."""
    id, name, role, branches, password, must_change, subject, failures, locked_until, created_at, disabled_at = row
    return Account(
        id=id,
        name=name,
        role=Role(role),
        branches=tuple(msgspec.json.decode(branches, type=list[str])),
        password=password,
        must_change=bool(must_change),
        subject=subject,
        failures=failures,
        locked_until=None if locked_until is None else moment(locked_until),
        created_at=moment(created_at),
        disabled_at=None if disabled_at is None else moment(disabled_at),
    )


def _row(account: Account) -> Row:
    return (
        account.id,
        account.name,
        account.role.value,
        msgspec.json.encode(account.branches).decode(),
        account.password,
        int(account.must_change),
        account.subject,
        account.failures,
        None if account.locked_until is None else stamp(account.locked_until),
        stamp(account.created_at),
        None if account.disabled_at is None else stamp(account.disabled_at),
    )
