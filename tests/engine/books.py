"""Books of customers for the engines."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

import msgspec

from amlrisk.engine.asking import asks_of
from amlrisk.engine.model import Answer, Ask, Briefing, Remote, outcome_digest
from amlrisk.engine.run import asking
from amlrisk.engine.worker import Worker
from amlrisk.grading.model import Assessment
from amlrisk.jobs.run import Job
from amlrisk.screening.index import Index
from amlrisk.services.assessing import Assessor, Occasion
from amlrisk.services.import_customers import import_customers
from amlrisk.services.system import System
from amlrisk.store.codec import unpacked
from tests.systems import NAMESAKE, customer

_decoder = msgspec.json.Decoder(Assessment)


def fill(system: System, count: int) -> list[str]:
    """Every seventh, the first among them, shares a listed name."""
    refs = [f"C-{number:05d}" for number in range(count)]
    path = system.settings.home / "book.jsonl"
    lines = [json.dumps(customer(ref, subject=NAMESAKE) if n % 7 == 0 else customer(ref)) for n, ref in enumerate(refs)]
    path.write_text("\n".join(lines), encoding="utf-8")
    import_customers(system, path, path.with_suffix(".rejects"), actor="test")
    return refs


class Neighbour:
    """A remote engine in this very process, which does something before it answers, each time another thing."""

    def __init__(self, *first: Callable[[], object]) -> None:
        self.batch = 25
        self._first = list(first)

    def take(self, system: System, job: Job) -> Job:
        return asking(system, self, job)

    def grade(self, briefing: Briefing, index: Index, asks: Sequence[Ask]) -> list[Answer]:
        answers = Worker(briefing, index).answers(asks, briefing.occasion)
        if self._first:
            self._first.pop(0)()
        return answers


def asked(system: System, remote: Remote) -> list[Answer]:
    """What it says of everybody, for no run."""
    assessor = Assessor.of(system)
    briefing = Briefing.of(assessor, Occasion("run", system.now()))
    return remote.grade(briefing, assessor.in_force.index, asks_of(system, assessor, system.store.customers.all_refs()))


def read(answer: Answer) -> Assessment:
    assert answer.document is not None, answer.detail
    return _decoder.decode(unpacked(answer.document))


def digests(answers: list[Answer]) -> dict[str, str]:
    return {answer.ref: outcome_digest(read(answer)) for answer in answers}
