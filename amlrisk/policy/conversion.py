"""Plain values to the structs of a pack, strictly, naming the exact path of whatever does not fit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeVar

import msgspec

from amlrisk.errors import PolicyInvalid

T = TypeVar("T")
Steps = list[str | int]

_WHERE = re.compile(r"^(?P<detail>.*?)(?: - at (?P<key>`key` in )?`\$(?P<path>.*)`)?$", re.DOTALL)
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]|\[(\.\.\.)\]")
_ANY = "..."


def convert(value: object, kind: type[T], file: str, path: str = "") -> T:
    """``value`` as a ``kind``; unknown or missing keys and wrong types raise PolicyInvalid with file and path."""
    try:
        return msgspec.convert(value, kind, strict=True, str_keys=True)
    except msgspec.ValidationError as error:
        steps, detail = _explain(value, kind, str(error))
        where = written([path, *steps] if path else steps)
        raise PolicyInvalid(file=file, path=where or "?", detail=detail) from error


def written(steps: Steps) -> str:
    """``["editions", 0, "bands", "5"]`` as ``editions[0].bands.5``."""
    return "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in steps).removeprefix(".")


def parts(value: object) -> Iterator[tuple[str | int, object]]:
    """What stands directly inside a converted value, each with its step, spelt as in the file."""
    if isinstance(value, msgspec.Struct):
        for name, spelt in zip(value.__struct_fields__, value.__struct_encode_fields__, strict=True):
            yield spelt, getattr(value, name)
    elif isinstance(value, dict):
        yield from ((str(key), inside) for key, inside in value.items())
    elif isinstance(value, tuple):
        yield from enumerate(value)


def _explain(value: object, kind: type[T], message: str) -> tuple[Steps, str]:
    """Steps to the culprit, and the plain message; msgspec writes ``[...]`` for a value of a mapping.

    The key behind ``[...]`` is found by trying: the one whose value alone, in the same place, gives the same
    message.
    """
    found = _WHERE.match(message)
    assert found is not None
    steps: Steps = []
    for name, index, anything in _STEP.findall(found["path"] or ""):
        if anything:
            key, value = _culprit(value, kind, steps, message)
            steps.append(key)
        else:
            steps.append(int(index) if index else name)
    return steps, ("a key: " if found["key"] else "") + found["detail"]


def _culprit(value: object, kind: type[T], steps: Steps, message: str) -> tuple[str, object]:
    mapping = value
    for step in steps:
        mapping = mapping[step]  # type: ignore[index]  # the steps came from this very value
    assert isinstance(mapping, dict)
    for key in mapping:
        narrowed = _only(value, steps, key)
        try:
            msgspec.convert(narrowed, kind, strict=True, str_keys=True)
        except msgspec.ValidationError as error:
            if str(error) == message:
                return key, narrowed
    return _ANY, value


def _only(part: object, steps: Steps, key: str) -> object:
    """A copy of ``part`` in which the mapping at ``steps`` holds ``key`` alone."""
    if not steps:
        assert isinstance(part, dict)
        return {key: part[key]}
    step, rest = steps[0], steps[1:]
    if isinstance(part, dict):
        return {k: _only(v, rest, key) if k == step else v for k, v in part.items()}
    assert isinstance(part, list)
    return [_only(v, rest, key) if k == step else v for k, v in enumerate(part)]
