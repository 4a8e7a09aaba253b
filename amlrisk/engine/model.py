"""What goes to an engine and what comes back, as bytes that any process or machine can be sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import msgspec

from amlrisk import __version__
from amlrisk.facts.digest import digest
from amlrisk.grading.engine import ENGINE
from amlrisk.grading.model import Assessment, ListVersion
from amlrisk.jobs.run import Job
from amlrisk.policy.model import Rules
from amlrisk.screening.index import Index
from amlrisk.services.assessing import Assessor, Occasion
from amlrisk.services.system import System


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """A customer to be graded. ``facts`` is the customer's canonical JSON, compressed or not; the others are JSON of
    ``Current``, of a list of ``RecordedDisposition`` and of ``Override``, None where there is nothing.
    """

    ref: str
    facts_digest: str
    facts: bytes
    before: bytes | None = None
    dispositions: bytes | None = None
    override: bytes | None = None


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """The assessment's canonical JSON, compressed as the store keeps it; or why there is none.

    ``failure`` is an error code (``unexpected`` for a defect), ``detail`` says more.
    """

    ref: str
    document: bytes | None = None
    failure: str | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Briefing:
    """What all who are graded at once are graded by. Small, and can be pickled: the index travels by itself."""

    rules: Rules
    lists: tuple[ListVersion, ...]
    index: str
    occasion: Occasion
    program: tuple[str, str] = (__version__, ENGINE)

    @classmethod
    def of(cls, assessor: Assessor, occasion: Occasion) -> Briefing:
        in_force = assessor.in_force
        return cls(rules=assessor.rules, lists=in_force.lists, index=in_force.index.version, occasion=occasion)


class Engine(Protocol):
    """How a grading of many is done: which processes or machines do the work. What comes of it is the same."""

    def take(self, system: System, job: Job) -> Job:
        """The grading, to be conducted like any other; ``system`` is where it is read and recorded."""
        ...


class Remote(Protocol):
    """Whoever grades what is sent. ``batch`` is how many customers it is worth to be asked about at a time."""

    @property
    def batch(self) -> int: ...

    def grade(self, briefing: Briefing, index: Index, asks: Sequence[Ask]) -> list[Answer]:
        """An answer for every ask, in order; one customer's trouble is an answer, and stops nobody.

        Raises ``EngineFailed`` where it could not work at all: then there is no answer at all.
        """
        ...


def outcome_digest(assessment: Assessment) -> str:
    """SHA-256 over all of an assessment but its id, which is drawn anew each time: equal for equal engines."""
    return digest(msgspec.structs.replace(assessment, id=""))
