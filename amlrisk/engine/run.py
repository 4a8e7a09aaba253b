"""A run by an engine of one's choice, under the lease and rules of every run."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date

import msgspec
import structlog

from amlrisk.engine.asking import asks_of
from amlrisk.engine.model import Answer, Ask, Briefing, Engine, Remote
from amlrisk.facts.model import Customer
from amlrisk.grading.model import Assessment
from amlrisk.jobs.grade_run import (
    Grader,
    Ready,
    Scope,
    assessor_under,
    conduct_grading,
    grade_chunk,
    grade_job,
    graded_here,
)
from amlrisk.jobs.run import Job, Progress, silent
from amlrisk.services.assessing import Assessor, Occasion
from amlrisk.services.identity import SYSTEM
from amlrisk.services.regrade import Graded
from amlrisk.services.same_lists import ListsMoved
from amlrisk.services.system import System
from amlrisk.store.codec import unpacked
from amlrisk.store.current import Current, Entry
from amlrisk.store.runs import Run

log = structlog.get_logger(__name__)

_facts = msgspec.json.Decoder(Customer)
_before = msgspec.json.Decoder(Current)
_assessment = msgspec.json.Decoder(Assessment)

#: What one transaction records: others who write wait for no more than that.
_RECORDED = 2000


def regrade_by(system: System, engine: Engine, *, cause: str, actor: str = SYSTEM, progress: Progress = silent) -> Run:
    """Everybody, graded by the engine; the finished run. Stopped midway, it goes on by any engine, or by none.

    Raises what ``grade_run`` raises, and ``EngineFailed``: what was recorded stays.
    """
    return conduct_grading(
        system, lambda: engine.take(system, grade_job(system, Scope("all"), cause=cause, actor=actor)), progress
    )


def asking(system: System, remote: Remote, job: Job) -> Job:
    """The same grading: one process reads and records here, and what lies between is done where it is sent."""
    edition = date.fromisoformat(job.versions["edition"])

    def chunk(run: str, refs: Sequence[str]) -> None:
        left = list(refs)
        while left:
            # The lists are taken as they are now; answers made with earlier ones are not recorded.
            assessor = assessor_under(system, edition)
            ahead = _asked(system, remote, assessor, run, left)
            try:
                while left:
                    assessor_under(system, edition)
                    grade_chunk(system, assessor, run, left[:_RECORDED], by=ahead)
                    del left[:_RECORDED]
            except ListsMoved:
                log.info("lists_moved", run=run, first=left[0])

    return dataclasses.replace(job, chunk=chunk, chunk_size=remote.batch, alone=True)


def _asked(system: System, remote: Remote, assessor: Assessor, run: str, refs: Sequence[str]) -> Grader:
    """Ask about all of them at once; a grader that hands out what was answered.

    Whoever could not be graded there is tried here, so that the reason is logged and recorded as it always is.
    """
    asks = asks_of(system, assessor, refs)
    briefing = Briefing.of(assessor, Occasion("run", system.now(), run))
    answers = remote.grade(briefing, assessor.in_force.index, asks)
    found = {ask.ref: (ask, answer) for ask, answer in zip(asks, answers, strict=True) if answer.document is not None}

    def handed_out(
        system: System, assessor: Assessor, run: str, some: Sequence[str]
    ) -> tuple[dict[str, Ready], list[tuple[str, Exception]]]:
        ready = {ref: _ready(*found[ref]) for ref in some if ref in found}
        tried, failed = graded_here(system, assessor, run, [ref for ref in some if ref not in found])
        return ready | tried, failed

    return handed_out


def _ready(ask: Ask, answer: Answer) -> Ready:
    assert answer.document is not None
    document = unpacked(answer.document)
    assessment = _assessment.decode(document)
    entry = Entry.of(assessment, document)
    before = None if ask.before is None else _before.decode(ask.before)
    return Ready(Graded(assessment, _facts.decode(unpacked(ask.facts)), before, entry.sha256), entry)
