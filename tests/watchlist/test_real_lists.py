"""The real lists beside the checkout. Names are counted again with plain string searching, not with the parsers."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from amlrisk.watchlist.catalogue import load_catalogue
from amlrisk.watchlist.formats import ListFile
from amlrisk.watchlist.model import Schema, Snapshot
from amlrisk.watchlist.snapshot import take_snapshot
from tests.watchlist.conftest import NOW
from tests.watchlist.test_catalogue import ROOT

pytestmark = pytest.mark.shared


def taken(shared_dir: Path, source: str, *names: str) -> Snapshot:
    catalogue = load_catalogue((ROOT / "sources.yaml").read_bytes(), "sources.yaml")
    folder = shared_dir / "lists" / source
    streams = [ListFile(name, (folder / name).open("rb")) for name in names]
    try:
        return take_snapshot(catalogue.source(source), streams, fetched_at=NOW)
    finally:
        for file in streams:
            file.stream.close()


@pytest.fixture(scope="module")
def un(shared_dir: Path) -> Snapshot:
    return taken(shared_dir, "un", "consolidated.xml")


@pytest.fixture(scope="module")
def ofac(shared_dir: Path) -> Snapshot:
    return taken(shared_dir, "ofac", "alt.csv", "add.csv", "sdn.csv")


def words(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in re.findall(r"\w+", text)}


def test_un_counts(un: Snapshot) -> None:
    assert un.info.entities == 1003
    assert (un.info.counts["Person"], un.info.counts["Organization"]) == (730, 273)
    assert un.info.published_on == date(2026, 2, 27)


def test_un_keeps_every_name(un: Snapshot, shared_dir: Path) -> None:
    """Field by field: each raw name field of a record stands among its names, whole or piece by piece."""
    raw = (shared_dir / "lists/un/consolidated.xml").read_text("utf-8")
    by_id = {entity.id: [name.text for name in entity.names] for entity in un.entities}
    records = re.split(r"<(?:INDIVIDUAL|ENTITY)>", raw)[1:]
    assert len(records) == 1003
    aliases = originals = 0
    for record in records:
        (id,) = re.findall(r"<REFERENCE_NUMBER>(.*?)</REFERENCE_NUMBER>", record)
        names = by_id[id.strip()]
        fields = [
            " ".join(html.unescape(text).split())
            for text in re.findall(r"<(?:ALIAS_NAME|NAME_ORIGINAL_SCRIPT)>(.*?)</", record, re.DOTALL)
        ]
        parts = re.findall(r"<(?:FIRST|SECOND|THIRD|FOURTH)_NAME>(.*?)</", record, re.DOTALL)
        fields.append(" ".join(html.unescape(" ".join(parts)).split()))
        for field in filter(None, fields):
            if not re.search(r"[;()]|\bb\) ", field):
                assert field in names, (id, field)
            elif "formerly" not in field and "previously" not in field:
                lost = words([field]) - words(names) - {"original", "script", "sub", "unit", "name", "b"}
                assert not lost, (id, field, lost)
        aliases += record.count("<ALIAS_NAME>")
        originals += record.count("<NAME_ORIGINAL_SCRIPT>")
    assert aliases > 2700
    assert originals == 378


def test_un_notes_in_another_script_are_names_too(un: Snapshot, shared_dir: Path) -> None:
    raw = (shared_dir / "lists/un/consolidated.xml").read_text("utf-8")
    notes = re.findall(r"_ALIAS>\s*<QUALITY>[^<]*</QUALITY>\s*<ALIAS_NAME>[^<]*</ALIAS_NAME>\s*<NOTE>([^<]*)", raw)
    hidden = {" ".join(text.split()) for note in notes for text in re.findall(r"[Ѐ-ӿ؀-ۿ][Ѐ-ӿ؀-ۿ -]*", note)}
    assert len(hidden) > 25
    assert hidden - {""} <= {name.text for entity in un.entities for name in entity.names}


def test_un_births(un: Snapshot, shared_dir: Path) -> None:
    """Everybody whose record states a date, a year or a span has one."""
    raw = (shared_dir / "lists/un/consolidated.xml").read_text("utf-8")
    stated = {
        re.findall(r"<REFERENCE_NUMBER>(.*?)</", record)[0].strip()
        for record in re.split(r"<INDIVIDUAL>", raw)[1:]
        if re.search(r"<(?:DATE|YEAR|FROM_YEAR)>\d", record)
    }
    read = {entity.id for entity in un.entities if entity.birth_dates or entity.birth_years}
    assert len(stated) > 650
    assert stated <= read


def test_ofac_counts(ofac: Snapshot) -> None:
    assert ofac.info.entities == 8976
    schemas = {Schema.PERSON: 4620, Schema.ORGANIZATION: 3673, Schema.VESSEL: 406, Schema.AIRCRAFT: 277}
    assert {schema: ofac.info.counts[schema] for schema in schemas} == schemas


def test_ofac_keeps_every_name(ofac: Snapshot, shared_dir: Path) -> None:
    """Names cut out of the raw lines, by the quotes around them."""
    by_id = {entity.id: {name.text for name in entity.names} for entity in ofac.entities}
    for file, column in (("sdn.csv", r'^(\d+),"((?:[^"]|"")*)"'), ("alt.csv", r'^(\d+),\d+,"\w+","((?:[^"]|"")*)"')):
        raw = (shared_dir / "lists/ofac" / file).read_text("ascii")
        found = re.findall(column, raw, re.MULTILINE)
        assert len(found) == {"sdn.csv": 8976, "alt.csv": 11910}[file]
        for id, name in found:
            assert " ".join(name.replace('""', '"').split()) in by_id[id]
    raw = (shared_dir / "lists/ofac/sdn.csv").read_text("ascii")
    weak = re.findall(r"^(\d+),.*$", raw, re.MULTILINE)
    assert len(weak) == 8976
    for line in raw.splitlines():
        id = line.partition(",")[0]
        for name in re.findall(r"\ba\.k\.a\. '((?:[^';]|'(?=\w))+)'[;.]", line):
            assert " ".join(name.split()) in by_id[id], (id, name)


def test_ofac_births_and_numbers(ofac: Snapshot, shared_dir: Path) -> None:
    raw = (shared_dir / "lists/ofac/sdn.csv").read_text("ascii")
    with_birth = sum(1 for line in raw.splitlines() if re.search(r'["; ]DOB ', line))
    assert sum(1 for entity in ofac.entities if entity.birth_dates or entity.birth_years) == with_birth
    passports = sum(len(re.findall(r'["; ]Passport \S*\d', line)) for line in raw.splitlines())
    kept = sum(1 for entity in ofac.entities for number in entity.identifiers if number.kind == "passport")
    assert kept >= 0.99 * passports


def test_eu_sample(shared_dir: Path) -> None:
    sample = taken(shared_dir, "eu", "sample.xml")
    assert sample.info.entities == 7
    raw = (shared_dir / "lists/eu/sample.xml").read_text("utf-8")
    names = {html.unescape(name) for name in re.findall(r'wholeName="([^"]*)"', raw)}
    assert names == {name.text for entity in sample.entities for name in entity.names}
