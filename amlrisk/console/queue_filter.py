"""What is asked of the queue: the words of an address as a filter of cases, and back. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

import msgspec

from amlrisk.policy.vocabulary import Grade, Trigger
from amlrisk.review.authority import Officer
from amlrisk.review.model import State
from amlrisk.store.case_filter import UNASSIGNED, CaseFilter

#: Words of an address that stand for people.
ME, NOBODY = "me", "nobody"
#: What of the filter the tabs above the list choose.
TABBED = ("state", "due", "assignee")
_MOST_QUERY = 100
_BETWEEN = "~"
_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)

_Word = TypeVar("_Word", bound=StrEnum)


class Due(StrEnum):
    """By when: each holds those before it."""

    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A filter as it stands in an address; an unknown word asks for nothing."""

    state: State | None = None
    grade: Grade | None = None
    trigger: Trigger | None = None
    list: str = ""
    branch: str = ""
    assignee: str = ""
    due: Due | None = None
    q: str = ""

    @classmethod
    def of(cls, arguments: Mapping[str, str]) -> Asked:
        def text(name: str) -> str:
            return arguments.get(name, "").strip()[:_MOST_QUERY]

        return cls(
            state=_word(State, text("state")),
            grade=_word(Grade, text("grade")),
            trigger=_word(Trigger, text("trigger")),
            list=text("list"),
            branch=text("branch"),
            assignee=text("assignee"),
            due=_word(Due, text("due")),
            q=text("q"),
        )

    def arguments(self) -> dict[str, str]:
        """The words of the address, those that ask for something."""
        return {name: str(value) for name, value in msgspec.structs.asdict(self).items() if value}

    def query(self) -> str:
        return urlencode(self.arguments())

    def without_tabs(self) -> Asked:
        """What the tabs count within."""
        return msgspec.structs.replace(self, state=None, due=None, assignee="")

    def filter(self, officer: Officer, today: date) -> CaseFilter:
        """For the store; only what is within reach of ``officer``."""
        return CaseFilter(
            branches=officer.branches,
            state=self.state,
            grade=self.grade,
            trigger=self.trigger,
            source=self.list or None,
            branch=self.branch or None,
            assignee={"": None, ME: officer.id, NOBODY: UNASSIGNED}.get(self.assignee, self.assignee),
            due=_due(self.due, today),
            query=self.q or None,
        )


def place_of(text: str | None) -> tuple[date, str] | None:
    """Where a page begins, as ``written`` wrote it; None for the first page, and for what cannot be read."""
    day, between, id = (text or "").partition(_BETWEEN)
    try:
        return (date.fromisoformat(day), id) if between else None
    except ValueError:
        return None


def written(place: tuple[date, str]) -> str:
    return f"{place[0].isoformat()}{_BETWEEN}{place[1]}"


def _due(due: Due | None, today: date) -> date | None:
    return None if due is None else {Due.OVERDUE: today - _DAY, Due.TODAY: today, Due.WEEK: today + _WEEK}[due]


def _word(kind: type[_Word], text: str) -> _Word | None:
    return kind(text) if text in set(kind) else None
