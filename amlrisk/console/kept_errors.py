"""Errors that were kept with what failed, by code and English sentence, in the language of whoever reads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

from amlrisk.errors import AmlriskError

_FIELD = re.compile(r"\{(\w+)\}")


def told_again(code: str, text: str, language: str, names: Mapping[str, str]) -> str | None:
    """The sentence of the error that was kept as ``text``; None where it is not one of our own errors.

    What filled the English sentence is read from it, and stands under its name where ``names`` has one. The Chinese
    sentence ends where something is missing.
    """
    kind = _kinds().get(code)
    if kind is None:
        return None
    found = re.fullmatch(_FIELD.sub(r"(?P<\1>.*)", _escaped(kind.en)), text, re.DOTALL)
    if found is None:
        return None
    fields = {name: names.get(value, value) for name, value in found.groupdict().items()}
    template = kind.zh if language == "zh" else kind.en
    missing = next((each.start() for each in _FIELD.finditer(template) if each[1] not in fields), None)
    return template[:missing].rstrip("：").format(**fields)


@cache
def _kinds() -> MappingProxyType[str, type[AmlriskError]]:
    return MappingProxyType({kind.code: kind for kind in _below(AmlriskError) if "code" in vars(kind)})


def _below(kind: type[AmlriskError]) -> Iterator[type[AmlriskError]]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)


def _escaped(template: str) -> str:
    """As a pattern, its fields left as they are."""
    return re.escape(template).replace(r"\{", "{").replace(r"\}", "}")
