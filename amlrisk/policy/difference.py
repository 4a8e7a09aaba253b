"""What differs between two packs in force, place by place."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from amlrisk.policy.conversion import Steps, parts, written
from amlrisk.policy.model import Rule, Rules, Text
from amlrisk.policy.value import ValueRules

ABSENT = "–"

# What follows from the rest, or says which pack it is rather than what it says.
_LEFT_OUT = ("digest", "on", "warnings", "countries")
# What of the value files stands in ``Rules`` already.
_OF_BOTH = ("pack", "version", "grades", "units", "confidences", "references")
_NAMES = ("id", "category", "grade")


class Change(Rule, frozen=True, kw_only=True):
    """One value that differs. ``path`` names parts by id (``scorecards.natural.age.weight``); – is absent."""

    path: str
    before: str
    after: str


def difference(old: Rules | ValueRules, new: Rules | ValueRules) -> tuple[Change, ...]:
    """Every value that was changed, added or removed from ``old`` to ``new``, in the order of ``old``."""
    before, after = dict(_leaves(old, [])), dict(_leaves(new, []))
    return tuple(
        Change(path=path, before=before.get(path, ABSENT), after=after.get(path, ABSENT))
        for path in {**before, **after}
        if before.get(path) != after.get(path)
    )


def _leaves(value: object, steps: Steps) -> Iterator[tuple[str, str]]:
    if isinstance(value, Text):
        yield written(steps), f"{value.zh} / {value.en}"
    elif isinstance(value, tuple | list) and all(isinstance(item, str | int) for item in value):
        yield written(steps), ", ".join(map(str, value))
    elif isinstance(value, msgspec.Struct | dict | tuple):
        for step, inside in parts(value):
            if steps or step not in (*_LEFT_OUT, *(_OF_BOTH if isinstance(value, ValueRules) else ())):
                yield from _leaves(inside, [*steps, _name(inside, step)])
    else:
        yield written(steps), ABSENT if value is None else str(value)


def _name(value: object, step: str | int) -> str | int:
    """Members of a row go by their id, so that inserting one does not shift the rest."""
    if isinstance(step, int):
        step = next((str(getattr(value, name)) for name in _NAMES if hasattr(value, name)), step)
    return step
