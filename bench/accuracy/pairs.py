"""Labelled pairs of names, and folds that leak nothing from what is learned to what is held out."""

from __future__ import annotations

import csv
import random
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from amlrisk.watchlist.model import Schema

_OURS = {"Company": Schema.ORGANIZATION}


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """Two names, whether they mean the ``same`` one, and how sure the labeller was (STRONG, MEDIUM, WEAK).

    ``schema`` is ours; ``published`` the one in the file (``Company`` …), which peers are asked with.
    """

    schema: Schema
    a: str
    b: str
    same: bool
    quality: str
    published: str = ""


Fold = tuple[list[Pair], list[Pair]]
"""The pairs to learn from, and those held out."""


def read_pairs(path: Path) -> list[Pair]:
    """The pairs of a csv with the columns ``schema, name1, name2, is_match, quality``, in the order of the file.

    Raises ``KeyError`` where a column is missing and ``ValueError`` for a schema that is not ours.
    """
    with path.open(encoding="utf-8", newline="") as stream:
        return [
            Pair(
                schema=_OURS.get(row["schema"]) or Schema(row["schema"]),
                a=row["name1"],
                b=row["name2"],
                same=row["is_match"] == "true",
                quality=row["quality"],
                published=row["schema"],
            )
            for row in csv.DictReader(stream)
        ]


def folds(pairs: Sequence[Pair], k: int, seed: int) -> list[Fold]:
    """``k`` folds: each pair is held out exactly once. The same seed parts the same pairs alike.

    Pairs that share a name, in whatever case, accents or order of words, are held out together, however long the
    chain from one to the other: what is learned from one spelling of a person says something about the next. Families
    are dealt out, the large ones first, to the fold where their strata (schema, label, quality) are wanted most.
    """
    families = families_of(pairs)
    random.Random(seed).shuffle(families)
    families.sort(key=len, reverse=True)
    wanted = {stratum: count / k for stratum, count in Counter(map(_stratum, pairs)).items()}
    dealt = [Counter[tuple[str, ...]]() for _ in range(k)]
    held: list[list[int]] = [[] for _ in range(k)]
    for family in families:
        strata = Counter(_stratum(pairs[at]) for at in family)
        fold = min(range(k), key=lambda fold: (_crowding(dealt[fold], strata, wanted), len(held[fold])))
        dealt[fold].update(strata)
        held[fold] += family
    out: list[Fold] = []
    for members in map(set, held):
        train = [pair for at, pair in enumerate(pairs) if at not in members]
        out.append((train, [pairs[at] for at in sorted(members)]))
    return out


def _stratum(pair: Pair) -> tuple[str, ...]:
    return pair.schema, str(pair.same), pair.quality


def _crowding(
    dealt: Counter[tuple[str, ...]], strata: Counter[tuple[str, ...]], wanted: dict[tuple[str, ...], float]
) -> float:
    """How much further from its share a fold would be with these pairs, rare strata counting more."""
    return sum(
        ((dealt[each] + more - wanted[each]) ** 2 - (dealt[each] - wanted[each]) ** 2) / wanted[each]
        for each, more in strata.items()
    )


def families_of(pairs: Sequence[Pair]) -> list[list[int]]:
    """Positions of the pairs that hang together by shared names, a list for each such family."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        parent.setdefault(name, name)
        while parent[name] != name:
            parent[name] = name = parent[parent[name]]
        return name

    names = [(_plain(pair.a), _plain(pair.b)) for pair in pairs]
    for a, b in names:
        parent[root(a)] = root(b)
    families: dict[str, list[int]] = defaultdict(list)
    for at, (a, _) in enumerate(names):
        families[root(a)].append(at)
    return list(families.values())


def _plain(name: str) -> str:
    """Case, accents, punctuation and order of words taken off."""
    bare = (char for char in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(char))
    return " ".join(sorted("".join(_word_part(bare)).split()))


def _word_part(chars: Iterable[str]) -> Iterable[str]:
    return (char if char.isalnum() or char == "'" else " " for char in chars)
