"""The small bodies: read field by field, every fault named with its path."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from amlrisk.errors import InvalidInput, Issue
from amlrisk.facts.issues import issue
from amlrisk.facts.texts import refused_character

_TEXT_LIMIT = 2000


def unknown_fields(raw: Mapping[str, object], known: Collection[str], path: str = "") -> list[Issue]:
    return [issue(f"{path}{name[:100]}", "unknown_field") for name in raw if name not in known]


def texts(raw: Mapping[str, object], names: Collection[str], path: str = "") -> tuple[dict[str, str], list[Issue]]:
    """The text fields called ``names`` that are given, and what is wrong with them. ``null`` is not given."""
    found: dict[str, str] = {}
    issues: list[Issue] = []
    for name in names:
        value = raw.get(name)
        if value is None:
            continue
        if not isinstance(value, str):
            issues.append(issue(path + name, "wrong_type", expected="text", expected_zh="文本"))
        elif len(value) > _TEXT_LIMIT:
            issues.append(issue(path + name, "too_long", limit=_TEXT_LIMIT))
        elif character := refused_character(value, lines=True):
            issues.append(issue(path + name, "control_character", character=character))
        else:
            found[name] = value
    return found, issues


def required_texts(raw: Mapping[str, object], names: Collection[str], optional: Collection[str] = ()) -> dict[str, str]:
    """The fields ``names``, each a text that is not empty, and those of ``optional`` that are given.

    Raises ``InvalidInput``, also for any other field.
    """
    found, issues = texts(raw, (*names, *optional))
    faulty = {each.path for each in issues}
    for name in names:
        if name not in faulty and not found.get(name, "").strip():
            issues.append(issue(name, "empty" if name in found else "missing"))
    issues += unknown_fields(raw, (*names, *optional))
    if issues:
        raise InvalidInput(tuple(issues))
    return {name: text.strip() for name, text in found.items()}


def objects(raw: Mapping[str, object], name: str, *, limit: int) -> list[dict[str, object]]:
    """A body that is one list of objects, not empty and no longer than ``limit``; raises ``InvalidInput``."""
    issues = unknown_fields(raw, (name,))
    value = raw.get(name)
    if value is None:
        issues.append(issue(name, "missing"))
    elif not isinstance(value, list):
        issues.append(issue(name, "wrong_type", expected="a list", expected_zh="列表"))
    elif not value:
        issues.append(issue(name, "empty"))
    elif len(value) > limit:
        issues.append(issue(name, "too_many", limit=limit))
    else:
        issues += [
            issue(f"{name}[{place}]", "wrong_type", expected="an object", expected_zh="对象")
            for place, each in enumerate(value)
            if not isinstance(each, dict)
        ]
    if issues or not isinstance(value, list):
        raise InvalidInput(tuple(issues))
    return value
