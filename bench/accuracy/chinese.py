"""Chinese names in every spelling: found, told from near misses, and ranked."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from rapidfuzz import fuzz

from amlrisk.policy.matching import Matching
from amlrisk.policy.vocabulary import ListCategory
from amlrisk.screening.index import build_index
from amlrisk.screening.model import Query
from amlrisk.screening.pairs import compare_names
from amlrisk.watchlist.model import ListedEntity, ListedName, Schema, Snapshot
from bench.accuracy.spellings import ChineseName, homophones, near_misses, read_chinese, spellings
from bench.inputs import snapshot_of
from bench.peers import BRUTE_FORCE_CUTOFF, LOGIC_V2_CUTOFF, LogicV2, plain
from bench.report import share, table

_RANKS = (("identical",), ("traditional",), ("pinyin",), ("Wade-Giles", "Hong Kong", "Taiwan"), ("homophone",))


def run(snapshots: Sequence[Snapshot], matching: Matching, logic_v2: LogicV2 | None) -> None:
    """Print the section: recall per spelling, near misses let in, and whether the better agreement scores higher."""
    names = read_chinese()
    _recall(names, snapshots, matching, logic_v2)
    _near(names, matching, logic_v2)
    _ranking(names, matching)


def _recall(
    names: Sequence[ChineseName], snapshots: Sequence[Snapshot], matching: Matching, logic_v2: LogicV2 | None
) -> None:
    written = [spellings(name) for name in names]
    listed_in_han = _found(snapshots, [(name, name.simplified) for name in names], written, matching)
    columns: dict[str, list[str]] = {}
    every: Counter[str] = Counter()
    for way in written[0]:
        # A list with this spelling alone, which the characters are asked against.
        listed = _found(
            snapshots[:1], [(n, s[way]) for n, s in zip(names, written, strict=True)], _characters(names), matching
        )
        pairs = [(name.simplified, each[way]) for name, each in zip(names, written, strict=True)]
        threshold = matching.threshold(Schema.PERSON)
        ours = sum(_ours(a, b, matching) >= threshold for a, b in pairs)
        theirs = sum(logic_v2.score_names("Person", a, b) >= LOGIC_V2_CUTOFF for a, b in pairs) if logic_v2 else 0
        brute = sum(fuzz.token_sort_ratio(plain(a), plain(b)) >= BRUTE_FORCE_CUTOFF for a, b in pairs)
        columns[way] = [
            share(ours, len(names)),
            share(listed_in_han[way], len(names)),
            share(listed["characters"], len(names)),
            share(theirs, len(names)) if logic_v2 else "–",
            share(brute, len(names)),
        ]
        every.update(ours=ours, han=listed_in_han[way], latin=listed["characters"], theirs=theirs, brute=brute)
    of = len(names) * len(columns)
    rows = [[way, *figures] for way, figures in columns.items()]
    rows.append(["all", *(share(every[each], of) if each != "theirs" or logic_v2 else "–"
                          for each in ("ours", "han", "latin", "theirs", "brute"))])  # fmt: skip
    table(
        f"Chinese names by spelling ({len(names)} invented names)",
        ["spelling", "ours, pair", "ours, asked against listed characters", "ours, characters against listed spelling",
         "logic-v2, pair", "rapidfuzz, pair"],
        rows,
        "Share found. The list of characters also holds UN and OFAC, those of one spelling UN. rapidfuzz compares "
        "names written in ASCII by ICU.",
    )  # fmt: skip
    _missed(names, written, matching)


def _missed(names: Sequence[ChineseName], written: Sequence[dict[str, str]], matching: Matching) -> None:
    by_kind: dict[str, list[bool]] = defaultdict(list)
    missed = []
    for name, ways in zip(names, written, strict=True):
        for way, text in ways.items():
            score = _ours(name.simplified, text, matching)
            by_kind[name.kind].append(score >= matching.threshold(Schema.PERSON))
            if not by_kind[name.kind][-1]:
                missed.append(f"{name.simplified} / {text} ({way}) {score:.2f}")
    print("\nby kind of name: " + ", ".join(f"{kind} {share(sum(got), len(got))}" for kind, got in by_kind.items()))
    if missed:
        print(f"{len(missed)} pairs missed, among them: " + "; ".join(missed[:: max(1, len(missed) // 12)]))


def _near(names: Sequence[ChineseName], matching: Matching, logic_v2: LogicV2 | None) -> None:
    by_kind: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for kind, a, b in near_misses(names):
        by_kind[kind].append((a, b))
    threshold = matching.threshold(Schema.PERSON)
    rows, let_in = [], []
    for kind, pairs in by_kind.items():
        wrong = [(a, b, score) for a, b in pairs if (score := _ours(a, b, matching)) >= threshold]
        let_in += [f"{a} / {b} {score:.2f}" for a, b, score in wrong]
        theirs = sum(logic_v2.score_names("Person", a, b) >= LOGIC_V2_CUTOFF for a, b in pairs) if logic_v2 else "–"
        brute = sum(fuzz.token_sort_ratio(plain(a), plain(b)) >= BRUTE_FORCE_CUTOFF for a, b in pairs)
        rows.append([kind, len(pairs), len(wrong), theirs, brute])
    table("Near misses let in", ["what differs", "pairs", "ours", "logic-v2", "rapidfuzz"], rows)
    if let_in:
        print("\nlet in, among them: " + "; ".join(let_in[:: max(1, len(let_in) // 12)]))


def _ranking(names: Sequence[ChineseName], matching: Matching) -> None:
    """Of every name, the worst of a rank against the best of the next; spellings that coincide are left out."""
    other = {name.simplified: changed for name, changed in homophones(names)}
    above: Counter[int] = Counter()
    asked: Counter[int] = Counter()
    means: dict[int, list[float]] = defaultdict(list)
    for name in names:
        ways = spellings(name) | ({"homophone": other[name.simplified]} if name.simplified in other else {})
        scores = [_scores(rank, ways, name, matching) for rank in _RANKS]
        for rank, found in enumerate(scores):
            means[rank] += found
        for rank, (better, worse) in enumerate(pairwise(scores)):
            if better and worse:
                asked[rank] += 1
                above[rank] += min(better) > max(worse)
    labels = ["identical", "traditional", "pinyin", "another romanisation", "homophone"]
    rows = [
        [label, f"{sum(means[rank]) / len(means[rank]):.3f}",
         f"{above[rank]} of {asked[rank]}" if asked[rank] else "–"]
        for rank, label in enumerate(labels) if means[rank]
    ]  # fmt: skip
    table("Ranking", ["agreement", "mean score", "scores above the next"], rows)


def _scores(rank: tuple[str, ...], ways: dict[str, str], name: ChineseName, matching: Matching) -> list[float]:
    """Scores of the spellings of a rank, those left out that are spelled as one of a better rank."""
    texts = {way: text for way, text in ways.items() if way.startswith(rank)}
    if rank[0] == "traditional":
        texts = {way: text for way, text in texts.items() if text != name.simplified}
    if rank[0] == "Wade-Giles":
        pinyin = {_letters(text) for way, text in ways.items() if way.startswith("pinyin")}
        texts = {way: text for way, text in texts.items() if _letters(text) not in pinyin}
    return [_ours(name.simplified, text, matching) for text in texts.values()]


def _letters(text: str) -> str:
    return "".join(sorted(char for char in text.casefold() if char.isalpha()))


def _ours(a: str, b: str, matching: Matching) -> float:
    return compare_names(Schema.PERSON, a, b, matching)[0]


def _characters(names: Sequence[ChineseName]) -> list[dict[str, str]]:
    return [{"characters": name.simplified} for name in names]


def _found(
    snapshots: Sequence[Snapshot],
    listed: Iterable[tuple[ChineseName, str]],
    asked: Sequence[dict[str, str]],
    matching: Matching,
) -> Counter[str]:
    """How many names find their own entry, by spelling asked, on a list with one spelling each beside the real ones."""
    entities = [
        ListedEntity(id=name.simplified, schema=Schema.PERSON, names=(ListedName(text=text),)) for name, text in listed
    ]
    invented = snapshot_of("invented", entities, ListCategory.INTERNAL_WATCH)
    index = build_index([*snapshots, invented], matching, b"bench")
    queries = [
        (entity.id, way, text) for entity, ways in zip(entities, asked, strict=True) for way, text in ways.items()
    ]
    hits = index.screen([Query(schema=Schema.PERSON, names=(text,)) for _, _, text in queries])
    found: Counter[str] = Counter()
    for (ref, way, _), row in zip(queries, hits, strict=True):
        found[way] += any(hit.entity == ref for hit in row)
    return found
