"""Labelled pairs: ours learned on other folds than it is asked about, beside the peers on the same pairs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, utils

from amlrisk.policy.matching import Matching
from amlrisk.screening.pairs import compare_names
from amlrisk.watchlist.model import Schema
from bench.accuracy.pairs import Pair, families_of, folds, read_pairs
from bench.inputs import shipped_matching
from bench.peers import LOGIC_V2_CUTOFF, LogicV2, took
from bench.report import table

FOLDS = 5
SEEDS = (7, 8, 9)
_DRAWS = 2000

Scorer = Callable[[Pair], float]
Fit = Callable[[Sequence[Pair]], Matching]


@dataclass(frozen=True)
class Answers:
    """What one matcher said of every pair: whether it calls them the same."""

    pairs: Sequence[Pair]
    matched: Sequence[bool]

    def counts(self) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
        """A row a pair: right, wrongly matched, missed."""
        rows = [
            (m and p.same, m and not p.same, p.same and not m) for p, m in zip(self.pairs, self.matched, strict=True)
        ]
        return np.array(rows, dtype=np.int64)

    @property
    def f1(self) -> float:
        return _f1(*self.counts().sum(axis=0))

    def wrong(self, quality: str) -> list[Pair]:
        both = zip(self.pairs, self.matched, strict=True)
        return [pair for pair, matched in both if pair.quality == quality and matched != pair.same]

    def figures(self) -> list[str]:
        """Precision, recall, F1, its 95 % interval, STRONG pairs wrong."""
        right, wrong, missed = self.counts().sum(axis=0)
        low, high = self.interval()
        return [
            f"{right / max(1, right + wrong):.3f}",
            f"{right / max(1, right + missed):.3f}",
            f"{self.f1:.3f}",
            f"{low:.3f} – {high:.3f}",
            str(len(self.wrong("STRONG"))),
        ]

    def interval(self) -> tuple[float, float]:
        """95 % of F1 over bootstrap draws of families: pairs of one person stand or fall together."""
        counts = self.counts()
        grouped = np.array([counts[family].sum(axis=0) for family in families_of(self.pairs)])
        chance = np.random.default_rng(7)
        drawn = grouped[chance.integers(0, len(grouped), (_DRAWS, len(grouped)))].sum(axis=1)
        low, high = np.percentile([_f1(*row) for row in drawn], [2.5, 97.5])
        return float(low), float(high)


def run(file: Path, logic_v2: LogicV2 | None, *, wrong: bool = False) -> None:
    """Print the section; with ``wrong`` also every pair that ours gets wrong when held out."""
    pairs = read_pairs(file)
    fit = learned()
    if fit is None:
        print("nothing is learned here: the shipped numbers are asked about held-out pairs too")
    shipped = shipped_matching()
    micros = _micros(pairs, lambda pair: _ours(pair, shipped))
    held = {seed: _held_out(pairs, seed, fit or (lambda _: shipped)) for seed in SEEDS}
    ours = held[SEEDS[0]]
    rows = [["ours, held out", "the pack's", *ours.figures(), *micros]]
    rows.append(["ours as shipped, in sample", "the pack's", *_shipped(pairs, shipped).figures(), "", ""])
    if logic_v2:
        score = _logic_v2(logic_v2)
        micros = _micros(pairs, score)
        theirs = Answers(pairs, [score(pair) >= LOGIC_V2_CUTOFF for pair in pairs])
        rows.append(["logic-v2", f"{LOGIC_V2_CUTOFF}", *theirs.figures(), *micros])
    for name, scorer in (("WRatio", fuzz.WRatio), ("token_sort_ratio", fuzz.token_sort_ratio)):
        brute = _rapidfuzz(scorer)
        rows.append(
            [f"rapidfuzz {name}", "tuned on the other folds", *_tuned(pairs, brute).figures(), *_micros(pairs, brute)]
        )
    table(
        f"Labelled pairs ({len(pairs)})",
        ["", "threshold", "precision", "recall", "F1", "95 %", "STRONG wrong", "µs first", "µs again"],
        rows,
        f"{FOLDS} folds that share no name; learned on the others, asked about one. Bootstrap over families of names.",
    )
    others = ", ".join(f"{each.f1:.3f} (seed {seed})" for seed, each in held.items())
    print(f"\nours held out, F1 by how the folds fall: {others}")
    if wrong:
        for pair, matched in zip(ours.pairs, ours.matched, strict=True):
            if matched != pair.same:
                print(f"  {'hit' if matched else 'missed'}: {pair.schema} {pair.quality} {pair.a} / {pair.b}")


def learned() -> Fit | None:
    """What learns the shipped numbers from pairs, where there is something to learn them with."""
    try:
        from bench.accuracy.train import fit  # noqa: PLC0415 -- may need what only its own bench installs
    except ImportError:
        return None
    return fit  # type: ignore[no-any-return,unused-ignore]


def _held_out(pairs: Sequence[Pair], seed: int, fit: Fit) -> Answers:
    asked: list[Pair] = []
    matched: list[bool] = []
    for train, held in folds(pairs, FOLDS, seed):
        answers = _shipped(held, fit(train))
        asked += held
        matched += answers.matched
    return Answers(asked, matched)


def _shipped(pairs: Sequence[Pair], matching: Matching) -> Answers:
    return Answers(pairs, [_ours(pair, matching) >= matching.threshold(pair.schema) for pair in pairs])


def _ours(pair: Pair, matching: Matching) -> float:
    return compare_names(pair.schema, pair.a, pair.b, matching)[0]


def _tuned(pairs: Sequence[Pair], score: Scorer) -> Answers:
    """A threshold for each fold, the best one on the others."""
    asked: list[Pair] = []
    matched: list[bool] = []
    for train, held in folds(pairs, FOLDS, SEEDS[0]):
        scores = [score(pair) for pair in train]
        best = max(sorted(set(scores)), key=lambda cutoff: Answers(train, [each >= cutoff for each in scores]).f1)
        asked += held
        matched += [score(pair) >= best for pair in held]
    return Answers(asked, matched)


def _rapidfuzz(scorer: Callable[..., float]) -> Scorer:
    return lambda pair: scorer(pair.a, pair.b, processor=utils.default_process)


def _logic_v2(peer: LogicV2) -> Scorer:
    return lambda pair: peer.score_names(pair.published, pair.a, pair.b)


def _micros(pairs: Sequence[Pair], score: Scorer) -> list[str]:
    """Microseconds of processor time a pair, twice: what is remembered of words is not remembered the first time.

    Tables are loaded before, by pairs that are not among those timed.
    """
    for a, b in (("Ada Muster", "Bo Beispiel"), ("示例", "Shi Li"), ("Ада", "Ada")):
        score(Pair(schema=Schema.PERSON, a=a, b=b, same=False, quality="", published="Person"))
    return [f"{took(lambda: [score(pair) for pair in pairs]).processor / len(pairs) * 1e6:.0f}" for _ in range(2)]


def _f1(right: float, wrong: float, missed: float) -> float:
    return 2 * right / (2 * right + wrong + missed) if right else 0.0
