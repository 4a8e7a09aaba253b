"""A record of a list, and one version of a list."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import msgspec

from amlrisk.policy.vocabulary import ListCategory


class Schema(StrEnum):
    """What kind of thing is listed; the names of FollowTheMoney, which other tools speak."""

    PERSON = "Person"
    ORGANIZATION = "Organization"
    VESSEL = "Vessel"
    AIRCRAFT = "Airplane"
    UNKNOWN = "LegalEntity"


class NameKind(StrEnum):
    PRIMARY = "primary"
    ALIAS = "alias"
    WEAK_ALIAS = "weak_alias"
    FORMER = "former"
    ORIGINAL_SCRIPT = "original_script"


class _Value(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    pass


class ListedName(_Value, frozen=True, kw_only=True):
    """A name exactly as published (white space folded, nothing else).

    ``surname``/``given`` are kept where the publisher tells the parts apart.
    """

    text: str
    kind: NameKind = NameKind.PRIMARY
    surname: str | None = None
    given: str | None = None


class ListedIdentifier(_Value, frozen=True, kw_only=True):
    """A number as published: ``kind`` is passport, national_id, tax_id, registration, lei, imo, other …"""

    kind: str
    number: str
    country: str | None = None


class ListedEntity(_Value, frozen=True, kw_only=True):
    """A record of a list. Dates are partial (``YYYY[-MM[-DD]]``); ``birth_years`` are inclusive spans.

    ``id`` is the publisher's own reference (UN ``QDi.001``, OFAC entity number, EU reference number).
    Countries are ISO 3166 alpha-2 where recognised, otherwise left out (the text stays in ``remarks``). ``last_on`` is
    the last day on which the entry holds, None without end; only a company's own tables say it.
    """

    id: str
    schema: Schema
    names: tuple[ListedName, ...]
    genders: tuple[str, ...] = ()
    birth_dates: tuple[str, ...] = ()
    birth_years: tuple[tuple[int, int], ...] = ()
    birth_places: tuple[str, ...] = ()
    nationalities: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    identifiers: tuple[ListedIdentifier, ...] = ()
    programmes: tuple[str, ...] = ()
    listed_on: str | None = None
    remarks: str = ""
    source_url: str = ""
    last_on: date | None = None

    def has_expired(self, today: date) -> bool:
        """Whether its last day is over; on that day itself it still holds."""
        return self.last_on is not None and self.last_on < today


class SnapshotStatus(StrEnum):
    """One snapshot of a source is in force; the ones before it are superseded; doubtful ones are kept apart, until one
    comes into force or a second person refuses them."""

    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    QUARANTINED = "quarantined"
    REFUSED = "refused"


class SnapshotInfo(_Value, frozen=True, kw_only=True):
    """One version of a list, without its entities.

    ``sha256`` is of the files as published, whatever their order (``snapshot.raw_sha256``); ``content_sha256`` of
    the parsed entities (what screening sees). ``counts`` holds entities by schema and ``names``. ``fetched_at`` is
    when we obtained it, and what the maximum age counts from; a later fetch of the same bytes confirms it anew.

    ``expired`` counts entries of the files that were left out because their last day was over; ``next_last_on`` is the
    earliest last day of those that are in it, None where none ends.
    """

    source: str
    format: str
    category: ListCategory
    sha256: str
    content_sha256: str
    published_on: date | None
    fetched_at: datetime
    entities: int
    counts: dict[str, int]
    files: tuple[str, ...]
    expired: int = 0
    next_last_on: date | None = None

    def has_expired(self, today: date) -> bool:
        """Whether it holds an entry whose last day is over."""
        return self.next_last_on is not None and self.next_last_on < today


class Snapshot(_Value, frozen=True, kw_only=True):
    """One version of a list with its entities, in the order of the file."""

    info: SnapshotInfo
    entities: tuple[ListedEntity, ...]
