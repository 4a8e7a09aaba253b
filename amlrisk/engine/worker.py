"""Grades what is asked, wherever it is sent."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from amlrisk.engine.model import Answer, Ask, Briefing
from amlrisk.errors import AmlriskError
from amlrisk.facts.digest import canonical
from amlrisk.facts.model import Customer
from amlrisk.review.model import Override
from amlrisk.screening.index import Index
from amlrisk.screening.model import Hit, RecordedDisposition
from amlrisk.services.assessing import Assessor, Dossier, Occasion
from amlrisk.services.desk import InForce
from amlrisk.store.codec import packed, unpacked
from amlrisk.store.current import Current

_facts = msgspec.json.Decoder(Customer)
_before = msgspec.json.Decoder(Current)
_dispositions = msgspec.json.Decoder(list[RecordedDisposition])
_override = msgspec.json.Decoder(Override)


class Worker:
    """Grades by one set of lists and one edition of the rules. The index must be the briefing's."""

    def __init__(self, briefing: Briefing, index: Index) -> None:
        if index.version != briefing.index:
            raise ValueError("the index is not the one of the briefing")
        self._assessor = Assessor(briefing.rules, InForce(index=index, lists=briefing.lists))

    def answers(self, asks: Sequence[Ask], occasion: Occasion) -> list[Answer]:
        """An answer for each, in order."""
        customers: list[Customer] = []
        readable: list[Ask] = []
        failed: dict[str, Answer] = {}
        for ask in asks:
            try:
                customers.append(_facts.decode(unpacked(ask.facts)))
                readable.append(ask)
            except Exception as problem:  # one customer never stops the others
                failed[ask.ref] = _failure(ask, problem)
        graded = {
            ask.ref: self._answer(ask, customer, hits, occasion)
            for ask, customer, hits in zip(readable, customers, self._assessor.screen(customers), strict=True)
        }
        return [failed.get(ask.ref) or graded[ask.ref] for ask in asks]

    def _answer(self, ask: Ask, customer: Customer, hits: Sequence[tuple[Hit, ...]], occasion: Occasion) -> Answer:
        try:
            decided = [] if ask.dispositions is None else _dispositions.decode(ask.dispositions)
            dossier = Dossier(
                customer=customer,
                facts_digest=ask.facts_digest,
                hits=hits,
                dispositions={
                    (it.disposition.party, it.disposition.source, it.disposition.entity): it for it in decided
                },
                before=None if ask.before is None else _before.decode(ask.before),
                override=None if ask.override is None else _override.decode(ask.override),
            )
            return Answer(ref=ask.ref, document=packed(canonical(self._assessor.assess(dossier, occasion))))
        except Exception as problem:
            return _failure(ask, problem)


def _failure(ask: Ask, problem: Exception) -> Answer:
    code = problem.code if isinstance(problem, AmlriskError) else "unexpected"
    return Answer(ref=ask.ref, failure=code, detail=f"{type(problem).__name__}: {problem}")
