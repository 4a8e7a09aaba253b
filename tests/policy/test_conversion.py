from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest

from amlrisk.errors import PolicyInvalid
from amlrisk.policy.conversion import convert


class Leaf(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    size: int


class Tree(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    rows: tuple[dict[str, dict[int, Leaf]], ...] = ()
    exact: Decimal = Decimal(0)


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ({"rows": [{}, {"a": {"1": {"size": 1}, "2": {"size": "x"}}}]}, "rows[1].a.2.size"),
        ({"rows": [{"a.b": {"1": {"size": 1}}, "c.d": {"9": {"seize": 1}}}]}, "rows[0].c.d.9"),
        ({"rows": [{"a": {"1": {"size": None}}, "b": {"1": {"size": None}}}]}, "rows[0].a.1.size"),
        ({"rows": [{"a": {"x": {"size": 1}}}]}, "rows[0].a"),
        ({"rows": {}}, "rows"),
        ({"raws": ()}, "?"),
        ({"exact": True}, "exact"),
        ([], "?"),
    ],
)
def test_the_exact_place_is_named(value: object, path: str) -> None:
    with pytest.raises(PolicyInvalid) as caught:
        convert(value, Tree, "f.yaml")
    assert caught.value.params["path"] == path


def test_a_path_may_be_given_to_start_from() -> None:
    with pytest.raises(PolicyInvalid) as caught:
        convert({"exact": []}, Tree, "f.yaml", "editions[3]")
    assert caught.value.params["path"] == "editions[3].exact"


def test_numbers_keep_their_digits() -> None:
    assert str(convert({"exact": Decimal("0.10")}, Tree, "f.yaml").exact) == "0.10"
