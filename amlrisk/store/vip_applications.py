"""Applications for VIP status (附件一) and what was decided about each: appended, never edited."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

import msgspec

from amlrisk.errors import NotFound
from amlrisk.policy.value_vocabulary import Tier
from amlrisk.review.authority import ALL_BRANCHES
from amlrisk.store.codec import moment, stamp
from amlrisk.store.connection import Database, Row
from amlrisk.tiering.group import GroupValue, VipStatus
from amlrisk.tiering.vip import Application, Decision, Filed, Verdict

_decoder = msgspec.json.Decoder(GroupValue)
_encoder = msgspec.json.Encoder(order="deterministic")

_APPLICATION = (
    "a.id, a.customer, a.tier, a.valued, a.value_digest, a.policy_digest, a.grounds, a.contact, a.phone, a.applicant,"
    " a.applied_on, a.applied_at, a.form"
)
_DECISION = "d.verdict, d.author, d.opinion, d.decided_on, d.decided_at"
_FILED = f"SELECT {_APPLICATION}, {_DECISION} FROM vip_applications a LEFT JOIN vip_decisions d ON d.application = a.id"
_FROM = """
    FROM vip_applications a JOIN customers c ON c.ref = a.customer LEFT JOIN vip_decisions d ON d.application = a.id
"""
_LISTED = f"SELECT {_APPLICATION}, {_DECISION}, c.name, c.branch {_FROM}"
#: A later one, unless it was withdrawn, takes the place of those before it.
_LAST = """NOT EXISTS (
    SELECT 1 FROM vip_applications l LEFT JOIN vip_decisions m ON m.application = l.id
    WHERE l.customer = a.customer AND l.id > a.id AND (m.verdict IS NULL OR m.verdict <> 'withdrawn'))"""


class Listing(StrEnum):
    """Which applications are listed, and in which order: what waits longest, what falls due first, the newest."""

    WAITING = "waiting"
    DUE = "due"
    CLOSED = "closed"


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    filed: Filed
    name: str
    branch: str | None


class VipApplications:
    def __init__(self, database: Database) -> None:
        self._db = database

    # --- writing --------------------------------------------------------------------------------------

    def append(self, asked: Application) -> None:
        """Raises ``StoreRefused`` where its form was recorded before, or the customer is not known."""
        row = (
            asked.id,
            asked.customer,
            asked.tier.value,
            _encoder.encode(asked.valued).decode(),
            asked.value_digest,
            asked.policy_digest,
            asked.grounds,
            asked.contact,
            asked.phone,
            asked.applicant,
            asked.applied_on.isoformat(),
            stamp(asked.applied_at),
            asked.form,
        )
        self._db.write(
            "INSERT INTO vip_applications (id, customer, tier, valued, value_digest, policy_digest, grounds, contact,"
            f" phone, applicant, applied_on, applied_at, form) VALUES ({', '.join('?' * len(row))})",
            row,
        )

    def decide(self, id: str, decision: Decision) -> None:
        """For ever, and once for each. Raises ``StoreRefused`` otherwise."""
        self._db.write(
            "INSERT INTO vip_decisions (application, verdict, author, opinion, decided_on, decided_at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (
                id,
                decision.verdict.value,
                decision.author,
                decision.opinion,
                decision.decided_on.isoformat(),
                stamp(decision.decided_at),
            ),
        )

    # --- reading --------------------------------------------------------------------------------------

    def get(self, id: str) -> Filed:
        """Raises ``NotFound``."""
        row = self._db.row(f"{_FILED} WHERE a.id = ?", (id,))
        if row is None:
            raise NotFound(kind="VIP application", ref=id)
        return _filed(row)

    def of_form(self, form: str) -> Filed | None:
        """What came of a form that was sent before."""
        row = self._db.row(f"{_FILED} WHERE a.form = ? AND a.form <> ''", (form,))
        return None if row is None else _filed(row)

    def of_customer(self, ref: str) -> list[Filed]:
        """The newest first."""
        return [_filed(row) for row in self._db.rows(f"{_FILED} WHERE a.customer = ? ORDER BY a.id DESC", (ref,))]

    def current(self, refs: Iterable[str]) -> dict[str, VipStatus]:
        """The status of each customer: what was approved last, else what is applied for; others are left out."""
        rows = self._db.rows(
            f"{_FILED} WHERE {self._db.among('a.customer')} AND (d.verdict IS NULL OR d.verdict = 'approved')"
            " ORDER BY CASE WHEN d.verdict IS NULL THEN 0 ELSE 1 END, d.id, a.id",
            (self._db.many(refs),),
        )
        filed = [_filed(row) for row in rows]
        return {each.application.customer: each.status for each in filed if each.status is not None}

    def page(
        self, listing: Listing, branches: tuple[str, ...], after: str | None, limit: int, *, until: date | None = None
    ) -> list[Listed]:
        """Up to ``limit`` applications following the one with id ``after``, of customers of ``branches``.

        DUE are the last ones of their customers that were decided by ``until``, the longest ago first.
        """
        where, values = self._condition(listing, branches, until)
        if after is not None:
            where += f" AND {_FOLLOWING[listing]}"
            values += [after] * _FOLLOWING[listing].count("?")
        rows = self._db.rows(f"{_LISTED} WHERE {where} ORDER BY {_ORDER[listing]} LIMIT ?", (*values, limit))
        return [Listed(filed=_filed(row[:-2]), name=row[-2], branch=row[-1]) for row in rows]

    def count(self, listing: Listing, branches: tuple[str, ...], *, until: date | None = None) -> int:
        """How many there are in all."""
        where, values = self._condition(listing, branches, until)
        return int(self._db.value(f"SELECT count(*) {_FROM} WHERE {where}", values))

    def _condition(self, listing: Listing, branches: tuple[str, ...], until: date | None) -> tuple[str, list[object]]:
        """SQL over ``_FROM``, and its parameters."""
        where, values = [_WHICH[listing]], list[object]()
        if listing is Listing.DUE:
            values.append((until or date.max).isoformat())
        if ALL_BRANCHES not in branches:
            where.append(self._db.among("c.branch"))
            values.append(self._db.many(branches))
        return " AND ".join(where), values


_DECIDED = "(SELECT p.decided_on FROM vip_decisions p WHERE p.application = ?)"
_WHICH = {
    Listing.WAITING: "d.verdict IS NULL",
    Listing.CLOSED: "d.verdict IS NOT NULL",
    Listing.DUE: f"d.verdict <> 'withdrawn' AND d.decided_on <= ? AND {_LAST}",
}
_ORDER = {Listing.WAITING: "a.id", Listing.CLOSED: "a.id DESC", Listing.DUE: "d.decided_on, a.id"}
_FOLLOWING = {
    Listing.WAITING: "a.id > ?",
    Listing.CLOSED: "a.id < ?",
    Listing.DUE: f"(d.decided_on > {_DECIDED} OR (d.decided_on = {_DECIDED} AND a.id > ?))",
}


def _filed(row: Row) -> Filed:
    """From a row of ``_APPLICATION`` and ``_DECISION``."""
    id, customer, tier, valued, value, policy, grounds, contact, phone, applicant, on, at, form, *decided = row
    return Filed(
        application=Application(
            id=id,
            customer=customer,
            tier=Tier(tier),
            valued=_decoder.decode(valued),
            value_digest=value,
            policy_digest=policy,
            grounds=grounds,
            contact=contact,
            phone=phone,
            applicant=applicant,
            applied_on=date.fromisoformat(on),
            applied_at=moment(at),
            form=form,
        ),
        decision=_decision(tuple(decided)),
    )


def _decision(row: Row) -> Decision | None:
    verdict, author, opinion, on, at = row
    if verdict is None:
        return None
    return Decision(
        verdict=Verdict(verdict),
        author=author,
        opinion=opinion,
        decided_on=date.fromisoformat(on),
        decided_at=moment(at),
    )
