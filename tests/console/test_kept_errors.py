"""Errors as they were kept, told in the language of whoever reads."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from amlrisk.console.kept_errors import told_again
from amlrisk.errors import AmlriskError, ListHttpStatus, ListUnreachable, ValueUnreadable


def every(kind: type[AmlriskError] = AmlriskError) -> Iterator[type[AmlriskError]]:
    for each in kind.__subclasses__():
        yield each
        yield from every(each)


def test_what_the_english_sentence_tells_the_chinese_one_tells() -> None:
    text = str(ListHttpStatus(source="un_sc", status=503))
    assert told_again("list_http_status", text, "zh", {}) == "名单“un_sc”的服务器返回 HTTP 503"
    assert told_again("list_http_status", text, "zh", {"un_sc": "安理会"}) == "名单“安理会”的服务器返回 HTTP 503"
    assert told_again("list_http_status", text, "en", {}) == text
    spread = str(ValueUnreadable(digest="a\nb {c} (d)*"))
    assert told_again("value_unreadable", spread, "zh", {}) == "存档的价值信息 a\nb {c} (d)* 无法读取"


def test_it_ends_where_something_was_not_kept() -> None:
    text = str(ListUnreachable(source="un_sc", why_en="no such host", why_zh="找不到主机"))
    assert told_again("list_unreachable", text, "zh", {}) == "无法连接名单“un_sc”的发布机构"


@pytest.mark.parametrize(
    ("code", "text"),
    [("unexpected", "'NoneType' object has no attribute 'x'"), ("list_http_status", "something else"), ("", "")],
)
def test_what_is_not_ours_is_not_told(code: str, text: str) -> None:
    assert told_again(code, text, "zh", {}) is None
    assert told_again(code, text, "en", {}) is None


@pytest.mark.parametrize("kind", [kind for kind in every() if "code" in vars(kind)], ids=lambda kind: kind.code)
def test_every_error_of_ours_can_be_told_again(kind: type[AmlriskError]) -> None:
    fields = {name: f"<{name}>" for name in re.findall(r"\{(\w+)\}", kind.en + kind.zh)}
    told = told_again(kind.code, kind.en.format(**fields), "zh", {})
    assert told
    assert kind.zh.format(**fields).startswith(told)
    assert "{" not in told
