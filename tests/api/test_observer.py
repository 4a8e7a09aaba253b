"""Whoever is asked about 1 000 pairs over HTTP cannot say better than a coin which of the two compliance holds.

Held in every way there is (``watched.WAYS``), beside somebody who merely has no more. The observer sees everything of
the answers, asks again, uses entitlements, and knows of half of the pairs which is which.
"""

from __future__ import annotations

import http.client
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from time import perf_counter

import pytest

from amlrisk.services.api_keys import Scope
from tests.api.conftest import Home, new_key
from tests.api.live import serving
from tests.api.observer import Answer, Watched, observe
from tests.api.watched import TIMES, WAYS, Somebody, World, people

PAIRS = 1000
_USE = json.dumps({"entitlement": "events"})


class Counter:
    """The front line's system: one connection, one key."""

    def __init__(self, port: int, key: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self._headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}

    def glance(self, ref: str) -> Answer:
        return self._ask("GET", f"/api/v1/tiers/{ref}")

    def about(self, ref: str) -> tuple[Answer, ...]:
        """Twice what there is, a use, the same use sent again, another use, and what there is after it."""
        uses, once = f"/api/v1/tiers/{ref}/uses", {"Idempotency-Key": f"use-{ref}"}
        return (
            self.glance(ref),
            self.glance(ref),
            self._ask("POST", uses, _USE, **once),
            self._ask("POST", uses, _USE, **once),
            self._ask("POST", uses, _USE),
            self.glance(ref),
        )

    def _ask(self, method: str, address: str, body: str | None = None, **headers: str) -> Answer:
        begun = perf_counter()
        self._connection.request(method, address, body, {**self._headers, **headers})
        response = self._connection.getresponse()
        data = response.read()
        return Answer(response.status, tuple(response.getheaders()), data, perf_counter() - begun)


@pytest.fixture(scope="module")
def answered(module_home: Home) -> Iterator[list[Watched]]:
    """Asked once while nothing has come to light yet, and again when it has."""
    rng = random.Random(20270406)
    module_home.clock.now = TIMES["spring"]
    module_home.settings_changes["lock_timeout_seconds"] = 10.0
    system = module_home.open()
    everybody, world = people(PAIRS, rng), World(module_home, system, rng)
    for time in ("spring", "autumn"):
        world.live(everybody, time)
    key = new_key(system, Scope.TIERS)
    system.store.close()
    # No check can be trusted then, since the lists are old; a tier is told all the same.
    with serving(system.settings, ready=503, at=TIMES["next_spring"]) as port:
        counter = Counter(port, key)
        for _ in range(20):
            counter.about("nobody")  # a server that has just begun is slower for the first, whoever they are
        rng.shuffle(everybody)
        before = {each.ref: counter.glance(each.ref) for each in everybody}
        world.live(everybody, "next_spring")
        rng.shuffle(everybody)
        yield [_watched(each, (before[each.ref], *counter.about(each.ref))) for each in everybody]
    system.store.close()


def _watched(each: Somebody, answers: tuple[Answer, ...]) -> Watched:
    """Of each way every other pair is known."""
    return Watched(each.ref, each.pair // len(WAYS) % 2 == 0, each.held, each.way, answers)


# --- what there is to be seen -------------------------------------------------------------------------------


def test_everybody_was_asked_and_the_pairs_are_what_they_should_be(answered: list[Watched]) -> None:
    assert len(answered) == 2 * PAIRS
    assert sum(each.held for each in answered) == PAIRS
    assert abs(sum(each.known for each in answered) - PAIRS) <= 2 * len(WAYS)
    for each in answered:
        now, pair = json.loads(each.answers[1].body), WAYS[each.way]
        assert (now["status"], now["tier"]) == (pair.status, pair.tier), each.way
    assert {each.way for each in answered} == set(WAYS)


def test_somebody_may_use_an_entitlement_and_somebody_may_not(answered: list[Watched]) -> None:
    """Otherwise there would be nothing to compare."""
    for held in (True, False):
        statuses = {tuple(answer.status for answer in each.answers[3:6]) for each in answered if each.held is held}
        assert statuses == {(409, 409, 409), (201, 201, 409), (201, 201, 201)}


# --- telling them apart -------------------------------------------------------------------------------------


def test_no_better_than_chance(answered: list[Watched]) -> None:
    found = observe(answered)
    assert not {name: trial for name, trial in found.items() if trial.better_than_chance}


@pytest.mark.parametrize("way", WAYS)
def test_no_better_than_chance_at_any_way_of_being_held(answered: list[Watched], way: str) -> None:
    """A clue to few is a small part of all."""
    found = observe([each for each in answered if each.way == way])
    assert not {name: trial for name, trial in found.items() if trial.better_than_chance}


def test_but_for_the_time_the_same_is_said_byte_for_byte(answered: list[Watched]) -> None:
    """Whatever is said of one who is held is said of one who is not, and the other way round."""
    said: dict[str, dict[bool, set[tuple[object, ...]]]] = {}
    for each in answered:
        what = tuple(
            (answer.status, answer.headers_but("Date"), answer.body.replace(each.ref.encode(), b"-"))
            for answer in each.answers
        )
        said.setdefault(each.way, {True: set(), False: set()})[each.held].add(what)
    assert all(of_held == of_others for of_held, of_others in ((both[True], both[False]) for both in said.values()))


# --- and would be -------------------------------------------------------------------------------------------


def slower(answers: Sequence[Answer], by: float) -> tuple[Answer, ...]:
    return tuple(replace(answer, seconds=answer.seconds * by) for answer in answers)


@pytest.mark.parametrize("by", [2, 0.5])
def test_it_would_see_a_time_that_is_another(answered: list[Watched], by: float) -> None:
    """The noise of this machine does not hide a clue of that size."""
    leaking = [replace(each, answers=slower(each.answers, by)) if each.held else each for each in answered]
    assert observe(leaking)["best feature"].better_than_chance


@pytest.mark.parametrize("way", WAYS)
def test_it_would_see_a_byte_about_a_few(answered: list[Watched], way: str) -> None:
    def leak(each: Watched) -> Watched:
        if not each.held or each.way != way:
            return each
        *others, last = each.answers
        return replace(each, answers=(*others, replace(last, body=last.body + b"\n")))

    few = [leak(each) for each in answered if each.way == way]
    assert observe(few)["best feature"].better_than_chance
