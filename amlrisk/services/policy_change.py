"""Whether the policy in force is the one that customers were graded under."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from amlrisk.errors import PolicyReplaced
from amlrisk.services.system import System

_CHECK = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class PolicyInForce:
    """The pack at work and the day since which what it says has been the same: ``since`` is that day's beginning."""

    digest: str
    edition: date
    since: datetime


def edition_in_force(system: System) -> date:
    """The day from which what the pack says today is in force; raises ``PolicyNotInForce``."""
    on = system.rules().on
    return max(day for day in system.pack.turning_days() if day <= on)


def policy_in_force(system: System) -> PolicyInForce:
    edition = edition_in_force(system)
    since = datetime.combine(edition, time(), system.settings.timezone)
    return PolicyInForce(digest=system.pack.digest, edition=edition, since=since)


def graded_otherwise(system: System) -> list[str]:
    """Whose current grade was made under another pack or an edition before the one in force, in order.

    They are asked, not the calendar: whoever was missed when the policy changed (nobody ran, a run was cancelled, one
    of them failed) is found on any later day. Who was never graded is not among them.
    """
    policy = policy_in_force(system)
    # A check takes its time when it is recorded, and its rules when it begins.
    return system.store.assessments.graded_otherwise(policy.digest, policy.since, policy.since + _CHECK)


def require_policy(system: System) -> None:
    """Raises ``PolicyReplaced`` where the installation has gone over to another pack than this process works with."""
    active = system.store.packs.active()
    if active is not None and active != system.pack.digest:
        raise PolicyReplaced(working=system.pack.digest[:12], active=active[:12])
