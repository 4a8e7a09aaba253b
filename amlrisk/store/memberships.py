"""Membership of the club: everything that happened to it, appended; and the use that is made of entitlements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

import msgspec

from amlrisk.policy.value_vocabulary import Tier
from amlrisk.store.codec import moment, stamp
from amlrisk.store.connection import Database, Row
from amlrisk.tiering.entitlements import Use
from amlrisk.tiering.membership import Change, Entry, Membership

_COLUMNS = "customer, change, happened_on, tier, effective_on, expires_on, actor, recorded_at, form"
_ANSWERS = f"('{Change.INVITED}', '{Change.DECLINED}')"
_LATEST = f"""
    SELECT customer, tier, effective_on, expires_on FROM membership_entries m
    WHERE m.id = (SELECT max(l.id) FROM membership_entries l WHERE l.customer = m.customer
        AND l.change NOT IN {_ANSWERS}) AND m.effective_on IS NOT NULL
"""


class MembershipEntry(msgspec.Struct, frozen=True, kw_only=True):
    """An entry as it was recorded: ``tier`` is that of the membership or of the invitation, standard once it ended."""

    customer: str
    entry: Entry
    tier: Tier
    actor: str
    at: datetime
    form: str = ""


class Memberships:
    def __init__(self, database: Database) -> None:
        self._db = database

    # --- writing --------------------------------------------------------------------------------------

    def append(self, entries: Sequence[MembershipEntry]) -> None:
        """Record what happened; belongs in a transaction that holds the customers."""
        if entries:
            self._db.write_many(
                f"INSERT INTO membership_entries ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [_row(entry) for entry in entries],
            )

    def use(self, customer: str, use: Use, actor: str, now: datetime, form: str = "") -> None:
        """Record that an entitlement was made use of; raises ``StoreRefused`` for a form that was sent before."""
        self._db.write(
            "INSERT INTO entitlement_uses (customer, entitlement, used_on, actor, recorded_at, form)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (customer, use.entitlement, use.on.isoformat(), actor, stamp(now), form),
        )

    # --- reading --------------------------------------------------------------------------------------

    def current(self, refs: Iterable[str]) -> dict[str, Membership]:
        """The last membership of each customer who has one; it may have run out without having been evaluated."""
        rows = self._db.rows(f"{_LATEST} AND {self._db.among('m.customer')}", (self._db.many(refs),))
        return {ref: _membership(tier, since, until) for ref, tier, since, until in rows}

    def ending(self, on: date) -> list[str]:
        """Members whose year is over on a day, or was before, and was not evaluated since; in order."""
        rows = self._db.rows(
            "SELECT DISTINCT m.customer FROM membership_entries m WHERE m.expires_on <= ?"
            " AND NOT EXISTS (SELECT 1 FROM membership_entries l WHERE l.customer = m.customer AND l.id > m.id"
            f" AND l.change NOT IN {_ANSWERS}) ORDER BY m.customer",
            (on.isoformat(),),
        )
        return [ref for (ref,) in rows]

    def history(self, ref: str) -> list[MembershipEntry]:
        """Everything that happened, the newest first."""
        rows = self._db.rows(f"SELECT {_COLUMNS} FROM membership_entries WHERE customer = ? ORDER BY id DESC", (ref,))
        return [_entry(row) for row in rows]

    def invitation(self, ref: str) -> MembershipEntry | None:
        """The invitation that awaits an answer."""
        row = self._db.row(
            f"SELECT {_COLUMNS} FROM membership_entries WHERE customer = ? ORDER BY id DESC LIMIT 1", (ref,)
        )
        return _entry(row) if row is not None and row[1] == Change.INVITED else None

    def by_form(self, form: str) -> MembershipEntry | None:
        """What a form recorded; None where it was never sent."""
        row = self._db.row(f"SELECT {_COLUMNS} FROM membership_entries WHERE form = ? AND form <> ''", (form,))
        return None if row is None else _entry(row)

    def uses(self, refs: Iterable[str]) -> dict[str, list[Use]]:
        """What each customer made use of, in the order it was recorded; who used nothing is left out."""
        rows = self._db.rows(
            "SELECT customer, entitlement, used_on FROM entitlement_uses"
            f" WHERE {self._db.among('customer')} ORDER BY id",
            (self._db.many(refs),),
        )
        found: dict[str, list[Use]] = {}
        for customer, entitlement, on in rows:
            found.setdefault(customer, []).append(Use(entitlement=entitlement, on=date.fromisoformat(on)))
        return found

    def use_by_form(self, form: str) -> tuple[str, Use] | None:
        """Whose use of what a form recorded."""
        row = self._db.row(
            "SELECT customer, entitlement, used_on FROM entitlement_uses WHERE form = ? AND form <> ''", (form,)
        )
        return None if row is None else (row[0], Use(entitlement=row[1], on=date.fromisoformat(row[2])))


def _row(it: MembershipEntry) -> tuple[object, ...]:
    """In the order of ``_COLUMNS``."""
    after = it.entry.membership
    return (
        it.customer,
        it.entry.change.value,
        it.entry.on.isoformat(),
        it.tier.value,
        None if after is None else after.effective_on.isoformat(),
        None if after is None else after.expires_on.isoformat(),
        it.actor,
        stamp(it.at),
        it.form,
    )


def _entry(row: Row) -> MembershipEntry:
    customer, change, on, tier, since, until, actor, at, form = row
    after = None if since is None else _membership(tier, since, until)
    return MembershipEntry(
        customer=customer,
        entry=Entry(on=date.fromisoformat(on), change=Change(change), membership=after),
        tier=Tier(tier),
        actor=actor,
        at=moment(at),
        form=form,
    )


def _membership(tier: str, since: str, until: str) -> Membership:
    return Membership(tier=Tier(tier), effective_on=date.fromisoformat(since), expires_on=date.fromisoformat(until))
