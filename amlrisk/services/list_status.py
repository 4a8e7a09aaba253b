"""What is in force, how old it is, and what was kept out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from amlrisk.services.system import System
from amlrisk.store.snapshots import Quarantined
from amlrisk.watchlist.catalogue import Source
from amlrisk.watchlist.freshness import Freshness, freshness
from amlrisk.watchlist.model import SnapshotInfo


@dataclass(frozen=True, slots=True)
class ListState:
    """One source of the catalogue: its snapshot in force (None: never imported), and what was refused since."""

    source: Source
    info: SnapshotInfo | None
    freshness: Freshness
    quarantined: Quarantined | None


def list_states(system: System, now: datetime | None = None) -> list[ListState]:
    """Every source of the catalogue in its order, required ones first."""
    infos = system.desk.infos()
    refused = {each.source: each for each in system.store.snapshots.quarantined()}
    moment = now or system.now()
    states = [
        ListState(
            source=source,
            info=infos.get(source.name),
            freshness=freshness(source, infos.get(source.name), moment),
            quarantined=refused.get(source.name),
        )
        for source in system.catalogue.sources.values()
    ]
    return sorted(states, key=lambda state: not state.source.required)
