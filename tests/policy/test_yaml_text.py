from __future__ import annotations

import contextlib
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amlrisk.errors import PolicyInvalid
from amlrisk.policy.yaml_text import read_yaml


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: NO", {"a": "NO"}),
        ("NO: on", {"NO": "on"}),
        ("01: x", {"01": "x"}),
        ("5: x", {"5": "x"}),
        ("a: 5", {"a": 5}),
        ("a: -5", {"a": -5}),
        ("a: '5'", {"a": "5"}),
        ("a: true", {"a": True}),
        ("a: null", {"a": None}),
        ("a: ~", {"a": None}),
        ("a:", {"a": None}),
        ("a: 2026-02-16", {"a": date(2026, 2, 16)}),
        ("a: [1, {b: 万元}]", {"a": [1, {"b": "万元"}]}),
        ("\ufeffa: 1", {"a": 1}),
    ],
)
def test_values_are_what_stands_there(text: str, value: object) -> None:
    read = read_yaml(text.encode(), "f.yaml")
    assert read == value
    assert str(read) == str(value)  # True is not 1, Decimal("1") not 1


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9))
def test_decimals_are_exact_as_written(number: Decimal) -> None:
    text = f"{number:f}"
    read = read_yaml(f"a: {text}".encode(), "f.yaml")
    assert isinstance(read, dict)
    assert isinstance(read["a"], Decimal)
    assert str(read["a"]) == str(Decimal(text))


@pytest.mark.parametrize(
    ("text", "path", "detail"),
    [
        ("a: 1\nb: {c: 1, c: 2}", "b.c", "twice"),
        ("NO: 1\n'NO': 2", "NO", "twice"),
        ("a: [{b: 1, b: 1}]", "a[0].b", "twice"),
        ("a: &x [1]\nb: *x", "b", "alias"),
        ("a: {<<: {b: 1}}", "a", "plain text"),
        ("? [a]\n: 1", "?", "plain text"),
        ("a: 010", "a", "010"),
        ("a: 1_000", "a", "1_000"),
        ("a: 1e3", "a", "1e3"),
        ("a: .nan", "a", ".nan"),
        ("a: !!python/object:os.system x", "a", "not a value"),
        ("a: 2026-13-01", "a", "calendar"),
        ("a: [1", "line 1", "not YAML"),
        ("a: 1\n\tb: 2", "line 2", "not YAML"),
        ("a: 1\n---\nb: 2", "line ", "not YAML"),
        ("a: \x07", "?", "not YAML"),
        ("", "?", "empty"),
        ("# nothing", "?", "empty"),
    ],
)
def test_what_is_refused_and_where(text: str, path: str, detail: str) -> None:
    with pytest.raises(PolicyInvalid) as caught:
        read_yaml(text.encode(), "f.yaml")
    assert caught.value.params["file"] == "f.yaml"
    assert str(caught.value.params["path"]).startswith(path)
    assert detail in str(caught.value.params["detail"])


def test_text_that_is_not_utf8() -> None:
    with pytest.raises(PolicyInvalid, match="byte 3: not UTF-8"):
        read_yaml("a: 保费".encode("gb18030"), "f.yaml")


def test_nesting_without_end_is_refused() -> None:
    with pytest.raises(PolicyInvalid, match="nested too deeply"):
        read_yaml(b"[" * 100_000, "f.yaml")


@given(st.binary(max_size=40))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(PolicyInvalid):
        read_yaml(data, "f.yaml")
