"""Bytes of a policy file to plain values, with nothing guessed.

YAML 1.2 as ruamel parses it, then turned into values here, because a policy needs more than a parser gives:
numbers exactly as written (``0.10`` is ``Decimal("0.10")``, never a binary float), mapping keys as the text
that stands there (``NO`` is Norway, ``01`` an industry), a key given twice refused with its path, and no
second spelling of anything (no anchors, merges, tags, octal or exponent numbers).
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from amlrisk.errors import PolicyInvalid

_TAG = "tag:yaml.org,2002:"
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]*)\.[0-9]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_yaml(data: bytes, file: str) -> object:
    """The one document in ``data`` as dicts (text keys), lists, text, ints, Decimals, dates, booleans and None.

    Raises PolicyInvalid with ``file`` and either the path of the value or, where the text is not YAML at all,
    its line and column.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PolicyInvalid(file=file, path=f"byte {error.start}", detail="not UTF-8") from error
    try:
        node = YAML(typ="safe", pure=True).compose(text)
        if node is not None:
            return _Walk(file).value(node, "")
    except MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"line {mark.line + 1}, column {mark.column + 1}" if mark else "?"
        raise PolicyInvalid(file=file, path=where, detail=f"not YAML: {error.problem}") from error
    except YAMLError as error:
        raise PolicyInvalid(file=file, path="?", detail=f"not YAML: {error}") from error
    except RecursionError as error:
        raise PolicyInvalid(file=file, path="?", detail="nested too deeply") from error
    raise PolicyInvalid(file=file, path="?", detail="the file is empty")


class _Walk:
    """Node tree to values, knowing the file and the path it stands at."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.seen: set[int] = set()

    def fail(self, path: str, detail: str) -> PolicyInvalid:
        return PolicyInvalid(file=self.file, path=path or "?", detail=detail)

    def value(self, node: Node, path: str) -> object:
        if id(node) in self.seen:
            raise self.fail(path, "an alias (*): write the value out")
        self.seen.add(id(node))
        if isinstance(node, MappingNode):
            return self.mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.value(item, f"{path}[{index}]") for index, item in enumerate(node.value)]
        assert isinstance(node, ScalarNode)
        return self.scalar(node, path)

    def mapping(self, node: MappingNode, path: str) -> dict[str, object]:
        result: dict[str, object] = {}
        for key, item in node.value:
            if not isinstance(key, ScalarNode) or str(key.tag) == _TAG + "merge":
                raise self.fail(path, "a key that is not plain text")
            here = f"{path}.{key.value}" if path else key.value
            if key.value in result:
                raise self.fail(here, "the key is given twice")
            result[key.value] = self.value(item, here)
        return result

    def scalar(self, node: ScalarNode, path: str) -> object:
        text: str = node.value
        match str(node.tag).removeprefix(_TAG):
            case "str":
                return text
            case "int" if _INTEGER.fullmatch(text):
                return int(text)
            case "float" if _DECIMAL.fullmatch(text):
                return Decimal(text)
            case "bool" if text in ("true", "false"):
                return text == "true"
            case "null":
                return None
            case "timestamp" if _DATE.fullmatch(text):
                return self.day(text, path)
        raise self.fail(path, f"“{text}” is not a value that a pack may hold (quote it if it is text)")

    def day(self, text: str, path: str) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise self.fail(path, f"“{text}” is not a day of the calendar") from error
