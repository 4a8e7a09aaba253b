"""What a new assessment means for the customer's case."""

from __future__ import annotations

from collections.abc import Sequence

from amlrisk.grading.model import Assessment
from amlrisk.policy.model import Rules
from amlrisk.screening.model import Disposition
from amlrisk.services.regrade import Graded
from amlrisk.services.system import System


def follow_up(system: System, rules: Rules, graded: Sequence[Graded], *, acted: object = None) -> None:
    """Nothing yet."""


def decided_elsewhere(system: System, made: Disposition, id: int, assessment: Assessment) -> object:
    return None
