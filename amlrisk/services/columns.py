"""The columns of tables that come in: what a column is, how its cells are read, how its name is compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from enum import StrEnum

import msgspec

from amlrisk.facts.dates import tidy_partial
from amlrisk.facts.labels import by_word
from amlrisk.facts.model import Role

Cell = Callable[[str], object]
Place = tuple[str | int, ...]


class Level(StrEnum):
    """What a column is about. Customer and summary columns must agree in all rows of one customer."""

    CUSTOMER = "customer"
    SUMMARY = "summary"
    POLICY = "policy"
    PARTY = "party"


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """``place`` is the way to the value within what the column is about; ``secret`` cells are masked in rejects."""

    name: str
    aliases: tuple[str, ...]
    level: Level
    place: Place
    cell: Cell
    role: Role | None = None
    money: bool = False
    secret: bool = False


# --- cells: a value where the text can be read, the text itself where not (the intake then refuses it) ---


def text(cell: str) -> object:
    return cell


def day(cell: str) -> object:
    return tidy_partial(cell) or cell


def amount(cell: str) -> object:
    """Thousands separators and signs of yuan are taken off; 万 is not understood on purpose."""
    return re.sub(r"[,，\s]", "", cell).removeprefix("¥").removeprefix("￥").removesuffix("元")


def flag(cell: str) -> object:
    return _FLAGS.get(cell.lower(), cell)


_FLAGS = dict.fromkeys(("是", "有", "yes", "y", "true", "1"), True) | dict.fromkeys(
    ("否", "无", "no", "n", "false", "0"), False
)
_NOTHING = frozenset({"无", "none", "-", "[]"})


def several(cell: str) -> object:
    """A list, separated by ; or 、; ``无`` and ``none`` are the empty list."""
    if cell.lower() in _NOTHING:
        return []
    return [part.strip() for part in re.split(r"[;；、|\n]", cell) if part.strip()]


def count(cell: str) -> object:
    return int(cell) if re.fullmatch(r"[0-9]{1,9}", cell) else cell


def word(kinds: type[StrEnum]) -> Cell:
    words = by_word(kinds)
    return lambda cell: words.get(cell.lower(), cell)


def words(kinds: type[StrEnum]) -> Cell:
    known = by_word(kinds)

    def read(cell: str) -> object:
        parts = several(cell)
        return [known.get(part.lower(), part) for part in parts] if isinstance(parts, list) else parts

    return read


# --- columns -------------------------------------------------------------------------------------------


def columns(level: Level, rows: Iterable[tuple[str, str, Cell]], under: Place = ()) -> list[Column]:
    """``rows`` are (name, aliases separated by spaces, cell); the value stands at ``under`` + name."""
    return [
        Column(
            name=name,
            aliases=tuple(aliases.split()),
            level=level,
            place=(*under, name),
            cell=cell,
            money=cell is amount,
            secret=name in {"phone", "email"},
        )
        for name, aliases, cell in rows
    ]


def header_key(name: str) -> str:
    """A column name as it is compared: width, case, spaces, underscores and marks of required fields do not count."""
    plain = unicodedata.normalize("NFKC", name).lower()
    return re.sub(r"[\s_*\u200b-\u200f\ufeff]", "", plain)
