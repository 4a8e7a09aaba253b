"""Names screened a second, memory, latency, and what is found and missed, beside a brute-force peer.

    python -m bench.screening --lists DIR --names DIR [--rows 10000] [--processes 2]

``--lists`` holds ``un/consolidated.xml`` and ``ofac/{sdn,alt,add}.csv``, ``--names`` the unlisted people
(``negatives_*.csv``) and, if there, ``labelled_pairs.csv``. Everything is seeded: two runs ask the same. Stated peer,
in the same run on the same rows: rapidfuzz ``cdist``, ``token_sort_ratio`` of every name with every listed name.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import random
import resource
import string
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import msgspec
import numpy as np
from rapidfuzz import fuzz, process, utils

from amlrisk.facts.codes import country_code
from amlrisk.jobs.processes import ordered_map, settle_memory
from amlrisk.policy.loader import read_pack
from amlrisk.policy.matching import Matching
from amlrisk.policy.vocabulary import ListCategory
from amlrisk.screening.index import Index, build_index
from amlrisk.screening.model import Query
from amlrisk.screening.pairs import compare_names
from amlrisk.watchlist.formats import ListFile, parse
from amlrisk.watchlist.model import ListedEntity, NameKind, Schema, Snapshot, SnapshotInfo
from amlrisk.watchlist.snapshot import content_sha256

PEER_CUTOFF = 85
_CHUNK = 500
_FILES = {
    "un": (ListCategory.UN_SANCTIONS, ("un/consolidated.xml",)),
    "ofac": (ListCategory.OTHER_SANCTIONS, ("ofac/sdn.csv", "ofac/alt.csv", "ofac/add.csv")),
}


@dataclass(frozen=True)
class Wrong:
    """A listed person's name with something done to it."""

    source: str
    entity: str
    query: Query


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lists", type=Path)
    parser.add_argument("--names", type=Path)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--processes", type=int, default=2)
    arguments = parser.parse_args()
    if arguments.lists is None or arguments.names is None:
        print("screening is measured on real lists and names: give --lists DIR and --names DIR")
        return
    matching = read_pack("cn_insurer").on(datetime.datetime.now(datetime.UTC).date()).matching
    snapshots = [read_list(arguments.lists, source) for source in _FILES]
    index = _build(snapshots, matching)
    peer = Peer(snapshots)
    rows = read_names(arguments.names / "negatives_global_10k.csv")[: arguments.rows]
    _speed(index, peer, rows, arguments.processes)
    for file in sorted(arguments.names.glob("negatives_*.csv")):
        _false_hits(index, peer, file.stem, read_names(file))
    _recall(index, peer, snapshots)
    if (arguments.names / "labelled_pairs.csv").is_file():
        _labelled(arguments.names / "labelled_pairs.csv", matching)


# --- input --------------------------------------------------------------------------------------------


def read_list(folder: Path, source: str) -> Snapshot:
    category, names = _FILES[source]
    files = [ListFile(Path(name).name, (folder / name).open("rb")) for name in names]
    entities = tuple(parse(source, files, source=source).entities)
    info = SnapshotInfo(
        source=source,
        format=source,
        category=category,
        sha256="",
        content_sha256=content_sha256(entities),
        published_on=None,
        fetched_at=datetime.datetime.now(datetime.UTC),
        entities=len(entities),
        counts={},
        files=tuple(names),
    )
    return Snapshot(info=info, entities=entities)


def read_names(file: Path) -> list[Query]:
    with file.open(encoding="utf-8", newline="") as stream:
        return [
            Query(
                schema=Schema.PERSON,
                names=(row["full_name"],),
                birth_on=row["date_of_birth"] or None,
                gender=row["gender"] or None,
                nationalities=tuple(filter(None, [country_code(row["nationality"])])),
            )
            for row in csv.DictReader(stream)
        ]


# --- the peer -----------------------------------------------------------------------------------------


class Peer:
    """rapidfuzz brute force: no index, every name against every listed name."""

    def __init__(self, snapshots: Sequence[Snapshot]) -> None:
        listed = [
            (utils.default_process(name.text), snapshot.info.source, entity.id)
            for snapshot in snapshots
            for entity in snapshot.entities
            if entity.schema is Schema.PERSON
            for name in entity.names
        ]
        self.names = [name for name, _, _ in listed]
        self.carriers = [(source, ref) for _, source, ref in listed]

    def screen(self, queries: Sequence[Query]) -> list[set[tuple[str, str]]]:
        """The listed entities at or above the cutoff, for each query."""
        out: list[set[tuple[str, str]]] = []
        for start in range(0, len(queries), 100):
            asked = [utils.default_process(query.names[0]) for query in queries[start : start + 100]]
            scores = process.cdist(
                asked, self.names, scorer=fuzz.token_sort_ratio, score_cutoff=PEER_CUTOFF, dtype=np.uint8
            )
            out += [{self.carriers[at] for at in np.flatnonzero(row)} for row in scores]
        return out


# --- measurements -------------------------------------------------------------------------------------


def _build(snapshots: Sequence[Snapshot], matching: Matching) -> Index:
    memory = _peak()
    start = time.perf_counter()
    index = build_index(snapshots, matching, b"bench")
    seconds = time.perf_counter() - start
    more = _peak() - memory
    names = sum(len(entity.names) for snapshot in snapshots for entity in snapshot.entities)
    print(f"index of {len(index)} entities, {names} names: built in {seconds:.2f} s, {more:.0f} MiB")
    return index


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _speed(index: Index, peer: Peer, rows: Sequence[Query], processes: int) -> None:
    settle_memory()
    few = rows[: max(100, len(rows) // 20)]
    theirs = len(few) / _seconds(lambda: peer.screen(few))
    cold = len(rows) / _seconds(lambda: index.screen(rows))
    warm = len(rows) / _seconds(lambda: index.screen(rows))
    chunks = [rows[start : start + _CHUNK] for start in range(0, len(rows), _CHUNK)] * 4
    many = 4 * len(rows) / _seconds(lambda: list(ordered_map(partial(_count, index), iter(chunks), processes)))
    alone = []
    for query in rows[:2000]:
        start = time.perf_counter()
        index.screen([query])
        alone.append((time.perf_counter() - start) * 1000)
    p50, p99 = np.percentile(alone, [50, 99])
    print(f"rows a second, one process: first time {cold:,.0f}, again {warm:,.0f}")
    print(f"rows a second, {processes} processes, starting them included: {many:,.0f}")
    print(
        f"rapidfuzz brute force: {theirs:,.0f}; ours are {cold / theirs:.1f} times, then {warm / theirs:.1f} times that"
    )
    print(f"one at a time: p50 {p50:.2f} ms, p99 {p99:.2f} ms")
    print(f"most memory of this process so far, the peer's names included: {_peak():.0f} MiB")


def _count(index: Index, rows: Sequence[Query]) -> int:
    return sum(map(len, index.screen(rows)))


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _false_hits(index: Index, peer: Peer, label: str, rows: Sequence[Query]) -> None:
    hits = index.screen(rows)
    bare = index.screen([msgspec.structs.replace(row, birth_on=None, gender=None, nationalities=()) for row in rows])
    theirs = peer.screen(rows)
    print(f"false hits, {label}, of {len(rows)} rows (UN; UN + OFAC):")
    for what, found in (("all facts", hits), ("name alone", bare)):
        un = sum(any(hit.source == "un" for hit in row) for row in found)
        print(f"  {what}: {_share(un, rows)}; {_share(sum(map(bool, found)), rows)}")
    un = sum(any(source == "un" for source, _ in row) for row in theirs)
    print(f"  rapidfuzz ≥ {PEER_CUTOFF}: {_share(un, rows)}; {_share(sum(map(bool, theirs)), rows)}")


def _share(count: int, rows: Sequence[Query]) -> str:
    return f"{count / len(rows):.2%}"


def _recall(index: Index, peer: Peer, snapshots: Sequence[Snapshot]) -> None:
    print("recall of the listed person (with birth date; name alone; rapidfuzz):")
    for snapshot in snapshots:
        persons = [entity for entity in snapshot.entities if entity.schema is Schema.PERSON]
        if len(persons) > 1000:
            persons = persons[:: len(persons) // 1000]
        for label, spoil in SPOILERS.items():
            wrong = list(spoiled(snapshot.info.source, persons, spoil))
            queries = [one.query for one in wrong]
            bare = [msgspec.structs.replace(query, birth_on=None) for query in queries]
            mine = [
                _found(wrong, [{(hit.source, hit.entity) for hit in row} for row in index.screen(asked)])
                for asked in (queries, bare)
            ]
            theirs = _found(wrong, peer.screen(queries))
            print(f"  {snapshot.info.source} {label} ({len(wrong)}): {mine[0]:.3f}; {mine[1]:.3f}; {theirs:.3f}")


def _found(wrong: Sequence[Wrong], hits: Iterable[set[tuple[str, str]]]) -> float:
    return sum((one.source, one.entity) in row for one, row in zip(wrong, hits, strict=True)) / len(wrong)


def _labelled(file: Path, matching: Matching) -> None:
    schemas = {"Company": Schema.ORGANIZATION}
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    start = time.perf_counter()
    right = wrong = missed = strong = 0
    for row in rows:
        schema = schemas.get(row["schema"]) or Schema(row["schema"])
        match = compare_names(schema, row["name1"], row["name2"], matching)[0] >= matching.threshold(schema)
        same = row["is_match"] == "true"
        right += match and same
        wrong += match and not same
        missed += same and not match
        strong += row["quality"] == "STRONG" and match != same
    micros = (time.perf_counter() - start) / len(rows) * 1e6
    f1 = 2 * right / (2 * right + wrong + missed)
    print(f"labelled pairs ({len(rows)}): F1 {f1:.3f} at the pack's threshold; STRONG wrong: {strong}; {micros:.0f} µs")


# --- what goes wrong with names -----------------------------------------------------------------------


def spoiled(
    source: str, persons: Iterable[ListedEntity], spoil: Callable[[str, random.Random], str | None]
) -> Iterable[Wrong]:
    rng = random.Random(7)
    for entity in persons:
        name = next((name.text for name in entity.names if name.kind is NameKind.PRIMARY), entity.names[0].text)
        spoiled = spoil(name, rng) if name.isascii() else None
        if spoiled is None:
            continue
        birth = entity.birth_dates[0] if entity.birth_dates else None
        if birth is None and entity.birth_years:
            birth = str(entity.birth_years[0][0])
        yield Wrong(source, entity.id, Query(schema=Schema.PERSON, names=(spoiled,), birth_on=birth))


def _typo(name: str, rng: random.Random) -> str:
    """One letter replaced, left out, doubled, or swapped with the next."""
    at = rng.choice([at for at, char in enumerate(name) if char.isalpha()])
    following = name[at + 1 : at + 2]
    return rng.choice(
        [
            name[:at] + rng.choice(string.ascii_lowercase) + name[at + 1 :],
            name[:at] + name[at + 1 :],
            name[:at] + name[at] + name[at:],
            name[:at] + following + name[at] + name[at + 2 :] if following.isalpha() else name[:at] + name[at:],
        ]
    )


def _swap(name: str, rng: random.Random) -> str:
    parts = name.replace(",", " ").split()
    rng.shuffle(parts)
    return " ".join(parts)


def _join(name: str, rng: random.Random) -> str | None:
    parts = name.replace(",", " ").split()
    if len(parts) < 2:
        return None
    at = rng.randrange(len(parts) - 1)
    return " ".join([*parts[:at], parts[at] + parts[at + 1], *parts[at + 2 :]])


def _split(name: str, _rng: random.Random) -> str | None:
    parts = name.replace(",", " ").split()
    longest = max(parts, key=len)
    return name.replace(",", " ").replace(longest, f"{longest[:3]} {longest[3:]}", 1) if len(longest) > 5 else None


SPOILERS: dict[str, Callable[[str, random.Random], str | None]] = {
    "as listed": lambda name, _: name,
    "one typing error": _typo,
    "two typing errors": lambda name, rng: _typo(_typo(name, rng), rng),
    "parts in any order": _swap,
    "two parts joined": _join,
    "a part split": _split,
}

if __name__ == "__main__":
    main()
