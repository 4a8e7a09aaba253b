"""A customer of the demonstration that shows something, and what it must come to."""

from __future__ import annotations

from dataclasses import dataclass

from amlrisk.demo.build import Raw


@dataclass(frozen=True, slots=True)
class Decided:
    """What the demo officer found a hit to be: ``kind`` of a disposition on ``party`` against ``entity``."""

    party: str
    source: str
    entity: str
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class Case:
    """``zh`` and ``en`` say what there is to see; ``grade`` and ``decision`` what it comes to.

    ``later`` is what became known of the customer after the officer had decided.

    ``because`` names reasons that the assessment must give: a code, or a code and the rule or factor of it
    (``floor:country``).
    """

    raw: Raw
    zh: str
    en: str
    grade: str
    decision: str
    because: tuple[str, ...]
    decided: Decided | None = None
    later: Raw | None = None

    @property
    def ref(self) -> str:
        return str(self.raw["ref"])


ACCEPT, REVIEW, REJECT = "accept", "review", "reject"
GENERAL, ORDINARY, HIGH, UNACCEPTABLE = "general", "ordinary", "high", "unacceptable"
