"""Errors read well in both languages, and cross process borders."""

from __future__ import annotations

import pickle
import re

import pytest

from amlrisk.errors import THINGS, Duplicate, ListStale, NotFound
from tests.conftest import ROOT

_KIND = re.compile(r"""(?:NotFound\(kind=|duplicates\()"([^"]+)\"""")


def test_every_thing_that_can_be_missing_has_a_chinese_word() -> None:
    named = {kind for file in (ROOT / "amlrisk").rglob("*.py") for kind in _KIND.findall(file.read_text("utf-8"))}
    assert named == set(THINGS)


@pytest.mark.parametrize(
    ("error", "zh", "en"),
    [
        (NotFound(kind="customer", ref="C-1"), "找不到客户“C-1”", "No customer “C-1”"),
        (Duplicate(kind="API key", ref="shop"), "API 密钥“shop”已存在", "API key “shop” exists already"),
    ],
)
def test_a_thing_is_named_in_the_language_of_the_reader(error: NotFound | Duplicate, zh: str, en: str) -> None:
    assert (error.text("zh"), error.text("en")) == (zh, en)
    assert str(error) == en


def test_an_error_survives_pickling() -> None:
    error = ListStale(source="un", age_days=9, max_age_days=7)
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.params, again.text("zh")) == (ListStale, error.params, error.text("zh"))
