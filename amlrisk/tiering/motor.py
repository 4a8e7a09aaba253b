"""Classes of motor-insurance customers (车险客户等级划分标准), year by year, and the premium that follows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from amlrisk.facts.value import CustomerValue, MotorYear, Vehicle
from amlrisk.grading.numbers import product, total
from amlrisk.policy.value import MotorMove, ValueRules
from amlrisk.tiering.model import Outcome, Reason, because, shown
from amlrisk.tiering.motor_years import lapsed


class MotorStep(Outcome, frozen=True, kw_only=True):
    """The class of a year, and why. ``number`` is None and ``starts_on`` the day it may begin for the next year."""

    starts_on: date
    number: int
    coefficient: Decimal
    reason: Reason


class MotorOutcome(Outcome, frozen=True, kw_only=True):
    """``steps`` are the years on record, then the next one (``following``). ``premium`` is what that costs, exactly;
    None where what it costs before the coefficient is not known. ``provisional``: the present year is not over, or
    something in it is not known, so that the next class may still change.
    """

    vehicle: str
    steps: tuple[MotorStep, ...]
    following: MotorStep
    premium: Decimal | None
    provisional: bool


def motor_classes(value: CustomerValue, rules: ValueRules, on: date) -> tuple[MotorOutcome, ...]:
    """Every car of the customer."""
    return tuple(_vehicle(vehicle, f"vehicles[{index}]", rules, on) for index, vehicle in enumerate(value.vehicles))


def _vehicle(vehicle: Vehicle, path: str, rules: ValueRules, on: date) -> MotorOutcome:
    years = sorted(enumerate(vehicle.years), key=lambda it: it[1].starts_on)
    steps: list[MotorStep] = []
    before: tuple[MotorYear, MotorStep, str] | None = None
    for index, year in years:
        step = _step(year.starts_on, before, vehicle.first_class, rules)
        steps.append(step)
        before = (year, step, f"{path}.years[{index}]")
    begins = on if before is None else max(on, before[0].end)
    following = _step(begins, before, vehicle.first_class, rules)
    premium = None if vehicle.next_premium is None else product(vehicle.next_premium, following.coefficient)
    return MotorOutcome(
        vehicle=vehicle.ref,
        steps=tuple(steps),
        following=following,
        premium=premium,
        provisional=before is not None and (before[0].end > on or before[0].claims is None),
    )


def _step(
    starts_on: date, before: tuple[MotorYear, MotorStep, str] | None, first_class: int | None, rules: ValueRules
) -> MotorStep:
    """The class of a year that begins on a day, from the one before it."""
    motor = rules.motor
    if before is None:
        if first_class is not None:
            return _at(starts_on, first_class, because("motor_carried", motor.new_class), rules)
        return _at(starts_on, motor.new_class.value, because("motor_new", motor.new_class), rules)
    year, step, path = before
    if lapsed(year.end, starts_on, motor.lapse_days.value):
        said = because("motor_lapsed", motor.lapse_days, (path,), since=year.end.isoformat(), on=starts_on.isoformat())
        return _at(starts_on, motor.new_class.value, said, rules)
    if year.claims is None:
        return _at(starts_on, step.number, because("motor_unknown", motor.new_class, (f"{path}.claims",)), rules)
    claims, paid = len(year.claims), total(claim.paid for claim in year.claims)
    facts = (f"{path}.claims", f"{path}.commercial_premium", f"{path}.compulsory_premium")
    premium = year.premium
    move = next((move for move in motor.moves if _fits(move, claims, paid, premium)), None)
    params = {"claims": str(claims), "paid": shown(paid), "premium": shown(premium or 0)}
    if move is None:
        return _at(starts_on, step.number, Reason(code="motor_stays", params=params, facts=facts), rules)
    said = because("motor_moved", move, facts, **params, move=move.id, before=str(step.number))
    return _at(starts_on, step.number + move.classes, said, rules)


def _fits(move: MotorMove, claims: int, paid: Decimal, premium: Decimal | None) -> bool:
    if claims < move.claims_at_least or (move.claims_below is not None and claims >= move.claims_below):
        return False
    if move.paid_over is None:
        return True
    # Over the share, not at it. Of an unknown premium nobody can say that it was exceeded.
    return premium is not None and paid > product(premium, move.paid_over)


def _at(starts_on: date, number: int, reason: Reason, rules: ValueRules) -> MotorStep:
    classes = rules.motor.classes
    within = min(max(number, min(classes)), max(classes))
    found = classes[within]
    params = {"class": str(within), "coefficient": shown(found.coefficient)}
    return MotorStep(starts_on=starts_on, number=within, coefficient=found.coefficient, reason=_with(reason, params))


def _with(reason: Reason, params: dict[str, str]) -> Reason:
    return Reason(
        code=reason.code,
        params=reason.params | params,
        facts=reason.facts,
        reference=reason.reference,
        confidence=reason.confidence,
    )
