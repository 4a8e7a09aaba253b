"""What goes into a screening and what comes out."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import msgspec

from amlrisk.policy.vocabulary import ListCategory
from amlrisk.watchlist.model import Schema


class _Value(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    pass


class QueryIdentifier(_Value, frozen=True, kw_only=True):
    """A number of the one who is screened: its keyed digest (``facts.digest.keyed_digest``), and its kind."""

    digest: str
    kind: str = ""
    country: str | None = None


class Query(_Value, frozen=True, kw_only=True):
    """One to be screened. ``names`` are alternatives: the best one counts. Dates are partial."""

    schema: Schema
    names: tuple[str, ...]
    birth_on: str | None = None
    birth_place: str | None = None
    gender: str | None = None
    nationalities: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    identifiers: tuple[QueryIdentifier, ...] = ()


class Evidence(_Value, frozen=True, kw_only=True):
    """One reason for or against a match, with both sides.

    ``feature`` is name, name_part, birth_date, nationality, gender, country or identifier; ``effect`` the change
    it made to the score (or, for names, the score itself); ``detail`` a stable code (identical, typo, sound,
    romanisation, variant, missing, year_only, mismatch …) that the edges put in words.
    """

    feature: str
    detail: str
    effect: float
    query: str = ""
    listed: str = ""


class Hit(_Value, frozen=True, kw_only=True):
    """A candidate at or above the threshold.

    ``score`` is rounded to 4 decimals before it is compared with any threshold, so that what is shown is what
    decided. ``strong_identifier`` is true when an identity number of both sides is the same.
    ``fingerprint`` stands for everything that was compared: the one screened and the listed record.
    """

    source: str
    category: ListCategory
    entity: str
    schema: Schema
    score: float
    name: str
    query_name: str
    evidence: tuple[Evidence, ...]
    strong_identifier: bool = False
    fingerprint: str = ""


class DispositionKind(StrEnum):
    """What an officer found a hit to be; a hit without one is pending."""

    TRUE_MATCH = "true_match"
    FALSE_POSITIVE = "false_positive"
    INCONCLUSIVE = "inconclusive"


class Disposition(_Value, frozen=True, kw_only=True):
    """An officer's decision on one pair (customer's party, listed entity). Appended, never edited.

    ``fingerprint`` is that of the hit it was made on. From ``expires_on`` on it does not hold any more; None only for a
    true match, which does not expire.
    """

    customer: str
    party: str
    source: str
    entity: str
    kind: DispositionKind
    reason: str
    author: str
    fingerprint: str = ""
    expires_on: date | None = None


class RecordedDisposition(_Value, frozen=True, kw_only=True):
    """A disposition as it is kept. ``delisted_at``: when its entity was last taken off the list after it was made."""

    id: int
    decided_at: datetime
    disposition: Disposition
    delisted_at: datetime | None = None


class Cause(StrEnum):
    """Why a decision does not hold any more; ``screening.reopening`` puts it in words."""

    EXPIRED = "expired"
    CUSTOMER_CHANGED = "customer_changed"
    LISTED_CHANGED = "listed_changed"
    RELISTED = "relisted"
    OLDER_VERSION = "older_version"


class Reopening(_Value, frozen=True, kw_only=True):
    """One reason why a decision does not hold any more.

    ``fields`` is what changed of that side (``screening.dispositions.FIELDS``); ``on`` the day it expired, ``at`` when
    the entity had been taken off its list.
    """

    cause: Cause
    fields: tuple[str, ...] = ()
    on: date | None = None
    at: datetime | None = None


class Decided(_Value, frozen=True, kw_only=True):
    """The last decision on a pair, as it stands on a day: it holds unless ``reopened`` says why not.

    ``id`` is that of the ``RecordedDisposition``.
    """

    id: int
    kind: DispositionKind
    decided_at: datetime
    expires_on: date | None = None
    reopened: tuple[Reopening, ...] = ()

    @property
    def holds(self) -> bool:
        return not self.reopened
