"""Bytes of a list file, read with suspicion: limits, NUL, encoding, and where a file breaks off.

Every reader here raises the list errors of ``amlrisk.errors`` with the source and what is wrong; none of them
repairs anything, because a repaired list may miss a name.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterable, Iterator
from datetime import date
from typing import BinaryIO, NamedTuple, NoReturn

import msgspec

from amlrisk.errors import ListEmpty, ListMalformed, ListTooLarge, ListTruncated
from amlrisk.watchlist.mapping import Mapping
from amlrisk.watchlist.model import ListedEntity

_CHUNK_BYTES = 64 * 1024
END_OF_FILE = "\x1a"  # what DOS, and OFAC to this day, writes as the last line


class ListFile(NamedTuple):
    """A file as it came: its name (for messages and, nowhere, for trust) and its bytes."""

    name: str
    stream: BinaryIO


class ParsedList(NamedTuple):
    """A list being read: ``entities`` are parsed while they are taken, and may raise until the last one."""

    published_on: date | None
    entities: Iterator[ListedEntity]


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """``file_bytes`` for each file; ``field_chars`` for one value (the longest of the real lists has 1 723)."""

    file_bytes: int = 256 * 1024 * 1024
    field_chars: int = 100_000


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """What a format parser needs besides the files."""

    source: str
    limits: Limits = Limits()
    mapping: Mapping | None = None

    def malformed(self, detail: str) -> NoReturn:
        """Refuse the list: not what its format says."""
        raise ListMalformed(source=self.source, detail=detail)

    def truncated(self, detail: str) -> NoReturn:
        """Refuse the list: it breaks off."""
        raise ListTruncated(source=self.source, detail=detail)

    def too_large(self, detail: str) -> NoReturn:
        """Refuse the list: a file or a value over its limit."""
        raise ListTooLarge(source=self.source, detail=detail)


def one_file(files: tuple[ListFile, ...], job: Job) -> ListFile:
    """The only file of a list that comes as one file."""
    if len(files) != 1:
        job.malformed(f"one file is needed, {len(files)} were given")
    return files[0]


def chunks(file: ListFile, job: Job) -> Iterator[bytes]:
    """The bytes in pieces; refuses an empty file, one over the limit, and NUL (UTF-16, or a damaged disk)."""
    size = 0
    while data := file.stream.read(_CHUNK_BYTES):
        if (at := data.find(b"\0")) >= 0:
            job.malformed(f"{file.name}: NUL at byte {size + at}")
        size += len(data)
        if size > job.limits.file_bytes:
            job.too_large(f"{file.name}: more than {job.limits.file_bytes} bytes")
        yield data
    if size == 0:
        raise ListEmpty(source=job.source)


def text_chunks(file: ListFile, job: Job) -> Iterator[str]:
    """The file as UTF-8 in pieces, a byte order mark dropped. The first byte that is none is named."""
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    offset = 0
    first = True
    for data in chunks(file, job):
        pending = len(decoder.getstate()[0])
        try:
            text = decoder.decode(data)
        except UnicodeDecodeError as error:
            job.malformed(f"{file.name}: not UTF-8 at byte {offset - pending + error.start}")
        offset += len(data)
        if first and text:
            text, first = text.removeprefix("\ufeff"), False
        yield text
    if pending := len(decoder.getstate()[0]):
        job.truncated(f"{file.name}: ends inside a character at byte {offset - pending}")


def lines(pieces: Iterable[str], file: ListFile, job: Job) -> Iterator[str]:
    """Lines with their ends, from text in any pieces; a line longer than a field may be is refused unread."""
    rest: list[str] = []
    held = 0
    for piece in pieces:
        *whole, tail = piece.split("\n")
        for line in whole:
            yield "".join((*rest, line, "\n"))
            rest, held = [], 0
        rest.append(tail)
        held += len(tail)
        if held > job.limits.field_chars * 100:
            job.too_large(f"{file.name}: a line of more than {held} characters")
    if held:
        yield "".join(rest)


def csv_rows(
    text_lines: Iterable[str], file: ListFile, job: Job, delimiter: str = ","
) -> Iterator[tuple[int, list[str]]]:
    """Rows of a csv with the number of the line where each ends; rows of nothing are left out.

    All rows must be as wide as the first. A narrow *last* row, or an open quote at the end, is a file that broke
    off (ListTruncated); any other width is ListMalformed. A closing 0x1A line is not a row.
    """
    reader = csv.reader(text_lines, delimiter=delimiter, strict=True)
    width = 0
    narrow: tuple[int, int] | None = None
    while True:
        try:
            row = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            _csv_trouble(str(error), reader.line_num, file, job)
        if row == [END_OF_FILE] or not any(cell.strip() for cell in row):
            continue
        if narrow is not None:
            job.malformed(f"{file.name}, line {narrow[0]}: {narrow[1]} columns instead of {width}")
        width = width or len(row)
        if len(row) > width:
            job.malformed(f"{file.name}, line {reader.line_num}: {len(row)} columns instead of {width}")
        if len(row) < width:
            narrow = (reader.line_num, len(row))
            continue
        check_fields(row, f"{file.name}, line {reader.line_num}", job)
        yield reader.line_num, row
    if narrow is not None:
        job.truncated(f"{file.name}: the last row has {narrow[1]} columns instead of {width}")


def _csv_trouble(what: str, line: int, file: ListFile, job: Job) -> NoReturn:
    if "unexpected end of data" in what:
        job.truncated(f"{file.name}: ends inside a quoted value")
    if "field larger" in what:
        job.too_large(f"{file.name}, line {line}: {what}")
    job.malformed(f"{file.name}, line {line}: {what}")


def check_fields(values: Iterable[str], where: str, job: Job) -> None:
    """Refuse a value longer than a field may be."""
    for value in values:
        if len(value) > job.limits.field_chars:
            job.too_large(f"{where}: a value of {len(value)} characters")
