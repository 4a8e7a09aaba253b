"""One field, several names: parentheses, a.k.a., slashes, née; and the order of a name with commas."""

from __future__ import annotations

import re
from collections.abc import Set

from amlrisk.names.person_words import COURTESY, SUFFIXES, TITLES

PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ -'")
"""Where a text is made of these alone and has none of the words below, it is one name, its parts in order."""
_ONE_NAME = PLAIN | frozenset(",.")
_MOST_NAMES = 4
_ALSO = re.compile(
    r"\b(?:a[./]?k[./]?a|f[./]?k[./]?a|n[./]?k[./]?a|alias(?:es)?|also known as|formerly(?: known as)?|known as)\b[.:]?"
    r"|\s[/;|]\s|;",
    re.IGNORECASE,
)
_TITLES = TITLES | COURTESY
ALSO_WORDS = frozenset(("aka", "fka", "nka", "alias", "known", "formerly", "nee", "née", "geb", "geborene"))
_BRACKETS = re.compile(r"\s*[(（\[{「『\u201c«\"]+([^()（）\[\]{}「」『』\u201c\u201d«»\"]*)[)）\]}」』\u201d»\"]+\s*")
_MAIDEN = re.compile(r"\b(?:n[ée]e|geb\.?|geborene|z domu|урожд[её]нная|урожд\.?)\s", re.IGNORECASE)
_SON_OF = re.compile(r"\b([sd])\s?/\s?o\b\.?", re.IGNORECASE)
_INITIALS = re.compile(r"\b[B-DF-HJ-NP-TV-XZ]{2,3}\b")
_NO_INITIALS = frozenset(("dr", "jr", "sr", "mr", "mrs", "ms", "md", "st", "phd"))
_DOTTED = re.compile(r"(?<=\b[^\W\d_])\.(?=[^\W\d_])")
_DEGREE = re.compile(r"\bph\.?\s?d\b\.?|\bm\.d\b\.?|\besq\b\.?", re.IGNORECASE)


def names_in(text: str) -> tuple[str, ...]:
    """The names that one field holds, given name first where commas tell; mostly the text itself.

    >>> names_in("Zarkandov, Pyotr"), names_in("Petra Muster née Beispiel")
    (('Pyotr Zarkandov',), ('Petra Muster Beispiel', 'Petra Beispiel', 'Petra Muster'))
    >>> names_in("Pyotr Zarkandov a.k.a. Pedro Zarkanda"), names_in("Robert (Bob) Muster")
    (('Pyotr Zarkandov', 'Pedro Zarkanda'), ('Robert Muster', 'Robert Bob Muster'))
    """
    if _ONE_NAME.issuperset(text) and ALSO_WORDS.isdisjoint(text.casefold().replace(".", "").split()):
        if "," not in text and "." not in text:
            return (_initials_apart(text),)
        return (_given_first(_dots_apart(text)),)
    if "/" in text:
        text = _SON_OF.sub(lambda found: " son of " if found[1] in "sS" else " daughter of ", text)
    names: list[str] = []
    for outside in _without_brackets(text):
        for name in _ALSO.split(outside):
            names += _with_maiden(name)
    ordered = [_given_first(_dots_apart(name.strip())) for name in names]
    found = dict.fromkeys([name for name in ordered if any(map(str.isalnum, name))])
    return tuple(found)[:_MOST_NAMES] or (text,)


def _initials_apart(text: str) -> str:
    """``JK Zarkanda`` -> ``J K Zarkanda``, where the capitals say that these are initials."""
    if text.isupper() or not (found := _INITIALS.search(text)):
        return text
    initials = found[0]
    if initials.lower() in _NO_INITIALS:
        return text
    return f"{text[: found.start()]}{' '.join(initials)}{text[found.end() :]}"


def _dots_apart(name: str) -> str:
    if "." not in name:
        return name
    if name.endswith(".") and name.count(".") == 1 and not name.casefold().endswith(("ph.d.", "esq.")):
        return name
    return _DOTTED.sub(". ", _DEGREE.sub(" ", name))


def _without_brackets(part: str) -> list[str]:
    """The name without what stands in brackets; that by itself if it is a whole name, else amid the others too."""
    found = _BRACKETS.search(part)
    if found is None:
        return [part]
    rest = _BRACKETS.sub(" ", part).strip()
    if not rest:
        return [found[1]]
    inside = _ALSO.sub(" ", found[1]).strip()
    if _MAIDEN.match(f"{inside} "):
        return [f"{rest} {inside}"]
    return [rest, inside if len(inside.split()) > 1 else _BRACKETS.sub(r" \1 ", part).strip()]


def _with_maiden(name: str) -> list[str]:
    """A name with née: with both surnames, with the one born with, and with the one of now."""
    parts = _MAIDEN.split(name, maxsplit=1)
    if len(parts) == 1 or not parts[0].strip() or not parts[1].strip():
        return [name]
    now, born = parts[0].strip(" ,"), parts[1].strip()
    given = now.split()[:-1] or now.split()
    return [f"{now} {born}", f"{' '.join(given)} {born}", now]


def _given_first(name: str) -> str:
    """``Putin, Vladimir`` says which part is the surname; put it last, where it stands without the comma."""
    if "," not in name and "،" not in name and "，" not in name:
        return name
    parts = [part.strip() for part in name.replace("،", ",").replace("，", ",").split(",")]
    rest: list[str] = []
    titles: list[str] = []
    ending: list[str] = []
    for part in parts:
        if rest and _all_in(part, SUFFIXES):
            ending.append(part)
        elif rest and _all_in(part, _TITLES):
            titles.append(part)
        elif part:
            rest.append(part)
    if len(rest) == 2:  # surname, given names
        rest.reverse()
    return " ".join([*titles, *rest, *ending])


def _all_in(part: str, words: Set[str]) -> bool:
    return all(word.strip(".").casefold() in words for word in part.split())
