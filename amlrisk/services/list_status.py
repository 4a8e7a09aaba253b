"""What is in force, how old it is, what was kept out, how its refreshing goes, and what somebody must look after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from amlrisk.policy.model import Text
from amlrisk.services.system import System
from amlrisk.store.list_syncs import Attempt, Latest
from amlrisk.store.snapshots import Quarantined
from amlrisk.watchlist.alarms import Alarm, AlarmKind, Failing, alarms_of
from amlrisk.watchlist.catalogue import Source
from amlrisk.watchlist.freshness import Freshness, freshness
from amlrisk.watchlist.model import SnapshotInfo


@dataclass(frozen=True, slots=True)
class ListState:
    """One source of the catalogue: its snapshot in force (None: never imported), and what was refused since.

    ``attempt`` is the last attempt to refresh it (None: there was none), ``failures`` how many failed in a row up to
    it; ``alarms`` the worst first.
    """

    source: Source
    info: SnapshotInfo | None
    freshness: Freshness
    quarantined: Quarantined | None
    attempt: Attempt | None = None
    failures: int = 0
    alarms: tuple[Alarm, ...] = ()


def list_states(system: System, now: datetime | None = None) -> list[ListState]:
    """Every source of the catalogue in its order, required ones first."""
    infos = system.desk.infos()
    refused = {each.source: each for each in system.store.snapshots.quarantined()}
    latest = system.store.list_syncs.latest()
    moment = now or system.now()
    states = [
        _state(source, infos.get(source.name), refused.get(source.name), latest.get(source.name), moment)
        for source in system.catalogue.sources.values()
    ]
    return sorted(states, key=lambda state: not state.source.required)


def alarms(states: Iterable[ListState]) -> list[Alarm]:
    """Every alarm of these states, the worst kinds first; for whoever opens cases, draws pages or counts."""
    kinds = list(AlarmKind)
    return sorted((each for state in states for each in state.alarms), key=lambda alarm: kinds.index(alarm.kind))


def _state(
    source: Source, info: SnapshotInfo | None, refused: Quarantined | None, latest: Latest | None, now: datetime
) -> ListState:
    return ListState(
        source=source,
        info=info,
        freshness=freshness(source, info, now),
        quarantined=refused,
        attempt=None if latest is None else latest.attempt,
        failures=0 if latest is None else latest.failures,
        alarms=alarms_of(source, info, _failing(latest), now),
    )


def _failing(latest: Latest | None) -> Failing | None:
    if latest is None or latest.failing_since is None:
        return None
    text = Text(zh=latest.attempt.zh, en=latest.attempt.en)
    return Failing(failures=latest.failures, since=latest.failing_since, text=text)
