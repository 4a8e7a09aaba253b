"""Names that publishers put several of into one field.

The United Nations write ``A; B; C``, ``Latin (original script)``, ``original (Latin; Latin)``, and hide more names in
notes. Every name must stand alone to be found, and none may get lost; what is only a remark in brackets must not
become a name of its own (``FOUNDATION (PAKISTAN)`` is not called Pakistan).
"""

from __future__ import annotations

import re

from amlrisk.watchlist.formats.words import fold, is_latin, other_script

_BETWEEN = re.compile(r";|\s[b-z]\)\s")
_REMARK = re.compile(
    r"\s*(?:-\s*sub-unit name|\b(?:previously|formerly) listed as|original script\s*:?|in arabic(?: script)?\s*:?)\s*",
    re.IGNORECASE,
)
_BORN = re.compile(r",?\s+born\s+(?:in\s+)?(?:\d|[A-Z]).*$")


def split_names(text: str) -> tuple[str, ...]:
    """The names in a field of names, the first one first.

    >>> split_names("Jin Tiesan (金铁三)")
    ('Jin Tiesan', '金铁三')
    >>> split_names("AL-HARAMAIN FOUNDATION (PAKISTAN)")
    ('AL-HARAMAIN FOUNDATION (PAKISTAN)', 'AL-HARAMAIN FOUNDATION')
    """
    found: dict[str, None] = {}
    for part in _top_level_parts(text):
        names = [name for name in _one(part) if name]
        said = _words(_BORN.sub("", _REMARK.sub(" ", part)))
        if not said <= _words(" ".join(names)):
            names.append(fold(part))  # brackets too tangled to take apart: better a clumsy name than a lost one
        found.update(dict.fromkeys(names))
    return tuple(found)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


def names_in_note(text: str) -> tuple[str, ...]:
    """Names hidden in a note: whatever is not in Latin letters, and lists with semicolons but without numbers."""
    found = dict.fromkeys(other_script(text))
    for group in _groups(text)[1] or [text]:
        if ";" in group and not re.search(r"[\d:]", group) and is_latin(group):
            found.update(dict.fromkeys(fold(name) for name in group.split(";") if fold(name)))
    return tuple(found)


def _top_level_parts(text: str) -> list[str]:
    """Cut at semicolons outside brackets."""
    hidden = list(text)
    depth = 0
    for at, char in enumerate(text):
        depth += (char == "(") - (char == ")" and depth > 0)
        if depth and char == ";":
            hidden[at] = "\0"
    return [part.replace("\0", ";") for part in _BETWEEN.split("".join(hidden))]


def _one(part: str) -> list[str]:
    outside, groups = _groups(part)
    outside = fold(_BORN.sub("", _REMARK.sub(" ", outside))).strip(" ,")
    naming = [group for group in groups if _holds_names(group, outside)]
    notes = [group for group in groups if group not in naming]
    names = [outside]
    if not naming:
        names.insert(0, fold(part))
    elif notes:
        names.append(outside + "".join(f" ({fold(note)})" for note in notes))
    for group in naming:
        for piece in group.split(";"):
            inner, nested = _groups(piece)
            names.append(fold(_REMARK.sub(" ", inner)))
            names += [name for one in nested for name in other_script(one)]
    return names + [name for text in names[:] if "(" not in text for name in _scripts_apart(text)]


def _scripts_apart(name: str) -> list[str]:
    """``Agha Jan اغا جان`` is two names; a name in one script is none but itself."""
    runs = other_script(name)
    rest = name
    for run in runs:
        rest = rest.replace(run, " ")
    return [*runs, fold(rest)] if runs and re.search(r"[^\W\d_]{2}", rest) else []


def _holds_names(group: str, outside: str) -> bool:
    return bool(outside) and (";" in group or is_latin(group) != is_latin(outside))


def _groups(text: str) -> tuple[str, list[str]]:
    """The text outside brackets, and what stands in each outermost pair."""
    outside: list[str] = []
    groups: list[str] = []
    depth, start = 0, 0
    for at, char in enumerate(text):
        if char == "(":
            depth += 1
            start = at + 1 if depth == 1 else start
        elif char == ")" and depth:
            depth -= 1
            if depth == 0:
                groups.append(text[start:at])
                outside.append(" " if text[max(start - 2, 0)].isascii() else "")
        elif depth == 0:
            outside.append(char)
    if depth:
        groups.append(text[start:])
    return "".join(outside), groups
