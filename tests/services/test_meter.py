"""Counting is never in the way of what is counted: an answer that was recorded is given, counted or not."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from amlrisk.errors import ListMissing
from amlrisk.services.check_customer import check_customer
from amlrisk.services.meter import Meter, share
from amlrisk.services.metrics import Exposition
from amlrisk.services.system import System
from tests.systems import customer


def in_a_process(work: Callable[[], None]) -> int:
    """The exit status of a forked process that does it: what is shared between processes is set for good."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_a_folder_that_somebody_cleared_away_stops_no_check(system: System, tmp_path: Path) -> None:
    """As happens to temporary folders; a worker that is started after it finds nowhere to count."""
    folder = tmp_path / "counted"
    folder.mkdir()
    system.store.close()

    def worker() -> None:
        check_customer(system, customer())
        system.meter.request("api.check", 200, 0.1)
        with system.meter.refusals():
            system.meter.refused(ListMissing(source="un"))
        families = {family.name: family for family in Exposition(system).collect()}
        failed = {sample.labels["part"]: sample.value for sample in families["amlrisk_figures_failed"].samples}
        assert {part for part, value in failed.items() if value} == {"served"}
        assert families["amlrisk_customers"].samples[0].value == 1

    def server() -> None:
        share(folder)
        object.__setattr__(system, "meter", Meter())
        shutil.rmtree(folder)
        assert in_a_process(worker) == 0

    assert in_a_process(server) == 0
    assert system.store.assessments.count() == 1
