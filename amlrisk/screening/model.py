"""What goes into a screening and what comes out."""

from __future__ import annotations

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

    It holds while ``fingerprint`` is that of the hit: once either side has changed, it was about somebody else.
    """

    customer: str
    party: str
    source: str
    entity: str
    kind: DispositionKind
    reason: str
    author: str
    fingerprint: str = ""
