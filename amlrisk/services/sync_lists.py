"""Refresh lists from their publishers. Whatever goes wrong, the version in force stays, and why is recorded."""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import msgspec
import structlog

from amlrisk import __version__
from amlrisk.errors import AmlriskError, FileUnusable, ListByHand, ListRefusedBefore, ListUnaskedAnswer, SyncInProgress
from amlrisk.facts.digest import digest
from amlrisk.services.fetch_list import Trace, fetch_list
from amlrisk.services.import_list import Imported, import_list
from amlrisk.services.lease import is_dead_here, new_owner
from amlrisk.services.publisher import Route
from amlrisk.services.system import System
from amlrisk.store.list_syncs import Attempt, Known, Lease
from amlrisk.watchlist.catalogue import Source
from amlrisk.watchlist.snapshot import raw_sha256

log = structlog.get_logger(__name__)

IMPORTED, CONFIRMED, NOT_MODIFIED, INTERRUPTED = "imported", "confirmed", "not_modified", "interrupted"
_DEFECT = "internal_error"


class _Said(NamedTuple):
    """What is recorded of an attempt: its outcome, and a sentence in two languages."""

    outcome: str
    zh: str
    en: str
    good: bool = False


_STOPPED = _Said(INTERRUPTED, "此前的一次更新中途中止", "a refresh before was stopped midway")
_GOOD = {
    each.outcome: each
    for each in (
        _Said(IMPORTED, "新版本已生效", "a new version is in force", good=True),
        _Said(CONFIRMED, "已重新下载，内容未变", "fetched, the content is unchanged", good=True),
        _Said(NOT_MODIFIED, "发布机构确认未修改", "not modified, says the publisher", good=True),
    )
}
_ETAG_CHARS = 200
# Reading and putting in force a list of two gigabytes; the lease of a process that died here is not waited for.
_READING_SECONDS = 1800


@dataclass(frozen=True, slots=True)
class Synced:
    """What came of one source. Without an ``error`` it is now as its publisher has it; ``imported`` is None where the
    publisher says that nothing changed."""

    source: str
    outcome: str
    imported: Imported | None = None
    error: AmlriskError | None = None


def kept_current(system: System) -> list[str]:
    """The sources that refresh by themselves: scheduled in the catalogue, and required or already in force.

    To bring a list in for the first time is a decision: it is named, or imported.
    """
    in_force = system.desk.infos()
    return [
        each.name
        for each in system.catalogue.sources.values()
        if each.sync and (each.required or each.name in in_force)
    ]


def next_syncs(system: System) -> dict[str, datetime]:
    """When each of ``kept_current`` is to be refreshed next, by the catalogue's schedule; a time in the past is due.

    Counted from the last attempt, else from when the list was obtained; one that was never there is due now. Neither is
    believed to lie ahead: after a clock that did, the schedule would wait for that day.
    """
    latest, infos, now = system.store.list_syncs.latest(), system.desk.infos(), system.now()
    found = {}
    for name in kept_current(system):
        schedule = system.catalogue.source(name).sync
        if name in latest:
            last = latest[name].attempt.at
        elif name in infos:
            last = infos[name].fetched_at
        else:
            found[name] = now
            continue
        if schedule is not None:
            found[name] = schedule.next_after(min(last, now), system.settings.timezone)
    return found


def sync_lists(
    system: System,
    names: Sequence[str] = (),
    *,
    actor: str,
    progress: Callable[[str, int], None] = lambda source, done: None,
) -> list[Synced]:
    """Refresh the sources of these ``names``, or those ``kept_current``, one after the other; what came of each.

    One source's failure never keeps another from being refreshed. Raises ``UnknownSource`` or ``ListByHand`` before
    anything is fetched.
    """
    wanted = list(dict.fromkeys(names)) or kept_current(system)
    for name in wanted:
        if not system.catalogue.source(name).addresses():
            raise ListByHand(source=name)
    found = []
    for name in wanted:

        def told(done: int, name: str = name) -> None:
            progress(name, done)

        try:
            found.append(sync_list(system, name, actor=actor, progress=told))
        except AmlriskError as error:
            found.append(Synced(source=name, outcome=error.code, error=error))
    return found


def sync_list(system: System, name: str, *, actor: str, progress: Callable[[int], None] = lambda done: None) -> Synced:
    """Fetch one source and put it in force, or confirm that it has not changed.

    Raises ``SyncInProgress`` where another is at it; ``ListFetchFailed`` and its kinds, ``ListRejected`` and its
    kinds (the version is then in quarantine), each recorded as an attempt. The version in force is then as it was.
    """
    source = system.catalogue.source(name)
    trace = Trace(progress=progress)
    with _alone(system, source, actor) as owner:
        began, started = time.monotonic(), system.now()

        def record(said: _Said, known: Known | None = None) -> None:
            attempt = _with_trace(_attempt(system, name, actor, said), trace, time.monotonic() - began)
            with system.store.transaction():
                if known is not None:
                    system.store.list_syncs.keep(name, known)
                system.store.list_syncs.append(attempt)
                system.store.list_syncs.release(name, owner)

        try:
            done, known = _refreshed(system, source, trace, started, actor)
        except AmlriskError as error:
            record(_Said(error.code, error.text("zh"), error.text("en")))
            raise
        except Exception as error:
            log.exception("list_not_refreshed", source=name, http_status=trace.status)
            kind = type(error).__name__
            record(_Said(_DEFECT, f"程序缺陷（{kind}），已记入日志", f"a defect ({kind}), logged"))
            raise
        record(_GOOD[done.outcome], known)
        return done


def _refreshed(
    system: System, source: Source, trace: Trace, started: datetime, actor: str
) -> tuple[Synced, Known | None]:
    known = _believed(system, source, started)
    route = Route(proxy=system.settings.list_proxy, ca_file=system.settings.list_ca_file)
    with _folder(system, source.name) as folder:
        fetched = fetch_list(source, folder, known.validators if known else (), route=route, trace=trace)
        if fetched is None:
            _confirm(system, source.name, known, started, actor)
            return Synced(source=source.name, outcome=NOT_MODIFIED), None
        _require_not_refused(system, source.name, fetched.paths)
        done = import_list(system, source.name, fetched.paths, actor=actor)
    # Only what is in force may ever be confirmed by "not modified": a version that was kept out is fetched again.
    keep = Known(sha256=done.info.sha256, reading=_reading(source), fetched_at=started, validators=fetched.validators)
    return Synced(source=source.name, outcome=IMPORTED if done.changed else CONFIRMED, imported=done), keep


def _believed(system: System, source: Source, now: datetime) -> Known | None:
    """What a request may be conditional on; None where the files must be fetched whatever they are.

    So it is where another version came into force since (imported by hand, approved), where the files would be read
    otherwise now (format, mapping, program), where the addresses changed, and after ``whole_after_days``: a server that
    said "not modified" for ever would keep a list young for ever.
    """
    known = system.store.list_syncs.known(source.name)
    info = system.store.snapshots.in_force().get(source.name)
    if known is None or info is None or known.sha256 != info.sha256 or known.reading != _reading(source):
        return None
    if tuple(each.address for each in known.validators) != source.addresses():
        return None
    whole_since = now - known.fetched_at
    return known if timedelta() <= whole_since < timedelta(days=source.fetch.whole_after_days) else None


def _reading(source: Source) -> str:
    return digest({"format": source.format, "mapping": source.mapping, "program": __version__})


def _confirm(system: System, name: str, known: Known | None, started: datetime, actor: str) -> None:
    """The version in force was current when we began to ask: its age starts anew."""
    store = system.store
    with store.transaction():
        store.snapshots.hold(name)
        info = store.snapshots.in_force().get(name)
        if info is None or known is None or info.sha256 != known.sha256:
            raise ListUnaskedAnswer(
                source=name, why_zh="其间已有另一版本生效", why_en="another version came into force meanwhile"
            )
        store.snapshots.confirm(name, msgspec.structs.replace(info, fetched_at=started), system.now(), actor)
        store.audit.append("list_confirmed", actor, name, {"sha256": info.sha256}, started)


def _require_not_refused(system: System, name: str, paths: Sequence[Path]) -> None:
    """What a second person refused for good does not come into quarantine again with every refresh."""
    digests = []
    for path in paths:
        with path.open("rb") as file:
            digests.append(hashlib.file_digest(file, "sha256").hexdigest())
    version = system.store.snapshots.refused(name, raw_sha256(digests))
    if version is not None:
        raise ListRefusedBefore(source=name, version=version)


@contextmanager
def _alone(system: System, source: Source, actor: str) -> Iterator[str]:
    """Hold the lease of a source; ``SyncInProgress`` where another does. Says so where one before was interrupted."""
    syncs, owner, now = system.store.list_syncs, new_owner(), system.now()
    until = now + timedelta(seconds=source.fetch.total_seconds + _READING_SECONDS)
    with system.store.transaction():
        before = syncs.holder(source.name)
        dead = before.owner if before is not None and is_dead_here(before.owner) else None
        if not syncs.take_lease(source.name, Lease(owner=owner, since=now, until=until), instead_of=dead):
            since = before.since if before is not None else now
            raise SyncInProgress(source=source.name, since=since.isoformat(timespec="seconds"))
        if before is not None:
            syncs.append(_attempt(system, source.name, actor, _STOPPED))
    try:
        yield owner
    except BaseException:
        syncs.release(source.name, owner)
        raise


@contextmanager
def _folder(system: System, name: str) -> Iterator[Path]:
    """A folder for the files as they come, empty; what an interrupted refresh left there is removed."""
    folder = system.settings.home / "fetching" / name
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    except OSError as error:
        raise FileUnusable(file=str(folder), detail=error.strerror or str(error)) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _attempt(system: System, name: str, actor: str, said: _Said) -> Attempt:
    return Attempt(
        source=name, at=system.now(), good=said.good, outcome=said.outcome, zh=said.zh, en=said.en, actor=actor
    )


def _with_trace(attempt: Attempt, trace: Trace, seconds: float) -> Attempt:
    return msgspec.structs.replace(
        attempt,
        http_status=trace.status,
        bytes=trace.bytes,
        etag=None if trace.etag is None else trace.etag[:_ETAG_CHARS],
        tries=trace.tries,
        duration_ms=round(seconds * 1000),
    )
