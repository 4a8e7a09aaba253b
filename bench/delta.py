"""Whom a change of a list touches: 50 entities added, 20 changed and 10 taken off, against a generated book.

    python -m bench.delta --lists DIR [--customers 1000000] [--check 20000] [--home DIR]

Some customers bear the names of the entities concerned; ``--home`` keeps the book for the next time. The touched are
timed as a job finds them: after ``prepare``, which follows the last change of the lists. ``--check N`` screens N
customers (and all who were named) against both versions, the slow way, and holds the two sets against each other; N
not below the book's size checks everybody.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from amlrisk.facts.digest import digest
from amlrisk.facts.model import Customer, Gender, Kind, Party, Role, SealedNumber
from amlrisk.grading.model import ListVersion
from amlrisk.jobs.processes import ordered_map, spread
from amlrisk.screening.index import Index, version_of
from amlrisk.services.check_customer import take_in
from amlrisk.services.customer_index import queries_of
from amlrisk.services.system import System, open_system
from amlrisk.services.touched import Touched, prepare, touched
from amlrisk.settings import load_settings
from amlrisk.watchlist.model import ListedEntity, ListedName, Schema, Snapshot, SnapshotStatus
from bench.home import Home
from bench.inputs import read_lists, snapshot_of
from bench.portfolio import portfolio

_ADDED, _CHANGED, _REMOVED = 50, 20, 10
_PLANTED = 0.0005
_CHUNK = 2000
_READ = 500


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lists", type=Path, required=True)
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--check", type=int, default=20_000)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--seed", type=int, default=2026)
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    un, ofac = read_lists(arguments.lists)
    older, newer, concerned = _change(ofac, chance)
    print(f"== a change of a list against {arguments.customers} customers on {os.cpu_count()} cores")
    with _home(arguments.home) as home:
        if not (home.folder / "amlrisk.db").exists():
            _fill(home, arguments.customers, concerned, chance)
        settings = load_settings({**os.environ, **home.environment})
        system = open_system(settings)
        _put(system, un)
        before = _put(system, older)
        through = spread(settings.processes)
        seconds, _ = _timed(lambda: prepare(system, through=through))
        print(f"prepare (once, and for new customers): {seconds:7.1f} s")
        after = _put(system, newer)
        system.desk.in_force(system.rules(), system.now())
        worked = _worked()
        seconds, found = _timed(lambda: touched(system, before, through=through))
        busy = _worked() - worked
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"touched: {seconds:6.1f} s ({busy:.1f} s of work), {peak:.0f} MiB")
        print(f"         {len(found.refs)} customers, {found.screened} screened to know it")
        _check(system, (before, after), found, arguments.check, chance)


@contextmanager
def _home(folder: Path | None) -> Iterator[Home]:
    if folder is not None:
        yield Home(folder)
        return
    with tempfile.TemporaryDirectory(prefix="amlrisk-bench-") as temporary:
        yield Home(Path(temporary))


def _change(ofac: Snapshot, chance: random.Random) -> tuple[Snapshot, Snapshot, list[ListedEntity]]:
    """The list before and after, and the entities that differ."""
    entities = list(ofac.entities)
    chance.shuffle(entities)
    added, held = entities[:_ADDED], entities[_ADDED:]
    removed, changed, rest = held[:_REMOVED], held[_REMOVED:][:_CHANGED], held[_REMOVED + _CHANGED :]
    moved = [
        msgspec.structs.replace(one, names=(*one.names, ListedName(text=chance.choice(rest).names[0].text)))
        for one in changed
    ]
    category = ofac.info.category
    return (
        snapshot_of("ofac", held, category),
        snapshot_of("ofac", [*added, *moved, *rest], category),
        [*added, *removed, *moved],
    )


def _fill(home: Home, customers: int, concerned: Sequence[ListedEntity], chance: random.Random) -> None:
    """A generated book, saved as an import saves it: but only the first customers are read as an import reads them.

    The others have the names, births and numbers of their own, and what else is known of one of the first.
    """
    home.folder.mkdir(parents=True, exist_ok=True)
    home.run("init")
    people = [one for one in concerned if one.schema is Schema.PERSON]
    system = open_system(load_settings({**os.environ, **home.environment}))
    read: dict[str, list[Customer]] = {"natural": [], "legal": []}
    batch: list[Customer] = []
    for raw in portfolio(customers):
        kind = str(raw["kind"])
        if len(read[kind]) < _READ:
            read[kind].append(take_in(system, raw))
        customer = _another(chance.choice(read[kind]), raw)
        if kind == "natural" and chance.random() < _PLANTED:
            name = chance.choice(chance.choice(people).names).text
            subject = msgspec.structs.replace(customer.subject, name=name, documents=())
            customer = msgspec.structs.replace(customer, subject=subject)
        batch.append(customer)
        if len(batch) == _CHUNK or len(batch) == customers:
            system.store.customers.save_many(batch, system.now())
            batch = []
    system.store.customers.save_many(batch, system.now())
    system.store.close()


def _another(like: Customer, raw: dict[str, Any]) -> Customer:
    """What is told of the parties of ``raw``, and of everything else as of ``like``."""
    subject = _party(like.subject, raw["subject"], raw["ref"])
    others = [_party(like.subject, each, f"{raw['ref']}{at}") for at, each in enumerate(raw.get("parties", ()))]
    parties = tuple(
        msgspec.structs.replace(each, id=f"party-{at}", roles=(Role.INSURED,), kind=Kind.NATURAL)
        for at, each in enumerate(others)
    )
    return msgspec.structs.replace(like, ref=raw["ref"], subject=subject, parties=parties)


def _party(like: Party, raw: dict[str, Any], mark: str) -> Party:
    number = SealedNumber(digest=digest(mark), masked="***")
    return msgspec.structs.replace(
        like,
        name=raw["name"],
        gender=None if "gender" not in raw else Gender(raw["gender"]),
        birth_on=raw.get("birth_on"),
        nationalities=tuple(raw.get("nationalities", ())),
        residence_country=raw.get("residence_country"),
        documents=tuple(msgspec.structs.replace(each, number=number) for each in like.documents[:1]),
    )


def _put(system: System, snapshot: Snapshot) -> tuple[ListVersion, ...]:
    """Put a list in force; all that are in force then."""
    now = system.now()
    with system.store.transaction():
        system.store.snapshots.put(snapshot, SnapshotStatus.IN_FORCE, now=now, author="bench")
    return tuple(
        ListVersion(
            source=info.source,
            category=info.category,
            sha256=info.sha256,
            content_sha256=info.content_sha256,
            published_on=info.published_on,
            fetched_at=info.fetched_at,
        )
        for _, info in sorted(system.desk.infos().items())
    )


def _check(
    system: System,
    versions: tuple[tuple[ListVersion, ...], tuple[ListVersion, ...]],
    found: Touched,
    count: int,
    chance: random.Random,
) -> None:
    old, new = (_index(system, lists) for lists in versions)
    changed = {(each.source, each.entity) for each in found.entities}
    refs = system.store.customers.all_refs()
    named = set(found.refs)
    if count < len(refs):
        refs = sorted({*chance.sample(refs, count), *named})

    def differing(chunk: Sequence[str]) -> list[str]:
        return [
            ref
            for ref, _, customer in system.store.customers.documents(chunk)
            for then, now in [(old.screen(queries_of(customer)), new.screen(queries_of(customer)))]
            if then != now or any((hit.source, hit.entity) in changed for hits in (*then, *now) for hit in hits)
        ]

    chunks = [refs[start : start + _CHUNK] for start in range(0, len(refs), _CHUNK)]
    seconds, slow = _timed(
        lambda: {ref for each in ordered_map(differing, chunks, system.settings.processes) for ref in each}
    )
    verdict = (
        "the same set" if slow == named else f"NOT THE SAME: {len(slow - named)} missing, {len(named - slow)} more"
    )
    print(f"screening {len(refs)} customers against both versions: {seconds:.1f} s, {len(slow)} touched: {verdict}")


def _index(system: System, lists: tuple[ListVersion, ...]) -> Index:
    matching = system.rules().matching
    version = version_of([(one.source, one.category, one.content_sha256) for one in lists], matching)
    index = system.desk.past_index(version, lists, matching)
    if index is None:
        raise SystemExit("a version of the list is not kept")
    return index


def _worked() -> float:
    """Seconds of work by this process and those it has waited for: on a busy machine less than what the clock says."""
    return sum(os.times()[:4])


_T = TypeVar("_T")


def _timed(work: Callable[[], _T]) -> tuple[float, _T]:
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


if __name__ == "__main__":
    main()
