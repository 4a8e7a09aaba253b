"""How a tier came about, as a picture: a ladder of tiers, a line for each scheme, for the highest, the gate, the rest.

Nothing is decided here. How far the gate would let anybody climb is what it answers when it is asked about the
highest tier.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

import msgspec

from amlrisk.console.tier_words import Said, TierWords
from amlrisk.policy.value_vocabulary import EARNED, Tier
from amlrisk.tiering.gate import Gated, Standing, gate
from amlrisk.tiering.model import Part, Reason
from amlrisk.tiering.overall import Scheme, Valuation
from amlrisk.tiering.words import FIXED

#: The rungs, the lowest first.
LADDER = (Tier.STANDARD, *EARNED)


class Rung(StrEnum):
    """What became of a step of the ladder."""

    REACHED = "reached"
    MAYBE = "maybe"  # nobody says where it begins
    FREE = "free"  # the gate lets it pass
    BARRED = "barred"  # the gate does not
    LOST = "lost"  # reached before the gate, not after it
    EMPTY = "empty"


class Line(NamedTuple):
    """A line of the picture. ``decides``: what follows is made of it. ``tier`` is None for the gate, which has none."""

    kind: str
    id: str
    name: str
    tier: Tier | None
    told: str
    rungs: tuple[Rung, ...]
    said: tuple[Said, ...]
    decides: bool = False


class Picture(NamedTuple):
    """From top to bottom; ``ladder`` are the names of the rungs."""

    ladder: tuple[str, ...]
    schemes: tuple[Line, ...]
    base: Line
    gate: Line
    effective: Line


def picture(valued: Valuation, gated: Gated, standing: Standing, held: Tier, words: TierWords) -> Picture:
    """``standing`` and ``held`` are what the gate was given."""
    base = valued.base
    return Picture(
        ladder=tuple(words.tier(Part(tier=tier)) for tier in LADDER),
        schemes=tuple(_scheme(scheme, part, valued, words) for scheme, part in base.parts.items()),
        base=Line("base", "base", "", base.tier, words.tier(base), climbed(base), words.say(base.reasons)),
        gate=_gate(gated, standing, held, words),
        effective=Line("effective", "effective", "", gated.tier, words.tier(gated), _left(base, gated), ()),
    )


def climbed(part: Part) -> tuple[Rung, ...]:
    """How far up a tier is."""
    reached = [Rung.REACHED if tier.rank <= part.tier.rank else Rung.EMPTY for tier in LADDER]
    if part.or_above:
        reached[LADDER.index(part.tier) + 1] = Rung.MAYBE
    return tuple(reached)


def steps(reached: int, of: int) -> tuple[Rung, ...]:
    """A ladder of any kind: so many rungs of it."""
    return tuple(Rung.REACHED if place < reached else Rung.EMPTY for place in range(of))


def place_among(member: StrEnum, ladder: Sequence[StrEnum]) -> tuple[Rung, ...]:
    """A ladder of any kind, up to a member of it."""
    return steps(ladder.index(member) + 1, len(ladder))


def _scheme(scheme: Scheme, part: Part, valued: Valuation, words: TierWords) -> Line:
    return Line(
        kind="scheme",
        id=scheme.value,
        name=FIXED[f"scheme.{scheme}"].get(words.language),
        tier=part.tier,
        told=words.tier(part),
        rungs=climbed(part),
        said=words.say(_why(scheme, part, valued, words)),
        decides=scheme is valued.base.scheme,
    )


def _why(scheme: Scheme, part: Part, valued: Valuation, words: TierWords) -> tuple[Reason, ...]:
    """Its own reasons, and what they rest on: the highest companies, the dimensions that are worth a tier."""
    if scheme is Scheme.CLUB:
        highest = max((found.tier.rank for found in valued.club.companies), default=0)
        giving = [found for found in valued.club.companies if found.tier.rank == highest > Tier.STANDARD.rank]
        return (*part.reasons, *(reason for found in giving for reason in found.reasons))
    if scheme is Scheme.APPRAISAL:
        worth = [reason for reason in part.reasons if reason.code != "region"]
        asked = dict.fromkeys(dimension for rule in words.rules.tiers.appraisal for dimension in rule.levels)
        found = [valued.appraisal.dimensions[dimension] for dimension in asked]
        last = [each.reasons[-1:] if each.level is not None else _missing(each.reasons) for each in found]
        return (*worth, *(reason for reasons in last for reason in reasons))
    return part.reasons


def _missing(reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """Without their facts: that these are not known is what the reason says."""
    missing = (reason for reason in reasons if reason.code == "indicator_missing")
    return tuple(msgspec.structs.replace(reason, facts=()) for reason in missing)


def _gate(gated: Gated, standing: Standing, held: Tier, words: TierWords) -> Line:
    ceiling = gate(Part(tier=LADDER[-1]), held, standing, words.rules).tier
    return Line(
        kind="gate",
        id="gate",
        name=words.grade(standing.grade),
        tier=ceiling,
        told=words.tier(Part(tier=ceiling)),
        rungs=tuple(Rung.FREE if tier.rank <= ceiling.rank else Rung.BARRED for tier in LADDER),
        said=words.say(gated.reasons),
        decides=gated.lowered,
    )


def _left(base: Part, gated: Gated) -> tuple[Rung, ...]:
    """What is left, and what was taken; a step that was only possible is not told as lost."""
    return tuple(
        Rung.LOST if before is Rung.REACHED and after is Rung.EMPTY else after
        for before, after in zip(climbed(base), climbed(gated), strict=True)
    )
