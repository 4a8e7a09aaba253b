"""Asks and answers as Arrow tables: the columns are the fields, in their order."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from amlrisk.engine.model import Answer, Ask

if TYPE_CHECKING:
    import pyarrow as pa

_ASKS = tuple(Ask.__struct_fields__)
_ANSWERS = {"ref": "string", "document": "binary", "failure": "string", "detail": "string"}
_TEXT = frozenset({"ref", "facts_digest"})

#: The columns of asks and of answers, as Spark wants to be told them.
ASKED = list(_ASKS)
ANSWERED = ", ".join(f"{name} {kind}" for name, kind in _ANSWERS.items())


def table_of(asks: Sequence[Ask]) -> pa.Table:
    return _pyarrow().table({name: [getattr(ask, name) for ask in asks] for name in _ASKS}, schema=_schemas()[0])


def asks_of_batch(batch: pa.RecordBatch) -> list[Ask]:
    """Raises ``KeyError`` where a column is missing."""
    return [Ask(**row) for row in batch.select(ASKED).to_pylist()]


def batch_of(answers: Sequence[Answer]) -> pa.RecordBatch:
    columns = {name: [getattr(answer, name) for answer in answers] for name in _ANSWERS}
    return _pyarrow().RecordBatch.from_pydict(columns, schema=_schemas()[1])


def answers_of(table: pa.Table) -> list[Answer]:
    return [Answer(**row) for row in table.select(list(_ANSWERS)).to_pylist()]


@functools.cache
def _schemas() -> tuple[pa.Schema, pa.Schema]:
    pyarrow = _pyarrow()
    asks = [(name, pyarrow.string() if name in _TEXT else pyarrow.binary()) for name in _ASKS]
    answers = [(name, pyarrow.string() if kind == "string" else pyarrow.binary()) for name, kind in _ANSWERS.items()]
    return pyarrow.schema(asks), pyarrow.schema(answers)


def _pyarrow() -> ModuleType:
    """An extra: looked for where Spark is used, not wherever the commands are."""
    return import_module("pyarrow")
