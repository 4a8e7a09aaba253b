"""The assessment: what was known, what was found, what followed. Immutable and replayable."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import msgspec

from amlrisk.facts.model import Role
from amlrisk.policy.vocabulary import Decision, DueDiligence, Grade, ListCategory
from amlrisk.screening.model import Decided, DispositionKind, Hit


class _Value(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """No value refers back to itself, so the garbage collector need not look at them: a batch makes millions."""


class Observation(_Value, frozen=True, kw_only=True):
    """What a measure saw: a category of its vocabulary, its number where it has one, and the facts behind it.

    ``number`` is in the measure's unit (yuan, years …). ``facts`` are paths into the customer's facts.
    """

    category: str
    number: Decimal | None = None
    facts: tuple[str, ...] = ()


class FactorScore(_Value, frozen=True, kw_only=True):
    """One row of the scoring table.

    ``contribution`` is level × weight / levels, exact. ``deciding`` is the observation that set the level, None
    where the input was missing; ``observations`` are all of them. ``lifted_by`` names the list hit that lifted
    the level, if one did.
    """

    factor: str
    level: int
    weight: Decimal
    contribution: Decimal
    missing: bool = False
    deciding: Observation | None = None
    observations: tuple[Observation, ...] = ()
    lifted_by: str | None = None
    reference: str


class PartyHit(_Value, frozen=True, kw_only=True):
    """A hit of one of the customer's parties, with the disposition that held when it was weighed.

    ``decided`` is the last decision on the pair, also where it did not hold any more; None where there was none, and
    in assessments made before decisions had an end.
    """

    party: str
    roles: tuple[Role, ...]
    hit: Hit
    disposition: DispositionKind | None = None
    decided: Decided | None = None

    @property
    def reopened(self) -> bool:
        """An officer has decided, and what was decided does not hold any more."""
        return self.decided is not None and not self.decided.holds


class Reason(_Value, frozen=True, kw_only=True):
    """Why the outcome is what it is: a stable code, the numbers and words of this case, and the reference."""

    code: str
    params: dict[str, str] = {}
    reference: str = ""


class AppliedOverride(_Value, frozen=True, kw_only=True):
    """A grade that people set in place of the computed one, as it was handed to the grading: ``author`` asked for it in
    the case, ``approver`` approved. It holds up to the day before ``expires_on``.
    """

    case: str
    grade: Grade
    reason: str
    text: str
    author: str
    approver: str
    approved_at: datetime
    expires_on: date

    def __post_init__(self) -> None:
        if self.grade is Grade.UNACCEPTABLE:
            raise ValueError("unacceptable follows from a confirmed listing alone")

    def holds(self, on: date) -> bool:
        return on < self.expires_on


class Outcome(_Value, frozen=True, kw_only=True):
    """What the pure functions conclude. ``score`` is the exact total, None where no score was computed.

    ``computed_grade`` is what the rules alone give where an override holds, None where none does.
    """

    grade: Grade
    scored_grade: Grade
    decision: Decision
    due_diligence: DueDiligence
    score: Decimal
    factors: tuple[FactorScore, ...]
    reasons: tuple[Reason, ...]
    next_review_on: date | None
    computed_grade: Grade | None = None


class ListVersion(_Value, frozen=True, kw_only=True):
    """A snapshot that was screened against, as it was on the day."""

    source: str
    category: ListCategory
    sha256: str
    content_sha256: str
    published_on: date | None
    fetched_at: datetime


class PolicyVersion(_Value, frozen=True, kw_only=True):
    pack: str
    version: str
    digest: str


class Assessment(_Value, frozen=True, kw_only=True):
    """One grading of one customer, whole. ``id`` is unique; ``engine`` the version of the code that computed it.

    ``outcome`` is a function of (facts of ``facts_digest``, pack of ``policy.digest``, ``hits``, ``override``, ``on``)
    alone: ``grading.replay`` computes it again.
    """

    id: str
    customer: str
    facts_digest: str
    policy: PolicyVersion
    lists: tuple[ListVersion, ...]
    index: str
    engine: str
    on: date
    assessed_at: datetime
    trigger: str
    run: str | None = None
    supersedes: str | None = None
    first_on: date | None = None
    hits: tuple[PartyHit, ...] = ()
    override: AppliedOverride | None = None
    outcome: Outcome
