"""Pairs of customers whom the front line must not tell apart: one held by compliance, one who merely has no more.

A year passes: on the first day they are checked and valued, in the autumn some of what happens to them happens, in the
next spring the rest; then they are asked about. Everything happens through the services that people and systems use.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from amlrisk.policy.vocabulary import Grade
from amlrisk.review.authority import Role
from amlrisk.review.model import Action, Trigger
from amlrisk.services.check_customer import check_batch, take_in
from amlrisk.services.import_list import import_list
from amlrisk.services.membership import accept, invite
from amlrisk.services.open_case import TriggerEvent, open_case
from amlrisk.services.record_due_diligence import Findings, record_due_diligence
from amlrisk.services.save_value import keep_values, take_in_value
from amlrisk.services.system import System
from amlrisk.services.use_entitlement import use_entitlement
from tests.api.conftest import Home
from tests.cases import act, case_of, hired, officer
from tests.systems import customer

TIMES: Mapping[str, datetime] = {
    "spring": datetime(2026, 3, 10, 4, tzinfo=UTC),
    "autumn": datetime(2026, 9, 25, 4, tzinfo=UTC),
    "next_spring": datetime(2027, 4, 6, 4, tzinfo=UTC),
}

Facts = Mapping[str, Any]
#: What the customer is worth, by the tier that it earns.
WORTH: Mapping[str, Facts] = {
    "nothing": {"holdings": {"trust": "1000"}},
    "little": {"holdings": {"trust": "2000"}},
    "gold": {"holdings": {"trust": "600000"}},
    "as_much": {"holdings": {"trust": "700000"}},
    "platinum": {"holdings": {"trust": "2500000"}},
}
_PASSPORT = {"kind": "passport", "number": "RX9988776", "country": "RU"}
_EARLIER = "2026-03-01"
_PLAIN = customer()
_BEFORE_SPRING = {
    "relationship_on": _EARLIER,
    "policies": [{**each, "starts_on": _EARLIER} for each in _PLAIN["policies"]],
    "transactions": [{**each, "on": _EARLIER} for each in _PLAIN["transactions"]],
}
#: What is known of the customer beside it, by the grade that follows.
GRADED: Mapping[str, Facts] = {
    "general": {},
    "ordinary": {"annual_income": None},
    "high": {"events": [{"on": _EARLIER, "kind": "str"}] * 2},
    "unacceptable": {"subject": {**_PLAIN["subject"], "name": "Boris Demovich Testov", "documents": [_PASSPORT]}},
}


def raw(ref: str, grade: str) -> dict[str, Any]:
    """A customer as handed in."""
    return customer(ref, **{**_BEFORE_SPRING, **GRADED[grade]})


_FINDINGS = dict.fromkeys(("funds", "wealth", "purpose", "conclusion"), "已核实")

SERVICE = officer(Role.SERVICE)
ANALYST, REVIEWER, MANAGER = (officer(role) for role in (Role.ANALYST, Role.REVIEWER, Role.MANAGER))


@dataclass(frozen=True)
class Life:
    """What happens to a customer: for each time the words of ``World``, in their order."""

    spring: tuple[str, ...] = ()
    autumn: tuple[str, ...] = ()
    next_spring: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pair:
    held: Life
    merely: Life
    status: str
    tier: str = "standard"


_NEVER = Life(("general", "nothing"), next_spring=("little",))
_LESS = Life(("general", "gold"), next_spring=("nothing",))
_ENDED = Life(("general", "gold", "join"), next_spring=("nothing",))
_RENEWED = Life(("general", "gold", "join"), next_spring=("as_much", "use"))
_FIRST = Life(("general",), next_spring=("nothing",))
_GOLD = Life(("general", "gold"), next_spring=("use",))
_BACK = Life(("general", "gold"), ("nothing",), ("gold", "use"))

#: Every way in which compliance holds a customer, or did, beside somebody who is not held and has the same; both were
#: told to have the same before the last spring as well.
WAYS: Mapping[str, Pair] = {
    "unacceptable from the start": Pair(Life(("unacceptable", "platinum")), _NEVER, "not_available"),
    "unacceptable since today": Pair(Life(("general", "gold"), next_spring=("unacceptable",)), _LESS, "not_available"),
    "suspended member": Pair(Life(("general", "gold"), ("join",), ("use", "unacceptable")), _ENDED, "not_available"),
    "high without approval": Pair(Life(("high", "gold"), next_spring=("platinum",)), _NEVER, "not_available"),
    "high since today": Pair(Life(("general", "gold"), next_spring=("high",)), _LESS, "not_available"),
    "alert open": Pair(Life(("ordinary",), next_spring=("dispute", "gold")), _FIRST, "not_available"),
    "no assessment": Pair(Life(("unassessed",), next_spring=("gold",)), _FIRST, "not_available"),
    "review overdue": Pair(Life(("ordinary", "gold"), next_spring=("use", "platinum")), _GOLD, "active", "gold"),
    "alert open at gold": Pair(
        Life(("ordinary", "gold"), next_spring=("use", "dispute", "platinum")), _GOLD, "active", "gold"
    ),
    "member whose year is over": Pair(
        Life(("ordinary", "gold", "join"), next_spring=("platinum", "use")), _RENEWED, "active", "gold"
    ),
    "high and approved": Pair(Life(("high", "platinum"), ("approve",), ("use",)), _GOLD, "active", "gold"),
    "never evaluated": Pair(
        Life(("high",), next_spring=("unacceptable",)), Life(("general",), next_spring=("general",)), "under_review"
    ),
    "lifted": Pair(Life(("general", "gold"), ("unacceptable",), ("general", "use")), _BACK, "active", "gold"),
}


@dataclass(frozen=True)
class Somebody:
    ref: str
    pair: int
    way: str
    held: bool

    @property
    def life(self) -> Life:
        return WAYS[self.way].held if self.held else WAYS[self.way].merely


def people(pairs: int, rng: random.Random) -> list[Somebody]:
    """So many pairs of every way in turn, in no order: neither refs nor places tell anything."""
    refs = rng.sample(range(10**6), pairs * 2)
    ways = list(WAYS)
    found = [
        Somebody(f"C-{refs[2 * pair + held]:06}", pair, ways[pair % len(ways)], bool(held))
        for pair in range(pairs)
        for held in (0, 1)
    ]
    rng.shuffle(found)
    return found


@dataclass
class World:
    """An installation in which lives are led. ``rng`` says who makes how much use of what."""

    home: Home
    system: System
    rng: random.Random
    used: dict[str, int] = field(default_factory=dict)

    def live(self, everybody: Sequence[Somebody], time: str) -> None:
        """What happens to them at one of ``TIMES``; everybody comes to work on the first."""
        self.home.clock.now = TIMES[time]
        if time == "spring":
            for person in (ANALYST, REVIEWER, MANAGER, SERVICE):
                hired(self.system, person)
        for source in ("terror", "watch"):
            import_list(self.system, source, [self.home.path / f"{source}.csv"], actor="test")
        for place in range(max(len(getattr(each.life, time)) for each in everybody)):
            for word, those in self._grouped(everybody, time, place):
                self.happen(word, those)

    def _grouped(self, everybody: Iterable[Somebody], time: str, place: int) -> Iterator[tuple[str, list[str]]]:
        found: dict[str, list[str]] = {}
        for each in everybody:
            words = getattr(each.life, time)
            if place < len(words):
                found.setdefault(words[place], []).append(each.ref)
        yield from found.items()

    def happen(self, word: str, refs: Sequence[str]) -> None:
        if word in GRADED:
            answers = check_batch(self.system, [raw(ref, word) for ref in refs], actor="test")
            assert {each["grade"] for each in answers if isinstance(each, dict)} == {word}, word
        elif word in WORTH:
            self._value(word, refs)
        else:
            one: Callable[[str], None] = getattr(self, f"_{word}")
            for ref in refs:
                one(ref)

    def _value(self, word: str, refs: Sequence[str]) -> None:
        values = [take_in_value(self.system, {"ref": ref, **WORTH[word]}) for ref in refs]
        with self.system.store.transaction():
            self.system.store.customers.hold(refs)
            keep_values(self.system, values, "value_changed", self.system.now())

    def _unassessed(self, ref: str) -> None:
        self.system.store.customers.save(take_in(self.system, raw(ref, "general")), self.system.now())

    def _join(self, ref: str) -> None:
        invite(self.system, SERVICE, ref)
        accept(self.system, SERVICE, ref)

    def _use(self, ref: str) -> None:
        self.used[ref] = self.rng.randrange(3)
        for _ in range(self.used[ref]):
            use_entitlement(self.system, SERVICE, ref, "events")

    def _dispute(self, ref: str) -> None:
        open_case(self.system, "test", TriggerEvent(customer=ref, trigger=Trigger.DISPUTE, text="对等级有异议"))

    def _approve(self, ref: str) -> None:
        record_due_diligence(self.system, ANALYST, Findings(customer=ref, **_FINDINGS))
        case = act(self.system, ANALYST, case_of(self.system, ref), Action.PROPOSE, grade=Grade.HIGH)
        act(self.system, REVIEWER, case, Action.CONFIRM)
        act(self.system, MANAGER, case_of(self.system, ref), Action.APPROVE)
