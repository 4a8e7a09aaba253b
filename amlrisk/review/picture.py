"""The table of steps as documentation draws it; a test holds ``docs/cases.md`` to it."""

from __future__ import annotations

from collections.abc import Iterator

from amlrisk.review.authority import AUTHORITY, Role
from amlrisk.review.model import Action, State
from amlrisk.review.transitions import TRANSITIONS, Transition
from amlrisk.review.words import ACTIONS, ROLES, STATES


def state_diagram() -> str:
    """Every step that leads from one state to another, as Mermaid draws it. What stays in its state is left out."""
    return "\n".join(("stateDiagram-v2", *(f"    {line}" for line in _lines())))


def step_table() -> str:
    """Every step that people take, as a Markdown table: from where to where, who may, and who may not any more."""
    head = ("| Step | From | To | Who | Not by |", "|---|---|---|---|---|")
    rows = (_row(row) for row in TRANSITIONS if row.permission is not None)
    return "\n".join((*head, *dict.fromkeys(rows)))


def _lines() -> Iterator[str]:
    for state in State:
        yield f"{state.value}: {STATES[state].zh} {STATES[state].en}"
    yield f"[*] --> {State.OPEN.value}: {_named(Action.OPENED)}"
    for row in TRANSITIONS:
        for end in row.ends:
            if end is not row.start:
                yield f"{row.start.value} --> {end.value}: {_named(row.action)}"
    yield f"{State.CLOSED.value} --> [*]"


def _row(row: Transition) -> str:
    assert row.permission is not None
    roles = AUTHORITY[row.permission].roles
    stays = row.ends == (row.start,)
    cells = (
        f"{_named(row.action)} `{row.action.value}`",
        "any but `closed`" if stays and row.action is not Action.DECIDE_HIT else f"`{row.start.value}`",
        "stays" if stays else " or ".join(f"`{end.value}`" for end in row.ends),
        ", ".join(f"{ROLES[role].zh} {role.value}" for role in Role if role in roles),
        ", ".join(part for part in row.not_by) or "–",
    )
    return f"| {' | '.join(cells)} |"


def _named(action: Action) -> str:
    return f"{ACTIONS[action].zh} {ACTIONS[action].en}"
