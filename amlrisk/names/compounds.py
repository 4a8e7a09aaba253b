"""Arabic names of several words, which Latin letters join and part at will: one way of writing them.

``Abd al-Rahman``, ``Abdurrahman`` and ``Abdul Rahman`` become ``abdul rahman``; ``Nur al-Din`` and ``Noureddine``
one word that ends in ``uddin``; ``Saif Allah`` and ``Seifallah`` one that ends in ``ullah``; ``son of`` is ``bin``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum
from functools import lru_cache

_CACHED_WORDS = 131_072


def _table(text: str) -> frozenset[str]:
    return frozenset(text.split())


class Role(IntEnum):
    NONE = 0
    SERVANT = 1
    """abd, abdul: joins with what follows."""
    SERVED = 2
    """abdurrahman: to be parted."""
    ARTICLE = 3
    ALLAH = 4
    DIN = 5
    """din, with an article before it."""
    AL_DIN = 6
    """eddine: article and word in one."""
    OF = 7
    """The of in son of."""


_ARTICLES = _table("al el ul ol ad ed ud od ar er ur as es us at az ez an en un ash esh ush eddi il")
_SERVANT = re.compile("abd(?:[aeiou]{1,2}(?:l|r|s|sh|n|t|z|d|dh))?$")
_SERVED = re.compile("abd[aeiou]{1,2}(?:l|(?:r(?=r)|s(?=s)|n(?=n)|t(?=t)|z(?=z)|d(?=d))|(?=[^aeioul]))([a-z]{3,})$")
_OF_GOD = re.compile("abd[aeiou]{1,2}l{1,2}ah?$|abdl?llah$")
_NOT_SERVED = re.compile("l(?:a(?:[yjeih]|$)|e|o)|[aeiou][vw]a?$|in[ao]?$|aye?$")
_ALLAH = _table("allah alla ullah ulla ollah olla oullah illah ellah")
_DIN = _table("din deen dine dyn")
_ROLES = {
    **dict.fromkeys(_ARTICLES, Role.ARTICLE),
    **dict.fromkeys(_ALLAH, Role.ALLAH),
    **dict.fromkeys(_DIN, Role.DIN),
    "of": Role.OF,
}
_AL_DIN = re.compile("(?:aa?|ee?|u|o|ou|i)(?:l|d)d(?:i|ee|ei|y)ne?$")
_ENDS_IN_ALLAH = re.compile("(?<=[a-z]{3})(?:(?:a|e|i|u|o|ou)llah|[uo]lah)$")
_ENDS_IN_DIN = re.compile(
    "(?<=[a-z]{3})(?:[aeiou]{1,2}[ld]d(?:i|ee|ei|y)ne?|ettin)$|(?<=[a-z]{2}[^aeiou])(?:ou|oo|u)d(?:i|ee|ei)ne?$"
)
_NOT_DIN = frozenset(("geraldine", "geraldin", "bernardine"))
_SONS = {"son": "bin", "daughter": "bint"}


@lru_cache(maxsize=_CACHED_WORDS)
def role_of(token: str) -> Role:
    known = _ROLES.get(token)
    if known is not None:
        return known
    if token.startswith("abd"):
        if _SERVANT.match(token):
            return Role.SERVANT
        found = _SERVED.match(token)
        return Role.SERVED if found and not _NOT_SERVED.match(found[1]) else Role.NONE
    return Role.AL_DIN if _AL_DIN.match(token) else Role.NONE


@lru_cache(maxsize=_CACHED_WORDS)
def joined_form(token: str) -> str:
    """A word, its ending spelled in one way: ``seifallah`` -> ``seifullah``, ``noureddine`` -> ``nouruddin``."""
    if token.startswith("abd") and _OF_GOD.match(token):
        return "abdullah"
    if token.endswith("ah"):
        return _ENDS_IN_ALLAH.sub("ullah", token)
    if token.endswith(("in", "n", "ne")) and token not in _NOT_DIN:
        return _ENDS_IN_DIN.sub("uddin", token)
    return token


def settle(tokens: Sequence[str], written: Sequence[str]) -> tuple[list[str], list[str]]:
    """The tokens with compounds joined and parted in one way, and what was written for each.

    >>> settle(["abd", "al", "rahman"], ["Abd", "al", "Rahman"])
    (['abdul', 'rahman'], ['Abd al', 'Rahman'])
    >>> settle(["abdurrahman"], ["Abdurrahman"])[0], settle(["nur", "al", "din"], ["Nur", "al", "Din"])[0]
    (['abdul', 'rahman'], ['nuruddin'])
    """
    out: list[str] = []
    source: list[str] = []
    at = 0
    count = len(tokens)
    while at < count:
        token = tokens[at]
        role = role_of(token)
        end = at + 1
        if role is Role.SERVANT and end < count:
            while end < count - 1 and role_of(tokens[end]) is Role.ARTICLE:
                end += 1
            if role_of(tokens[end]) is Role.ALLAH or tokens[end] == "lah":
                end += 1
                out.append("abdullah")
            else:
                out.append("abdul")
            source.append(" ".join(written[at:end]))
        elif role is Role.SERVED:
            rest = _rest(token)
            cut = len(written[at]) - len(rest)
            out += ["abdul", joined_form(rest)]
            source += [written[at][:cut], written[at][cut:]] if cut > 0 else [written[at], written[at]]
        elif out and role in (Role.ALLAH, Role.AL_DIN) and _joins(out[-1]):
            out[-1] += "ullah" if role is Role.ALLAH else "uddin"
            source[-1] += f" {written[at]}"
        elif out and role is Role.ARTICLE and end < count and role_of(tokens[end]) is Role.DIN and _joins(out[-1]):
            out[-1] += "uddin"
            source[-1] += f" {written[at]} {written[end]}"
            end += 1
        elif role is Role.OF and out and out[-1] in _SONS:
            out[-1] = _SONS[out[-1]]
            source[-1] += f" {written[at]}"
        else:
            out.append(joined_form(token))
            source.append(written[at])
        at = end
    return out, source


def _joins(token: str) -> bool:
    """Whether a word can be the first part of a compound: neither an article nor complete already."""
    return len(token) > 1 and role_of(token) is Role.NONE and not token.endswith(("uddin", "ullah"))


def _rest(token: str) -> str:
    found = _SERVED.match(token)
    return found[1] if found else token
