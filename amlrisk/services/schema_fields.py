"""Fields of the schemas: marshmallow's, with descriptions for OpenAPI and messages that keep their code.

A message leaves marshmallow as a ``Problem``; ``issues_from`` turns marshmallow's nested messages into issues.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from amlrisk.errors import Issue
from amlrisk.facts.issues import TEXTS, issue


class Problem(str):
    """A marshmallow message that still knows its code and parameters; as text, the English sentence."""

    code: str
    params: dict[str, object]

    def __new__(cls, code: str, **params: object) -> Problem:
        made = super().__new__(cls, TEXTS[code][1].format(**params))
        made.code = code
        made.params = params
        return made


def _wrong_type(expected: str, expected_zh: str) -> list[Problem]:
    # In a list, because marshmallow formats plain strings anew and the code would be lost.
    return [Problem("wrong_type", expected=expected, expected_zh=expected_zh)]


_MISSING: dict[str, Any] = {"required": [Problem("missing")], "null": [Problem("missing")]}
_TEXT = _MISSING | {"invalid": _wrong_type("text", "文本"), "invalid_utf8": _wrong_type("text", "文本")}
_FLAG = _MISSING | {"invalid": _wrong_type("true or false", "true 或 false")}
_NUMBER = _MISSING | {"invalid": _wrong_type("a number", "数字"), "too_large": _wrong_type("a number", "数字")}
_LIST = _MISSING | {"invalid": _wrong_type("a list", "列表")}
_OBJECT = _MISSING | {"type": _wrong_type("an object", "对象"), "invalid": _wrong_type("an object", "对象")}


class _OneOf(validate.OneOf):
    def __call__(self, value: Any) -> Any:
        if value not in self.choices:
            raise ValidationError([Problem("not_one_of", value=value, allowed=self.choices_text)])
        return value


def _options(required: bool, description: str, **metadata: Any) -> dict[str, Any]:
    """Null means the same as leaving a field out: not known."""
    return {"required": required, "allow_none": not required, "metadata": {"description": description, **metadata}}


def text(description: str, example: str | None = None, *, required: bool = False, **metadata: Any) -> fields.String:
    if example is not None:
        metadata["example"] = example
    return fields.String(error_messages=_TEXT, **_options(required, description, **metadata))


def day(description: str, example: str = "2020-05-01", *, required: bool = False) -> fields.String:
    """A date stays text here; the intake checks it."""
    return text(description, example, required=required, format="date")


def choice(kinds: type[StrEnum], description: str, *, required: bool = False) -> fields.String:
    allowed = [member.value for member in kinds]
    return fields.String(validate=_OneOf(allowed), error_messages=_TEXT, **_options(required, description))


class FlagField(fields.Boolean):
    """true or false and nothing that merely reads like it: marshmallow would take 1 as well."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


def flag(description: str) -> FlagField:
    return FlagField(error_messages=_FLAG, **_options(False, description))


def listing(inner: fields.Field[Any], description: str, *, required: bool = False) -> fields.List[Any]:
    return fields.List(inner, error_messages=_LIST, **_options(required, description))


def one(schema: type[Schema], description: str, *, required: bool = False) -> fields.Nested:
    return fields.Nested(schema, error_messages=_OBJECT, **_options(required, description))


def some(schema: type[Schema], description: str) -> fields.List[Any]:
    return listing(fields.Nested(schema, error_messages=_OBJECT), description)


class AmountField(fields.Field[object]):
    """An exact amount in whole currency units: a string or a JSON number, or an object that names the currency."""

    SHAPES: tuple[dict[str, Any], ...] = (
        {"type": "string", "example": "80000.00"},
        {"type": "number", "minimum": 0, "example": 80000},
        {
            "type": "object",
            "required": ["amount"],
            "additionalProperties": False,
            "properties": {
                "amount": {"oneOf": [{"type": "string"}, {"type": "number", "minimum": 0}]},
                "currency": {"type": "string", "default": "CNY", "description": "ISO 4217"},
            },
            "example": {"amount": "80000.00", "currency": "CNY"},
        },
    )
    NAMES: Mapping[str, Any] = {"amount": None, "currency": None}

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> object:
        if isinstance(value, Mapping):
            unknown = {name: [Problem("unknown_field")] for name in value if name not in self.NAMES}
            if unknown:
                raise ValidationError(unknown)
        elif isinstance(value, bool) or not isinstance(value, str | int | float):
            raise ValidationError([Problem("bad_amount")])
        return value


def whole_number(description: str) -> fields.Integer:
    return fields.Integer(strict=True, error_messages=_NUMBER, **_options(False, description))


def amount(description: str, *, required: bool = False) -> AmountField:
    shapes = list(AmountField.SHAPES)
    return AmountField(error_messages=_MISSING, **_options(required, description, oneOf=shapes))


class Strict(Schema):
    """Unknown fields are refused; messages carry their codes."""

    class Meta:
        unknown = RAISE

    error_messages: dict[str, str] = {  # noqa: RUF012 (marshmallow declares it on the instance)
        "unknown": Problem("unknown_field"),
        "type": Problem("wrong_type", expected="an object", expected_zh="对象"),
    }


def issues_from(errors: Mapping[Any, Any], path: str = "") -> tuple[Issue, ...]:
    """The issues in marshmallow's nested messages, with paths like ``policies[0].premium``."""
    return tuple(_issues(errors, path))


def _issues(errors: object, path: str) -> Iterator[Issue]:
    if isinstance(errors, Mapping):
        for name, inner in errors.items():
            yield from _issues(inner, _join(path, name))
    elif isinstance(errors, list | tuple):
        for inner in errors:
            yield from _issues(inner, path)
    elif isinstance(errors, Problem):
        yield issue(path, errors.code, **errors.params)
    else:
        yield Issue(path=path, code="wrong_type", zh=str(errors), en=str(errors))


def _join(path: str, name: object) -> str:
    if isinstance(name, int):
        return f"{path}[{name}]"
    if name == "_schema":
        return path
    return f"{path}.{name}" if path else str(name)
