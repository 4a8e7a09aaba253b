"""Whom a change of the lists touches: found from the listed records that changed, not by screening everybody.

Touched is whoever has or had a hit on an entity that was added, changed or taken off, whose hits on any other come out
otherwise because words weigh otherwise now, and about whom a decision was made with one of those entities. These are
the very customers that screening everybody against both versions would name (``tests/services/test_touched.py``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
import numpy as np

from amlrisk.errors import ListMissing
from amlrisk.grading.model import ListVersion
from amlrisk.policy.matching import Matching
from amlrisk.screening.arrays import I32
from amlrisk.screening.book import Book
from amlrisk.screening.drift import MARGIN, MOVED, SWAY, lowered, moved, share_moved
from amlrisk.screening.index import Index, version_of
from amlrisk.screening.model import Hit
from amlrisk.screening.narrowing import Differing, Pair, differing, narrowed
from amlrisk.screening.reverse import Net
from amlrisk.services.customer_index import Progress, Through, bring_up_to_date, in_turn, queries_of, silent
from amlrisk.services.near_hits import Near, NearHits
from amlrisk.services.system import System

Lists = Sequence[ListVersion]
_BATCH = 500


class TouchedBy(msgspec.Struct, frozen=True, kw_only=True):
    """One listed entity that was ``added``, ``changed`` or ``removed``: who has or had a hit on it, and about whom
    something was decided with it, by ref."""

    source: str
    entity: str
    kind: str
    hits: tuple[str, ...] = ()
    decided: tuple[str, ...] = ()


class Touched(msgspec.Struct, frozen=True, kw_only=True):
    """``refs`` are all who must be graded again, in order. ``drifted`` are those among them whose hits on entities that
    did not change come out otherwise. ``everyone``: the older version is not kept any more, and so all are named.
    ``screened``: how many were screened to know it."""

    refs: tuple[str, ...]
    entities: tuple[TouchedBy, ...] = ()
    drifted: tuple[str, ...] = ()
    screened: int = 0
    everyone: bool = False


def touched(
    system: System,
    before: Lists,
    after: Lists | None = None,
    *,
    through: Through = in_turn,
    progress: Progress = silent,
) -> Touched:
    """Whom the change from ``before`` to ``after`` (the lists in force where not said) touches.

    Customers saved while this goes on are not its concern: they are graded against what is in force then. Raises
    ``ListMissing`` where ``after`` is not kept, and ``ListMissing`` or ``ListStale`` where no list may be relied on.
    """
    rules = system.rules()
    matching = rules.matching
    if after is None:
        new: Index | None = system.desk.in_force(rules, system.now()).index
    else:
        new = _index(system, after, matching)
    if new is None:
        raise ListMissing(source=", ".join(sorted(each.source for each in after or ())))
    held = bring_up_to_date(system, through)
    old = _index(system, before, matching)
    if old is None:
        return Touched(refs=tuple(system.store.customers.all_refs()), everyone=True)
    if old.version == new.version:
        return Touched(refs=())
    found = _Search(system, old, new, through).run(held, progress)
    decided = _decided(system, found.differing)
    on_entity = {pair: found.on_entity.get(pair, set()) for pair in found.differing.kinds}
    refs = {*found.drifted, *(ref for each in on_entity.values() for ref in each)}
    refs |= {ref for each in decided.values() for ref in each}
    return Touched(
        refs=tuple(sorted(refs)),
        entities=tuple(
            TouchedBy(
                source=pair[0],
                entity=pair[1],
                kind=kind,
                hits=tuple(sorted(on_entity[pair])),
                decided=tuple(decided.get(pair, ())),
            )
            for pair, kind in sorted(found.differing.kinds.items())
        ),
        drifted=tuple(sorted(found.drifted)),
        screened=found.screened,
    )


def prepare(system: System, *, through: Through = in_turn) -> None:
    """Make ready what ``touched`` needs of the customers and of the lists in force, so that the next change of a list
    is followed quickly. Raises as ``touched`` does."""
    index = system.desk.in_force(system.rules(), system.now()).index
    near = NearHits(system, index)
    held = bring_up_to_date(system, through)
    for _ in through(lambda at: len(near.of(*held[at], SWAY * MOVED).places), range(len(held))):
        pass


class _Examined(NamedTuple):
    """Whom of a book to screen (their places), and how near the others can be to a hit of the newer index at most."""

    places: I32
    left: float


class _Screened(NamedTuple):
    """So many customers screened against both indexes, by ref: who is near a hit of the newer one, who has or had one
    on an entity that differs, and whose hits on others come out otherwise."""

    customers: int
    near: set[str]
    on_entity: dict[Pair, set[str]]
    drifted: set[str]


class _Search:
    """One comparison of two indexes over all books; what it found. Books and customers are gone through ``through``."""

    def __init__(self, system: System, old: Index, new: Index, through: Through) -> None:
        self._system, self._old, self._new, self._through = system, old, new, through
        self.differing: Differing = differing(old, new)
        self.on_entity: dict[Pair, set[str]] = {}
        self.drifted: set[str] = set()
        self.screened = 0

    def run(self, held: Sequence[tuple[str, Book]], progress: Progress) -> _Search:
        near_before, near_after = NearHits(self._system, self._old), NearHits(self._system, self._new)
        aim = _Aim(self._old, self._new, self.differing)

        def examine(at: int) -> _Examined:
            version, book = held[at]
            places, sway = aim.at(book)
            near = near_before.of(version, book, sway)
            return _Examined(np.union1d(places, near.places).astype(np.int32), near.left - sway)

        examined: list[_Examined] = []
        for each in self._through(examine, range(len(held))):
            progress(len(examined), len(held))
            examined.append(each)
        found = list(zip(held, examined, strict=True))
        still_near = self._screen(sorted({book.ref(at) for (_, book), (places, _) in found for at in places.tolist()}))
        for (version, book), (places, left) in found:
            those = [at for at in places.tolist() if book.ref(at) in still_near]
            near_after.keep(version, Near(np.array(those, dtype=np.int32), left))
        near_after.forget_all_but(self._old)
        progress(len(held), len(held))
        return self

    def _screen(self, refs: Sequence[str]) -> set[str]:
        """Screen these against both; who is near a hit of the newer."""
        lower = lowered(self._new, MARGIN)
        near: set[str] = set()
        batches = [refs[start : start + _BATCH] for start in range(0, len(refs), _BATCH)]
        for found in self._through(lambda batch: self._screen_batch(batch, lower), batches):
            self.screened += found.customers
            self.drifted |= found.drifted
            near |= found.near
            for pair, theirs in found.on_entity.items():
                self.on_entity.setdefault(pair, set()).update(theirs)
        return near

    def _screen_batch(self, refs: Sequence[str], lower: Index) -> _Screened:
        documents = self._system.store.customers.documents(refs)
        asked = [(ref, query) for ref, _, customer in documents for query in queries_of(customer)]
        queries = [query for _, query in asked]
        found = _Screened(len(documents), set(), {}, set())
        then, now = self._old.screen(queries), self._new.screen(queries)
        for (ref, _), were, are, close in zip(asked, then, now, lower.screen(queries), strict=True):
            if close:
                found.near.add(ref)
            self._compare(found, ref, were, are)
        return found

    def _compare(self, found: _Screened, ref: str, were: Sequence[Hit], are: Sequence[Hit]) -> None:
        old = {(hit.source, hit.entity): hit for hit in were}
        new = {(hit.source, hit.entity): hit for hit in are}
        for pair in old.keys() | new.keys():
            if pair in self.differing.kinds:
                found.on_entity.setdefault(pair, set()).add(ref)
            elif old.get(pair) != new.get(pair):
                found.drifted.add(ref)


class _Aim:
    """Whom of a book the change may touch, beside those who are near a hit anyway."""

    def __init__(self, old: Index, new: Index, found: Differing) -> None:
        self._moved = moved(old, new)
        self._old = Net(old)
        self._new = Net(narrowed(lowered(new, MARGIN), np.union1d(found.after, self._moved.places).astype(np.int32)))
        self._whole = Net(lowered(new, MARGIN))

    def at(self, book: Book) -> tuple[I32, float]:
        """Their places, and how far the scores of the others can have moved."""
        shares = share_moved(self._old.weights(book), self._new.weights(book))
        much = shares > MOVED
        share = max(self._moved.share, float(shares[~much].max(initial=0.0)))
        places = self._new.customers(book)
        if much.any():
            places = np.union1d(places, self._whole.customers_with(book, much)).astype(np.int32)
        return places, SWAY * share


def _decided(system: System, found: Differing) -> dict[Pair, list[str]]:
    by_source: dict[str, list[str]] = {}
    for source, entity in found.kinds:
        by_source.setdefault(source, []).append(entity)
    return {
        (source, entity): refs
        for source, entities in by_source.items()
        for entity, refs in system.store.dispositions.about(source, entities).items()
    }


def _index(system: System, lists: Lists, matching: Matching) -> Index | None:
    version = version_of([(one.source, one.category, one.content_sha256) for one in lists], matching)
    return system.desk.past_index(version, tuple(lists), matching)
