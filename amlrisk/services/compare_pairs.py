"""Compare pairs of names, as the contract's ``compare`` does."""

from __future__ import annotations

import csv
from typing import TextIO

from amlrisk.errors import MalformedInput
from amlrisk.policy.matching import Matching
from amlrisk.screening.pairs import compare_names
from amlrisk.watchlist.model import Schema

_ALIASES = {"Company": Schema.ORGANIZATION}


def compare_pairs(source: TextIO, out: TextIO, matching: Matching) -> int:
    """Write the rows of ``source`` (``schema,name1,name2`` …) with ``score,match`` appended; returns their number.

    ``match`` is score ≥ the pack's alert threshold for the schema.
    """
    reader = csv.DictReader(source)
    columns = list(reader.fieldnames or ())
    if not {"schema", "name1", "name2"} <= set(columns):
        raise MalformedInput(detail="the first line must name the columns schema, name1 and name2")
    writer = csv.DictWriter(out, [*columns, "score", "match"], lineterminator="\n")
    writer.writeheader()
    rows = 0
    try:
        for row in reader:
            schema = _schema(row["schema"], reader.line_num)
            score, _ = compare_names(schema, row["name1"], row["name2"], matching)
            alert = matching.threshold(schema)
            writer.writerow({**row, "score": f"{score:.4f}", "match": str(score >= alert).lower()})
            rows += 1
    except csv.Error as error:
        raise MalformedInput(detail=f"line {reader.line_num}: {error}") from error
    return rows


def _schema(text: str, line: int) -> Schema:
    try:
        return _ALIASES.get(text) or Schema(text or Schema.PERSON)
    except ValueError as error:
        raise MalformedInput(detail=f"line {line}: unknown schema {text!r}") from error
