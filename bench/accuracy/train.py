"""Learn the costs of a name comparison (``cost_*`` of the pack) from labelled pairs, offline.

    python -m bench.accuracy.train --pairs FILE [--folds 5] [--repeats 5] [--write PACK.yaml …]

A score is 1 less what each difference takes off (``screening/against.py``), so the odds that two names are one are
modelled as ``steepness · (score − threshold)``: a logistic regression whose weights are the costs and whose even odds
lie on the pack's threshold. What keeps a few hundred pairs from teaching too much:

* every cost is zero or more, and stays between a third and three times of what ``EXPECTED`` says by general knowledge;
* it is drawn towards that (``PULL``), so that a cost no pair speaks of is the expected one;
* costs that pairs like these cannot teach are left alone (``FIXED`` and everything that is no ``cost_*``).

Printed: F1 on pairs held out, over repeated folds that leak no name, then the costs. The same file gives the same ones.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from amlrisk.names.analyse import analyse
from amlrisk.policy.loader import read_pack
from amlrisk.policy.matching import Matching
from amlrisk.screening.against import Against, against
from amlrisk.screening.compare import compare_forms
from amlrisk.screening.pairs import compare_names, likenesses_for, neutral
from bench.accuracy.pairs import Pair, folds, read_pairs

Numbers = NDArray[np.float64]

EXPECTED = {
    "unlike": 1.5,
    "errors": 0.15,
    "misspelled": 0.6,
    "inexact": 0.4,
    "other_name": 0.3,
    "contradiction": 1.0,
    "another": 0.9,
    "extra": 0.75,
    "patronymic": 0.5,
    "surname": 0.3,
    "place": 1.1,
    "place_extra": 3.0,
    "trade": 0.8,
    "trade_extra": 4.0,
    "particle": 0.2,
    "number": 0.5,
    "number_extra": 1.1,
    "legal": 0.15,
    "joined": 0.1,
    "initial": 0.2,
}
"""What general knowledge says a difference takes off, 1 being what lies between a perfect score and the threshold.

Two or three slips in a name are typing errors, more are another name; a word that only one side has is often a name
left out, words left over on both sides are mostly other people; trade and place words tell little each.
"""

FIXED = ("syllable", "missing_syllable", "acronym", "order", "single", "weak_only")
"""Kept as the pack has them: rankings set them (near misses of Chinese names, swapped names, weak words)."""

PULL = 30.0
_LEAST, _MOST = 1 / 3, 3.0
STEEPNESS = 4.0
_ROUNDS = 4
_STEPS = 3000
_TAUGHT = tuple(EXPECTED)
_AT = [Against._fields.index(name) for name in _TAUGHT]
_OUT_OF_REACH = -5.0


class _Example(NamedTuple):
    """A pair: for each two forms that can meet what speaks against them, and what is fixed of their score."""

    found: Numbers
    fixed: Numbers
    threshold: float
    same: bool


def fit(pairs: Sequence[Pair], matching: Matching | None = None) -> Matching:
    """The numbers of ``matching`` (the shipped pack's) with the costs learned from ``pairs`` alone. Deterministic."""
    matching = matching or _shipped("cn_insurer")
    span = 1.0 - matching.threshold("default")
    start = {f"cost_{name}": value * span for name, value in EXPECTED.items()}
    matching = msgspec.structs.replace(matching, **start)
    examples = [_example(pair, matching) for pair in pairs]
    known = [example for example in examples if len(example.found)]
    expected = np.array([EXPECTED[name] for name in _TAUGHT])
    labels = np.array([1.0 if example.same else -1.0 for example in known])
    costs = expected
    for _ in range(_ROUNDS):
        best = [int(np.argmax(one.fixed - one.found @ costs * span)) for one in known]
        found = np.array([one.found[at] for one, at in zip(known, best, strict=True)])
        offset = np.array([(one.fixed[at] - one.threshold) / span for one, at in zip(known, best, strict=True)])
        costs = _descend(found, offset, labels, expected)
    learned = {f"cost_{name}": round(float(cost) * span, 4) for name, cost in zip(_TAUGHT, costs, strict=True)}
    return msgspec.structs.replace(matching, **learned)


def _descend(found: Numbers, offset: Numbers, labels: Numbers, expected: Numbers) -> Numbers:
    """The costs of least loss: logistic regression drawn towards ``expected``, by projected steps (it is convex)."""
    doubt = (expected + 0.3) ** 2
    step = 1.0 / (0.25 * STEEPNESS**2 * np.linalg.norm(found, 2) ** 2 + 2 * PULL / doubt.min())
    costs = expected
    for _ in range(_STEPS):
        margin = labels * STEEPNESS * (offset - found @ costs)
        slope = -labels / (1.0 + np.exp(margin))
        gradient = -STEEPNESS * (slope @ found) + 2 * PULL * (costs - expected) / doubt
        costs = np.clip(costs - step * gradient, _LEAST * expected, _MOST * expected)
    return costs


def _example(pair: Pair, matching: Matching) -> _Example:
    found: list[list[float]] = []
    fixed: list[float] = []
    likenesses = likenesses_for(matching)
    free = msgspec.structs.replace(matching, **{f"cost_{name}": 0.0 for name in _TAUGHT})
    for form_a in analyse(pair.a, pair.schema).forms:
        for form_b in analyse(pair.b, pair.schema).forms:
            compared = compare_forms(neutral(form_a, matching), neutral(form_b, matching), likenesses, free)
            if compared is not None:
                seen = against(compared.alignment, compared.a, compared.b)
                found.append([seen[at] for at in _AT])
                fixed.append(compared.score)
    shape = (len(found), len(_TAUGHT))
    return _Example(np.array(found).reshape(shape), np.array(fixed), matching.threshold(pair.schema), pair.same)


def scores(pairs: Sequence[Pair], matching: Matching) -> Numbers:
    """How far each pair's score lies above its threshold (below: negative)."""
    return np.array([compare_names(p.schema, p.a, p.b, matching)[0] - matching.threshold(p.schema) for p in pairs])


def f1(hits: NDArray[np.bool_], same: NDArray[np.bool_]) -> float:
    return float(2 * (hits & same).sum() / (hits.sum() + same.sum()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--pack", default="cn_insurer")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--write", type=Path, nargs="*", default=[])
    arguments = parser.parse_args()
    today = datetime.datetime.now(datetime.UTC).date()
    matching = _shipped(arguments.pack)
    pairs = read_pairs(arguments.pairs)
    held = [_held_out(pairs, matching, arguments.folds, seed) for seed in range(arguments.repeats)]
    spread = f"{min(held):.3f} to {max(held):.3f}"
    print(f"F1 held out, {arguments.repeats} times {arguments.folds} folds: {np.mean(held):.3f} ({spread})")
    learned = fit(pairs, matching)
    same = np.array([pair.same for pair in pairs])
    print(f"F1 on the pairs learned from: {f1(scores(pairs, learned) >= 0.0, same):.3f}")
    digest = hashlib.sha256(arguments.pairs.read_bytes()).hexdigest()
    taught = {f"cost_{name}": getattr(learned, f"cost_{name}") for name in _TAUGHT}
    note = (
        f"    # Costs learned on {today} by bench/accuracy/train.py from {len(pairs)} labelled pairs\n"
        f"    # (sha256 {digest[:16]}…): F1 {np.mean(held):.3f} on pairs held out, "
        f"{arguments.repeats} × {arguments.folds} folds. The others are set by rankings.\n"
    )
    print(note + "".join(f"    {name}: {value:g}\n" for name, value in taught.items()))
    for path in arguments.write:
        path.write_text(_with(path.read_text(encoding="utf-8"), taught, note), encoding="utf-8")


def _shipped(pack: str) -> Matching:
    return read_pack(pack).on(datetime.datetime.now(datetime.UTC).date()).matching


def _held_out(pairs: Sequence[Pair], matching: Matching, k: int, seed: int) -> float:
    hits: list[bool] = []
    same: list[bool] = []
    for train, test in folds(pairs, k, seed):
        hits += (scores(test, fit(train, matching)) >= 0.0).tolist()
        same += [pair.same for pair in test]
    return f1(np.array(hits), np.array(same))


def _with(text: str, taught: dict[str, float], note: str) -> str:
    """The text of a pack's ``matching.yaml`` with other costs, and where they come from."""
    for name, value in taught.items():
        text = re.sub(rf"(?m)^(    {name}:).*$", rf"\1 {value:g}", text)
    text = re.sub(r"(?m)^    # Costs learned .*\n    # \(sha256 .*\n", "", text)
    return re.sub(r"(?m)^    cost_unlike:", lambda found: note + found.group(), text, count=1)


if __name__ == "__main__":
    main()
