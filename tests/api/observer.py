"""Who sees the answers about customers, knows of some that compliance holds them, and tries to say it of others.

It looks at everything that an answer shows: status, headers and their order, every byte, the order of the keys, each
value, how long it took, whether the same question got another answer later, what came of using an entitlement. Three
simple classifiers are trained on one half: the best single feature, naive Bayes over all of them, nearest neighbours.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import lru_cache
from itertools import pairwise
from math import comb, log

import numpy as np

Feature = str | float
Features = Mapping[str, Feature]
_CHANCE = 1e-6
_BINS = 8
_NEIGHBOURS = 15


@dataclass(frozen=True)
class Answer:
    """What one request showed. ``seconds`` is from the first byte sent to the last received."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    seconds: float

    def headers_but(self, *names: str) -> tuple[tuple[str, str], ...]:
        return tuple(header for header in self.headers if header[0] not in names)


@dataclass(frozen=True)
class Watched:
    """A customer, and the answers about them in the order of the questions, which are the same for everybody.

    ``known``: the observer learned of the pair which of the two is held. ``way`` is how.
    """

    ref: str
    known: bool
    held: bool
    way: str
    answers: tuple[Answer, ...]


# --- what is seen -------------------------------------------------------------------------------------------


def features(watched: Watched) -> Features:
    """Everything about the answers that is a word or a number; the customer's own reference is masked."""
    seen: dict[str, Feature] = {}
    for place, answer in enumerate(watched.answers):
        for name, value in _of(answer, watched.ref):
            seen[f"{place}.{name}"] = value
    seconds = [answer.seconds for answer in watched.answers]
    seen |= {"seconds.least": min(seconds), "seconds.all": sum(seconds), "seconds.first": seconds[0] - seconds[-1]}
    bodies = [answer.body for answer in watched.answers]
    seen["changes"] = "".join("=" if one == other else "!" for one, other in pairwise(bodies))
    return seen


def _of(answer: Answer, ref: str) -> Iterator[tuple[str, Feature]]:
    yield "status", str(answer.status)
    yield "seconds", answer.seconds
    yield "length", float(len(answer.body))
    yield "headers", ",".join(name for name, _ in answer.headers)
    for name, value in answer.headers:
        yield f"header.{name}", _number(name, value)
    text = answer.body.decode("utf-8", "replace").replace(ref, "REF")
    yield "body", text
    try:
        document = json.loads(text)
    except ValueError:
        return
    yield "keys", ",".join(path for path, _ in _leaves(document, ""))
    for path, leaf in _leaves(document, ""):
        yield f"json{path}", float(leaf) if isinstance(leaf, int | float) and leaf is not True else str(leaf)


def _leaves(value: object, path: str) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _leaves(each, f"{path}.{name}")
    elif isinstance(value, list):
        yield f"{path}.count", len(value)
        for place, each in enumerate(value):
            yield from _leaves(each, f"{path}[{place}]")
    else:
        yield path, value


def _number(name: str, value: str) -> Feature:
    if name.lower() == "date":
        return parsedate_to_datetime(value).timestamp() % 60
    return float(value) if value.isdigit() else value


# --- classifiers --------------------------------------------------------------------------------------------

Guess = Callable[[Features], bool]
Known = Sequence[tuple[Features, bool]]


def best_feature(known: Known) -> Guess:
    """The one feature that parts the known best: a number by a threshold, a word by what most who have it are."""
    stumps = [_stump(name, known) for name in sorted({name for seen, _ in known for name in seen})]
    return max(stumps, key=lambda stump: stump[0])[1]


def _stump(name: str, known: Known) -> tuple[float, Guess]:
    given = [(seen[name], held) for seen, held in known if name in seen]
    numbers = [(value, held) for value, held in given if isinstance(value, float)]
    guess = _by_number(name, numbers) if len(numbers) > len(given) / 2 else _by_word(name, known)
    return sum(guess(seen) is held for seen, held in known) / len(known), guess


def _by_number(name: str, given: Sequence[tuple[float, bool]]) -> Guess:
    """The threshold that leaves most of the held on one side."""
    ordered = sorted(given)
    gain = np.cumsum([1 if held else -1 for _, held in ordered])
    ends = [place for place in range(len(ordered) - 1) if ordered[place][0] < ordered[place + 1][0]]
    if not ends:
        return lambda seen: False
    total = int(gain[-1])
    best = max(ends, key=lambda place: abs(2 * int(gain[place]) - total))
    bound, below = ordered[best][0], 2 * int(gain[best]) > total

    def guess(seen: Features) -> bool:
        value = seen.get(name)
        return (value <= bound) is below if isinstance(value, float) else False

    return guess


def _by_word(name: str, known: Known) -> Guess:
    votes: Counter[str] = Counter()
    for seen, held in known:
        votes[str(seen.get(name))] += 1 if held else -1
    return lambda seen: votes[str(seen.get(name))] > 0


def naive_bayes(known: Known) -> Guess:
    """Every feature says how much likelier it makes it that a customer is held; numbers in equal parts."""
    edges = _edges(known)
    counts: dict[tuple[str, str], list[int]] = {}
    for seen, held in known:
        for item in _items(seen, edges):
            counts.setdefault(item, [0, 0])[held] += 1
    weights = {item: log((held + 1) / (free + 1)) for item, (free, held) in counts.items()}
    return lambda seen: sum(weights.get(item, 0.0) for item in _items(seen, edges)) > 0


def _edges(known: Known) -> dict[str, list[float]]:
    numbers: dict[str, list[float]] = {}
    for seen, _ in known:
        for name, value in seen.items():
            if isinstance(value, float):
                numbers.setdefault(name, []).append(value)
    parts = np.linspace(0, 1, _BINS + 1)[1:-1]
    return {name: [float(edge) for edge in np.quantile(values, parts)] for name, values in numbers.items()}


def _items(seen: Features, edges: Mapping[str, Sequence[float]]) -> Iterator[tuple[str, str]]:
    for name, value in seen.items():
        if isinstance(value, float):
            yield name, str(int(np.searchsorted(edges.get(name, ()), value)))
        else:
            yield name, value


def nearest(known: Known) -> Guess:
    """What most of those are who look most alike: numbers by rank, words as equal or not."""
    names = sorted({name for seen, _ in known for name, value in seen.items() if isinstance(value, float)})
    spread = {name: float(np.std([v for seen, _ in known if isinstance(v := seen.get(name), float)])) for name in names}
    words = sorted({(name, value) for seen, _ in known for name, value in seen.items() if isinstance(value, str)})
    telling = [item for item in words if 1 < sum(seen.get(item[0]) == item[1] for seen, _ in known) < len(known)]

    def place(seen: Features) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        told = [value / (spread[name] or 1.0) if isinstance(value := seen.get(name), float) else 0.0 for name in names]
        return np.array([*told, *(float(seen.get(name) == value) for name, value in telling)])

    points = np.array([place(seen) for seen, _ in known])
    held = np.array([1 if each else -1 for _, each in known])

    def guess(seen: Features) -> bool:
        away = ((points - place(seen)) ** 2).sum(axis=1)
        return bool(held[np.argsort(away, kind="stable")[:_NEIGHBOURS]].sum() > 0)

    return guess


CLASSIFIERS: dict[str, Callable[[Known], Guess]] = {
    "best feature": best_feature,
    "naive Bayes": naive_bayes,
    "nearest neighbours": nearest,
}


# --- the trial ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Trial:
    """How many of ``asked`` customers whom it had not seen before a classifier called by their right name."""

    right: int
    asked: int

    @property
    def better_than_chance(self) -> bool:
        return self.right >= bound(self.asked)


def observe(customers: Sequence[Watched]) -> dict[str, Trial]:
    """Train on those that are known, try on the others."""
    known = [(features(each), each.held) for each in customers if each.known]
    asked = [(features(each), each.held) for each in customers if not each.known]
    trials = {}
    for name, train in CLASSIFIERS.items():
        guess = train(known)
        trials[name] = Trial(sum(guess(seen) is held for seen, held in asked), len(asked))
    return trials


@lru_cache
def bound(asked: int) -> int:
    """As many right answers, or more, a tossed coin gives with a probability below one in a million."""
    ways, right = 0, asked
    while right >= 0 and (ways + comb(asked, right)) / 2**asked < _CHANCE:
        ways += comb(asked, right)
        right -= 1
    return right + 1
