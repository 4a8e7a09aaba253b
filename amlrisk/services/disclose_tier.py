"""Telling the front line a customer's tier: nothing is told that is not recorded, and nothing of why.

The same is read of every customer, in the same number of statements, whatever compliance knows of them: how long an
answer takes says nothing either. What is told is the tier as it was last evaluated, or standard where the membership or
VIP status that gave it has ended since; nothing is evaluated here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from amlrisk.errors import EntitlementNotAvailable, NotFound
from amlrisk.policy.value import ValueRules
from amlrisk.review.authority import Officer
from amlrisk.services.system import System
from amlrisk.services.use_entitlement import use_entitlement
from amlrisk.tiering.entitlements import Use, entitlements
from amlrisk.tiering.evaluation import CurrentTier, Evaluation, counting
from amlrisk.tiering.front_line import FrontLine, front_line

#: Which view was shown, in the audit trail.
FRONT_LINE = "front_line"
COMPLIANCE = "compliance"

_SHOWN = 64  # of what was asked for under a name that need not be one


def disclose_tier(system: System, by: Officer | str, ref: str) -> FrontLine:
    """What the front line is told of a customer, recorded as told. ``by`` is an officer, or the id of a key.

    Raises ``NotFound`` for a customer who is not known at all; one who was never evaluated is *under review*.
    """
    with system.store.transaction():
        now = system.now()
        seen = _seen(system, ref, system.day_of(now))
        _record(system, by, seen, now)
    return seen.told


def use_and_disclose(system: System, by: Officer | str, ref: str, entitlement: str, *, form: str = "") -> FrontLine:
    """Record the use of an entitlement, and tell what is left; sent again with the same ``form`` it counts once.

    Raises as ``use_entitlement`` does. That an entitlement was said not to be available is recorded as told as well.
    """
    try:
        with system.store.transaction():
            use_entitlement(system, by, ref, entitlement, form=form)
            return disclose_tier(system, by, ref)
    except EntitlementNotAvailable:
        with system.store.transaction():
            now = system.now()
            _record(system, by, _seen(system, ref, system.day_of(now)), now, refused=entitlement[:_SHOWN])
        raise


def record_explanation(
    system: System, by: Officer | str, ref: str, shown: Evaluation | None, *, at_terminal: bool = False
) -> None:
    """That somebody was shown how a tier came about, by which evaluation; None where there is none.

    At the terminal ``by`` is the name of whoever sits there.
    """
    evaluation, tier = ("", "") if shown is None else (shown.id, shown.effective.value)
    detail: dict[str, object] = {"view": COMPLIANCE, "tier": tier, "evaluation": evaluation}
    _append(system, by, ref, system.now(), {**detail, "by": "terminal"} if at_terminal else detail)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is told; and the evaluation it was made of, for the trail alone: empty where there is none."""

    told: FrontLine
    evaluation: str


def _seen(system: System, ref: str, on: date) -> _Seen:
    """Three statements for everybody, before anything is looked at."""
    store = system.store
    known = store.customers.digests([ref])
    current = store.tiers.current([ref]).get(ref)
    uses = store.memberships.uses([ref]).get(ref, [])
    if ref not in known:
        raise NotFound(kind="customer", ref=ref)
    told = view_of(ref, current, uses, system.value_rules(), on)
    return _Seen(told, "" if current is None else current.id)


def view_of(ref: str, current: CurrentTier | None, uses: list[Use], rules: ValueRules, on: date) -> FrontLine:
    """The view from what is recorded. Pure."""
    if current is None:
        return front_line(ref, None, (), rules)
    base, effective = counting(current, rules, on)
    return front_line(ref, effective, entitlements(base, effective, uses, current.first_on, rules, on), rules)


def _record(system: System, by: Officer | str, seen: _Seen, now: datetime, **more: str) -> None:
    told = seen.told
    detail: dict[str, object] = {"view": FRONT_LINE, "tier": told.tier.value, "status": told.status.value}
    _append(system, by, told.ref, now, {**detail, "evaluation": seen.evaluation, **more})


def _append(system: System, by: Officer | str, ref: str, now: datetime, detail: dict[str, object]) -> None:
    actor, kind = (by, "api_key") if isinstance(by, str) else (by.id, "account")
    system.store.audit.append("tier_disclosed", actor, ref, {"by": kind, **detail}, now)
