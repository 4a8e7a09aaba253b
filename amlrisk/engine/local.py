"""Forked processes of this machine, which share the index's memory: the way of every run (``jobs/crew.py``)."""

from __future__ import annotations

from amlrisk.jobs.run import Job
from amlrisk.services.system import System


class LocalEngine:
    """Each process reads, grades and records its own part of the customers. As many as the settings say."""

    def take(self, system: System, job: Job) -> Job:
        return job
