"""What a form of a case asks for."""

from __future__ import annotations

from datetime import date

import pytest

from amlrisk.console.case_form import Typed, move_of
from amlrisk.errors import InvalidInput
from amlrisk.policy.vocabulary import Grade
from amlrisk.review.basis import Basis
from amlrisk.review.model import Action
from amlrisk.screening.model import DispositionKind
from amlrisk.services.act_on_case import CaseMove, HitDecision

BASIS = Basis(computed=Grade.ORDINARY)
FORM = {"version": "3", "form": "f-1"}
PAIR = {"party": "p1", "list": "listed", "entity": "T/4 ü"}


def move(action: Action, **fields: str) -> CaseMove:
    return move_of("c-1", action, {**FORM, **fields}, BASIS)


@pytest.mark.parametrize(
    ("grade", "until", "reason", "ends"),
    [
        # The list of reasons that belongs to the answer counts, whatever stands in those that are not shown.
        ("ordinary", "", "agrees_with_rules", None),
        ("ordinary", "2026-12-31", "agrees_with_rules", None),
        ("high", "2026-12-31", "mitigated", date(2026, 12, 31)),
        ("high", "", "mitigated", None),
    ],
)
def test_a_grade_that_is_the_computed_one_is_no_override(
    grade: str, until: str, reason: str, ends: date | None
) -> None:
    asked = move(
        Action.PROPOSE, grade=grade, until=until, reason_propose="agrees_with_rules", reason_override="mitigated"
    ).move
    assert (asked.grade, asked.reason, asked.override_until) == (Grade(grade), reason, ends)
    assert (asked.version, asked.form) == (3, "f-1")


@pytest.mark.parametrize("kind", list(DispositionKind))
def test_a_hit_is_decided_with_the_reason_of_its_kind(kind: DispositionKind) -> None:
    reasons = {f"reason_{each}": f"because-{each}" for each in DispositionKind}
    asked = move(Action.DECIDE_HIT, kind=kind.value, until="2026-12-31", **PAIR, **reasons)
    ends = None if kind is DispositionKind.TRUE_MATCH else date(2026, 12, 31)
    assert asked.move.reason == f"because-{kind}"
    assert asked.hit == HitDecision(party="p1", source="listed", entity="T/4 ü", kind=kind, expires_on=ends)


def test_only_an_assignment_assigns_and_only_a_grading_grades() -> None:
    fields = {"assignee": "li", "grade": "high", "reason_confirm": "agrees", "text": "x"}
    confirmed = move(Action.CONFIRM, **fields).move
    assert (confirmed.assignee, confirmed.grade, confirmed.reason) == (None, None, "agrees")
    assert move(Action.ASSIGN, **fields).move.assignee == "li"
    assert move(Action.ASSIGN, assignee="").move.assignee is None


def test_the_end_of_a_line_is_one_character() -> None:
    assert move(Action.COMMENT, text=" a\r\nb ").move.text == "a\nb"


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"version": ""}, "version"),
        ({"version": "-1"}, "version"),
        ({"version": "٣"}, "version"),
        ({"grade": "worst"}, "grade"),
        ({"grade": "high", "until": "31.12.2026"}, "until"),
    ],
)
def test_what_no_form_of_ours_sends_is_refused(fields: dict[str, str], path: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        move(Action.PROPOSE, **fields)
    assert [issue.path for issue in refused.value.issues] == [path]


def test_a_form_is_known_again_by_its_action_and_its_hit() -> None:
    typed = Typed(action=Action.DECIDE_HIT, fields=PAIR)
    assert typed.of(Action.DECIDE_HIT, ("p1", "listed", "T/4 ü"))
    assert not typed.of(Action.DECIDE_HIT, ("p1", "listed", "T-5"))
    assert not typed.of(Action.PROPOSE)
    assert Typed(action=Action.PROPOSE, fields={}).of(Action.PROPOSE)
