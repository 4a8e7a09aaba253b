"""Take the tiers of a portfolio out of the program, for compliance: before the gate, after it, and what stood between.

It holds grades and what the gate made of them: not for the front line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum

import msgspec

from amlrisk.facts.digest import canonical
from amlrisk.services.spreadsheets import Sheet, csv_pieces, xlsx_pieces
from amlrisk.services.system import System
from amlrisk.services.tier_lines import TierLines
from amlrisk.services.withdraw_tiers import withdrawn_document
from amlrisk.store.tiers import TierFilter, TierRow
from amlrisk.store.withdrawn_tiers import WithdrawnRow
from amlrisk.tiering.evaluation import Verdict, replay

_PAGE = 1000
_TITLE = {"zh": "客户价值层级", "en": "Value tiers"}

Line = tuple[TierRow | WithdrawnRow, Verdict | None]


class TierFormat(StrEnum):
    """``jsonl`` holds each evaluation as it is kept; the others are for reading."""

    CSV = "csv"
    XLSX = "xlsx"
    JSONL = "jsonl"


def _silent(done: int) -> None:
    """Nobody watches."""


def export_tiers(  # noqa: PLR0913  # what, how, for whom, and who watches
    system: System,
    wanted: TierFilter,
    form: TierFormat,
    *,
    actor: str,
    language: str = "en",
    schemes: bool = False,
    progress: Callable[[int], None] = _silent,
) -> Iterator[bytes]:
    """The tiers that ``wanted`` asks for, in order of the customers, in pieces; ``progress`` is told how many. After
    them those that were withdrawn, and why.

    With ``schemes`` each evaluation is made again, which tells what every scheme gives, and is compared with what was
    kept (``TierReplayDiffers``). That tiers were taken is an event, recorded before the first of them is read.
    """
    asked = {name: str(value) for name, value in msgspec.structs.asdict(wanted).items() if value}
    system.store.audit.append("tiers_exported", actor, "tiers", {"format": form.value, **asked}, system.now())
    lines = _lines(system, wanted, schemes, progress)
    if form is TierFormat.JSONL:
        return (canonical(_document(*line)) + b"\n" for line in lines)
    words = TierLines(system.value_rules(), language, schemes=schemes)
    sheet = Sheet(_TITLE[words.language], words.columns, (words.cells(*line) for line in lines))
    return csv_pieces(sheet) if form is TierFormat.CSV else xlsx_pieces([sheet])


def _lines(system: System, wanted: TierFilter, schemes: bool, progress: Callable[[int], None]) -> Iterator[Line]:
    """Page by page, so that a portfolio of any size is never in memory as a whole."""
    after, done = None, 0
    while page := system.store.tiers.page(wanted, after, _PAGE):
        verdicts = _verdicts(system, page) if schemes else [None] * len(page)
        yield from zip(page, verdicts, strict=True)
        after, done = page[-1].tier.customer, done + len(page)
        progress(done)
    after = None
    while withdrawn := system.store.tiers.withdrawn_page(wanted, after, _PAGE):
        yield from ((row, None) for row in withdrawn)
        after, done = withdrawn[-1].withdrawn.customer, done + len(withdrawn)
        progress(done)


def _verdicts(system: System, page: Sequence[TierRow]) -> list[Verdict]:
    """Made again from the archive, and compared with what was kept."""
    values = system.store.values
    kept = values.of([row.tier.customer for row in page])
    found = []
    for row in page:
        tier, now = row.tier, kept.get(row.tier.customer)
        same = now is not None and now.digest == tier.value_digest
        value = now.value if now is not None and same else values.facts(tier.value_digest)
        found.append(replay(tier, value, system.value_rules_of(tier.policy_digest, tier.on)))
    return found


def _document(row: TierRow | WithdrawnRow, verdict: Verdict | None) -> dict[str, object]:
    about: dict[str, object] = {"name": row.name, "kind": row.kind, "branch": row.branch, "grade": row.grade}
    if isinstance(row, WithdrawnRow):
        return {"withdrawn": {"customer": row.withdrawn.customer, **(withdrawn_document(row.withdrawn) or {})}, **about}
    document: dict[str, object] = {"evaluation": row.tier, **about}
    return document if verdict is None else {**document, "verdict": verdict}
