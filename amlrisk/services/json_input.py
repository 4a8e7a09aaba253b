"""JSON as it comes in, read strictly: what two readers could read in two ways is refused, not guessed.

Beyond what the standard library checks: duplicate names (RFC 8259 leaves their meaning open), ``NaN`` and
``Infinity``, other encodings than UTF-8, and halves of surrogate pairs (text that no encoder takes). Numbers
with a fraction become ``Decimal``: an amount never passes through a binary float.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import NoReturn

import msgspec

from amlrisk.errors import MalformedInput


def read_json(data: bytes) -> object:
    """The value of one JSON text; raises ``MalformedInput``. Costs about 15 µs a kilobyte."""
    try:
        value: object = _decoder.decode(data.decode())
        if b"\\u" in data:
            msgspec.json.decode(data)  # refuses unpaired surrogates, which the standard library lets through
    except RecursionError:
        raise MalformedInput(detail="nested too deeply") from None
    except (ValueError, msgspec.DecodeError) as error:
        raise MalformedInput(detail=_short(error)) from None
    return value


def read_json_object(data: bytes) -> dict[str, object]:
    """As ``read_json``, and the value must be an object."""
    value = read_json(data)
    if not isinstance(value, dict):
        raise MalformedInput(detail=f"a JSON object is needed, not {_KINDS.get(type(value), 'this')}")
    return value


_KINDS: dict[type, str] = {
    list: "an array",
    str: "a string",
    int: "a number",
    Decimal: "a number",
    bool: "true or false",
    type(None): "null",
}


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the name {twice[:40]!r} is given twice in one object")
    return found


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


_decoder = json.JSONDecoder(parse_float=Decimal, parse_constant=_refuse, object_pairs_hook=_object)


def _short(error: Exception) -> str:
    """What is wrong and where, without repeating the input."""
    if isinstance(error, UnicodeDecodeError):
        return f"not UTF-8 at byte {error.start}"
    return str(error)[:200]
