"""Take a portfolio in from files: the good rows kept, every bad one reported, a re-run changing nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from amlrisk.services.customer_files import CustomerFile, Rejects, Row, open_customer_file
from amlrisk.services.deliveries import Delivery, DeliveryReader, Refused
from amlrisk.services.reported_events import with_reported
from amlrisk.services.retier import retier
from amlrisk.services.save_value import keep_values
from amlrisk.services.service_records import with_surveys
from amlrisk.services.system import System
from amlrisk.services.value_tables import ValueTables
from amlrisk.store.customers import SaveCounts

_BATCH = 1000
_VALUE_CHANGED, _FACTS_CHANGED = "value_changed", "facts_changed"
_COUNTED = ("added", "changed", "unchanged", "rejected")


@dataclass(slots=True)
class Counts:
    """How many were added, changed, left as they were, and refused."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0

    def add(self, saved: SaveCounts) -> None:
        self.added += saved.added
        self.changed += saved.changed
        self.unchanged += saved.unchanged

    @property
    def total(self) -> int:
        return self.added + self.changed + self.unchanged + self.rejected


@dataclass(slots=True)
class ImportCounts(Counts):
    """The same of customers, and of their value; ``passed_over`` are sheets without a column for the customer."""

    values: Counts = field(default_factory=Counts)
    passed_over: tuple[str, ...] = ()


def import_customers(  # noqa: PLR0913 - files and who brings them, by keyword
    system: System,
    path: Path | None,
    rejects_path: Path,
    *,
    actor: str,
    values: Sequence[Path] = (),
    progress: Callable[[float], None] = lambda share: None,
) -> ImportCounts:
    """Read the customers of ``path`` and what ``values`` say of their worth (csv, xlsx or jsonl); save in batches.

    Of a customer everything is saved or nothing. ``path`` may be None where values of known customers come alone.
    ``progress`` is told the share of the customers read so far, 0 to 1. Bad rows go to ``rejects_path`` (not
    created when there are none). Raises ``MalformedInput`` or ``InvalidInput`` where a file as a whole cannot be read,
    before anything is saved.
    """
    counts = ImportCounts()
    with ExitStack() as open_files:
        file = None if path is None else open_files.enter_context(open_customer_file(path))
        tables = open_files.enter_context(ValueTables(values, path))
        counts.passed_over = tuple(tables.passed_over)
        rejects = open_files.enter_context(Rejects(rejects_path))
        reader = DeliveryReader(system, tables, rejects)
        if file is not None:
            for chunk in _chunks(file):
                entries = tables.take(row.ref for row in chunk)
                _save(system, counts, (reader.read(row, entries.get(row.ref, ())) for row in chunk))
                progress(file.share_read())
        for left in tables.left():
            known = system.store.customers.digests(left)
            read = (reader.read_value(ref, each, known=ref in known) for ref, each in left.items())
            _save(system, counts, read)
        progress(1.0)
    with system.store.transaction():
        name = ", ".join(each.name for each in (path, *values) if each is not None)
        system.store.audit.append("customers_imported", actor, name, _detail(counts), system.now())
    return counts


def _chunks(file: CustomerFile) -> Iterator[list[Row]]:
    rows = file.rows()
    while chunk := list(islice(rows, _BATCH)):
        yield chunk


def _save(system: System, counts: ImportCounts, read: Iterable[Delivery | Refused]) -> None:
    """Save what can be, in one transaction, and count all."""
    batch: list[Delivery] = []
    for each in read:
        if isinstance(each, Delivery):
            batch.append(each)
        else:
            counts.rejected += each.customer
            counts.values.rejected += each.value
    if not batch:
        return
    refs = [each.ref for each in batch]
    customers = [each.customer for each in batch if each.customer is not None]
    values = [each.value for each in batch if each.value is not None]
    store = system.store
    with store.transaction():
        store.customers.hold(refs)
        now = system.now()
        before = store.customers.digests(refs)
        counts.add(store.customers.save_many(with_reported(store, customers), now))
        counts.values.add(keep_values(system, with_surveys(store, values), _VALUE_CHANGED, now))
        if counts.changed:
            # Whose birth date is another may have another tier, whatever was delivered of their value.
            after = store.customers.digests(before)
            retier(system, [ref for ref, its in after.items() if its != before[ref]], _FACTS_CHANGED, now)


def _detail(counts: ImportCounts) -> dict[str, str]:
    detail = {name: str(getattr(counts, name)) for name in _COUNTED}
    if counts.values.total:
        detail |= {f"values_{name}": str(getattr(counts.values, name)) for name in _COUNTED}
    return detail
