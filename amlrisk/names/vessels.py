"""Names of ships and aircraft."""

from __future__ import annotations

_PREFIXES = frozenset(("mv", "mt", "ss", "mts", "msc"))


def without_prefix(words: list[str]) -> list[str]:
    """``mv ocean star`` -> ``ocean star``; unchanged where nothing else would be left."""
    return words[1:] if len(words) > 1 and words[0] in _PREFIXES else words
