"""Screen a csv of names against the lists in force: any length, constant memory, answers in order."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from itertools import islice
from typing import BinaryIO, TextIO, TypeVar

from amlrisk.errors import InvalidInput, Issue, MalformedInput
from amlrisk.facts.codes import country_code, load_country_names
from amlrisk.facts.dates import check_past_partial
from amlrisk.facts.digest import canonical
from amlrisk.facts.identifiers import number_digest
from amlrisk.facts.issues import issue
from amlrisk.facts.names import check_name
from amlrisk.jobs.processes import ordered_map, settle_memory
from amlrisk.names.translit import load_tables
from amlrisk.screening.index import Index
from amlrisk.screening.model import Query, QueryIdentifier
from amlrisk.services.answers import hit_in_words
from amlrisk.services.system import System
from amlrisk.watchlist.model import Schema

_T = TypeVar("_T")

#: Rows a chunk: twice what the index screens in one matrix product; more would leave a process idle at the end.
_CHUNK = 512
_LONGER_THAN_A_DATE = 11

COLUMNS = ("full_name", "schema", "date_of_birth", "nationality", "gender", "place_of_birth", "id_number")


@dataclass(slots=True)
class ScreenCounts:
    """Rows read, rows with a hit, and rows that could not be screened (each told in the output).

    ``seconds`` is from the first row to the last, once lists and tables are loaded.
    """

    rows: int = 0
    with_hits: int = 0
    refused: int = 0
    seconds: float = 0.0


def screen_file(
    system: System,
    source: TextIO,
    out: BinaryIO,
    *,
    threshold: float | None = None,
    progress: Callable[[int], None] = lambda rows: None,
) -> ScreenCounts:
    """Write one JSON line a row: ``{"row", "name", "hits": […]}``, or ``error`` instead of ``hits``.

    Raises ``MalformedInput`` without a header or a ``full_name`` column, and the list errors of the desk.
    ``progress`` is told the number of rows written.
    """
    rules = system.rules()
    index = system.desk.in_force(rules, system.now()).index
    load_country_names()  # here, once, and not again in every process
    load_tables()
    settle_memory()
    started = time.perf_counter()
    work = partial(_screen_chunk, index, system.settings.secret, system.today(), threshold)
    counts = ScreenCounts()
    for lines, rows, with_hits, refused in ordered_map(work, _chunks(_rows(source), _CHUNK), system.settings.processes):
        out.write(lines)
        counts.rows += rows
        counts.with_hits += with_hits
        counts.refused += refused
        progress(counts.rows)
    counts.seconds = time.perf_counter() - started
    return counts


def ignored_columns(header: Sequence[str]) -> list[str]:
    """The columns that ``screen`` does not read; a caller tells them, since one may be a misspelling."""
    return [name for name in header if name not in COLUMNS]


def query_from_row(row: Mapping[str, str], key: bytes, today: date) -> Query:
    """A row of the csv as a query; raises ``InvalidInput`` naming each column that cannot be right.

    An impossible birth date is refused: it would speak against a listed person whom the name finds.
    """
    issues: list[Issue] = []
    name = (row.get("full_name") or "").strip()
    issues += check_name(name, "full_name")
    try:
        schema = Schema(row.get("schema") or Schema.PERSON)
    except ValueError:
        allowed = ", ".join(Schema)
        issues.append(Issue(path="schema", code="unknown_value", zh=f"应为 {allowed}", en=f"must be one of {allowed}"))
        schema = Schema.PERSON
    birth_on = (row.get("date_of_birth") or "").strip() or None
    if birth_on and (problem := _birth_problem(birth_on[:_LONGER_THAN_A_DATE], today)):
        issues.append(problem)
    country = None
    if text := (row.get("nationality") or "").strip():
        country = country_code(text)
        if country is None:
            issues.append(issue("nationality", "unknown_country", value=text))
    if issues:
        raise InvalidInput(tuple(issues))
    number = (row.get("id_number") or "").strip()
    return Query(
        schema=schema,
        names=(name,),
        birth_on=birth_on,
        birth_place=(row.get("place_of_birth") or "").strip() or None,
        gender=(row.get("gender") or "").strip().lower() or None,
        nationalities=(country,) if country else (),
        identifiers=(QueryIdentifier(digest=number_digest(key, number)),) if number else (),
    )


@lru_cache(maxsize=65_536)
def _birth_problem(birth_on: str, today: date) -> Issue | None:
    return check_past_partial(birth_on, "date_of_birth", today)


def _rows(source: TextIO) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(source, restkey="", restval="")
    try:
        if reader.fieldnames is None or "full_name" not in reader.fieldnames:
            raise MalformedInput(detail="the first line must name the columns, full_name among them")
        yield from enumerate(reader, start=1)
    except (csv.Error, UnicodeDecodeError) as error:
        raise MalformedInput(detail=f"line {reader.line_num + 1}: {error}") from error


def _chunks(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


def _screen_chunk(
    index: Index, key: bytes, today: date, threshold: float | None, rows: list[tuple[int, dict[str, str]]]
) -> tuple[bytes, int, int, int]:
    queries: list[Query] = []
    problems: dict[int, InvalidInput] = {}
    for number, row in rows:
        try:
            queries.append(query_from_row(row, key, today))
        except InvalidInput as error:
            problems[number] = error
    found = iter(index.screen(queries, threshold))
    lines = bytearray()
    with_hits = 0
    for number, row in rows:
        document: dict[str, object] = {"row": number, "name": row.get("full_name") or ""}
        if number in problems:
            document["error"] = {"code": problems[number].code, "issues": list(problems[number].issues)}
        else:
            hits = next(found)
            with_hits += bool(hits)
            document["hits"] = [hit_in_words(hit) for hit in hits]
        lines += canonical(document) + b"\n"
    return bytes(lines), len(rows), with_hits, len(problems)
