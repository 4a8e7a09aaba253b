"""Up to which version of each list everybody has been screened, and which changes wait for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from amlrisk.grading.model import ListVersion
from amlrisk.services.system import System
from amlrisk.store.runs import Run
from amlrisk.store.screened_lists import ScreenedList

_LIST = "list:"
_READ_AT = "read_at"


@dataclass(frozen=True, slots=True)
class ListStep:
    """A version of a list that came into force after another, by their contents."""

    source: str
    before: str
    after: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Unscreened:
    """A list whose version in force not everybody was screened against, the versions on the way to it in order.

    ``everybody``: what it is (its category) changed, or nobody knows what was screened before; who a change touches
    cannot be told then.
    """

    source: str
    steps: tuple[ListStep, ...]
    everybody: bool


def as_scope(lists: Iterable[ListVersion], read_at: datetime) -> dict[str, str]:
    """What a run is going to screen everybody against, as it is kept with the run's scope."""
    kept = {f"{_LIST}{each.source}": f"{each.category}:{each.content_sha256}" for each in lists}
    return {_READ_AT: read_at.isoformat(), **kept}


def screened_by(run: Run) -> list[ScreenedList]:
    """What a run was to screen everybody against, read from its scope."""
    read_at = datetime.fromisoformat(run.scope[_READ_AT])
    return [
        ScreenedList(
            source=name.removeprefix(_LIST),
            category=kept.partition(":")[0],
            content_sha256=kept.partition(":")[2],
            run=run.id,
            begun_at=read_at,
        )
        for name, kept in sorted(run.scope.items())
        if name.startswith(_LIST)
    ]


def record_screened(system: System, run: Run) -> None:
    """Everybody was screened against what the run began with; what came after it is another's to do."""
    system.store.screened_lists.append(screened_by(run), system.now())


def unscreened(system: System) -> list[Unscreened]:
    """The lists in force, in the order of their names, that changed since everybody was screened against them."""
    known = system.store.screened_lists.latest()
    infos = system.desk.infos()
    found = [_unscreened(system, known, each.source, each.category, each.content_sha256) for each in infos.values()]
    return sorted((each for each in found if each is not None), key=lambda each: each.source)


def _unscreened(
    system: System, known: Mapping[str, ScreenedList], source: str, category: str, content: str
) -> Unscreened | None:
    before = known.get(source)
    if before is None:
        return Unscreened(source, (), everybody=True)
    steps, earlier = list[ListStep](), before.content_sha256
    for after, since in system.store.screened_lists.contents_since(before):
        steps.append(ListStep(source, earlier, after, since))
        earlier = after
    everybody = before.category != category or earlier != content
    return Unscreened(source, tuple(steps), everybody) if steps or everybody else None
