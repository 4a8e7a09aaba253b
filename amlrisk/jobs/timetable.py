"""What is done when: the jobs of an installation, each with its times and its work.

Every work finds by itself what is left to do, so that a turn that came to nothing costs a day at most and misses
nobody. ``docs/operations.md`` says when what happens.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo

from amlrisk.errors import AmlriskError
from amlrisk.jobs.processes import spread
from amlrisk.jobs.regrade_run import regrade_after_policy, regrade_all, regrade_due, rescreen
from amlrisk.jobs.run import close_cancelled, is_left_behind
from amlrisk.jobs.sync_run import sync_run
from amlrisk.jobs.take_up import resume_run
from amlrisk.jobs.tier_run import TierScope, Whom, tier_run
from amlrisk.jobs.turns import DONE, NOTHING, Job, Said
from amlrisk.policy.model import Text
from amlrisk.services.alarm_cases import see_to_alarms
from amlrisk.services.due_work import newcomers
from amlrisk.services.escalate_cases import escalate_cases
from amlrisk.services.expire_entries import expire_entries, expired_since
from amlrisk.services.forecast import keep_forecast
from amlrisk.services.screened import unscreened
from amlrisk.services.sync_lists import next_syncs
from amlrisk.services.system import System
from amlrisk.services.touched import prepare
from amlrisk.store.runs import Run, RunStatus
from amlrisk.watchlist.refresh import Schedule

ACTOR = "scheduler"
_CAUSE = "schedule"

_HOURLY = Schedule(every_hours=1)
_DAY_HOURS = 24


def jobs_of(system: System) -> list[Job]:
    """Every job of the installation; those of lists are by source, also where it is not time for them ever."""
    daily, zone = Schedule(every_hours=_DAY_HOURS, at=system.settings.daily_at), system.settings.timezone
    return [
        *(_sync(each.name, each.sync, zone) for each in system.catalogue.sources.values() if each.sync),
        *(_expire(each.name) for each in system.catalogue.sources.values() if each.mapping),
        *(_rescreen(source, daily, zone) for source in system.catalogue.sources),
        _books(daily, zone),
        _left_behind(),
        _timed(
            system,
            "policy",
            Text(zh="政策变更后重新评级", en="re-grading after a policy change"),
            "policy",
            _HOURLY,
            _policy,
        ),
        _timed(system, "alarms", Text(zh="名单警报", en="alarms of lists"), "alarms", _HOURLY, _alarms),
        _timed(system, "due", Text(zh="到期重新评级", en="re-grading of what is due"), "daily", daily, _due),
        _timed(system, "tiers", Text(zh="客户价值评定", en="appraisal of tiers"), "daily", daily, _tiers),
        _timed(
            system, "escalate", Text(zh="逾期案件上报", en="escalation of overdue cases"), "daily", daily, _escalate
        ),
        _timed(system, "forecast", Text(zh="复核工作量预测", en="forecast of reviews"), "daily", daily, _forecast),
    ]


def _timed(  # noqa: PLR0913, PLR0917 - what a job is
    system: System, name: str, title: Text, lane: str, schedule: Schedule, work: Callable[[System], Said]
) -> Job:
    zone = system.settings.timezone
    return Job(
        name=name,
        title=title,
        lane=lane,
        due_at=lambda system: schedule.latest(system.now(), zone),
        work=work,
        missed=lambda earlier, later: schedule.between(earlier, later, zone),
    )


# --- lists --------------------------------------------------------------------------------------------


def _sync(source: str, schedule: Schedule, zone: tzinfo) -> Job:
    """Due at the times of the catalogue, unless somebody refreshed the list since."""

    def due_at(system: System) -> datetime | None:
        due = next_syncs(system).get(source)
        return None if due is None or due > system.now() else schedule.latest(system.now(), zone)

    return Job(
        name=f"sync:{source}",
        title=Text(zh=f"更新名单 {source}", en=f"refresh of list {source}"),
        lane="lists",
        due_at=due_at,
        work=lambda system: _synced(system, source),
        missed=lambda earlier, later: schedule.between(earlier, later, zone),
    )


def _synced(system: System, source: str) -> Said:
    """A failure is recorded as an attempt and told by the alarms: the next time of the schedule tries again."""
    due = next_syncs(system).get(source)
    if due is None or due > system.now():
        return Said(NOTHING, Text(zh="其间已更新", en="was refreshed meanwhile"))
    try:
        run = sync_run(system, [source], cause=_CAUSE, actor=ACTOR)
    finally:
        see_to_alarms(system, actor=ACTOR)
    for failure in system.store.runs.failures(run.id):
        return Said(failure.code, Text(zh=f"未更新，批次 {run.id}", en=f"not refreshed, run {run.id}: {failure.text}"))
    return Said(DONE, Text(zh=f"已更新或确认，批次 {run.id}", en=f"refreshed or confirmed, run {run.id}"))


def _expire(source: str) -> Job:
    """When a day is over that is the last of an entry: first thing on the next."""

    def work(system: System) -> Said:
        left = expire_entries(system, source, actor=ACTOR)
        if left is None:
            return Said(NOTHING, Text(zh="无条目到期", en="no entry has ended"))
        ended = len(left.removed)
        return Said(DONE, Text(zh=f"{ended} 个条目到期移出", en=f"{ended} entries have ended"))

    title = Text(zh=f"名单 {source} 到期条目移出", en=f"entries of list {source} that end")
    return Job(
        name=f"expire:{source}",
        title=title,
        lane="expiry",
        due_at=lambda system: expired_since(system, source),
        work=work,
    )


def _rescreen(source: str, daily: Schedule, zone: tzinfo) -> Job:
    """At once when a version came into force, however it did; and every day, should that have come to nothing."""

    def due_at(system: System) -> datetime | None:
        since, now = system.store.list_versions.in_force_since().get(source), system.now()
        if since is None:
            return None
        every_day = daily.latest(now, zone)
        return max(since, every_day) if since <= now else every_day

    def work(system: System) -> Said:
        anew = [each.source for each in unscreened(system) if each.everybody]
        if source in anew and len(anew) > 1:
            # Of several lists nobody knows who was screened against them: everybody once, not once for each.
            return _said_of(regrade_all(system, cause="list_changed", actor=ACTOR))
        return _said_of(rescreen(system, source, cause="list_changed", actor=ACTOR))

    title = Text(zh=f"名单 {source} 变更后回溯筛查", en=f"re-screening after a change of list {source}")
    return Job(name=f"rescreen:{source}", title=title, lane="changes", due_at=due_at, work=work)


def _books(daily: Schedule, zone: tzinfo) -> Job:
    """After every change of a list, when whom it touches has been graded, and every day: whoever came since, or whose
    facts changed, is found by the next change as quickly as everybody else.
    """

    def due_at(system: System) -> datetime | None:
        now = system.now()
        changed = [since for since in system.store.list_versions.in_force_since().values() if since <= now]
        return None if not changed or unscreened(system) else max(*changed, daily.latest(now, zone))

    def work(system: System) -> Said:
        prepare(system, through=spread(system.settings.processes))
        return Said(DONE, Text(zh="已备妥，供下次名单变更使用", en="ready for the next change of a list"))

    title = Text(zh="客户姓名索引", en="index of the customers' names")
    return Job(name="books", title=title, lane="books", due_at=due_at, work=work)


#: Minutes after which a run that nobody works on is taken up again: asked for, left by a process that died, stopped.
_PATIENCE = {RunStatus.WAITING: 1, RunStatus.RUNNING: 5, RunStatus.STOPPED: 60}


def _left_behind() -> Job:
    """Runs that somebody wants taken up again, and those that nobody works on any more."""

    def due_at(system: System) -> datetime | None:
        left = _runs_left_behind(system)
        if not left:
            return None
        now = system.now().replace(second=0, microsecond=0)
        minutes = min(_PATIENCE.get(run.status, max(_PATIENCE.values())) for run in left)
        return now - timedelta(minutes=now.minute % minutes)

    def work(system: System) -> Said:
        runs, failed = 0, list[str]()
        for run in _runs_left_behind(system):
            try:
                close_cancelled(system, run) if run.cancel_at else resume_run(system, run.id)
                runs += 1
            except AmlriskError as error:  # one that cannot go on does not keep the others from it
                failed.append(f"{run.id} [{error.code}]")
        zh, en = f"续跑 {runs} 个批次", f"{runs} runs taken up again"
        if failed:
            return Said("not_taken_up", Text(zh=f"{zh}，未能续跑：{failed}", en=f"{en}, not so {failed}"))
        return Said(DONE if runs else NOTHING, Text(zh=zh, en=en))

    title = Text(zh="续跑中断的批次", en="runs taken up again")
    return Job(name="runs", title=title, lane="runs", due_at=due_at, work=work)


def _runs_left_behind(system: System) -> list[Run]:
    return [run for run in system.store.runs.all_unfinished() if is_left_behind(system, run)]


def _policy(system: System) -> Said:
    return _said_of(regrade_after_policy(system, actor=ACTOR))


def _alarms(system: System) -> Said:
    seen = see_to_alarms(system, actor=ACTOR)
    zh = f"警报 {len(seen.open)} 项，新增 {seen.opened}，解除 {seen.closed}"
    return Said(DONE, Text(zh=zh, en=f"{len(seen.open)} alarms, {seen.opened} new, {seen.closed} over"))


# --- every day ----------------------------------------------------------------------------------------


def _due(system: System) -> Said:
    """Grade again whoever is due; then say who is new, past the policy's days, and still without a grade."""
    said = _said_of(regrade_due(system, cause=_CAUSE, actor=ACTOR))
    late = newcomers(system).late
    if not late:
        return said
    text = Text(
        zh=f"{said.text.zh}；新客户逾期未评级 {late} 名", en=f"{said.text.en}; {late} new customers are graded too late"
    )
    return Said("newcomers_late", text, again=True)


def _tiers(system: System) -> Said:
    return _said_of(tier_run(system, TierScope(Whom.ALL), cause=_CAUSE))


def _escalate(system: System) -> Said:
    done = escalate_cases(system, actor=ACTOR)
    return Said(DONE if done else NOTHING, Text(zh=f"上报 {len(done)} 件", en=f"{len(done)} escalated"))


def _forecast(system: System) -> Said:
    made = keep_forecast(system)
    cases = sum(line.cases for line in made.lines)
    return Said(DONE, Text(zh=f"{made.months} 个月需人工 {cases} 件", en=f"{cases} for people in {made.months} months"))


def _said_of(run: Run | None) -> Said:
    """A run that somebody cancelled, or that left customers behind, is not tried again by itself before its time."""
    if run is None:
        return Said(NOTHING, Text(zh="无须处理", en="nothing to do"))
    zh = f"批次 {run.id}：{run.total} 名，完成 {run.done}，失败 {run.failed}"
    text = Text(zh=zh, en=f"run {run.id}: {run.total} customers, {run.done} done, {run.failed} failed")
    if run.status is not RunStatus.DONE:
        return Said(run.status.value, text)
    return Said(DONE if run.total else NOTHING, text)
