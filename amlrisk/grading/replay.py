"""Compute a past assessment again, and say what differs if anything does."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from amlrisk.errors import ReplayImpossible
from amlrisk.facts.digest import canonical, digest
from amlrisk.facts.model import Customer
from amlrisk.grading.model import Assessment, Outcome
from amlrisk.grading.outcome import assess
from amlrisk.policy.model import Rules


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One place where two outcomes differ, as JSON text; None where one side has nothing there."""

    path: str
    before: str | None
    after: str | None


def recompute(assessment: Assessment, customer: Customer, rules: Rules) -> Outcome:
    """The outcome of the assessment's facts, pack, hits and override, by today's code.

    ReplayImpossible when ``customer`` or ``rules`` are not those the assessment was made of: an outcome of other
    inputs would prove nothing.
    """
    for what, wanted, given in (
        ("facts", assessment.facts_digest, digest(customer)),
        ("pack", assessment.policy.digest, rules.digest),
        ("day of the rules", assessment.on.isoformat(), rules.on.isoformat()),
    ):
        if wanted != given:
            raise ReplayImpossible(assessment=assessment.id, detail=f"{what}: needs {wanted}, was given {given}")
    return assess(
        customer,
        assessment.hits,
        rules,
        on=assessment.on,
        first_on=assessment.first_on,
        override=assessment.override,
    )


def differences(old: Outcome, new: Outcome) -> tuple[Difference, ...]:
    """Every leaf that differs; empty exactly when the canonical bytes are equal."""
    before, after = canonical(old), canonical(new)
    if before == after:
        return ()
    return tuple(_compare("", msgspec.json.decode(before), msgspec.json.decode(after)))


def _compare(path: str, before: object, after: object) -> Iterator[Difference]:
    if isinstance(before, dict) and isinstance(after, dict):
        keys: list[object] = sorted(before.keys() | after.keys())
        left, right = before, after
    elif isinstance(before, list) and isinstance(after, list):
        left, right = _keyed(before), _keyed(after)
        keys = [*left, *(key for key in right if key not in left)]
        if [key for key in left if key in right] != [key for key in right if key in left]:
            yield Difference(path=f"{path}.order", before=_text(list(left)), after=_text(list(right)))
    elif before == after and type(before) is type(after):
        return
    else:
        yield Difference(path=path, before=_text(before), after=_text(after))
        return
    for key in keys:
        yield from _compare(f"{path}.{key}".removeprefix("."), left.get(key, _ABSENT), right.get(key, _ABSENT))


def _keyed(items: list[object]) -> dict[object, object]:
    """A list by index, or by factor where its items are factor scores: a moved row is no difference of its fields."""
    names = [item.get("factor") if isinstance(item, dict) else None for item in items]
    if None not in names and len(set(names)) == len(names):
        return dict(zip(names, items, strict=True))
    return dict(enumerate(items))


class _Absent:
    """Nothing there, which is not the same as null."""


_ABSENT = _Absent()


def _text(value: object) -> str | None:
    return None if value is _ABSENT else canonical(value).decode()
