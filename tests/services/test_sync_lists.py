"""A list comes from its publisher whole; or the one in force stays, and why is recorded."""

from __future__ import annotations

import dataclasses
import gzip
import json
import os
import random
import re
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from amlrisk.errors import ListByHand, ListFetchFailed, ListRejected, SyncInProgress, UnknownSource
from amlrisk.services.answers import list_document
from amlrisk.services.approve_list import approve_list, refuse_list
from amlrisk.services.figures import PARTS as FIGURES
from amlrisk.services.list_status import ListState, alarms, list_states
from amlrisk.services.sync_lists import kept_current, next_syncs, sync_list, sync_lists
from amlrisk.services.system import System
from amlrisk.store.list_syncs import Lease
from amlrisk.watchlist.alarms import AlarmKind
from amlrisk.watchlist.catalogue import Catalogue
from amlrisk.watchlist.refresh import Fetching, Schedule, Thresholds
from tests import publisher
from tests.publisher import Answer, Server, serving
from tests.systems import HEADER, LISTED, Clock, desk_for, put_list

PATH = "/listed.csv"
QUICK: dict[str, Any] = {
    "loopback": True,
    "tries": 2,
    "pause_seconds": 0.01,
    "connect_seconds": 1,
    "read_seconds": 0.4,
    "total_seconds": 1.2,
}
MORE = (*LISTED, "T-6,Person,后来者,1990-01-01,CN,")


def body(rows: Sequence[str] = LISTED) -> bytes:
    return ("\n".join((HEADER, *rows)) + "\n").encode()


def pointed(system: System, address: str, source: str = "listed", **changes: Any) -> System:
    """The system with ``source`` fetched from ``address``."""
    fetch = Fetching(**{**QUICK, **changes.pop("fetch", {})})
    sources = dict(system.catalogue.sources)
    sources[source] = msgspec.structs.replace(sources[source], url=address, fetch=fetch, **changes)
    catalogue = Catalogue(sources=sources)
    return dataclasses.replace(system, catalogue=catalogue, desk=desk_for(system.store, catalogue, system.settings))


def state(system: System, source: str = "listed") -> ListState:
    return next(each for each in list_states(system) if each.source.name == source)


def told(system: System, name: str) -> dict[tuple[str, ...], float]:
    """What monitoring is told under a name, by the values of the labels."""
    families = (family for part in ("lists", "refreshing") for family in FIGURES[part](system, system.now()))
    (family,) = [family for family in families if family.name == name]
    return {tuple(sample.labels.values()): sample.value for sample in family.samples}


def entities(system: System) -> int:
    """How many are in force, all of them there."""
    return len(system.store.snapshots.load("listed").entities)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as server:
        yield server


@pytest.fixture
def synced(system: System, server: Server) -> System:
    """With the test list in force (5 entries), to be refreshed from the server."""
    return pointed(system, server.address + PATH)


def sent(server: Server) -> list[Mapping[str, str]]:
    return [headers for _, headers in server.requests]


# --- as it should be ----------------------------------------------------------------------------------


def test_a_new_version_comes_into_force(on_both: System, server: Server) -> None:
    system = pointed(on_both, server.address + PATH)
    server.answers[PATH] = publisher.file(body(MORE), etag='"1"')
    done = sync_list(system, "listed", actor="li")
    assert (done.outcome, entities(system)) == ("imported", 6)
    attempt = state(system).attempt
    assert attempt is not None
    assert (attempt.good, attempt.http_status, attempt.bytes, attempt.etag) == (True, 200, len(body(MORE)), '"1"')
    assert system.store.list_syncs.page("listed", None, 5)[0].actor == "li"
    assert not (system.settings.home / "fetching" / "listed").exists()


def test_not_modified_confirms_and_its_age_starts_anew(on_both: System, server: Server, clock: Clock) -> None:
    system = pointed(on_both, server.address + PATH)
    server.answers[PATH] = publisher.file(body(), etag='"1"', last_modified="Wed, 01 Jul 2026 00:00:00 GMT")
    assert sync_list(system, "listed", actor="li").outcome == "confirmed"
    clock.advance(days=5)
    assert state(system).freshness.age_days == 5
    assert sync_list(system, "listed", actor="li").outcome == "not_modified"
    assert sent(server)[-1]["If-None-Match"] == '"1"'
    assert sent(server)[-1]["If-Modified-Since"] == "Wed, 01 Jul 2026 00:00:00 GMT"
    found = state(system)
    assert found.freshness.age_days == 0
    assert found.attempt is not None
    assert (found.attempt.outcome, found.attempt.http_status, found.attempt.bytes) == ("not_modified", 304, 0)
    assert system.store.audit.events(None, 50)[-1].kind == "list_confirmed"


def test_the_same_bytes_under_another_mark_only_confirm(synced: System, server: Server, clock: Clock) -> None:
    server.answers[PATH] = publisher.file(body(), etag='"1"')
    sync_list(synced, "listed", actor="li")
    server.answers[PATH] = publisher.file(body(), etag='"2"')
    clock.advance(days=3)
    assert sync_list(synced, "listed", actor="li").outcome == "confirmed"
    assert state(synced).freshness.age_days == 0
    assert sync_list(synced, "listed", actor="li").outcome == "not_modified"
    assert [each.get("If-None-Match") for each in sent(server)] == [None, '"1"', '"2"']


def _imported_by_hand(system: System, clock: Clock) -> System:
    put_list(system, MORE)
    return system


def _read_otherwise(system: System, clock: Clock) -> System:
    mapping = system.catalogue.source("listed").mapping
    assert mapping is not None
    changed = msgspec.structs.replace(mapping, remarks="nationality")
    return pointed(system, system.catalogue.source("listed").url, mapping=changed)


def _long_ago(system: System, clock: Clock) -> System:
    clock.advance(days=7)
    return system


@pytest.mark.parametrize("then", [_imported_by_hand, _read_otherwise, _long_ago])
def test_what_is_not_in_force_as_it_was_fetched_is_fetched_whole(
    synced: System, server: Server, clock: Clock, then: Callable[[System, Clock], System]
) -> None:
    """Else "not modified" would confirm something else than the publisher means, or keep a list young for ever."""
    server.answers[PATH] = publisher.file(body(), etag='"1"')
    sync_list(synced, "listed", actor="li")
    later = then(synced, clock)
    with_suppressed(later)
    assert "If-None-Match" not in sent(server)[-1]


def with_suppressed(system: System) -> None:
    try:
        sync_list(system, "listed", actor="li")
    except ListRejected:
        return


def test_packed_answers_are_unpacked(synced: System, server: Server) -> None:
    twice = gzip.compress(body(MORE)[:100]) + gzip.compress(body(MORE)[100:])
    server.answers[PATH] = publisher.file(twice, content_encoding="gzip")
    sync_list(synced, "listed", actor="li")
    assert entities(synced) == 6


def test_what_fails_in_passing_is_tried_again(synced: System, server: Server) -> None:
    busy = publisher.status(503, retry_after="1")
    server.answers[PATH] = publisher.in_turn(busy, publisher.file(body(MORE)))
    patient = pointed(synced, server.address + PATH, fetch={"total_seconds": 10})
    began = time.monotonic()
    assert sync_list(patient, "listed", actor="li").outcome == "imported"
    assert time.monotonic() - began >= 1, "the publisher asked us to wait"
    attempt = state(patient).attempt
    assert attempt is not None
    assert attempt.tries == 2


def test_redirected_within_the_host(synced: System, server: Server) -> None:
    server.answers[PATH] = publisher.status(302, location="/elsewhere?token=secret")
    server.answers["/elsewhere"] = publisher.file(body(MORE))
    sync_list(synced, "listed", actor="li")
    assert entities(synced) == 6


def test_over_tls_with_a_certificate_that_is_known(system: System, tmp_path: Path) -> None:
    context, known = publisher.certificate(tmp_path)
    with serving(context) as server:
        server.answers[PATH] = publisher.file(body(MORE))
        system = dataclasses.replace(system, settings=dataclasses.replace(system.settings, list_ca_file=known))
        assert sync_list(pointed(system, server.address + PATH), "listed", actor="li").outcome == "imported"
        server.answers[PATH] = publisher.status(302, location="http://127.0.0.1:1/")
        with pytest.raises(ListFetchFailed, match="away from https"):
            sync_list(pointed(system, server.address + PATH), "listed", actor="li")


def test_through_the_proxy_that_the_settings_name(
    system: System, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")  # what the settings do not say does not count
    context, known = publisher.certificate(tmp_path)
    with serving(context) as server, publisher.tunnelling() as proxy:
        server.answers[PATH] = publisher.file(body(MORE))
        settings = dataclasses.replace(system.settings, list_ca_file=known, list_proxy=proxy.address)
        system = pointed(dataclasses.replace(system, settings=settings), server.address + PATH)
        assert sync_list(system, "listed", actor="li").outcome == "imported"
        assert proxy.asked == [server.address.removeprefix("https://")]
        drip = pointed(system, server.address + "/drip")
        server.answers["/drip"] = publisher.dripping()
        (done,) = sync_lists(drip, ["listed"], actor="li")
        assert done.outcome == "list_timeout"


# --- as it should not be ------------------------------------------------------------------------------


def _refused(server: Server) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server.answers[PATH] = publisher.status(302, location=f"http://127.0.0.1:{port}/")


def answering(answer: Answer) -> Callable[[Server], None]:
    return lambda server: server.answers.__setitem__(PATH, answer)


BOMB = gzip.compress(b"\n" * 50_000_000)
PAGE = b"<!DOCTYPE html><html><body>Down for maintenance</body></html>"
XML_PAGE = b'<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml"></html>'

#: What the publisher does: (how, the code that is told, whether the code is of a file in quarantine).
BAD: dict[str, tuple[Callable[[Server], None], str, bool]] = {
    "500": (answering(publisher.status(500)), "list_http_status", False),
    "404": (answering(publisher.status(404)), "list_http_status", False),
    "206": (answering(publisher.status(206, body()[:50], content_type="text/csv")), "list_http_status", False),
    "503, come back in an hour": (answering(publisher.status(503, retry_after="3600")), "list_http_status", False),
    "connection refused": (_refused, "list_unreachable", False),
    "hung up on before an answer": (answering(lambda handler: handler.reset()), "list_unreachable", False),
    "reset midway": (answering(publisher.half(body(), reset=True)), "list_broken_off", False),
    "half a body": (answering(publisher.half(body(), reset=False)), "list_broken_off", False),
    "promised too little": (
        answering(lambda handler: handler.send(200, {"Content-Type": "text/csv", "Content-Length": "100"}, body())),
        "list_broken_off",
        False,
    ),
    "does not say where it ends": (
        answering(
            lambda handler: (
                handler.send(200, {"Content-Type": "text/csv", "Connection": "close"}, body()),
                setattr(handler, "close_connection", True),
            )[0]
        ),
        "list_broken_off",
        False,
    ),
    "a page": (answering(publisher.file(PAGE, "text/html")), "list_not_a_list", False),
    "a page that calls itself a list": (answering(publisher.file(PAGE)), "list_not_a_list", False),
    "an XHTML page": (answering(publisher.file(XML_PAGE)), "list_not_a_list", False),
    "another type": (answering(publisher.file(body(), "application/pdf")), "list_not_a_list", False),
    "empty": (answering(publisher.file(b"")), "list_empty", True),
    "a header alone": (answering(publisher.file(body(()))), "list_empty", True),
    "too large": (answering(publisher.file(b"x" * 1_000_001)), "list_too_large", False),
    "too large, unannounced": (
        answering(
            lambda handler: handler.send(
                200,
                {"Content-Type": "text/csv", "Transfer-Encoding": "chunked"},
                b"".join(b"10000\r\n" + b"x" * 65536 + b"\r\n" for _ in range(20)) + b"0\r\n\r\n",
            )
        ),
        "list_too_large",
        False,
    ),
    "a gzip bomb": (answering(publisher.file(BOMB, content_encoding="gzip")), "list_too_large", False),
    "half a gzip": (
        answering(publisher.file(gzip.compress(body(MORE))[:-20], content_encoding="gzip")),
        "list_broken_off",
        False,
    ),
    "no gzip": (answering(publisher.file(body(), content_encoding="gzip")), "list_broken_off", False),
    "packed otherwise": (answering(publisher.file(body(), content_encoding="br")), "list_not_a_list", False),
    "drips": (answering(publisher.dripping()), "list_timeout", False),
    "drips its headers": (answering(publisher.dripping_headers()), "list_timeout", False),
    "silent": (answering(publisher.silent()), "list_timeout", False),
    "redirects in a circle": (answering(publisher.status(302, location=PATH)), "list_redirect_refused", False),
    "redirects to http": (
        answering(publisher.status(302, location="http://example.com/l.csv?token=secret")),
        "list_redirect_refused",
        False,
    ),
    "redirects to a stranger": (
        answering(publisher.status(301, location="https://example.com/l.csv")),
        "list_redirect_refused",
        False,
    ),
    "redirects to a file": (answering(publisher.status(302, location="file:///x")), "list_redirect_refused", False),
    "redirects nowhere": (answering(publisher.status(302)), "list_redirect_refused", False),
    "shrunken": (answering(publisher.file(body(LISTED[:3]))), "list_shrunken", True),
    "garbage": (answering(publisher.file(random.Random(6).randbytes(5000) + b"\n")), "list_malformed", True),
    "304 for what was never fetched": (answering(publisher.status(304)), "list_unasked_answer", False),
}


@pytest.mark.parametrize("kind", BAD)
def test_however_a_publisher_misbehaves_the_list_in_force_stays(
    synced: System, server: Server, clock: Clock, kind: str
) -> None:
    misbehave, code, quarantined = BAD[kind]
    misbehave(server)
    clock.advance(days=2)
    began = time.monotonic()
    (done,) = sync_lists(synced, ["listed"], actor="li")
    assert time.monotonic() - began < 5
    assert done.error is not None
    assert (done.outcome, done.error.code) == (code, code)
    found = state(synced)
    assert entities(synced) == 5
    assert found.freshness.age_days == 2, "a failure is no confirmation"
    assert found.attempt is not None
    assert (found.attempt.good, found.attempt.outcome, found.failures) == (False, code, 1)
    assert re.search("[\u4e00-\u9fff]", found.attempt.zh)
    assert not re.search("[\u4e00-\u9fff]", found.attempt.en)
    assert found.attempt.en == done.error.text("en")
    assert "secret" not in found.attempt.zh + found.attempt.en
    assert (found.quarantined is not None) == quarantined
    assert told(synced, "amlrisk_list_last_sync") == {("listed", code): 1}
    assert told(synced, "amlrisk_list_sync_failures")["listed",] == 1
    assert told(synced, "amlrisk_list_quarantined")["listed",] == quarantined
    assert told(synced, "amlrisk_list_age_seconds")["listed",] == 2 * 86_400
    assert synced.store.list_syncs.known("listed") is None
    assert synced.store.list_syncs.holder("listed") is None
    # And once it behaves again, it is as it should be.
    server.answers[PATH] = publisher.file(body(MORE))
    assert sync_list(synced, "listed", actor="li").outcome == "imported"
    assert (entities(synced), state(synced).failures) == (6, 0)


def test_a_certificate_that_nobody_knows(system: System, tmp_path: Path) -> None:
    context, _ = publisher.certificate(tmp_path)
    with serving(context) as server:
        server.answers[PATH] = publisher.file(body(MORE))
        stranger = pointed(system, server.address + PATH)
        (done,) = sync_lists(stranger, ["listed"], actor="li")
    assert done.outcome == "list_tls_refused"
    assert "self" in str(done.error)
    assert server.requests == [], "nothing was asked of a stranger"
    assert entities(system) == 5
    attempt = state(stranger).attempt
    assert attempt is not None
    assert re.search("[\u4e00-\u9fff]", attempt.zh)
    assert (attempt.en, attempt.good) == (str(done.error), False)
    assert told(stranger, "amlrisk_list_last_sync") == {("listed", "list_tls_refused"): 1}
    assert told(stranger, "amlrisk_list_sync_failures")["listed",] == 1


def test_what_cannot_be_read_waits_once(synced: System, server: Server) -> None:
    server.answers[PATH] = publisher.file(b"id,type\n" + b"\0" * 100 + b"\n")
    for _ in range(3):
        sync_lists(synced, ["listed"], actor="scheduler")
    assert len(synced.store.list_versions.waiting()) == 1
    assert state(synced).failures == 3


def test_what_a_second_person_refused_does_not_come_back(synced: System, server: Server) -> None:
    server.answers[PATH] = publisher.file(body(LISTED[:3]), etag='"1"')
    sync_lists(synced, ["listed"], actor="scheduler")
    (waiting,) = synced.store.list_versions.waiting()
    refuse_list(synced, waiting.id, actor="wang", reason="不全")
    (done,) = sync_lists(synced, ["listed"], actor="scheduler")
    assert done.outcome == "list_refused_before"
    assert synced.store.list_versions.waiting() == []
    assert "If-None-Match" not in sent(server)[-1]


def test_what_a_second_person_approved_is_confirmed(synced: System, server: Server) -> None:
    server.answers[PATH] = publisher.file(body(LISTED[:3]), etag='"1"')
    sync_lists(synced, ["listed"], actor="scheduler")
    approve_list(synced, synced.store.list_versions.waiting()[0].id, actor="wang", reason="已核实")
    assert sync_list(synced, "listed", actor="scheduler").outcome == "confirmed"
    assert sync_list(synced, "listed", actor="scheduler").outcome == "not_modified"
    assert entities(synced) == 3


# --- lists of several files ---------------------------------------------------------------------------

DATA = Path(__file__).resolve().parents[1] / "data" / "lists"
PARTS = ("sdn.csv", "alt.csv", "add.csv")


@pytest.fixture
def ofac(bare: System, server: Server) -> System:
    changes = {"format": "ofac", "mapping": None, "files": PARTS, "required": False}
    for part in PARTS:
        server.answers[f"/{part}"] = publisher.file((DATA / part).read_bytes(), etag=f'"{part}"')
    return pointed(bare, server.address + "/", **changes)


def test_several_files_are_one_version(ofac: System, server: Server) -> None:
    assert sync_list(ofac, "listed", actor="li").outcome == "imported"
    assert sync_list(ofac, "listed", actor="li").outcome == "not_modified"
    server.answers["/alt.csv"] = publisher.file((DATA / "alt.csv").read_bytes(), etag='"other"')
    server.requests.clear()
    assert sync_list(ofac, "listed", actor="li").outcome == "confirmed"
    fetched = [path for path, headers in server.requests if "If-None-Match" not in headers]
    assert sorted(fetched) == ["/add.csv", "/sdn.csv"], "those not modified are fetched too: all three are needed"


def test_one_file_that_fails_fails_them_all(ofac: System, server: Server) -> None:
    server.answers["/add.csv"] = publisher.status(500)
    (done,) = sync_lists(ofac, ["listed"], actor="li")
    assert done.outcome == "list_http_status"
    assert ofac.store.snapshots.in_force() == {}
    assert [path for path, _ in server.requests] == ["/sdn.csv", "/alt.csv", "/add.csv", "/add.csv"]


def test_files_that_change_while_they_are_fetched_are_fetched_again(ofac: System, server: Server) -> None:
    sdn = (DATA / "sdn.csv").read_bytes()
    newer = publisher.file(sdn, etag='"new"', last_modified="Wed, 01 Jul 2026 00:00:00 GMT")
    server.answers["/sdn.csv"] = publisher.in_turn(publisher.file(sdn, etag='"old"'), newer)
    assert sync_list(ofac, "listed", actor="li").outcome == "imported"
    attempt = state(ofac).attempt
    assert attempt is not None
    assert attempt.tries == 2
    known = ofac.store.list_syncs.known("listed")
    assert known is not None
    assert known.validators[0].etag == '"new"'


# --- one at a time, and none half ---------------------------------------------------------------------


def test_of_two_at_once_one_says_that_the_other_is_at_it(on_both: System, server: Server) -> None:
    system = pointed(on_both, server.address + PATH, fetch={"read_seconds": 5, "total_seconds": 10})
    asked, go = threading.Event(), threading.Event()

    def answer(handler: publisher.Handler) -> None:
        asked.set()
        go.wait(10)
        publisher.file(body(MORE))(handler)

    server.answers[PATH] = answer
    done: list[str] = []

    def first() -> None:
        done.append(sync_list(system, "listed", actor="one").outcome)
        system.store.close()

    thread = threading.Thread(target=first)
    thread.start()
    assert asked.wait(10)
    with pytest.raises(SyncInProgress):
        sync_list(system, "listed", actor="two")
    go.set()
    thread.join()
    assert done == ["imported"]
    assert len(server.requests) == 1
    assert [each.actor for each in system.store.list_syncs.page("listed", None, 5)] == ["one"]


@pytest.mark.parametrize(
    "ago", [timedelta(days=-400), timedelta(hours=2)], ids=["a clock ahead", "elsewhere, long ago"]
)
def test_a_lease_that_nobody_holds_any_more_is_taken(
    synced: System, server: Server, clock: Clock, ago: timedelta
) -> None:
    begun = clock.now - ago
    lease = Lease(owner="other:1:x", since=begun, until=begun + timedelta(hours=1))
    assert synced.store.list_syncs.take_lease("listed", lease)
    server.answers[PATH] = publisher.file(body())
    assert sync_list(synced, "listed", actor="li").outcome == "confirmed"
    outcomes = [each.outcome for each in synced.store.list_syncs.page("listed", None, 5)]
    assert outcomes == ["confirmed", "interrupted"]


def test_a_lease_that_another_machine_holds_is_left_alone(synced: System, clock: Clock) -> None:
    lease = Lease(owner="other:1:x", since=clock.now, until=clock.now + timedelta(hours=1))
    synced.store.list_syncs.take_lease("listed", lease)
    (done,) = sync_lists(synced, ["listed"], actor="li")
    assert done.outcome == "sync_in_progress"
    assert synced.store.list_syncs.holder("listed") == lease


def killed_at(system: System, write: int | None, after: float | None) -> bool:
    """Refresh in a process of its own, killed at its ``write``-th write or ``after`` seconds; whether it finished."""
    child = os.fork()
    if child == 0:
        counted = 0
        database = system.store.database
        spoken = database._spoken

        def counting(statement: str) -> str:
            nonlocal counted
            if not statement.lstrip().startswith("SELECT"):
                counted += 1
                if counted == write:
                    os.kill(os.getpid(), signal.SIGKILL)
            return spoken(statement)

        database._spoken = counting  # type: ignore[method-assign]
        try:
            sync_list(system, "listed", actor="child")
        finally:
            os._exit(0)
    if after is not None:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFEXITED(status)


def whole(system: System, allowed: set[int]) -> None:
    """Nothing half in force: the list is one of its versions, and can be screened against."""
    assert entities(system) in allowed
    assert (
        len(system.store.database.rows("SELECT 1 FROM snapshots WHERE source = 'listed' AND status = 'in_force'")) == 1
    )


def test_killed_at_any_write_no_list_is_half_in_force(on_both: System, server: Server) -> None:
    system = pointed(on_both, server.address + PATH, fetch={"total_seconds": 20, "read_seconds": 10})
    for write in range(1, 100):
        server.answers[PATH] = publisher.file(body((*MORE, f"K-{write},Person,NAME {write},1970,FR,")))
        finished = killed_at(system, write, None)
        whole(system, {5, 7})
        if finished:
            break
    assert write > 5
    assert sync_list(system, "listed", actor="li").outcome in ("confirmed", "not_modified")
    assert entities(system) == 7
    outcomes = [each.outcome for each in system.store.list_syncs.page("listed", None, 200)]
    assert outcomes.count("interrupted") >= write - 3


def test_killed_at_any_moment_the_next_finishes(synced: System, server: Server) -> None:
    def slowly(handler: publisher.Handler) -> None:
        data = body(MORE)
        handler.send(200, {"Content-Type": "text/csv", "Content-Length": str(len(data))})
        for start in range(0, len(data), 40):
            handler.wfile.write(data[start : start + 40])
            handler.wfile.flush()
            time.sleep(0.01)

    server.answers[PATH] = slowly
    system = pointed(synced, server.address + PATH, fetch={"total_seconds": 20})
    chance = random.Random(20)
    for _ in range(20):
        killed_at(system, None, chance.uniform(0.005, 0.2))
        whole(system, {5, 6})
    assert sync_list(system, "listed", actor="li").outcome in ("imported", "confirmed")
    assert entities(system) == 6
    assert not (system.settings.home / "fetching" / "listed").exists()


# --- which, when, and who must look -------------------------------------------------------------------


def test_a_source_is_refreshed_by_itself_once_it_is_chosen(bare: System, server: Server, clock: Clock) -> None:
    daily = Schedule(every_hours=24, at="06:00")
    system = pointed(bare, server.address + PATH, sync=daily)
    system = pointed(system, server.address + PATH, "watch", sync=daily)
    server.answers[PATH] = publisher.file(body())
    assert kept_current(system) == ["listed"], "required"
    assert next_syncs(system) == {"listed": clock.now}
    assert [each.outcome for each in sync_lists(system, actor="li")] == ["imported"]
    put_list(system, source="watch")
    assert kept_current(system) == ["listed", "watch"]
    six = clock.now.replace(hour=22, minute=0)  # 06:00 in Shanghai
    assert next_syncs(system) == {"listed": six, "watch": six}
    clock.advance(days=-400)
    assert max(next_syncs(system).values()) <= clock.now + timedelta(days=1), "a clock that was ahead does not count"


def test_sources_that_cannot_be_fetched_are_named(synced: System) -> None:
    with pytest.raises(ListByHand, match="watch"):
        sync_lists(synced, ["listed", "watch"], actor="li")
    with pytest.raises(UnknownSource, match="nowhere"):
        sync_lists(synced, ["nowhere"], actor="li")
    assert synced.store.list_syncs.latest() == {}


def test_one_source_that_fails_does_not_keep_another(synced: System, server: Server) -> None:
    system = pointed(synced, server.address + "/watch.csv", "watch")
    server.answers["/watch.csv"] = publisher.file(body())
    found = sync_lists(system, ["listed", "watch"], actor="li")
    assert [each.outcome for each in found] == ["list_http_status", "imported"]


def test_alarms_come_before_it_is_too_late(synced: System, server: Server, clock: Clock) -> None:
    system = pointed(synced, server.address + PATH, alarm=Thresholds(after_days=5, after_failures=2))

    def kinds() -> list[AlarmKind]:
        return [each.kind for each in alarms(list_states(system))]

    assert kinds() == []
    sync_lists(system, ["listed"], actor="li")
    assert kinds() == []
    sync_lists(system, ["listed"], actor="li")
    assert kinds() == [AlarmKind.FAILING]
    clock.advance(days=5)
    assert kinds() == [AlarmKind.NEARING, AlarmKind.FAILING]
    (nearing, failing) = alarms(list_states(system))
    assert nearing.stops_at == failing.stops_at == clock.now + timedelta(days=2)
    assert "48" in nearing.text.zh
    assert "HTTP 404" in failing.text.en
    clock.advance(days=2, seconds=1)
    assert kinds() == [AlarmKind.STALE, AlarmKind.FAILING]
    server.answers[PATH] = publisher.file(body())
    sync_lists(system, ["listed"], actor="li")
    assert kinds() == []


def test_attempts_are_told_to_machines(synced: System) -> None:
    sync_lists(synced, ["listed"], actor="li")
    document = json.loads(msgspec.json.encode(list_document(state(synced))))
    assert document["attempt"]["outcome"] == "list_http_status"
    assert (document["attempt"]["http_status"], document["failures"]) == (404, 1)


def test_a_disk_that_cannot_be_written_is_told(synced: System, server: Server) -> None:
    server.answers[PATH] = publisher.file(body())
    (synced.settings.home / "fetching").write_text("in the way")
    (done,) = sync_lists(synced, ["listed"], actor="li")
    assert done.outcome == "file_unusable"
    assert entities(synced) == 5
