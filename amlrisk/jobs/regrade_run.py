"""The runs that keep grades true: due reviews, a policy that changed, a list that changed."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from amlrisk.grading.model import ListVersion
from amlrisk.jobs.grade_run import Scope, conduct_grading, grade_run, grading
from amlrisk.jobs.processes import spread
from amlrisk.jobs.run import Job, Progress, silent
from amlrisk.services.assessing import Assessor
from amlrisk.services.identity import SYSTEM
from amlrisk.services.policy_change import graded_otherwise
from amlrisk.services.screened import ListStep, Unscreened, as_scope, record_screened, unscreened
from amlrisk.services.system import System
from amlrisk.services.touched import touched
from amlrisk.store.list_history import ListHistory
from amlrisk.store.runs import Run, RunKind


def regrade_all(system: System, *, cause: str, actor: str = SYSTEM, progress: Progress = silent) -> Run:
    """Everybody, whatever their grade rests on."""
    return grade_run(system, Scope("all"), cause=cause, actor=actor, progress=progress)


def regrade_due(system: System, *, cause: str, actor: str = SYSTEM, progress: Progress = silent) -> Run:
    """Whose grade does not hold any more today; and whoever failed and was not graded since."""
    return grade_run(system, Scope("due"), cause=cause, actor=actor, progress=progress)


def regrade_after_policy(
    system: System, *, cause: str = "policy_changed", actor: str = SYSTEM, progress: Progress = silent
) -> Run | None:
    """Whoever was graded under another pack, or an edition before the one in force; None where there is nobody."""
    if not graded_otherwise(system):
        return None
    return conduct_grading(system, lambda: policy_job(system, cause, actor), progress)


def rescreen(
    system: System, source: str, *, cause: str = "list_changed", actor: str = SYSTEM, progress: Progress = silent
) -> Run | None:
    """Whom the changes of a list touch, since everybody was screened against it last; None where it did not change.

    Who is touched is told step by step, version by version: what came with one and left with the next is not in the
    difference between the first and the last.
    """
    waiting = any(each.source == source for each in unscreened(system))
    if not waiting and system.store.runs.unfinished(RunKind.RESCREEN, source) is None:
        return None
    return conduct_grading(system, lambda: rescreen_job(system, source, cause, actor), progress)


def rescreen_changed(system: System, *, cause: str = "list_changed", actor: str = SYSTEM) -> Iterator[Run]:
    """A run for each list that changed; those that other processes work on are passed over by ``RunInProgress``."""
    for each in unscreened(system):
        run = rescreen(system, each.source, cause=cause, actor=actor)
        if run is not None:
            yield run


def policy_job(system: System, cause: str, actor: str) -> Job:
    return grading(system, RunKind.POLICY, lambda: graded_otherwise(system), cause=cause, actor=actor, grows=True)


def rescreen_job(system: System, source: str, cause: str, actor: str) -> Job:
    """Its scope does not grow: who is done was screened against the version it began with, and what came after that
    waits for a run of its own.
    """
    read_at = system.now()
    changed = next((each for each in unscreened(system) if each.source == source), None)
    everybody = changed is not None and changed.everybody
    # Who is graded is screened against all lists: where that is everybody, none of them is left to do.
    lists = [each for each in Assessor.of(system).in_force.lists if everybody or each.source == source]
    return grading(
        system,
        RunKind.RESCREEN,
        lambda: [] if changed is None else whom_it_touches(system, changed),
        cause=cause,
        actor=actor,
        subject=source,
        scope={"whom": "touched", **as_scope(lists, read_at)},
        at_the_end=lambda run: record_screened(system, run),
    )


def whom_it_touches(system: System, changed: Unscreened) -> list[str]:
    """Refs of the customers whom the changes of a list concern, in order."""
    if changed.everybody:
        return system.store.assessments.graded()
    refs, through = set[str](), spread(system.settings.processes)
    for step in changed.steps:
        refs.update(touched(system, *_around(system, step), through=through).refs)
    return sorted(refs)


def _around(system: System, step: ListStep) -> tuple[list[ListVersion], list[ListVersion]]:
    """All lists as they were in force just before and just after a version of one came.

    Not that list alone: how much a name weighs depends on all of them. Each step of each list is looked at in the run
    of that list, and together they are the whole way that the installation went.
    """
    contents = ListHistory(system.store.database)
    before, after = [], []
    for each in Assessor.of(system).in_force.lists:
        if each.source == step.source:
            before.append(msgspec.structs.replace(each, content_sha256=step.before))
            after.append(msgspec.structs.replace(each, content_sha256=step.after))
        elif (then := contents.content_at(each.source, step.since)) is not None:
            then_in_force = msgspec.structs.replace(each, content_sha256=then)
            before.append(then_in_force)
            after.append(then_in_force)
    return before, after
