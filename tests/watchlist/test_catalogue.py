from __future__ import annotations

import io
from pathlib import Path

import pytest
from stdnum.cn import uscc

from amlrisk.errors import CatalogueInvalid, UnknownSource
from amlrisk.policy.vocabulary import ListCategory
from amlrisk.watchlist.catalogue import Catalogue, load_catalogue
from amlrisk.watchlist.formats import ListFile
from amlrisk.watchlist.model import ListedEntity, Schema
from amlrisk.watchlist.snapshot import take_snapshot
from tests.watchlist.conftest import CATALOGUE, NOW

ROOT = Path(__file__).resolve().parents[2] / "watchlists"
TEXT = CATALOGUE.decode()


def loaded(folder: Path) -> Catalogue:
    return load_catalogue((folder / "sources.yaml").read_bytes(), "sources.yaml")


def test_the_catalogue_that_is_shipped() -> None:
    catalogue = loaded(ROOT)
    required = [source.name for source in catalogue.sources.values() if source.required]
    assert required == ["un"]
    assert {source.format for source in catalogue.sources.values()} == {
        "un", "ofac", "eu", "uk", "opensanctions", "table",
    }  # fmt: skip
    assert catalogue.source("ofac").addresses()[0] == "https://www.treasury.gov/ofac/downloads/sdn.csv"
    assert len(catalogue.source("ofac").addresses()) == 3
    assert catalogue.source("un").addresses() == ("https://scsanctions.un.org/resources/xml/en/consolidated.xml",)
    assert catalogue.source("internal_refuse").addresses() == ()


@pytest.mark.parametrize("name", ["internal_refuse", "internal_watch"])
def test_our_own_lists_are_shipped_empty_and_can_be_read(name: str) -> None:
    source = loaded(ROOT).source(name)
    with (ROOT / source.files[0]).open("rb") as stream:
        assert take_snapshot(source, [ListFile(source.files[0], stream)], fetched_at=NOW).entities == ()


def demo() -> dict[str, tuple[ListedEntity, ...]]:
    found = {}
    for source in loaded(ROOT / "demo").sources.values():
        file = source.files[0]
        data = (ROOT / "demo" / file).read_bytes()
        found[source.name] = take_snapshot(source, [ListFile(file, io.BytesIO(data))], fetched_at=NOW).entities
    return found


def test_the_demo_lists() -> None:
    lists = demo()
    everybody = [entity for entities in lists.values() for entity in entities]
    assert 40 <= len(everybody) <= 60
    assert all(entity.id.startswith("DEMO-") and "演示数据" in entity.remarks for entity in everybody)
    assert {entity.schema for entity in everybody} == {Schema.PERSON, Schema.ORGANIZATION, Schema.VESSEL}
    assert {source.category for source in loaded(ROOT / "demo").sources.values()} == {
        ListCategory.UN_SANCTIONS,
        ListCategory.TERRORISM,
        ListCategory.FOREIGN_PEP,
        ListCategory.DOMESTIC_PEP,
        ListCategory.INTERNAL_REFUSE,
        ListCategory.INTERNAL_WATCH,
    }


def test_the_numbers_of_the_demo_lists_have_their_check_digits() -> None:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    numbers = [number for entities in demo().values() for entity in entities for number in entity.identifiers]
    residents = [number.number for number in numbers if number.kind == "national_id"]
    assert len(residents) > 10
    for number in residents:
        assert "10X98765432"[sum(int(one) * by for one, by in zip(number, weights, strict=False)) % 11] == number[17]
    codes = [number.number for number in numbers if number.kind == "registration" and len(number.number) == 18]
    assert len(codes) > 3
    assert all(uscc.is_valid(code) for code in codes)


def test_a_source_that_is_not_there_is_answered_with_those_that_are() -> None:
    with pytest.raises(UnknownSource, match="table"):
        load_catalogue(CATALOGUE, "x").source("un")


def _with_url(line: str) -> tuple[str, str]:
    return "publisher: p", f"publisher: p\n    url: https://x/\n    {line}"


@pytest.mark.parametrize(
    ("before", "after", "path", "says"),
    [
        ("    licence: l\n", "", "$.sources.table", "licence"),
        ("max_age_days: 7", "max_age_days: seven", "$.sources.table.max_age_days", "int"),
        ("max_age_days: 7", "max_age_days: 0", "$.sources.table.max_age_days", "at least 1"),
        ("max_age_days: 7", "max_age: 7", "$.sources.table", "max_age"),
        ("max_age_days: 7", "max_age_days: 7\n    max_age_days: 8", "line", "duplicate"),
        ("publisher: p", "publisher: p\n    colour: red", "$.sources.table", "colour"),
        ("publisher: p", "name: p\n    publisher: p", "$.sources.table", "name"),
        ("format: table", "format: pdf", "$.sources.table.format", "pdf"),
        ("format: table", "format: un", "$.sources.table.mapping", "mapping"),
        ("category: terrorism", "category: bad", "$.sources.table.category", "bad"),
        ("个人: Person", "个人: Human", "$.sources.table.mapping.schema", "Human"),
        ("  table:\n", "  Table One:\n", "$.sources.Table One", "small letters"),
        ("files: [table.csv]", "files: []", "$.sources.table.files", "at least one"),
        ("publisher: p", "publisher: p\n    url: http://x/", "$.sources.table.url", "https"),
        ("publisher: p", "publisher: p\n    required: yes", "$.sources.table.required", "bool"),
        (
            "publisher: p",
            "publisher: p\n    required: true\n    when_stale: warn",
            "$.sources.table.when_stale",
            "blocks",
        ),
        (*_with_url("sync: {every_hours: 5}"), "$.sources.table.sync.every_hours", "divisor of 24"),
        (*_with_url("sync: {every_hours: 36}"), "$.sources.table.sync.every_hours", "divisor of 24"),
        (*_with_url("sync: {every_hours: 0}"), "$.sources.table.sync.every_hours", "divisor of 24"),
        (*_with_url("sync: {every_hours: 6, at: '24:00'}"), "$.sources.table.sync.at", "HH:MM"),
        (*_with_url("sync: {every_hours: 6, at: 6}"), "$.sources.table.sync.at", "str"),
        (*_with_url("sync: {every_hour: 6}"), "$.sources.table.sync", "every_hour"),
        (*_with_url("fetch: {tries: 0}"), "$.sources.table.fetch.tries", "1 to 10"),
        (*_with_url("fetch: {read_seconds: .inf}"), "$.sources.table.fetch.read_seconds", "a day"),
        (*_with_url("fetch: {read_seconds: .nan}"), "$.sources.table.fetch.read_seconds", "a day"),
        (*_with_url("fetch: {whole_after_days: 0}"), "$.sources.table.fetch.whole_after_days", "1"),
        (*_with_url("fetch: {redirect_hosts: ['*.org']}"), "$.sources.table.fetch.redirect", "host"),
        (*_with_url("fetch: {content_types: [csv]}"), "$.sources.table.fetch.content_types", "csv"),
        (*_with_url("fetch: {retry: 2}"), "$.sources.table.fetch", "retry"),
        (*_with_url("alarm: {after_days: 7}"), "$.sources.table.alarm.after_days", "max_age_days"),
        (*_with_url("alarm: {after_days: 1, after_failures: 0}"), "$.sources.table.alarm", "at least 1"),
        ("publisher: p", "publisher: p\n    sync: {every_hours: 6}", "$.sources.table.sync", "url"),
        ("publisher: p", "publisher: p\n    url: https://u:p@x/", "$.sources.table.url", "user name"),
        ("publisher: p", "publisher: p\n    url: http://127.0.0.1/", "$.sources.table.url", "loopback"),
        ("files: [table.csv]", "files: [a, b]\n    url: https://x/list", "$.sources.table.url", "ends in /"),
        ("sources:", "version: 1\nsources:", "$", "version"),
        ("sources:", "lists:", "$.sources", "at least one source"),
        ("sources:", "sources: [", "line", ""),
    ],
)
def test_what_is_wrong_is_said_with_its_path(before: str, after: str, path: str, says: str) -> None:
    assert before in TEXT
    with pytest.raises(CatalogueInvalid) as caught:
        load_catalogue(TEXT.replace(before, after, 1).encode(), "my/sources.yaml")
    assert caught.value.params["file"] == "my/sources.yaml"
    assert str(caught.value.params["path"]).startswith(path)
    assert says in str(caught.value.params["detail"])


@pytest.mark.parametrize(
    "data", [b"", b"- 1\n", b"just text", b"\xff\xfe", b"sources: {}\n", b"sources: !!python/object:x {}"]
)
def test_what_is_no_catalogue(data: bytes) -> None:
    with pytest.raises(CatalogueInvalid):
        load_catalogue(data, "sources.yaml")
