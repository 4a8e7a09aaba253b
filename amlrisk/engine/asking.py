"""Reads from the store what an engine is to be asked, and turns its answers into what a run records."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from amlrisk.engine.model import Ask
from amlrisk.facts.digest import canonical
from amlrisk.services.assessing import Assessor
from amlrisk.services.system import System


def asks_of(system: System, assessor: Assessor, refs: Sequence[str]) -> list[Ask]:
    """What is on record of those of ``refs`` that are known, ordered by ref.

    The assessments to be superseded are read before the facts and decisions that they may rest on.
    """
    store = system.store
    current = store.assessments.current_of(refs)
    written = store.customers.written(refs)
    dispositions = store.dispositions.latest_for(refs)
    overrides = store.overrides.in_force(refs, assessor.rules.on)
    return [
        Ask(
            ref=ref,
            facts_digest=facts_digest,
            facts=document,
            before=_written(current.get(ref)),
            dispositions=canonical(list(dispositions[ref].values())) if ref in dispositions else None,
            override=_written(overrides.get(ref)),
        )
        for ref, facts_digest, document in written
    ]


def _written(value: msgspec.Struct | None) -> bytes | None:
    return None if value is None else canonical(value)
