from __future__ import annotations

from collections.abc import Callable
from datetime import date

import msgspec
import pytest

from amlrisk.errors import ListEmpty, ListMalformed, ListTruncated
from amlrisk.facts.digest import canonical
from amlrisk.watchlist.mapping import Mapping
from amlrisk.watchlist.model import ListedEntity, NameKind, Schema
from tests.watchlist.conftest import contents

Read = Callable[..., list[ListedEntity]]

TEXT = contents("table")["table.csv"].decode()


def table(text: str, encoding: str = "utf-8") -> dict[str, bytes]:
    return {"table.csv": text.encode(encoding)}


def test_row(read: Read) -> None:
    person, company = read("table")
    assert (person.id, person.schema, company.schema) == ("DEMO-1", Schema.PERSON, Schema.ORGANIZATION)
    assert [(name.text, name.kind) for name in person.names] == [
        ("贺云骁", NameKind.PRIMARY),
        ("He Yunxiao", NameKind.ALIAS),
        ("何云", NameKind.ALIAS),
    ]
    assert (person.birth_dates, person.nationalities) == (("1971-03-14",), ("CN",))
    assert person.identifiers[0].number == "110105197103141178"
    assert person.remarks == "演示数据\n来文字号: 演示〔2026〕1号"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_encodings_and_line_ends_read_the_same(read: Read, encoding: str, newline: str) -> None:
    assert read("table", table(TEXT.replace("\n", newline), encoding)) == read("table")


def test_gb18030_is_not_guessed_where_no_chinese_header_proves_it(read: Read, mapping: Mapping) -> None:
    """A Latin-1 file decodes as GB18030 without complaint, into names that match nobody."""
    plain = msgspec.structs.replace(
        mapping, id="id", name="name", schema=Schema.PERSON, aliases=None, birth_date=None, nationality=None,
        identifiers=(), remarks=None,
    )  # fmt: skip
    latin = table("id,name\n1,Renée Demíolo\n", "latin-1")
    assert "Renée" not in latin["table.csv"].decode("gb18030")
    with pytest.raises(ListMalformed, match="byte 13"):
        read("table", latin, mapping=plain)


def test_an_encoding_that_is_declared_is_held_to(read: Read, mapping: Mapping) -> None:
    declared = msgspec.structs.replace(mapping, encoding="gb18030")
    assert read("table", table(TEXT, "gb18030"), mapping=declared) == read("table")
    with pytest.raises(ListMalformed):
        read("table", table(TEXT, "gb18030"), mapping=msgspec.structs.replace(mapping, encoding="utf-8"))


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("1971年3月14日", "1971年13月14日", "line 2: '1971年13月14日' is no birth date"),
        ("DEMO-1,个人", "DEMO-1,个体户", "line 2: 类型 is '个体户'"),
        ("贺云骁", " ", "line 2: no 姓名"),
        ("DEMO-2,", ",", "line 3: no 编号"),
        ("姓名", "名称", "no column '姓名'"),
        ("来文字号", "备注", "column '备注' stands twice"),
        (",演示〔2026〕1号", "", "line 2: 8 columns instead of 9"),
        ("1号", "1号,", "line 2: 10 columns instead of 9"),
    ],
)
def test_what_is_wrong_is_said_with_its_row(read: Read, before: str, after: str, says: str) -> None:
    assert before in TEXT
    with pytest.raises(ListMalformed) as caught:
        read("table", table(TEXT.replace(before, after, 1)))
    assert says in str(caught.value)


def test_a_short_last_row_is_a_file_that_broke_off(read: Read) -> None:
    with pytest.raises(ListTruncated, match="8 columns instead of 9"):
        read("table", table(TEXT[: TEXT.rindex(",")]))


def test_blank_rows_and_a_dos_end_of_file_are_nothing(read: Read) -> None:
    assert read("table", table(TEXT + ",,,,,,,,\n\n\x1a")) == read("table")


def test_a_header_alone_is_an_empty_table_and_nothing_at_all_is_not_a_table(read: Read) -> None:
    assert read("table", table(TEXT.splitlines()[0] + "\n")) == []
    for nothing in ("", "\n\n", "\ufeff"):
        with pytest.raises(ListEmpty):
            read("table", table(nothing))


def ending(until: str, since: str = "") -> dict[str, bytes]:
    return table(f"编号,姓名,登记日期,有效期至\n1,演示甲,{since},{until}\n")


@pytest.fixture
def dated(mapping: Mapping) -> Mapping:
    return msgspec.structs.replace(
        mapping, schema=Schema.PERSON, aliases=None, birth_date=None, nationality=None, identifiers=(), remarks=None,
        id="编号", name="姓名", listed_on="登记日期", last_on="有效期至",
    )  # fmt: skip


@pytest.mark.parametrize("until", ["2026-12-31", "2026/12/31", "20261231", "2026年12月31日", "31 Dec 2026"])
def test_the_last_day_is_read_as_dates_are_and_is_included(read: Read, dated: Mapping, until: str) -> None:
    (entity,) = read("table", ending(until, "2026-12-31"), mapping=dated)
    assert (entity.last_on, entity.remarks) == (date(2026, 12, 31), "")
    assert [entity.has_expired(date(2026, 12, 31)), entity.has_expired(date(2027, 1, 1))] == [False, True]


@pytest.mark.parametrize("until", ["", " ", "长期", "long_term"])
def test_without_a_last_day_there_is_no_end(read: Read, dated: Mapping, until: str) -> None:
    (entity,) = read("table", ending(until), mapping=dated)
    assert entity.last_on is None
    assert not entity.has_expired(date.max)
    assert b"last_on" not in canonical(entity), "its digest is what it was before there were ends"


def test_a_file_without_the_column_holds_entries_without_end(read: Read, dated: Mapping) -> None:
    (entity,) = read("table", table("编号,姓名,登记日期\n1,演示甲,2026-01-05\n"), mapping=dated)
    assert (entity.listed_on, entity.last_on) == ("2026-01-05", None)


@pytest.mark.parametrize(
    ("until", "since", "says"),
    [
        ("2026-02-30", "", "line 2: '2026-02-30' is no day"),
        ("2026-12", "", "line 2: '2026-12' is no day"),
        ("soon", "", "line 2: 'soon' is no day"),
        ("2016-12-31", "2026-01-05", "line 2: ends on 2016-12-31, before it begins on 2026-01-05"),
        ("2025-12-31", "2026", "line 2: ends on 2025-12-31, before it begins on 2026"),
    ],
)
def test_an_end_that_cannot_be_is_an_error_of_its_row(
    read: Read, dated: Mapping, until: str, since: str, says: str
) -> None:
    with pytest.raises(ListMalformed) as caught:
        read("table", ending(until, since), mapping=dated)
    assert says in str(caught.value)
