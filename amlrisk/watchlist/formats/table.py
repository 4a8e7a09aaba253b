"""``table``: any csv, read through the mapping of columns that the catalogue gives.

It is for lists that a company types, exports from Excel or receives by letter. Because people make them, every
word that is not understood (a schema, a birth date, a country of a number) is an error that names the row.
"""

from __future__ import annotations

from collections.abc import Iterator

from amlrisk.errors import ListEmpty
from amlrisk.watchlist.formats.dates import birth, day, partial
from amlrisk.watchlist.formats.reading import Job, ListFile, ParsedList, chunks, csv_rows, lines, one_file
from amlrisk.watchlist.formats.words import Draft, fold
from amlrisk.watchlist.mapping import Column, Mapping, SchemaColumn
from amlrisk.watchlist.model import ListedEntity, NameKind, Schema

_NAMES = (
    ("aliases", NameKind.ALIAS),
    ("weak_aliases", NameKind.WEAK_ALIAS),
    ("former_names", NameKind.FORMER),
    ("original_script", NameKind.ORIGINAL_SCRIPT),
)
_WITHOUT_END = ("长期", "long_term")


def parse(files: tuple[ListFile, ...], job: Job) -> ParsedList:
    """Such files carry no publication date."""
    if job.mapping is None:
        job.malformed("the catalogue gives no mapping for this table")
    return ParsedList(None, _entities(one_file(files, job), job.mapping, job))


def _entities(file: ListFile, mapping: Mapping, job: Job) -> Iterator[ListedEntity]:
    text = decode(b"".join(chunks(file, job)), file, mapping, job)
    rows = csv_rows(lines((text,), file, job), file, job, mapping.delimiter)
    header: list[str] | None = None
    for line, cells in rows:
        if header is None:
            header = [fold(cell) for cell in cells]
            _check_header(header, mapping, file, job)
            continue
        yield _entity(dict(zip(header, cells, strict=True)), mapping, f"{file.name}, line {line}", job)
    if header is None:
        raise ListEmpty(source=job.source)


def decode(data: bytes, file: ListFile, mapping: Mapping, job: Job) -> str:
    """The text of a table; see ``Mapping.encoding``. What fits no encoding is refused with the offset.

    GB18030 reads nearly any bytes, a Latin-1 file too, and would turn its names into nonsense that matches nobody.
    So it is only believed where the catalogue says so or where the header proves it.
    """
    try:
        if mapping.encoding != "gb18030":
            return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        header = _first_line_gb18030(data)
        proven = any(not name.isascii() and name in header for name in mapping.columns())
        if error.reason == "unexpected end of data" and not proven:
            job.truncated(f"{file.name}: ends inside a character at byte {error.start}")
        if mapping.encoding == "utf-8" or not proven:
            job.malformed(
                f"{file.name}: not UTF-8 at byte {error.start} (for GB18030 write `encoding: gb18030` in the mapping)"
            )
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError as error:
        job.malformed(f"{file.name}: not GB18030 at byte {error.start}")


def _first_line_gb18030(data: bytes) -> str:
    return data.split(b"\n", 1)[0].decode("gb18030", "replace")


def _check_header(header: list[str], mapping: Mapping, file: ListFile, job: Job) -> None:
    if len(set(header)) != len(header):
        twice = next(name for name in header if header.count(name) > 1)
        job.malformed(f"{file.name}: the column {twice!r} stands twice in the header")
    missing = [name for name in mapping.columns() if name not in header]
    if missing:
        job.malformed(f"{file.name}: no column {missing[0]!r}; the header has {', '.join(header)[:300]}")


def _entity(row: dict[str, str], mapping: Mapping, where: str, job: Job) -> ListedEntity:
    id, name = fold(row[mapping.id]), fold(row[mapping.name])
    if not id or not name:
        job.malformed(f"{where}: no {mapping.name if id else mapping.id}")
    draft = Draft(id, _schema(row, mapping.schema, where, job))
    draft.name(name, NameKind.PRIMARY, surname=_text(row, mapping.surname), given=_text(row, mapping.given))
    for field, kind in _NAMES:
        for alias in _values(row, getattr(mapping, field)):
            draft.name(alias, kind)
    _life(draft, row, mapping, where, job)
    _listing(draft, row, mapping, where, job)
    for identifier in mapping.identifiers:
        issuer = identifier.country or _text(row, identifier.country_column)
        for number in _values(row, Column(column=identifier.column, separator=identifier.separator)):
            draft.identifier(identifier.kind, number, issuer)
    for programme in _values(row, mapping.programme):
        draft.programme(programme)
    for remark in _values(row, mapping.remarks):
        draft.remark(remark)
    mapped = {*mapping.columns(), mapping.last_on}
    for column, cell in row.items():
        if column not in mapped:
            draft.remark(cell, column)
    draft.source_url = _text(row, mapping.url)
    return draft.finish()


def _life(draft: Draft, row: dict[str, str], mapping: Mapping, where: str, job: Job) -> None:
    """Gender, dates and places."""
    draft.gender(_text(row, mapping.gender))
    for text in _values(row, mapping.birth_date):
        found = birth(text)
        if found is None:
            job.malformed(f"{where}: {text!r} is no birth date")
        draft.birth(found)
    for place in _values(row, mapping.birth_place):
        draft.birth_place(place)
    for nationality in _values(row, mapping.nationality):
        draft.nationality(nationality)
    for country in _values(row, mapping.country):
        draft.country(country)
    for address in _values(row, mapping.address):
        draft.address(address)


def _listing(draft: Draft, row: dict[str, str], mapping: Mapping, where: str, job: Job) -> None:
    """From when and until when the entry holds. An end before the beginning is a slip that would be a silent miss."""
    if listed_on := _text(row, mapping.listed_on):
        draft.listed_on = partial(listed_on)
        if draft.listed_on is None:
            job.malformed(f"{where}: {listed_on!r} is no date")
    last_on = _text(row, mapping.last_on if mapping.last_on in row else None)
    if last_on and last_on not in _WITHOUT_END:
        draft.last_on = day(last_on)
        if draft.last_on is None:
            job.malformed(f"{where}: {last_on!r} is no day")
        if draft.listed_on is not None and draft.last_on.isoformat() < draft.listed_on:
            job.malformed(f"{where}: ends on {draft.last_on}, before it begins on {draft.listed_on}")


def _schema(row: dict[str, str], schema: Schema | SchemaColumn, where: str, job: Job) -> Schema:
    if isinstance(schema, Schema):
        return schema
    word = fold(row[schema.column])
    if word not in schema.values:
        job.malformed(f"{where}: {schema.column} is {word!r}, not one of {', '.join(schema.values)}")
    return schema.values[word]


def _text(row: dict[str, str], column: str | None) -> str:
    return "" if column is None else fold(row[column])


def _values(row: dict[str, str], column: str | Column | None) -> tuple[str, ...]:
    if column is None:
        return ()
    if isinstance(column, str):
        column = Column(column=column)
    cell = row[column.column]
    parts = cell.split(column.separator) if column.separator else [cell]
    return tuple(folded for part in parts if (folded := fold(part)))
