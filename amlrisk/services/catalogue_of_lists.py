"""The catalogue of datasets as other tools read it: what can be matched against, and whether it is fresh."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time

from amlrisk.facts.digest import digest
from amlrisk.services.datasets import Dataset, datasets_over
from amlrisk.services.list_status import list_states
from amlrisk.services.system import System
from amlrisk.services.wording import Document
from amlrisk.watchlist.freshness import State
from amlrisk.watchlist.model import SnapshotInfo


def catalogue_of_lists(system: System, *, language: str = "en") -> Document:
    """Every dataset with its version and age; ``outdated`` are the lists that are stale, or required and missing.

    ``index_stale`` says that there is one, or no list at all. Always the versions in force are searched, so that the
    index is never behind them; it is a list that falls behind its publisher.
    """
    states = {state.source.name: state for state in list_states(system)}
    infos = system.desk.infos()
    missing = [name for name, state in states.items() if state.info is None and state.source.required]
    stale = [name for name in infos if name in states and states[name].freshness.state is State.STALE]
    outdated = sorted((*missing, *stale))
    datasets = datasets_over({name: info.category for name, info in infos.items()}, system.catalogue)
    entries = [
        _entry(dataset, [infos[source] for source in dataset.sources], outdated, language)
        for dataset in datasets.values()
    ]
    entries += [_absent(name, states[name].source.title.get(language)) for name in missing if name not in datasets]
    return {
        "datasets": entries,
        "current": sorted(infos.keys() - set(outdated)),
        "outdated": outdated,
        "index_stale": bool(outdated) or not infos,
    }


def _entry(dataset: Dataset, infos: Sequence[SnapshotInfo], outdated: Sequence[str], language: str) -> Document:
    versions = [info.sha256 for info in infos]
    version = digest(versions) if dataset.collection else versions[0]
    return {
        "name": dataset.name,
        "title": dataset.title.get(language),
        "version": version,
        "index_version": version,
        "index_current": not set(dataset.sources) & set(outdated),
        "load": True,
        "updated_at": max(_published(info) for info in infos).isoformat(),
        "last_export": min(info.fetched_at for info in infos).isoformat(),
        "entity_count": sum(info.entities for info in infos),
        "category": "collection" if dataset.collection else infos[0].category.value,
        "children": list(dataset.children),
    }


def _absent(name: str, title: str) -> Document:
    """A required list that was never imported: until it is, every match is refused."""
    return {
        "name": name,
        "title": title,
        "version": None,
        "index_version": None,
        "index_current": False,
        "load": True,
        "updated_at": None,
        "last_export": None,
        "entity_count": 0,
        "category": None,
        "children": [],
    }


def _published(info: SnapshotInfo) -> datetime:
    """When the publisher issued it; where it does not say so, when it was obtained."""
    return datetime.combine(info.published_on, time(), UTC) if info.published_on else info.fetched_at
