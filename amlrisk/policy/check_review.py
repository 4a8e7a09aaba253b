"""Does ``review.yaml`` leave anything open that a case could need?"""

from __future__ import annotations

from holidays import list_supported_countries

from amlrisk.policy import documents as doc
from amlrisk.policy.dated import Current
from amlrisk.policy.vocabulary import Grade, ReasonKind, Trigger

Review = Current[doc.ReviewEdition]

#: A hit that nobody has settled, and a grade that people set and that has ended, are looked at whatever the grade.
_WHATEVER_THE_GRADE = (Trigger.POSSIBLE_MATCH, Trigger.DISPUTE, Trigger.OVERRIDE_REQUESTED, Trigger.OVERRIDE_EXPIRED)


def check_review(now: Review) -> None:
    """Every trigger and every kind of reason once; days that count forwards; a calendar that is known."""
    if now.edition.calendar.value not in list_supported_countries():
        raise now.fail("calendar", f"no calendar of “{now.edition.calendar.value}” is known")
    _check_triggers(now)
    _check_grades(now, "approval.grades", now.edition.approval.grades)
    for name in ("override_days", "escalate_after", "longest_text"):
        if getattr(now.edition, name).value < 1:
            raise now.fail(name, "must be at least 1")
    _check_reasons(now)


def _check_triggers(now: Review) -> None:
    given = now.edition.triggers
    for index, rule in enumerate(given):
        path = f"triggers[{index}]"
        if rule.trigger in {other.trigger for other in given[:index]}:
            raise now.fail(f"{path}.trigger", f"“{rule.trigger}” is given twice")
        if rule.working_days < 1:
            raise now.fail(f"{path}.working_days", "must be at least 1 working day")
        _check_grades(now, f"{path}.grades", rule.grades)
        if rule.trigger in _WHATEVER_THE_GRADE and set(rule.grades) != set(Grade):
            raise now.fail(f"{path}.grades", f"“{rule.trigger}” is looked at whatever the grade: name all of them")
    for trigger in Trigger:
        if trigger not in {rule.trigger for rule in given}:
            raise now.fail("triggers", f"“{trigger}” is missing")


def _check_grades(now: Review, path: str, grades: tuple[Grade, ...]) -> None:
    if len(set(grades)) < len(grades):
        raise now.fail(path, "a grade is given twice")


def _check_reasons(now: Review) -> None:
    for kind in ReasonKind:
        choices = now.edition.reasons.get(kind, ())
        if not choices:
            raise now.fail(f"reasons.{kind}", "no reason to choose from")
        for index, choice in enumerate(choices):
            path = f"reasons.{kind}[{index}]"
            if choice.id in {other.id for other in choices[:index]}:
                raise now.fail(f"{path}.id", f"“{choice.id}” is given twice")
            if not (choice.id and choice.name.zh and choice.name.en):
                raise now.fail(path, "a reason without id or words")
