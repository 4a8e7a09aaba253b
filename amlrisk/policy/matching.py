"""The numbers of name matching, as the pack gives them; ``screening`` gives them their meaning."""

from __future__ import annotations

import msgspec


class Matching(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Thresholds and coefficients, all in [0, 1] unless said otherwise.

    ``thresholds`` maps a schema (``Person``, ``Organization``, ``Vessel`` …; ``default`` for the rest) to the
    score from which a candidate is a hit.
    """

    thresholds: dict[str, float]
    candidate_cosine: float
    candidate_limit: int
