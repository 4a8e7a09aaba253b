"""The observer finds what there is to be found, so that its failing elsewhere means something."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.api.observer import Answer, Trial, Watched, bound, observe

PAIRS = 200
Leak = Callable[[Answer], Answer]


def told(answer: Answer, **changes: object) -> Answer:
    document = json.loads(answer.body)
    return replace(answer, body=json.dumps({**document, **changes}).encode())


def answers(rng: random.Random, ref: str, tier: str) -> tuple[Answer, ...]:
    headers = (("Server", "x"), ("Date", f"Mon, 23 Nov 2026 14:00:{rng.randrange(60):02} GMT"), ("Content-Length", "9"))
    body = json.dumps({"ref": ref, "tier": tier, "status": "active", "entitlements": [{"left": rng.randrange(3)}]})
    return tuple(Answer(200, headers, body.encode(), rng.lognormvariate(-6, 0.3)) for _ in range(3))


def population(leak: Leak | None = None, *, which: int = 1, way: str = "one", seed: int = 1) -> list[Watched]:
    """Pairs who look alike but for a leak in one answer about the held one."""
    rng = random.Random(seed)
    found = []
    for pair in range(PAIRS):
        tier = rng.choice(["standard", "gold"])
        for held in rng.sample([True, False], 2):
            ref = f"C-{rng.randrange(10**6):06}"
            seen = list(answers(rng, ref, tier))
            if held and leak is not None:
                seen[which] = leak(seen[which])
            found.append(Watched(ref, pair % 2 == 0, held, way, tuple(seen)))
    return found


def caught(customers: list[Watched]) -> bool:
    return any(trial.better_than_chance for trial in observe(customers).values())


@pytest.mark.parametrize("seed", range(3))
def test_it_finds_nothing_where_there_is_nothing(seed: int) -> None:
    assert not caught(population(seed=seed))


LEAKS: dict[str, Leak] = {
    "status": lambda answer: replace(answer, status=203),
    "header": lambda answer: replace(answer, headers=(*answer.headers, ("ETag", "a"))),
    "order of headers": lambda answer: replace(answer, headers=answer.headers[::-1]),
    "length": lambda answer: replace(answer, body=answer.body + b" "),
    "word": lambda answer: told(answer, status="paused"),
    "further field": lambda answer: told(answer, until=None),
    "order of keys": lambda answer: replace(
        answer, body=json.dumps(dict(reversed(json.loads(answer.body).items()))).encode()
    ),
    "number": lambda answer: told(answer, entitlements=[{"left": 3}]),
    "time": lambda answer: replace(answer, seconds=answer.seconds * 2),
    "quicker": lambda answer: replace(answer, seconds=answer.seconds / 2),
}


@pytest.mark.parametrize("leak", LEAKS)
@pytest.mark.parametrize("which", [0, 2])
def test_it_finds_a_single_leak_of_any_kind(leak: str, which: int) -> None:
    assert caught(population(LEAKS[leak], which=which))


def test_it_finds_what_shows_only_between_two_answers() -> None:
    """Each answer by itself is like everybody's."""
    rng = random.Random(5)
    customers = []
    for each in population():
        first, second = rng.sample(["a", "b"], 2)
        later = second if each.held else first
        customers.append(replace(each, answers=tuple(told(each.answers[0], word=word) for word in (first, later))))
    assert caught(customers)


def test_the_bound_is_that_of_a_coin() -> None:
    assert [bound(n) for n in (10, 20, 100, 1000)] == [11, 20, 74, 576]
    assert Trial(576, 1000).better_than_chance
    assert not Trial(575, 1000).better_than_chance
