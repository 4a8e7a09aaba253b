"""The forms of a case: what was typed into them as a move, and what to show of them again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

import msgspec

from amlrisk.errors import AmlriskError, InvalidInput, Issue
from amlrisk.policy.vocabulary import Grade
from amlrisk.review.basis import Basis
from amlrisk.review.model import Action
from amlrisk.review.moves import Move
from amlrisk.screening.dispositions import Pair
from amlrisk.screening.model import DispositionKind
from amlrisk.services.act_on_case import CaseMove, HitDecision

_GRADED = frozenset({Action.PROPOSE, Action.DIFFER, Action.SETTLE})
_OVERRIDE = "override"

_Word = TypeVar("_Word", bound=StrEnum)


class Typed(msgspec.Struct, frozen=True, kw_only=True):
    """A form that could not be taken, or that was kept when a sign-in ended: its fields, and what was wrong."""

    action: Action
    fields: Mapping[str, str]
    error: AmlriskError | None = None

    def of(self, action: Action, pair: Pair | None = None) -> bool:
        """Whether it is this form: of the action and, where it decides a hit, of that hit."""
        return action == self.action and (pair is None or pair == pair_of(self.fields))


def move_of(case: str, action: Action, fields: Mapping[str, str], basis: Basis) -> CaseMove:
    """The move that a form asks for; raises ``InvalidInput`` for what no form of ours sends.

    Each kind of answer has a list of reasons of its own on the page; the one that belongs to the answer counts. A grade
    that is the computed one needs no end, whatever stands in a field that is not shown.
    """
    kind = _word("kind", DispositionKind, fields) if action is Action.DECIDE_HIT else None
    grade = _word("grade", Grade, fields) if action in _GRADED else None
    override = grade is not None and grade is not basis.computed
    move = Move(
        action=action,
        version=_number("version", fields),
        form=fields.get("form", "")[:100],
        reason=fields.get(f"reason_{_reasons(action, kind, override)}", ""),
        text=_text(fields),
        grade=grade,
        override_until=_day("until", fields) if override else None,
        assignee=(fields.get("assignee") or None) if action is Action.ASSIGN else None,
        disposition=kind,
    )
    return CaseMove(case=case, move=move, hit=_hit(fields, kind))


def pair_of(fields: Mapping[str, str]) -> Pair:
    return fields.get("party", ""), fields.get("list", ""), fields.get("entity", "")


def _reasons(action: Action, kind: DispositionKind | None, override: bool) -> str:
    if kind is not None:
        return kind.value
    return _OVERRIDE if override and action is Action.PROPOSE else action.value


def _hit(fields: Mapping[str, str], kind: DispositionKind | None) -> HitDecision | None:
    if kind is None:
        return None
    party, source, entity = pair_of(fields)
    until = None if kind is DispositionKind.TRUE_MATCH else _day("until", fields)
    return HitDecision(party=party, source=source, entity=entity, kind=kind, expires_on=until)


def _text(fields: Mapping[str, str]) -> str:
    """As it was typed: browsers send two characters for the end of a line, people count one."""
    return fields.get("text", "").replace("\r\n", "\n").strip()


def _word(name: str, kind: type[_Word], fields: Mapping[str, str]) -> _Word | None:
    text = fields.get(name, "")
    if not text:
        return None
    if text not in set(kind):
        raise _wrong(name, "not_one_of", "不在可选范围内", "is none of those to choose from")
    return kind(text)


def _number(name: str, fields: Mapping[str, str]) -> int:
    text = fields.get(name, "")
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise _wrong(name, "required", "表单不完整，请重新打开页面", "the form is incomplete: open the page again")
    return int(text)


def _day(name: str, fields: Mapping[str, str]) -> date | None:
    text = fields.get(name, "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise _wrong(name, "not_a_date", f"“{text}”不是日期", f"“{text}” is no date") from error


def _wrong(path: str, code: str, zh: str, en: str) -> InvalidInput:
    return InvalidInput((Issue(path=path, code=code, zh=zh, en=en),))
