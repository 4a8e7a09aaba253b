"""Words that are forms of one given name or surname: nicknames, and the same name in several languages."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from amlrisk.names.given import GIVEN_NAMES, SPELLINGS
from amlrisk.names.translit import skeleton

SPELLING = "spelling"
"""Rival spellings of one name: Mohammed and Muhammad."""
NICKNAME = "nickname"
"""A short form, or the form of another language: Bill and William, Ivan and John."""

_FORMS = 8
"""No name has more forms than this. A form's number is that of its name times this, plus its place."""


class _Names(NamedTuple):
    groups: dict[str, tuple[int, ...]]
    forms: dict[str, frozenset[int]]
    spelled_from: int
    """From this number on all that stands in a form is spelling."""


def groups(word: str) -> tuple[int, ...]:
    """The numbers of the names that ``word`` (folded, in Latin letters) is a form of; () for most words.

    Two words that share a number are forms of one name: william and bill, ivan and john. Read at the first call.

    >>> set(groups("bill")) & set(groups("william")) != set(), groups("zarkanda")
    (True, ())
    """
    return _names().groups.get(word, ())


def relation(a: str, b: str) -> str | None:
    """How two different words (folded, in Latin letters) are forms of one name. The same in either order.

    ``"spelling"``, or ``"nickname"`` for a short form or another language's; None where they are of different names.

    >>> relation("mohammed", "muhammad"), relation("bill", "william"), relation("john", "william")
    ('spelling', 'nickname', None)
    """
    names = _names()
    forms_a = names.forms.get(a)
    if forms_a is None:
        return None
    forms_b = names.forms.get(b)
    if forms_b is None or a == b:
        return None
    shared = forms_a & forms_b
    if shared and (max(shared) >= names.spelled_from or skeleton(a) == skeleton(b)):
        return SPELLING
    if shared or not {form // _FORMS for form in forms_a}.isdisjoint([form // _FORMS for form in forms_b]):
        return NICKNAME
    return None


@cache
def _names() -> _Names:
    given, spellings = _lines(GIVEN_NAMES), _lines(SPELLINGS)
    forms: dict[str, list[int]] = {}
    for number, line in enumerate(given + spellings):
        for place, form in enumerate(line.split("|")):
            for word in form.split():
                forms.setdefault(word, []).append(number * _FORMS + place)
    return _Names(
        groups={word: tuple(sorted({form // _FORMS for form in its})) for word, its in forms.items()},
        forms={word: frozenset(its) for word, its in forms.items()},
        spelled_from=len(given) * _FORMS,
    )


def _lines(table: str) -> list[str]:
    return table.strip().replace("\n  ", " ").splitlines()
