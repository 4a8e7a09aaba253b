"""When an officer's decision on a hit still holds."""

from __future__ import annotations

from collections.abc import Mapping

from amlrisk.facts.digest import digest
from amlrisk.screening.model import Disposition, DispositionKind, Hit, Query
from amlrisk.watchlist.model import ListedEntity

#: What a decision is about, within one customer: the party, the list's source, the listed entity.
Pair = tuple[str, str, str]


def fingerprint(query: Query, listed: ListedEntity) -> str:
    """What a decision on this pair was about: ``QUERY.LISTED``, a digest of each side."""
    return f"{query_fingerprint(query)}.{entity_fingerprint(listed)}"


def query_fingerprint(query: Query) -> str:
    return digest(query)


def entity_fingerprint(listed: ListedEntity) -> str:
    """Changes with all that is relevant of the listed record; an index keeps it beside the entity."""
    return digest(listed)


def standing(party: str, hit: Hit, decided: Mapping[Pair, Disposition]) -> DispositionKind | None:
    """What the hit of a party was found to be; None where it is pending.

    ``decided`` holds the last decision on each pair. A decision belongs to the pair, not to the name that matched:
    it holds for whichever name of the entity was hit. It ends when either side has changed, since it was then about
    somebody else: the hit is pending again.
    """
    found = decided.get((party, hit.source, hit.entity))
    return found.kind if found is not None and found.fingerprint == hit.fingerprint else None
