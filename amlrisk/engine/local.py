"""Customers graded by forked processes of this machine, which share the index's memory."""

from __future__ import annotations

from collections.abc import Sequence

from amlrisk.engine.model import Answer, Ask, Briefing
from amlrisk.engine.worker import Worker
from amlrisk.jobs.processes import ordered_map
from amlrisk.screening.index import Index

_CHUNK = 500


class LocalEngine:
    """Grades with ``processes`` processes; with one, in this one."""

    def __init__(self, processes: int = 1, batch: int = 20_000) -> None:
        self._processes = processes
        self.batch = batch

    def grade(self, briefing: Briefing, index: Index, asks: Sequence[Ask]) -> list[Answer]:
        """An answer for every ask, in order."""
        worker = Worker(briefing, index)
        chunks = [asks[start : start + _CHUNK] for start in range(0, len(asks), _CHUNK)]
        processes = min(self._processes, len(chunks))
        found = ordered_map(lambda chunk: worker.answers(chunk, briefing.occasion), chunks, processes)
        return [answer for answers in found for answer in answers]
