"""Files that are cut, empty, something else, bombs or too large: each has its error, and none is half believed."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amlrisk.errors import ListEmpty, ListMalformed, ListRejected, ListTooLarge, ListTruncated
from amlrisk.watchlist.formats import FORMATS, Limits, ListFile, parse
from amlrisk.watchlist.model import ListedEntity
from tests.watchlist.conftest import DATA, FIXTURES, contents

Read = Callable[..., list[ListedEntity]]

XML = ("un", "eu", "uk")
HTML = b"<!DOCTYPE html>\n<html><head><title>503</title></head><body><p>Service unavailable</body></html>\n"
PLAIN_HTML = b"<html><body><p>Service unavailable</p></body></html>"
JSON = b'{"error": "rate limited"}\n'
ROOTS = {"un": b"<CONSOLIDATED_LIST", "eu": b"<export", "uk": b"<Designations"}


def one(format: str, data: bytes) -> dict[str, bytes]:
    """The fixture of a format with its first file replaced."""
    return {**contents(format), FIXTURES[format][0]: data}


@pytest.mark.parametrize("format", XML)
def test_xml_cut_anywhere_is_refused(read: Read, format: str) -> None:
    """At every offset before the end of the root: cut inside the root says truncated."""
    name = FIXTURES[format][0]
    data = contents(format)[name].rstrip()
    root = data.index(ROOTS[format])
    started = data.index(b">", root)
    for cut in range(1, len(data)):
        with pytest.raises(ListRejected) as caught:
            read(format, {name: data[:cut]})
        if cut > started:
            assert isinstance(caught.value, ListTruncated), (cut, caught.value)


@pytest.mark.parametrize("part", FIXTURES["ofac"])
def test_ofac_cut_anywhere_is_refused(read: Read, part: str) -> None:
    files = contents("ofac")
    data = files[part]
    for cut in range(len(data.rstrip())):
        with pytest.raises(ListRejected) as caught:
            read("ofac", {**files, part: data[:cut]})
        expected = ListTruncated if cut else ListEmpty
        assert isinstance(caught.value, expected), (cut, caught.value)


def test_opensanctions_csv_cut_within_a_row_is_refused(read: Read) -> None:
    """A cut between two rows is a whole file of fewer rows, which only the shrink guard can see."""
    data = contents("opensanctions")["targets.simple.csv"]
    whole = read("opensanctions")
    for cut in range(1, len(data)):
        head = data[:cut]
        if head.endswith(b"\n"):
            found = read("opensanctions", {"x": head})
            assert found == whole[: len(found)]
            continue
        with pytest.raises(ListRejected):
            read("opensanctions", {"x": head})


def test_opensanctions_json_cut_within_a_line_is_refused(read: Read) -> None:
    data = (DATA / "entities.ftm.json").read_bytes()
    for cut in range(1, len(data)):
        if data[:cut].endswith((b"\n", b"}}")):
            continue
        with pytest.raises(ListTruncated):
            read("opensanctions", {"x": data[:cut]})


def test_a_table_cut_before_its_last_cell_is_refused(read: Read) -> None:
    """Within the last cell of a table a cut cannot be seen: tables need no final line end."""
    data = contents("table")["table.csv"]
    rows = [data.index(b"\n") + 1, len(data)]
    for cut in range(rows[0] + 1, data.rindex(b",") + 1):
        if data[:cut].count(b"\n") == 2 and data[:cut].endswith(b"\n"):
            continue
        last = next(iter(csv.reader([data[:cut].decode("utf-8", "ignore").rsplit("\n", 1)[-1]])), [])
        if len(last) == 9:
            continue
        with pytest.raises(ListTruncated):
            read("table", {"table.csv": data[:cut]})


@pytest.mark.parametrize("format", XML)
@pytest.mark.parametrize("wrong", [HTML, PLAIN_HTML, JSON, b"id,name\n1,Demo\n", b"%PDF-1.7 ...", b"PK\x03\x04 zip"])
def test_xml_of_another_kind(read: Read, format: str, wrong: bytes) -> None:
    with pytest.raises(ListMalformed):
        read(format, one(format, wrong))


@pytest.mark.parametrize("format", ["ofac", "opensanctions", "table"])
@pytest.mark.parametrize(
    "wrong", [HTML, PLAIN_HTML, JSON, b"<CONSOLIDATED_LIST/>", b"%PDF-1.7 ...\n", b"PK\x03\x04 zip\n"]
)
def test_csv_of_another_kind(read: Read, format: str, wrong: bytes) -> None:
    with pytest.raises(ListRejected):
        read(format, one(format, wrong))


@pytest.mark.parametrize("format", XML)
@pytest.mark.parametrize("other", XML)
def test_one_publisher_is_not_taken_for_another(read: Read, format: str, other: str) -> None:
    if format != other:
        with pytest.raises(ListMalformed, match="root element"):
            read(format, {"x.xml": contents(other)[FIXTURES[other][0]]})


BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE CONSOLIDATED_LIST [
  <!ENTITY a "demodemodemodemodemo">
  <!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
  <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
  <!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">
  <!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">
  <!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;">
]>
<CONSOLIDATED_LIST dateGenerated="&f;"><INDIVIDUALS/><ENTITIES/></CONSOLIDATED_LIST>"""
EXTERNAL = (
    b'<?xml version="1.0"?><!DOCTYPE CONSOLIDATED_LIST [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    b"<CONSOLIDATED_LIST><INDIVIDUALS/><ENTITIES/>&x;</CONSOLIDATED_LIST>"
)
SPLIT = b"<?xml version='1.0'?>" + b" " * (64 * 1024 - 24) + BOMB.partition(b"\n")[2]


@pytest.mark.parametrize("bomb", [BOMB, EXTERNAL, SPLIT])
def test_entities_are_refused_unread(read: Read, bomb: bytes) -> None:
    with pytest.raises(ListMalformed, match="<!DOCTYPE is not accepted"):
        read("un", {"x.xml": bomb})


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "utf-7", "cp037"])
def test_another_encoding_cannot_smuggle_a_bomb(read: Read, encoding: str) -> None:
    with pytest.raises(ListMalformed):
        read("un", {"x.xml": BOMB.decode().replace('"1.0"', f'"1.0" encoding="{encoding}"', 1).encode(encoding)})


def test_an_undeclared_entity_is_refused(read: Read) -> None:
    data = contents("un")["un.xml"].replace(b"DEMOTRIUS", b"&demo;")
    with pytest.raises(ListMalformed):
        read("un", {"un.xml": data})


@pytest.mark.parametrize("format", sorted(FORMATS))
def test_nul_is_refused_with_its_place(read: Read, format: str) -> None:
    name = FIXTURES[format][0]
    data = contents(format)[name]
    with pytest.raises(ListMalformed, match="NUL at byte 100"):
        read(format, one(format, data[:100] + b"\0" + data[100:]))


@pytest.mark.parametrize("format", ["un", "eu", "uk", "opensanctions"])
def test_latin_1_is_refused_with_its_place(read: Read, format: str) -> None:
    name = FIXTURES[format][0]
    data = contents(format)[name]
    at = data.index(b"Demo") + 1
    with pytest.raises(ListMalformed, match=f"not UTF-8 at byte {at}"):
        read(format, one(format, data[:at] + b"\xe9" + data[at + 1 :]))


def test_the_place_of_a_bad_byte_is_right_far_into_a_file(read: Read) -> None:
    data = contents("un")["un.xml"].replace(b"Demo, invented.", "É".encode() * 50_001 + b"\xff", 1)
    with pytest.raises(ListMalformed, match=f"not UTF-8 at byte {data.index(0xFF)}$"):
        read("un", {"un.xml": data}, Limits(field_chars=10**6))


def test_a_file_that_ends_inside_a_character(read: Read) -> None:
    data = contents("opensanctions")["targets.simple.csv"]
    cut = data[: data.index("Аурелия".encode()) + 1]
    with pytest.raises(ListTruncated, match="inside a character"):
        read("opensanctions", {"x": cut})


def test_a_mixed_ofac_file_is_damaged(read: Read) -> None:
    files = contents("ofac")
    files["alt.csv"] = files["alt.csv"].replace(b"DIMARI", "DÍMARI".encode() + b"\xe9")
    with pytest.raises(ListMalformed, match="neither UTF-8 nor Windows-1252"):
        read("ofac", files)


@pytest.mark.parametrize("format", sorted(FORMATS))
def test_a_file_over_its_limit(read: Read, format: str) -> None:
    name = FIXTURES[format][0]
    size = len(contents(format)[name])
    read(format, None, Limits(file_bytes=max(map(len, contents(format).values()))))
    with pytest.raises(ListTooLarge, match=f"more than {size - 1} bytes"):
        read(format, {name: contents(format)[name]}, Limits(file_bytes=size - 1))


@pytest.mark.parametrize("format", sorted(FORMATS))
def test_a_value_over_its_limit(read: Read, format: str) -> None:
    files = contents(format)
    name = FIXTURES[format][0]
    word = {"ofac": b"SANAA", "table": "演示数据".encode()}.get(format, b"Demo")
    data = files[name].replace(b"Sana'a", b"SANAA")
    assert word in data
    with pytest.raises(ListTooLarge):
        read(format, {**files, name: data.replace(word, b"D" * 5_001, 1)}, Limits(field_chars=5_000))


@pytest.mark.parametrize("format", sorted(FORMATS))
def test_nothing(read: Read, format: str) -> None:
    with pytest.raises(ListEmpty):
        read(format, one(format, b""))


@pytest.mark.parametrize("format", XML)
def test_trailing_garbage(read: Read, format: str) -> None:
    data = contents(format)[FIXTURES[format][0]]
    assert read(format, {"x": data + b"\n \r\n<!-- end -->\n"}) == read(format)
    for garbage in (b"<more/>", b"Service unavailable", data, b"\x1a"):
        with pytest.raises(ListMalformed):
            read(format, {"x": data + garbage})


def test_a_byte_order_mark_is_nothing(read: Read) -> None:
    for format in sorted(FORMATS):
        files = {name: b"\xef\xbb\xbf" + data for name, data in contents(format).items()}
        assert read(format, files) == read(format)


def test_ofac_needs_all_three_of_one_edition(read: Read) -> None:
    files = contents("ofac")
    for name in files:
        with pytest.raises(ListMalformed, match=f"{name} is missing"):
            read("ofac", {other: data for other, data in files.items() if other != name})
    with pytest.raises(ListMalformed, match=r"a second alt\.csv"):
        read("ofac", {**files, "alt2.csv": files["alt.csv"]})
    with pytest.raises(ListMalformed, match="different editions"):
        read("ofac", {**files, "alt.csv": files["alt.csv"].replace(b"90002,", b"99999,")})


def test_un_needs_both_sections(read: Read) -> None:
    data = contents("un")["un.xml"]
    start, end = data.index(b"<ENTITIES>"), data.index(b"</ENTITIES>") + len(b"</ENTITIES>")
    with pytest.raises(ListMalformed, match="no section <ENTITIES>"):
        read("un", {"un.xml": data[:start] + data[end:]})


def test_an_entity_without_a_name_or_a_reference(read: Read) -> None:
    data = contents("uk")["uk.xml"]
    with pytest.raises(ListMalformed, match="DEM0003 has no name"):
        read("uk", {"x": data.replace(b"DEMO STAR OF QANBAR", b" ")})
    with pytest.raises(ListMalformed, match="without UniqueID"):
        read("uk", {"x": data.replace(b"<UniqueID>DEM0003</UniqueID>", b"")})
    with pytest.raises(ListMalformed, match="no kind of designation"):
        read("uk", {"x": data.replace(b">Ship<", b">Balloon<")})


@settings(max_examples=150, deadline=None)
@given(data=st.data(), format=st.sampled_from(sorted(FORMATS)))
def test_a_flipped_byte_never_crashes(mapping: object, data: st.DataObject, format: str) -> None:
    """Any byte changed to any other: read, or refused with a list error; never anything else."""
    files = contents(format)
    name = data.draw(st.sampled_from(sorted(files)))
    at = data.draw(st.integers(0, len(files[name]) - 1))
    value = data.draw(st.integers(0, 255))
    files[name] = files[name][:at] + bytes([value]) + files[name][at + 1 :]
    given_files = [ListFile(file, io.BytesIO(content)) for file, content in files.items()]
    try:
        list(parse(format, given_files, source=format, mapping=mapping if format == "table" else None).entities)  # type: ignore[arg-type]
    except ListRejected:
        return


@given(st.binary(max_size=300))
def test_any_bytes_never_crash(noise: bytes) -> None:
    for format in ("un", "eu", "uk", "opensanctions", "ofac"):
        try:
            assert list(parse(format, [ListFile("noise", io.BytesIO(noise))], source=format).entities) == []
        except ListRejected:
            continue
