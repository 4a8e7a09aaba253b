"""How an installation stands, part by part. Labels are lists, kinds, states and codes: no customer, no name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from amlrisk.services.list_status import ListState, list_states
from amlrisk.services.sync_lists import next_syncs
from amlrisk.services.system import System
from amlrisk.store.case_filter import CaseFilter
from amlrisk.watchlist.alarms import AlarmKind

_Rows = Iterable[tuple[tuple[str, ...], float]]


def gauge(name: str, text: str, rows: _Rows, labels: Sequence[str] = ()) -> Metric:
    """A family of ``rows`` (values of the ``labels``, figure)."""
    return _filled(GaugeMetricFamily(name, text, labels=labels), rows)


def counter(name: str, text: str, rows: _Rows, labels: Sequence[str] = ()) -> Metric:
    """The same for what only grows; the name ends in ``_total`` when it is told."""
    return _filled(CounterMetricFamily(name, text, labels=labels), rows)


def _filled(family: GaugeMetricFamily | CounterMetricFamily, rows: _Rows) -> Metric:
    for values, figure in rows:
        family.add_metric(list(values), figure)
    return family


# --- what serving processes counted ----------------------------------------------------------------------


def _served(system: System, now: datetime) -> Iterable[Metric]:
    return system.meter.registry().collect()


# --- lists ------------------------------------------------------------------------------------------------


def _lists(system: System, now: datetime) -> Iterable[Metric]:
    states = [each for each in list_states(system, now) if _matters(each)]
    held = [(each, each.info) for each in states if each.info is not None]
    one = ("list",)
    yield gauge(
        "amlrisk_list_required",
        "1 where checks stop without the list",
        [((each.source.name,), float(each.source.required)) for each in states],
        one,
    )
    yield gauge(
        "amlrisk_list_age_seconds",
        "Since the list in force was last obtained or confirmed",
        [((each.source.name,), (now - info.fetched_at).total_seconds()) for each, info in held],
        one,
    )
    yield gauge(
        "amlrisk_list_max_age_seconds",
        "The age at which it is too old",
        [((each.source.name,), each.source.max_age_days * 86_400.0) for each in states],
        one,
    )
    yield gauge(
        "amlrisk_list_entities",
        "Entities on the list in force",
        [((each.source.name,), float(info.entities)) for each, info in held],
        one,
    )
    yield gauge(
        "amlrisk_list_alarm",
        "1 where somebody must look after the list: missing, stale, nearing its maximum age, failing to refresh",
        [
            ((each.source.name, kind.value), float(any(alarm.kind is kind for alarm in each.alarms)))
            for each in states
            for kind in AlarmKind
        ],
        ("list", "kind"),
    )
    yield gauge(
        "amlrisk_list_quarantined",
        "1 where a version was kept out that is newer than the one in force",
        [((each.source.name,), float(each.quarantined is not None)) for each in states],
        one,
    )


def _refreshing(system: System, now: datetime) -> Iterable[Metric]:
    states = [each for each in list_states(system, now) if _matters(each)]
    tried = [(each, each.attempt) for each in states if each.attempt is not None]
    one = ("list",)
    yield gauge(
        "amlrisk_list_sync_failures",
        "Attempts to refresh the list that failed in a row, up to the last",
        [((each.source.name,), float(each.failures)) for each in states],
        one,
    )
    yield gauge(
        "amlrisk_list_last_sync",
        "1 for what came of the last attempt: imported, confirmed, not_modified, or an error code",
        [((each.source.name, attempt.outcome), 1.0) for each, attempt in tried],
        ("list", "outcome"),
    )
    yield gauge(
        "amlrisk_list_last_sync_timestamp_seconds",
        "When the last attempt ended",
        [((each.source.name,), attempt.at.timestamp()) for each, attempt in tried],
        one,
    )
    yield gauge(
        "amlrisk_list_sync_due_timestamp_seconds",
        "When the list is to be refreshed next, by its schedule",
        [((name,), at.timestamp()) for name, at in next_syncs(system).items()],
        one,
    )
    yield counter(
        "amlrisk_list_syncs",
        "Attempts to refresh the list, by what came of them",
        [(key, float(number)) for key, number in system.store.figures.refreshes().items()],
        ("list", "outcome"),
    )


def _matters(state: ListState) -> bool:
    """Whether the catalogue's source is in use here, or was meant to be."""
    return bool(state.source.required or state.info or state.quarantined or state.attempt)


# --- runs and jobs ----------------------------------------------------------------------------------------


def _runs(system: System, now: datetime) -> Iterable[Metric]:
    figures, kind = system.store.figures, ("kind",)
    last, under_way = figures.last_runs(), figures.runs_under_way()
    kinds = [each.kind for each in last]
    yield gauge(
        "amlrisk_run_customers",
        "Of the last run of a kind: in scope, done, failed",
        [
            ((each.kind, state), float(number))
            for each in last
            for state, number in (("scope", each.total), ("done", each.done), ("failed", each.failed))
        ],
        ("kind", "state"),
    )
    yield gauge(
        "amlrisk_run_last",
        "1 for how the last run of a kind stands or ended",
        [((each.kind, each.status), 1.0) for each in last],
        ("kind", "status"),
    )
    yield gauge(
        "amlrisk_run_started_timestamp_seconds",
        "When the last run of a kind began",
        [((each.kind,), each.started_at.timestamp()) for each in last],
        kind,
    )
    yield gauge(
        "amlrisk_run_ended_timestamp_seconds",
        "When the last run of a kind ended; absent while it has not",
        [((each.kind,), each.finished_at.timestamp()) for each in last if each.finished_at is not None],
        kind,
    )
    yield gauge(
        "amlrisk_runs_under_way",
        "Runs that are not finished",
        [((each,), float(sum(of == each for of, _, _ in under_way))) for each in kinds],
        kind,
    )
    yield gauge(
        "amlrisk_runs_stalled",
        "Of these, runs that no living process works on: killed, stopped by an error, or waiting to be taken up",
        [((each,), float(sum(of == each and until < now for of, _, until in under_way))) for each in kinds],
        kind,
    )
    yield counter(
        "amlrisk_runs",
        "Runs that ended; of those that failed the closing reconciliation did not add up",
        [(key, float(number)) for key, number in figures.runs_ended().items()],
        ("kind", "status"),
    )
    yield gauge(
        "amlrisk_customers_failed",
        "Customers who failed in a run of grading and were not graded since",
        [((), float(len(system.store.runs.unhealed())))],
    )


def _jobs(system: System, now: datetime) -> Iterable[Metric]:
    # Not labelled "job": that is Prometheus's own word for whom it asks, and it would rename ours.
    turns, name = system.store.figures.last_turns(), ("name",)
    yield gauge(
        "amlrisk_job_due_timestamp_seconds",
        "The time of the job that had its turn last",
        [((each.job,), each.at.timestamp()) for each in turns],
        name,
    )
    yield gauge(
        "amlrisk_job_last",
        "1 for what came of a job's last turn: a word of the job, an error code, or running",
        [((each.job, each.outcome or "running"), 1.0) for each in turns],
        ("name", "outcome"),
    )
    yield gauge(
        "amlrisk_job_failed",
        "1 where a job's last turn failed and is to be tried again",
        [((each.job,), float(each.again)) for each in turns],
        name,
    )
    yield gauge(
        "amlrisk_job_stalled",
        "1 where whoever works on a job's turn has not been heard of in time",
        [((each.job,), float(each.finished_at is None and each.until < now)) for each in turns],
        name,
    )
    yield gauge(
        "amlrisk_job_missed",
        "Times of the job that passed unused just before its last turn",
        [((each.job,), float(each.missed)) for each in turns],
        name,
    )


# --- people's work ----------------------------------------------------------------------------------------


def _grading(system: System, now: datetime) -> Iterable[Metric]:
    everyone, ungraded = system.store.figures.customers()
    overdue = system.store.figures.reviews_overdue(system.today())
    yield gauge("amlrisk_customers", "Customers", [((), float(everyone))])
    yield gauge("amlrisk_customers_ungraded", "Customers who were never graded", [((), float(ungraded))])
    yield gauge("amlrisk_reviews_overdue", "Customers whose review was due before today", [((), float(overdue))])


def _cases(system: System, now: datetime) -> Iterable[Metric]:
    counts = system.store.cases.counts(CaseFilter(), system.today())
    yield gauge(
        "amlrisk_cases",
        "Open cases",
        [((state.value,), float(number)) for state, number in counts.by_state.items() if state.value != "closed"],
        ("state",),
    )
    yield gauge("amlrisk_cases_unassigned", "Open cases that nobody has", [((), float(counts.unassigned))])
    yield gauge("amlrisk_cases_overdue", "Open cases that were due before today", [((), float(counts.overdue))])
    escalated = system.store.figures.cases_escalated()
    yield gauge("amlrisk_cases_escalated", "Open cases that were escalated", [((), float(escalated))])


# --- other systems ----------------------------------------------------------------------------------------


def _webhooks(system: System, now: datetime) -> Iterable[Metric]:
    backlogs, receiver = system.store.webhooks.backlog(), ("receiver",)
    yield gauge(
        "amlrisk_webhook_pending",
        "Events a receiver is still to be told of",
        [((each.receiver,), float(each.pending)) for each in backlogs],
        receiver,
    )
    yield gauge(
        "amlrisk_webhook_oldest_seconds",
        "Since the first of these happened; 0 where there is none",
        [
            ((each.receiver,), 0.0 if each.oldest_at is None else (now - each.oldest_at).total_seconds())
            for each in backlogs
        ],
        receiver,
    )
    yield gauge(
        "amlrisk_webhook_dead",
        "Events that were given up, until somebody replays them",
        [((each.receiver,), float(each.dead)) for each in backlogs],
        receiver,
    )
    yield gauge(
        "amlrisk_webhook_receiver",
        "1 for the state a receiver is in",
        [((each.receiver, each.state.value), 1.0) for each in backlogs],
        ("receiver", "state"),
    )


PARTS: Mapping[str, Callable[[System, datetime], Iterable[Metric]]] = {
    "served": _served,
    "lists": _lists,
    "refreshing": _refreshing,
    "runs": _runs,
    "jobs": _jobs,
    "grading": _grading,
    "cases": _cases,
    "webhooks": _webhooks,
}
