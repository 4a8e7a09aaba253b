from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amlrisk.errors import MalformedInput
from amlrisk.facts.digest import canonical
from amlrisk.services.json_input import read_json, read_json_object


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Expecting value"),
        (b"{", "Expecting property name"),
        (b'{"a": 1,}', ""),
        (b'{"a": 1} x', "Extra data"),
        (b'{"a": NaN}', "NaN is not JSON"),
        (b'{"a": -Infinity}', "-Infinity is not JSON"),
        (b'{"a": 1, "b": {"c": 1, "c": 2}}', "'c' is given twice"),
        (b'{"a": "\xff"}', "not UTF-8 at byte 7"),
        ('{"a": 1}'.encode("utf-16"), "not UTF-8 at byte 0"),
        (b'{"a": "x\x00y"}', "control character"),
        (b'{"a": "\\ud800"}', ""),
        (b'{"a": "\\udc00\\ud800"}', ""),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (b'{"a": ' + b"9" * 10_000 + b"}", ""),
    ],
)
def test_what_cannot_be_read_in_one_way_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        read_json_object(data)
    assert said in caught.value.text()
    assert len(caught.value.text()) < 400


@pytest.mark.parametrize("data", [b"[]", b'"text"', b"1", b"1.5", b"true", b"null"])
def test_a_body_is_an_object(data: bytes) -> None:
    with pytest.raises(MalformedInput, match="a JSON object is needed"):
        read_json_object(data)


def test_fractions_stay_exact() -> None:
    assert read_json_object(b'{"amount": 0.1, "big": 123456789012345678901234567890.12}') == {
        "amount": Decimal("0.1"),
        "big": Decimal("123456789012345678901234567890.12"),
    }


def test_surrogate_pairs_are_text() -> None:
    assert read_json(rb'"\ud83d\ude00 \u5f20"') == "😀 张"


_json = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)


@given(_json)
def test_reads_what_we_write(value: object) -> None:
    assert read_json(canonical(value)) == value


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(MalformedInput):
        read_json(data)
