"""``ofac``: the SDN list of the U.S. Treasury as its three csv files, sdn.csv, alt.csv and add.csv.

They have no header; ``-0-`` is an empty value, and each ends with a line of 0x1A. A file without that line broke off
on its way (a cut between two rows cannot be seen otherwise). Specification: "Detailed specification for the SDN
legacy flat files" of OFAC; the remarks are read in ``ofac_remarks``.
"""

from __future__ import annotations

from collections.abc import Iterator

from amlrisk.errors import ListEmpty
from amlrisk.watchlist.formats.ofac_remarks import read_remarks
from amlrisk.watchlist.formats.reading import END_OF_FILE, Job, ListFile, ParsedList, chunks, csv_rows, lines
from amlrisk.watchlist.formats.words import Draft, fold
from amlrisk.watchlist.model import ListedEntity, NameKind, Schema

_PARTS = {12: "sdn.csv", 5: "alt.csv", 6: "add.csv"}
"""The three files are told apart by the number of their columns, whatever they are called."""

_EMPTY = "-0-"
_SCHEMAS = {
    "individual": Schema.PERSON,
    "vessel": Schema.VESSEL,
    "aircraft": Schema.AIRCRAFT,
    "": Schema.ORGANIZATION,
}
_ALIASES = {"aka": NameKind.ALIAS, "nka": NameKind.ALIAS, "fka": NameKind.FORMER}
_PAGE = "https://sanctionssearch.ofac.treas.gov/Details.aspx?id="

Rows = list[tuple[int, list[str]]]


def parse(files: tuple[ListFile, ...], job: Job) -> ParsedList:
    """All three files, in any order; the csv form carries no publication date."""
    return ParsedList(None, _entities(files, job))


def _entities(files: tuple[ListFile, ...], job: Job) -> Iterator[ListedEntity]:
    parts: dict[str, Rows] = {}
    for file in files:
        rows = _rows(file, job)
        if not rows:
            raise ListEmpty(source=job.source)
        part = _PARTS.get(len(rows[0][1]))
        if part is None:
            job.malformed(f"{file.name}: {len(rows[0][1])} columns; sdn has 12, alt 5, add 6")
        if part in parts:
            job.malformed(f"{file.name}: a second {part}")
        parts[part] = rows
    if missing := [part for part in _PARTS.values() if part not in parts]:
        job.malformed(f"{missing[0]} is missing; sdn.csv, alt.csv and add.csv are needed together")
    names, places = _by_entity(parts["alt.csv"]), _by_entity(parts["add.csv"])
    known = {row[0].strip() for _, row in parts["sdn.csv"]}
    for part, found in (("alt.csv", names), ("add.csv", places)):
        if strangers := found.keys() - known:
            job.malformed(f"{part}: no entity {min(strangers)} in sdn.csv; the files are of different editions")
    for line, row in parts["sdn.csv"]:
        id = row[0].strip()
        yield _entity(row, names.get(id, []), places.get(id, []), f"sdn.csv, line {line}", job)


def _rows(file: ListFile, job: Job) -> Rows:
    """All rows of a file; the encoding is settled over the whole file, which has a few megabytes."""
    text = _decode(b"".join(chunks(file, job)), file, job)
    if not text.strip():
        return []
    if not text.rstrip(" \r\n").endswith(END_OF_FILE) and _looks_right(text):
        job.truncated(f"{file.name}: the closing 0x1A line is missing")
    return list(csv_rows(lines((text,), file, job), file, job))


def _looks_right(text: str) -> bool:
    """Whether the first line begins like a row (a web page that says "error" is malformed, not truncated)."""
    return text.lstrip()[:1].isdecimal()


def _decode(data: bytes, file: ListFile, job: Job) -> str:
    """UTF-8, or Windows-1252 where no byte of the file speaks for UTF-8.

    The files of today are pure ASCII; older editions were written in Windows-1252. A file with both is damaged.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        at = error.start
    loose = data.decode("utf-8", "surrogateescape")
    if any(char > "\x7f" and not "\udc80" <= char <= "\udcff" for char in loose):
        job.malformed(f"{file.name}: neither UTF-8 nor Windows-1252, first at byte {at}")
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as error:
        job.malformed(f"{file.name}: neither UTF-8 nor Windows-1252 at byte {error.start}")


def _by_entity(rows: Rows) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    for _, row in rows:
        found.setdefault(row[0].strip(), []).append(row)
    return found


def _entity(row: list[str], names: list[list[str]], places: list[list[str]], where: str, job: Job) -> ListedEntity:
    id, name, kind, programmes, title, call_sign, vessel, tonnage, gross, flag, owner, remarks = map(_cell, row)
    if not id.isdecimal():
        job.malformed(f"{where}: {id!r} is no entity number")
    if kind not in _SCHEMAS:
        job.malformed(f"{where}: {kind!r} is no kind of entity")
    draft = Draft(id, _SCHEMAS[kind])
    _name(draft, name, NameKind.PRIMARY)
    for alias in names:
        known = _ALIASES.get(_cell(alias[2]))
        if known is None:
            job.malformed(f"alt.csv, entity {id}: {alias[2]!r} is no kind of alias")
        _name(draft, _cell(alias[3]), known)
        draft.remark(_cell(alias[4]), "Alias")
    for programme in programmes.split("] ["):
        draft.programme(programme.strip("[] "))
    draft.remark(title, "Title")
    draft.identifier("call_sign", call_sign)
    for label, value in (("Vessel type", vessel), ("Tonnage", tonnage), ("Gross tonnage", gross), ("Owner", owner)):
        draft.remark(value, label)
    draft.country(flag)
    for place in places:
        draft.address(*(_cell(part) for part in place[2:5]))
        draft.country(_cell(place[4]))
        draft.remark(_cell(place[5]), "Address")
    draft.remark(remarks)
    read_remarks(draft, remarks)
    draft.source_url = _PAGE + id
    return draft.finish()


def _name(draft: Draft, name: str, kind: NameKind) -> None:
    """People are written ``SURNAME, Given``; the text stays as it is."""
    surname, comma, given = name.partition(",")
    if draft.schema is Schema.PERSON and comma:
        draft.name(name, kind, surname=surname, given=given)
    else:
        draft.name(name, kind)


def _cell(text: str) -> str:
    folded = fold(text)
    return "" if folded == _EMPTY else folded
