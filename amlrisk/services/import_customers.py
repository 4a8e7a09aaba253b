"""Take a portfolio in from a file: the good rows kept, every bad one reported, a re-run changing nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from amlrisk.errors import InvalidInput
from amlrisk.facts.model import Customer
from amlrisk.services.customer_files import Rejects, Row, open_customer_file
from amlrisk.services.customer_schema import read_customer
from amlrisk.services.reported_events import with_reported
from amlrisk.services.system import System

_BATCH = 1000


@dataclass(slots=True)
class ImportCounts:
    """How many customers were added, changed, left as they were, and refused."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0


def import_customers(
    system: System,
    path: Path,
    rejects_path: Path,
    *,
    actor: str,
    progress: Callable[[float], None] = lambda share: None,
) -> ImportCounts:
    """Read ``path`` (csv, xlsx or jsonl) and save its customers in batches.

    ``progress`` is told the share of the file read so far, 0 to 1. Bad rows go to ``rejects_path`` (not
    created when there are none). Raises ``MalformedInput`` where the file as a whole cannot be read.
    """
    counts = ImportCounts()
    codes, key, today = system.code_sets(), system.settings.secret, system.today()
    batch: list[Customer] = []

    def save() -> None:
        with system.store.transaction():
            system.store.customers.hold(customer.ref for customer in batch)
            saved = system.store.customers.save_many(with_reported(system.store, batch), system.now())
        counts.added += saved.added
        counts.changed += saved.changed
        counts.unchanged += saved.unchanged
        batch.clear()

    with open_customer_file(path) as file, Rejects(rejects_path) as rejects:

        def take(row: Row) -> Customer | None:
            if row.problem is not None:
                rejects.add(row, row.problem)
                return None
            try:
                return read_customer(row.raw or {}, key=key, today=today, codes=codes)
            except InvalidInput as error:
                rejects.add(row, error)
                return None

        for row in file.rows():
            customer = take(row)
            if customer is None:
                counts.rejected += 1
            else:
                batch.append(customer)
            if len(batch) >= _BATCH:
                save()
                progress(file.share_read())
        if batch:
            save()
        progress(1.0)
    with system.store.transaction():
        detail = {name: str(getattr(counts, name)) for name in ("added", "changed", "unchanged", "rejected")}
        system.store.audit.append("customers_imported", actor, path.name, detail, system.now())
    return counts
