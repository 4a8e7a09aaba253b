"""People asked for in their own script against a list that has them in Latin letters only."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence

import msgspec

from amlrisk.policy.matching import Matching
from amlrisk.screening.index import build_index
from amlrisk.screening.model import Query
from amlrisk.watchlist.model import ListedEntity, NameKind, Schema, Snapshot
from amlrisk.watchlist.snapshot import content_sha256
from bench.inputs import birth_of
from bench.peers import BRUTE_FORCE_CUTOFF, LOGIC_V2_CUTOFF, BruteForce, Found, LogicV2
from bench.report import interval, share, table


def run(snapshots: Sequence[Snapshot], matching: Matching, logic_v2: LogicV2 | None) -> None:
    """Print the section; the first snapshot is the one with names in other scripts."""
    stripped = [_latin_only(snapshot) for snapshot in snapshots]
    source = snapshots[0].info.source
    listed = {entity.id: entity for entity in stripped[0].entities}
    asked = [
        (listed[entity.id], _script(name.text), Query(schema=Schema.PERSON, names=(name.text,)))
        for entity in snapshots[0].entities
        if entity.schema is Schema.PERSON and entity.id in listed
        for name in entity.names
        if name.kind is NameKind.ORIGINAL_SCRIPT and _script(name.text) != "LATIN"
    ]
    queries = [query for _, _, query in asked]
    dated = [msgspec.structs.replace(query, birth_on=birth_of(entity)) for entity, _, query in asked]
    index = build_index(stripped, matching, b"bench")
    ours = [[Found(hit.source, hit.entity) for hit in row] for row in index.screen(queries)]
    with_birth = [[Found(hit.source, hit.entity) for hit in row] for row in index.screen(dated)]
    brute = BruteForce(stripped).screen(queries)
    found: dict[str, Counter[str]] = {"all": Counter()}
    missed = []
    for at, (entity, script, query) in enumerate(asked):
        right = Found(source, entity.id)
        got = {
            "of": True,
            "ours": right in ours[at],
            "with birth date": right in with_birth[at],
            "first": ours[at][:1] == [right],
            "brute": right in brute[at],
            "logic-v2": logic_v2 is not None and _theirs(logic_v2, query, entity),
        }
        for group in ("all", script):
            found.setdefault(group, Counter()).update({what: int(yes) for what, yes in got.items()})
        if not got["ours"]:
            missed.append(f"{query.names[0]} / {entity.names[0].text}")
    rows = [
        [script, got["of"], share(got["ours"], got["of"]), interval(got["ours"], got["of"]),
         share(got["with birth date"], got["of"]), share(got["first"], got["of"]),
         share(got["logic-v2"], got["of"]) if logic_v2 else "–", share(got["brute"], got["of"])]
        for script, got in found.items()
    ]  # fmt: skip
    table(
        f"{source.upper()} persons by their original-script name, against Latin names only",
        ["script", "names", "ours", "95 %", "ours, with birth date", "ours, as the first hit",
         f"logic-v2 ≥ {LOGIC_V2_CUTOFF}", f"rapidfuzz ≥ {BRUTE_FORCE_CUTOFF}"],
        rows,
        "Share with the right entity among the hits, name alone. logic-v2 is handed the right entity as its candidate; "
        "rapidfuzz compares names written in ASCII by ICU.",
    )  # fmt: skip
    hits = sum(len(row) for row in ours)
    print(f"\nours: {hits / max(1, len(asked)):.2f} hits a name, the right one included")
    if missed:
        print(f"{len(missed)} missed, among them: " + "; ".join(missed[:: max(1, len(missed) // 10)]))


def _theirs(peer: LogicV2, query: Query, entity: ListedEntity) -> bool:
    return peer.score(peer.query(query), peer.listed(entity)) >= LOGIC_V2_CUTOFF


def _latin_only(snapshot: Snapshot) -> Snapshot:
    entities = tuple(
        msgspec.structs.replace(entity, names=names)
        for entity in snapshot.entities
        if (names := tuple(name for name in entity.names if _script(name.text) == "LATIN"))
    )
    info = msgspec.structs.replace(snapshot.info, content_sha256=content_sha256(entities), entities=len(entities))
    return Snapshot(info=info, entities=entities)


def _script(text: str) -> str:
    """The first script other than Latin that a letter of the text is of; LATIN without one."""
    scripts = (unicodedata.name(char, "LATIN").split()[0] for char in text if char.isalpha())
    return next((script for script in scripts if script not in _LATIN), "LATIN")


_LATIN = {"LATIN", "MODIFIER", "FEMININE", "MASCULINE", "FULLWIDTH"}
