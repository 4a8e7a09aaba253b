"""When an officer's decision on a hit still holds, and if it does not, why.

A decision was about two sides: one party of a customer and one listed entity. Each side has a fingerprint, field by
field, of what tells people and organisations apart::

    names:q0ZxT1sC,birth_dates:Hk3v9aLm,nationalities:4uTgW_bE

A field that says nothing is left out. The digests do not depend on the order in which values are given, on case or on
spaces and punctuation between the words of a name. They are made here alone, by rules that must not change with the way
names are compared: otherwise every pair ever cleared would come up again with a new release.

Left out is what says nothing of who is meant: remarks, programmes, addresses (reworded by publishers all the time, and
not compared), the day of listing, where the record was found, whether an alias is called weak.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import blake2b
from unicodedata import normalize

from amlrisk.screening.model import Cause, Decided, Hit, Query, RecordedDisposition, Reopening
from amlrisk.watchlist.model import ListedEntity

#: What a decision is about, within one customer: the party, the list's source, the listed entity.
Pair = tuple[str, str, str]

#: The fields of a side, in the order in which changes are told.
FIELDS = ("schema", "names", "birth_dates", "birth_places", "genders", "nationalities", "countries", "identifiers")

_BETWEEN_SIDES = "."
_BETWEEN_FIELDS = ","
#: 48 bits, 8 characters: two different values of one field of one pair meet once in 281 million million.
_DIGEST_BYTES = 6
_BETWEEN_WORDS = re.compile(r"[\s,.'’`\"()-]+")
_NOT_OF_A_NUMBER = re.compile(r"[\W_]+")


def fingerprint(query: Query, listed: ListedEntity) -> str:
    """What a decision on this pair was about: ``QUERY.LISTED``."""
    return joined(query_fingerprint(query), entity_fingerprint(listed))


def joined(query_side: str, listed_side: str) -> str:
    """The fingerprint of a pair from those of its sides."""
    return f"{query_side}{_BETWEEN_SIDES}{listed_side}"


def query_fingerprint(query: Query) -> str:
    """Changes with all that is relevant of the one who is screened."""
    return _side(
        str(query.schema),
        {
            "names": map(_plain, query.names),
            "birth_dates": (query.birth_on,) if query.birth_on else (),
            "birth_places": (_plain(query.birth_place),) if query.birth_place else (),
            "genders": (query.gender.lower(),) if query.gender else (),
            "nationalities": query.nationalities,
            "countries": query.countries,
            "identifiers": [f"{one.kind}\t{one.country or ''}\t{one.digest}" for one in query.identifiers],
        },
    )


def entity_fingerprint(listed: ListedEntity) -> str:
    """Changes with all that is relevant of the listed record; an index keeps it beside the entity."""
    return _side(
        str(listed.schema),
        {
            "names": [_plain(name.text) for name in listed.names],
            "birth_dates": [*listed.birth_dates, *(f"{first}/{last}" for first, last in listed.birth_years)],
            "birth_places": map(_plain, listed.birth_places),
            "genders": [gender.lower() for gender in listed.genders],
            "nationalities": listed.nationalities,
            "countries": listed.countries,
            "identifiers": [
                f"{one.kind}\t{one.country or ''}\t{_NOT_OF_A_NUMBER.sub('', one.number).upper()}"
                for one in listed.identifiers
            ],
        },
    )


def standing(party: str, hit: Hit, decided: Mapping[Pair, RecordedDisposition], today: date) -> Decided | None:
    """The last decision on the hit of a party as it stands ``today``; None where nobody has decided yet.

    ``decided`` holds the last decision on each pair. A decision belongs to the pair, not to the name that matched: it
    holds for whichever name of the entity was hit. All reasons that end it are told, not just the first.
    """
    found = decided.get((party, hit.source, hit.entity))
    if found is None:
        return None
    made = found.disposition
    reopened = list(_changes(made.fingerprint, hit.fingerprint))
    if found.delisted_at is not None:
        reopened.append(Reopening(cause=Cause.RELISTED, at=found.delisted_at))
    if made.expires_on is not None and made.expires_on <= today:
        reopened.append(Reopening(cause=Cause.EXPIRED, on=made.expires_on))
    return Decided(
        id=found.id,
        kind=made.kind,
        decided_at=found.decided_at,
        expires_on=made.expires_on,
        reopened=tuple(reopened),
    )


def _changes(then: str, now: str) -> Iterable[Reopening]:
    """What differs between two fingerprints of one pair."""
    if then == now:
        # Two empty ones agree about nothing.
        return () if then else (Reopening(cause=Cause.OLDER_VERSION),)
    before, after = _fields(then), _fields(now)
    if before is None or after is None:
        return (Reopening(cause=Cause.OLDER_VERSION),)
    found = []
    for cause, old, new in zip((Cause.CUSTOMER_CHANGED, Cause.LISTED_CHANGED), before, after, strict=True):
        names = (*FIELDS, *sorted((old.keys() | new.keys()) - set(FIELDS)))
        if changed := tuple(name for name in names if old.get(name) != new.get(name)):
            found.append(Reopening(cause=cause, fields=changed))
    return found or (Reopening(cause=Cause.OLDER_VERSION),)


def _fields(pair: str) -> tuple[dict[str, str], dict[str, str]] | None:
    """Both sides of a fingerprint, field by field; None for one that was made when it was a single digest a side."""
    sides = []
    for side in pair.split(_BETWEEN_SIDES):
        fields = [field.partition(":") for field in side.split(_BETWEEN_FIELDS)]
        if not all(name and mark for name, _, mark in fields):
            return None
        sides.append({name: mark for name, _, mark in fields})
    return (sides[0], sides[1]) if len(sides) == 2 else None


def _side(schema: str, values: Mapping[str, Iterable[str]]) -> str:
    marks = [f"schema:{schema}"]
    for name, given in values.items():
        if distinct := set(given):
            marks.append(f"{name}:{_mark(distinct)}")
    return _BETWEEN_FIELDS.join(marks)


def _mark(distinct: set[str]) -> str:
    """No value holds a line break: names are folded, the rest are codes and numbers."""
    data = "\n".join(sorted(distinct)).encode()
    return urlsafe_b64encode(blake2b(data, digest_size=_DIGEST_BYTES).digest()).decode()


def _plain(text: str) -> str:
    """A name without what publishers change from day to day: case, width, spaces and punctuation between words."""
    folded = text if text.isascii() else normalize("NFKC", text)
    return _BETWEEN_WORDS.sub(" ", folded.casefold()).strip()
