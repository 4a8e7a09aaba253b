"""How the columns of a company's own table become the fields of a listed entity."""

from __future__ import annotations

from typing import Literal

import msgspec

from amlrisk.watchlist.model import Schema


class _Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class Column(_Rule, frozen=True, kw_only=True):
    """A column; ``separator`` cuts a cell that holds several values."""

    column: str
    separator: str | None = None


class SchemaColumn(_Rule, frozen=True, kw_only=True):
    """A column that says what is listed; ``values`` translates its words (``个人: Person``).

    A word that ``values`` does not know is an error of the file, never a guess.
    """

    column: str
    values: dict[str, Schema]


class IdentifierColumn(_Rule, frozen=True, kw_only=True):
    """A column with numbers of one ``kind`` (passport, national_id, tax_id, registration, lei, imo, other …).

    ``country`` is the issuing country of all of them (ISO 3166 alpha-2), ``country_column`` names the column
    that says it row by row.
    """

    column: str
    kind: str
    separator: str | None = None
    country: str | None = None
    country_column: str | None = None


class Mapping(_Rule, frozen=True, kw_only=True):
    """The columns of a ``table`` list. A plain string is the name of a column.

    ``encoding`` is ``utf-8`` (a byte order mark is allowed), ``gb18030`` (Chinese Excel), or ``auto``: UTF-8, and
    GB18030 only where the file is no UTF-8 and its header, read so, holds a mapped column with Chinese in its name.
    Columns that are not mapped are kept in the remarks. ``last_on`` is the last day on which an entry holds; a file
    without that column holds entries without end.
    """

    id: str
    name: str
    schema: Schema | SchemaColumn
    encoding: Literal["auto", "utf-8", "gb18030"] = "auto"
    delimiter: str = ","
    surname: str | None = None
    given: str | None = None
    aliases: str | Column | None = None
    weak_aliases: str | Column | None = None
    former_names: str | Column | None = None
    original_script: str | Column | None = None
    gender: str | None = None
    birth_date: str | Column | None = None
    birth_place: str | Column | None = None
    nationality: str | Column | None = None
    country: str | Column | None = None
    address: str | Column | None = None
    identifiers: tuple[IdentifierColumn, ...] = ()
    programme: str | Column | None = None
    listed_on: str | None = None
    last_on: str | None = None
    remarks: str | Column | None = None
    url: str | None = None

    def columns(self) -> tuple[str, ...]:
        """Every column that must stand in the header, each once, in the order of the fields."""
        found: dict[str, None] = {}
        for field in self.__struct_fields__:
            if field in ("encoding", "delimiter", "last_on"):
                continue
            value = getattr(self, field)
            if isinstance(value, str) and not isinstance(value, Schema):
                found[value] = None
            elif isinstance(value, Column | SchemaColumn):
                found[value.column] = None
        for identifier in self.identifiers:
            found[identifier.column] = None
            if identifier.country_column is not None:
                found[identifier.country_column] = None
        return tuple(found)
