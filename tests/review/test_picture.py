"""docs/cases.md draws the table of steps as it is, and names every word of a case."""

from __future__ import annotations

from amlrisk.policy.vocabulary import ReasonKind, Trigger
from amlrisk.review.model import Action, State
from amlrisk.review.picture import state_diagram, step_table
from amlrisk.review.transitions import TRANSITIONS
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "cases.md").read_text(encoding="utf-8")


def test_the_picture_is_that_of_the_table() -> None:
    wanted = f"```mermaid\n{state_diagram()}\n```"
    assert wanted in PAGE, f"docs/cases.md needs this picture:\n{wanted}"


def test_the_steps_are_those_of_the_table() -> None:
    wanted = f"\n\n{step_table()}\n\n"
    assert wanted in PAGE, f"docs/cases.md needs this table:\n{wanted}"


def test_every_step_between_states_is_drawn() -> None:
    drawn = state_diagram()
    for row in TRANSITIONS:
        for end in row.ends:
            assert (f"{row.start.value} --> {end.value}: " in drawn) is (end is not row.start)


def test_every_word_is_told() -> None:
    words = [word.value for kind in (State, Action, Trigger, ReasonKind) for word in kind]
    assert sorted({word for word in words if f"`{word}`" not in PAGE}) == []
