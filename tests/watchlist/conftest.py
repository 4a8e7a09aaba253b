"""Small invented list files, and short words to read them."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from amlrisk.watchlist.catalogue import Source, load_catalogue
from amlrisk.watchlist.formats import FORMATS, Limits, ListFile, parse
from amlrisk.watchlist.mapping import Mapping
from amlrisk.watchlist.model import ListedEntity

DATA = Path(__file__).resolve().parents[1] / "data" / "lists"
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)

FIXTURES: dict[str, tuple[str, ...]] = {
    "un": ("un.xml",),
    "ofac": ("sdn.csv", "alt.csv", "add.csv"),
    "eu": ("eu.xml",),
    "uk": ("uk.xml",),
    "opensanctions": ("targets.simple.csv",),
    "table": ("table.csv",),
}
assert FIXTURES.keys() == FORMATS.keys()

CATALOGUE = """
sources:
  table:
    title: {zh: 演示表格, en: Demo table}
    publisher: p
    format: table
    category: terrorism
    licence: l
    max_age_days: 7
    max_bytes: 100000
    files: [table.csv]
    mapping:
      id: 编号
      name: 姓名
      schema: {column: 类型, values: {个人: Person, 组织: Organization}}
      aliases: {column: 别名, separator: ";"}
      birth_date: 出生日期
      nationality: 国籍
      identifiers:
        - {column: 身份证号, kind: national_id, country: CN}
      remarks: 备注
""".encode()


@pytest.fixture(scope="session")
def table_source() -> Source:
    return load_catalogue(CATALOGUE, "sources.yaml").source("table")


@pytest.fixture(scope="session")
def mapping(table_source: Source) -> Mapping:
    assert table_source.mapping is not None
    return table_source.mapping


def contents(format: str) -> dict[str, bytes]:
    """The fixture files of a format, by name."""
    return {name: (DATA / name).read_bytes() for name in FIXTURES[format]}


@pytest.fixture(scope="session")
def read(mapping: Mapping) -> Callable[..., list[ListedEntity]]:
    """Parse bytes: ``read("un", {"un.xml": b"…"})``; without files, the fixture of the format."""

    def reading(
        format: str, files: dict[str, bytes] | None = None, limits: Limits | None = None, **changes: Mapping
    ) -> list[ListedEntity]:
        given = contents(format) if files is None else files
        parsed = parse(
            format,
            [ListFile(name, io.BytesIO(data)) for name, data in given.items()],
            source=format,
            mapping=changes.get("mapping", mapping) if format == "table" else None,
            limits=limits,
        )
        return list(parsed.entities)

    return reading
