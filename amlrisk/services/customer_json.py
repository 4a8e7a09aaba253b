"""Customers as JSON lines: one object a line, in the shape of the API, UTF-8."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

from amlrisk.errors import InvalidInput
from amlrisk.facts.issues import issue
from amlrisk.services.customer_rows import Row

LINE_LIMIT = 4 * 1024 * 1024
_MOST_DIGITS = re.compile(r"-?[0-9]{1,40}")


class JsonLines:
    """Reads line by line; a line that is no JSON object is a bad row, never the end of the file."""

    def __init__(self, path: Path, resources: ExitStack) -> None:
        self._file = resources.enter_context(path.open("rb"))
        self._size = max(1, path.stat().st_size)

    def share_read(self) -> float:
        return self._file.tell() / self._size

    def rows(self) -> Iterator[Row]:
        return (json_row(number, line) for number, line in self.lines())

    def lines(self) -> Iterator[tuple[int, bytes]]:
        """Every line that says something, with its number; of one that is too long only the beginning."""
        number = 0
        while line := self._file.readline(LINE_LIMIT + 1):
            number += 1
            if len(line) > LINE_LIMIT:
                self._skip_line(line)
            text = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
            if text.strip():
                yield number, text

    def _skip_line(self, line: bytes) -> None:
        while line and not line.endswith(b"\n"):
            line = self._file.readline(LINE_LIMIT)


def json_row(number: int, line: bytes) -> Row:
    """The object of a line, or why it is none."""
    return _bad(number, "line_too_long", limit=LINE_LIMIT) if len(line) > LINE_LIMIT else _row(number, line)


def _row(number: int, line: bytes) -> Row:
    try:
        raw = json.loads(
            line.decode("utf-8"),
            parse_float=Decimal,
            parse_int=_whole,
            parse_constant=_no_constant,
            object_pairs_hook=_once,
        )
    except RecursionError:
        return _bad(number, "broken_json", detail="nested too deeply")
    except UnicodeDecodeError as error:
        return _bad(number, "broken_json", detail=f"not UTF-8 at byte {error.start + 1}")
    except json.JSONDecodeError as error:
        return _bad(number, "broken_json", detail=f"{error.msg}, column {error.colno}")
    except ValueError as error:
        return _bad(number, "broken_json", detail=str(error))
    if not isinstance(raw, dict):
        return _bad(number, "broken_json", detail="not an object")
    ref = raw.get("ref")
    return Row(number=number, raw=raw, problem=None, ref=ref.strip() if isinstance(ref, str) else "", header=("json",))


def _bad(number: int, code: str, **params: object) -> Row:
    problem = InvalidInput((issue("", code, **params),))
    return Row(number=number, raw=None, problem=problem, header=("json",))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a field is given twice")
    return found


def _whole(digits: str) -> int:
    if not _MOST_DIGITS.fullmatch(digits):
        raise ValueError("a number is too long")
    return int(digits)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")
