"""Asks and answers as Arrow tables: the columns are the fields, in their order."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa  # type: ignore[import-untyped]  # ships no types

from amlrisk.engine.model import Answer, Ask

_ASKS = pa.schema(
    [
        pa.field("ref", pa.string(), nullable=False),
        pa.field("facts_digest", pa.string(), nullable=False),
        pa.field("facts", pa.binary(), nullable=False),
        pa.field("before", pa.binary()),
        pa.field("dispositions", pa.binary()),
        pa.field("override", pa.binary()),
    ]
)
_ANSWERS = pa.schema(
    [
        pa.field("ref", pa.string(), nullable=False),
        pa.field("document", pa.binary()),
        pa.field("failure", pa.string()),
        pa.field("detail", pa.string(), nullable=False),
    ]
)


def schema_text() -> str:
    """The columns of answers as Spark wants to be told them."""
    return "ref string, document binary, failure string, detail string"


def table_of(asks: Sequence[Ask]) -> pa.Table:
    return pa.Table.from_pydict({name: [getattr(ask, name) for ask in asks] for name in _ASKS.names}, schema=_ASKS)


def asks_of_batch(batch: pa.RecordBatch) -> list[Ask]:
    """Raises ``TypeError`` or ``KeyError`` where the columns are not those of ``Ask``."""
    return [Ask(**row) for row in batch.select(_ASKS.names).to_pylist()]


def batch_of(answers: Sequence[Answer]) -> pa.RecordBatch:
    columns = {name: [getattr(answer, name) for answer in answers] for name in _ANSWERS.names}
    return pa.RecordBatch.from_pydict(columns, schema=_ANSWERS)


def answers_of(table: pa.Table) -> list[Answer]:
    return [Answer(**row) for row in table.select(_ANSWERS.names).to_pylist()]
