"""``opensanctions``: a collection as ``targets.simple.csv`` or as FollowTheMoney JSON lines, told apart by content."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

import msgspec

from amlrisk.watchlist.formats.dates import birth, partial
from amlrisk.watchlist.formats.reading import (
    Job,
    ListFile,
    ParsedList,
    check_fields,
    csv_rows,
    lines,
    one_file,
    text_chunks,
)
from amlrisk.watchlist.formats.words import Draft, fold, is_latin
from amlrisk.watchlist.model import ListedEntity, NameKind, Schema

_SCHEMAS = {
    "Person": Schema.PERSON,
    "Company": Schema.ORGANIZATION,
    "Organization": Schema.ORGANIZATION,
    "PublicBody": Schema.ORGANIZATION,
    "Vessel": Schema.VESSEL,
    "Airplane": Schema.AIRCRAFT,
}
_NOT_SCREENED = frozenset(
    (
        *("Address", "Article", "Associate", "Asset", "BankAccount", "Contract", "ContractAward", "CourtCase"),
        *("CourtCaseParty", "CryptoWallet", "Debt", "Directorship", "Document", "Documentation", "EconomicActivity"),
        *("Email", "Employment", "Event", "Family", "Identification", "License", "Membership", "Mention", "Note"),
        *("Occupancy", "Ownership", "Passport", "Payment", "Position", "Project", "ProjectParticipant"),
        *("Representation", "Sanction", "Security", "Similar", "Succession", "TaxRoll", "UnknownLink", "Vehicle"),
    )
)
"""FollowTheMoney schemata that are not somebody to be screened. An unknown one is kept, as LegalEntity."""

_CSV_NEEDS = ("id", "schema", "name", "aliases", "birth_date", "countries", "addresses", "identifiers")
_NAMES = (
    ("name", NameKind.ALIAS),
    ("alias", NameKind.ALIAS),
    ("weakAlias", NameKind.WEAK_ALIAS),
    ("previousName", NameKind.FORMER),
)
NUMBERS = {
    "passportNumber": "passport",
    "idNumber": "national_id",
    "socialSecurityNumber": "national_id",
    "taxNumber": "tax_id",
    "vatCode": "tax_id",
    "innCode": "tax_id",
    "registrationNumber": "registration",
    "ogrnCode": "registration",
    "uscCode": "registration",
    "leiCode": "lei",
    "imoNumber": "imo",
    "mmsi": "mmsi",
    "callSign": "call_sign",
    "swiftBic": "swift",
    "dunsCode": "duns",
}
"""FollowTheMoney property → kind of number."""


def _birth(draft: Draft, written: str) -> None:
    if (read := birth(written)) is not None:
        draft.birth(read)
    else:
        draft.remark(written, "Birth")


_FIELDS: tuple[tuple[str, Callable[[Draft, str], None]], ...] = (
    ("birthDate", _birth),
    ("birthPlace", Draft.birth_place),
    ("gender", Draft.gender),
    ("nationality", Draft.nationality),
    ("citizenship", Draft.nationality),
    ("country", Draft.country),
    ("jurisdiction", Draft.country),
    ("mainCountry", Draft.country),
    ("flag", Draft.country),
    ("address", Draft.address),
    ("program", Draft.programme),
    ("programId", Draft.programme),
    ("position", lambda draft, text: draft.remark(text, "Position")),
    ("title", lambda draft, text: draft.remark(text, "Title")),
    ("topics", lambda draft, text: draft.remark(text, "Topics")),
    ("notes", Draft.remark),
)


def parse(files: tuple[ListFile, ...], job: Job) -> ParsedList:
    """Neither form says when it was published."""
    file = one_file(files, job)
    stream = lines(text_chunks(file, job), file, job)
    first = next((line for line in stream if line.strip()), "")
    stream = chain((first,), stream) if first else iter(())
    if first.lstrip().startswith("{"):
        return ParsedList(None, _from_json(stream, file, job))
    return ParsedList(None, _from_csv(stream, file, job))


def _from_csv(stream: Iterator[str], file: ListFile, job: Job) -> Iterator[ListedEntity]:
    header: list[str] = []
    for line, cells in csv_rows(_ended(stream, file, job), file, job):
        if not header:
            header = cells
            if missing := [name for name in _CSV_NEEDS if name not in header]:
                job.malformed(f"{file.name}: no column {missing[0]!r}: not a targets.simple.csv")
            continue
        row = dict(zip(header, cells, strict=True))
        schema = row["schema"]
        if schema not in _NOT_SCREENED:
            yield _csv_entity(row, f"{file.name}, line {line}", job)


def _ended(stream: Iterator[str], file: ListFile, job: Job) -> Iterator[str]:
    """The publisher ends every line: one that is not ended was cut, perhaps in the middle of a name."""
    for line in stream:
        if not line.endswith("\n"):
            job.truncated(f"{file.name}: the last line is not ended")
        yield line


def _csv_entity(row: dict[str, str], where: str, job: Job) -> ListedEntity:
    if not row["id"].strip():
        job.malformed(f"{where}: no id")
    draft = Draft(fold(row["id"]), _SCHEMAS.get(row["schema"], Schema.UNKNOWN))
    draft.name(row["name"], NameKind.PRIMARY)
    for alias in _several(row["aliases"]):
        draft.name(alias, NameKind.ALIAS if is_latin(alias) else NameKind.ORIGINAL_SCRIPT)
    for written in _several(row["birth_date"]):
        _birth(draft, written)
    for code in _several(row["countries"]):
        draft.country(code)
    for address in _several(row["addresses"]):
        draft.address(address)
    for number in _several(row["identifiers"]):
        draft.identifier("other", number)
    for programme in _several(row.get("sanctions", "")):
        draft.programme(programme)
    draft.remark(row.get("dataset"), "Dataset")
    draft.source_url = _page(draft.id)
    return draft.finish()


def _several(cell: str) -> list[str]:
    """Values joined with semicolons; one that holds a semicolon itself is quoted."""
    return [value for values in csv.reader([cell], delimiter=";") for value in values if value.strip()]


def _from_json(stream: Iterator[str], file: ListFile, job: Job) -> Iterator[ListedEntity]:
    """Entities wait until the end, because their documents and sanctions may stand on other lines."""
    drafts: dict[str, Draft] = {}
    linked: list[tuple[str, str, dict[str, list[Any]]]] = []
    for number, line in enumerate(stream, start=1):
        if not line.strip():
            continue
        record = _record(line, number, file, job)
        properties = record["properties"]
        schema = record["schema"]
        if schema in ("Identification", "Passport", "Sanction"):
            for holder in (*properties.get("holder", ()), *properties.get("entity", ())):
                linked.append((str(holder), schema, properties))
        if schema not in _NOT_SCREENED and record.get("target", True):
            draft = _json_entity(record)
            check_fields(draft.names, f"{file.name}, line {number}", job)
            if draft.id in drafts:
                job.malformed(f"{file.name}, line {number}: {draft.id} stands twice")
            drafts[draft.id] = draft
    for holder, schema, properties in linked:
        if holder in drafts:
            _link(drafts[holder], schema, properties)
    for draft in drafts.values():
        yield draft.finish()


def _record(line: str, number: int, file: ListFile, job: Job) -> dict[str, Any]:
    try:
        record = msgspec.json.decode(line)
    except (msgspec.DecodeError, RecursionError) as error:
        if not line.endswith("\n"):
            job.truncated(f"{file.name}: line {number}, the last one, breaks off")
        job.malformed(f"{file.name}, line {number}: {error}")
    ok = isinstance(record, dict) and isinstance(record.get("properties"), dict)
    if not ok or not all(isinstance(record.get(key), str) and record[key] for key in ("id", "schema")):
        job.malformed(f"{file.name}, line {number}: no FollowTheMoney entity (id, schema, properties)")
    if not all(isinstance(values, list) for values in record["properties"].values()):
        job.malformed(f"{file.name}, line {number}: a property that is not a list")
    return dict(record)


def _json_entity(record: dict[str, Any]) -> Draft:
    properties: dict[str, list[Any]] = record["properties"]
    draft = Draft(record["id"], _SCHEMAS.get(record["schema"], Schema.UNKNOWN))
    draft.name(str(record.get("caption") or ""), NameKind.PRIMARY)
    for key, kind in _NAMES:
        for name in _texts(properties, key):
            original = kind is NameKind.ALIAS and not is_latin(name)
            draft.name(name, NameKind.ORIGINAL_SCRIPT if original else kind)
    for key, put in _FIELDS:
        for value in _texts(properties, key):
            put(draft, value)
    for key, number_kind in NUMBERS.items():
        for number in _texts(properties, key):
            draft.identifier(number_kind, number)
    for nested in (*properties.get("sanctions", ()), *properties.get("sanctionEntity", ())):
        if isinstance(nested, dict):
            _link(draft, "Sanction", nested.get("properties", {}))
    draft.source_url = next(iter(_texts(properties, "sourceUrl")), _page(draft.id))
    return draft


def _link(draft: Draft, schema: str, properties: dict[str, list[Any]]) -> None:
    if schema == "Sanction":
        for programme in _texts(properties, "program"):
            draft.programme(programme)
        listed = sorted(found for text in _texts(properties, "listingDate") if (found := partial(text)))
        draft.listed_on = draft.listed_on or next(iter(listed), None)
        return
    issuer = next(iter(_texts(properties, "country")), None)
    for number in _texts(properties, "number"):
        draft.identifier("passport" if schema == "Passport" else "national_id", number, issuer)


def _texts(properties: dict[str, list[Any]], key: str) -> list[str]:
    return [value for value in properties.get(key, ()) if isinstance(value, str) and value.strip()]


def _page(id: str) -> str:
    return f"https://www.opensanctions.org/entities/{id}/"
