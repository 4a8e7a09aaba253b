"""How an evaluation of a tier looks in its columns."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

import msgspec

from amlrisk.facts.digest import canonical
from amlrisk.policy.value_vocabulary import Tier
from amlrisk.store.codec import moment, stamp
from amlrisk.store.connection import Row
from amlrisk.tiering.evaluation import CurrentTier, Evaluation
from amlrisk.tiering.gate import Standing
from amlrisk.tiering.group import VipStatus
from amlrisk.tiering.membership import Membership
from amlrisk.tiering.overall import Scheme

NAMES = (
    "id",
    "customer",
    "evaluated_at",
    "evaluated_on",
    "cause",
    "value_digest",
    "policy_digest",
    "birth_on",
    "held",
    "standing",
    "membership",
    "vip_status",
    "base",
    "base_or_above",
    "scheme",
    "effective",
    "effective_or_above",
    "suspended",
    "sha256",
)
COLUMNS = ", ".join(f"e.{name}" for name in NAMES)

_Kind = TypeVar("_Kind", Membership, VipStatus)


def evaluation_row(it: Evaluation) -> tuple[object, ...]:
    """In the order of ``NAMES``."""
    return (
        it.id,
        it.customer,
        stamp(it.at),
        it.on.isoformat(),
        it.cause,
        it.value_digest,
        it.policy_digest,
        it.birth_on,
        it.held.value,
        _text(it.standing),
        _text(it.membership),
        _text(it.status),
        it.base.value,
        int(it.base_or_above),
        None if it.scheme is None else it.scheme.value,
        it.effective.value,
        int(it.effective_or_above),
        int(it.suspended),
        it.sha256,
    )


def evaluation_of_row(row: Row) -> Evaluation:
    """From a row of ``COLUMNS``."""
    return Evaluation(**_fields(row))


def current_of_row(row: Row) -> CurrentTier:
    """From a row of ``COLUMNS``, the day up to which it holds and the first day of all."""
    return CurrentTier(**_fields(row), evaluated_on=date.fromisoformat(row[-2]), first_on=date.fromisoformat(row[-1]))


def _fields(row: Row) -> dict[str, Any]:
    (id, customer, at, on, cause, value_digest, policy_digest, birth_on, held, standing) = row[:10]
    (membership, status, base, base_or_above, scheme, effective, effective_or_above, suspended, sha256) = row[10:19]
    return {
        "id": id,
        "customer": customer,
        "at": moment(at),
        "on": date.fromisoformat(on),
        "cause": cause,
        "value_digest": value_digest,
        "policy_digest": policy_digest,
        "birth_on": birth_on,
        "held": Tier(held),
        "standing": msgspec.json.decode(standing, type=Standing),
        "membership": _read(membership, Membership),
        "status": _read(status, VipStatus),
        "base": Tier(base),
        "base_or_above": bool(base_or_above),
        "scheme": None if scheme is None else Scheme(scheme),
        "effective": Tier(effective),
        "effective_or_above": bool(effective_or_above),
        "suspended": bool(suspended),
        "sha256": sha256,
    }


def _text(value: Standing | Membership | VipStatus | None) -> str | None:
    return None if value is None else canonical(value).decode()


def _read(text: str | None, kind: type[_Kind]) -> _Kind | None:
    return None if text is None else msgspec.json.decode(text, type=kind)
