"""What list hits do to the grade, by the pack's category effects.

A hit is *confirmed* by an officer's disposition, or by the same strong identifier on both sides; it is *cleared*
only by an officer (who also clears a strong identifier); any other hit is *possible*. Art. 8 makes a customer
unacceptable only when confirmed (被证实): a possible hit holds the case for review.

A decision that does not hold any more (expired, or either side is not what it was: ``screening.dispositions``) reopens
the hit, and somebody must look again. A clearing is then gone. A confirmation goes on counting until an officer decides
anew: nobody becomes better off because a list added an alias to his entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from amlrisk.errors import PolicyInvalid
from amlrisk.grading.model import PartyHit, Reason
from amlrisk.policy.model import CategoryEffect
from amlrisk.policy.vocabulary import Grade, ListCategory
from amlrisk.screening.model import DispositionKind
from amlrisk.screening.reopening import params_of


class Standing(StrEnum):
    """What a hit counts as; see the head of this file."""

    CLEARED = "cleared"
    POSSIBLE = "possible"
    CONFIRMED = "confirmed"


class Lift(NamedTuple):
    """A list hit that holds a factor at ``level`` or worse; ``by`` is ``source/entity``."""

    level: int
    by: str


class Listing(NamedTuple):
    """What all hits together impose: a grade or None, factor lifts, and whether anything is still open."""

    grade: Grade | None
    lifts: Mapping[str, Lift]
    undecided: bool
    reasons: tuple[Reason, ...]


NOTHING = Listing(grade=None, lifts={}, undecided=False, reasons=())


def standing(found: PartyHit) -> Standing:
    """The disposition decides where there is one that decides; otherwise a strong identifier confirms."""
    if found.disposition is DispositionKind.FALSE_POSITIVE:
        return Standing.CLEARED
    if found.disposition is DispositionKind.TRUE_MATCH or found.hit.strong_identifier or _was_confirmed(found):
        return Standing.CONFIRMED
    return Standing.POSSIBLE


def is_open(found: PartyHit) -> bool:
    """Whether an officer must look: nothing has settled the hit, or what had settled it does not hold any more."""
    return found.reopened or standing(found) is Standing.POSSIBLE


def decisions_end_on(hits: Iterable[PartyHit]) -> list[date]:
    """The days from which decisions that hold now do not hold any more."""
    return [
        found.decided.expires_on
        for found in hits
        if found.decided is not None and found.decided.holds and found.decided.expires_on is not None
    ]


def _was_confirmed(found: PartyHit) -> bool:
    return found.decided is not None and found.reopened and found.decided.kind is DispositionKind.TRUE_MATCH


def weigh(hits: Iterable[PartyHit], effects: Mapping[ListCategory, CategoryEffect]) -> Listing:
    """The effect of all hits: every party counts, whatever its role, and the worst hit decides."""
    grade: Grade | None = None
    lifts: dict[str, Lift] = {}
    undecided = False
    reasons: list[Reason] = []
    for found in hits:
        stands = standing(found)
        effect = effects.get(found.hit.category)
        if effect is None:
            raise PolicyInvalid(file="", path=f"effects.{found.hit.category}", detail="no effect for this category")
        imposed = None
        if stands is not Standing.CLEARED:
            undecided = undecided or is_open(found)
            imposed = effect.confirmed if stands is Standing.CONFIRMED else effect.possible
            if effect.factor is not None and effect.factor_level is not None:
                _keep_worst(lifts, effect.factor, Lift(effect.factor_level, f"{found.hit.source}/{found.hit.entity}"))
        if imposed is not None and (grade is None or imposed.rank > grade.rank):
            grade = imposed
        reasons.append(_reason(found, stands, imposed, effect))
        reasons += _reopened(found)
    return Listing(grade, lifts, undecided, tuple(reasons)) if reasons else NOTHING


def _keep_worst(lifts: dict[str, Lift], factor: str, lift: Lift) -> None:
    if factor not in lifts or lift.level > lifts[factor].level:
        lifts[factor] = lift


def _reason(found: PartyHit, stands: Standing, imposed: Grade | None, effect: CategoryEffect) -> Reason:
    """``listing_<standing>``, with ``_noted`` where the hit is known but imposes no grade."""
    code = f"listing_{stands.value}"
    params = _who(found) | {"category": found.hit.category.value, "by": _by(found, stands)}
    if imposed is not None:
        params["grade"] = imposed.value
    elif stands is not Standing.CLEARED:
        code += "_noted"
    return Reason(code=code, params=params, reference=effect.reference)


def _reopened(found: PartyHit) -> Iterator[Reason]:
    """``reopened_<cause>``, one for each reason why the last decision does not hold any more."""
    if found.decided is not None:
        for each in found.decided.reopened:
            params = _who(found) | {"was": found.decided.kind.value} | params_of(each)
            yield Reason(code=f"reopened_{each.cause.value}", params=params)


def _who(found: PartyHit) -> dict[str, str]:
    return {
        "party": found.party,
        "who": found.hit.query_name,
        "roles": ",".join(role.value for role in found.roles),
        "name": found.hit.name,
        "source": found.hit.source,
        "entity": found.hit.entity,
    }


def _by(found: PartyHit, stands: Standing) -> str:
    """What settled the standing: an officer, a strong identifier, or nothing (yet, or any more)."""
    if found.disposition is not None and (
        stands is not Standing.CONFIRMED or found.disposition is DispositionKind.TRUE_MATCH
    ):
        return found.disposition.value
    if stands is Standing.CONFIRMED:
        return "strong_identifier" if found.hit.strong_identifier else "confirmed_before"
    return "reopened" if found.reopened else "pending"
