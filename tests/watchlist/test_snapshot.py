from __future__ import annotations

import hashlib
import io
from datetime import date, datetime
from decimal import Decimal

import msgspec
import pytest

from amlrisk.errors import ListEmpty, ListMalformed, ListOutdated, ListShrunken, ListThinned
from amlrisk.policy.model import ListGuards
from amlrisk.policy.vocabulary import Confidence, ListCategory
from amlrisk.watchlist.catalogue import Source
from amlrisk.watchlist.formats import ListFile
from amlrisk.watchlist.model import SnapshotInfo
from amlrisk.watchlist.snapshot import content_sha256, judge, take_snapshot, without_expired
from tests.watchlist.conftest import NOW, contents

GUARDS = ListGuards(max_shrink_ratio=Decimal("0.2"), reference="r", confidence=Confidence.PROPOSED)


def files(format: str) -> list[ListFile]:
    return [ListFile(name, io.BytesIO(data)) for name, data in contents(format).items()]


@pytest.fixture
def un(table_source: Source) -> Source:
    return source(table_source, "un")


def source(table_source: Source, format: str) -> Source:
    return msgspec.structs.replace(table_source, name=format, format=format, mapping=None)


def info(entities: int, names: int | None = None, published_on: date | None = None) -> SnapshotInfo:
    return SnapshotInfo(
        source="un",
        format="un",
        category=ListCategory.UN_SANCTIONS,
        sha256="0",
        content_sha256="0",
        published_on=published_on,
        fetched_at=NOW,
        entities=entities,
        counts={"names": names if names is not None else entities},
        files=("x",),
    )


def test_info(un: Source) -> None:
    snapshot = take_snapshot(un, files("un"), fetched_at=NOW)
    data = contents("un")["un.xml"]
    assert snapshot.info.sha256 == hashlib.sha256(data).hexdigest()
    assert snapshot.info.published_on == date(2026, 3, 1)
    assert snapshot.info.entities == len(snapshot.entities) == 2
    assert snapshot.info.counts == {
        "Organization": 1,
        "Person": 1,
        "names": sum(len(entity.names) for entity in snapshot.entities),
    }
    assert (snapshot.info.fetched_at, snapshot.info.files) == (NOW, ("un.xml",))


def test_digests_do_not_depend_on_the_order_of_the_files(table_source: Source) -> None:
    ofac = source(table_source, "ofac")
    one = take_snapshot(ofac, files("ofac"), fetched_at=NOW).info
    two = take_snapshot(ofac, files("ofac")[::-1], fetched_at=NOW).info
    assert (one.sha256, one.content_sha256) == (two.sha256, two.content_sha256)


def test_content_digest_follows_what_screening_sees_only(un: Source) -> None:
    """Another generation date and other white space: other bytes, same content. Another name: other content."""
    data = contents("un")["un.xml"]

    def taken(content: bytes) -> SnapshotInfo:
        return take_snapshot(un, [ListFile("x", io.BytesIO(content))], fetched_at=NOW).info

    one, later = taken(data), taken(data.replace(b"2026-03-01", b"2026-03-02").replace(b"    <", b"<"))
    assert one.sha256 != later.sha256
    assert one.content_sha256 == later.content_sha256
    assert one.content_sha256 != taken(data.replace(b"Abu Demo", b"Abu Demoo")).content_sha256


def test_two_records_of_one_id_stay_two(table_source: Source) -> None:
    eu = source(table_source, "eu")
    ids = [entity.id for entity in take_snapshot(eu, files("eu"), fetched_at=NOW).entities]
    assert ids[0] == "EU.9001.1"
    assert [id.partition("#")[0] for id in ids[1:]] == ["EU.9002.2", "EU.9002.2"]
    assert len(set(ids)) == 3


def test_the_same_record_twice_is_one(un: Source) -> None:
    data = contents("un")["un.xml"]
    start, end = data.index(b"    <ENTITY>"), data.index(b"</ENTITY>") + len(b"</ENTITY>")
    doubled = data[:end] + data[start:end] + data[end:]
    assert len(take_snapshot(un, [ListFile("x", io.BytesIO(doubled))], fetched_at=NOW).entities) == 2


def test_a_repeated_id_in_a_table_is_refused(table_source: Source) -> None:
    data = contents("table")["table.csv"].replace(b"DEMO-2", b"DEMO-1")
    with pytest.raises(ListMalformed, match="DEMO-1 stands twice"):
        take_snapshot(table_source, [ListFile("x", io.BytesIO(data))], fetched_at=NOW)


def test_an_empty_list_is_refused_unless_it_is_our_own(table_source: Source) -> None:
    header = contents("table")["table.csv"].splitlines()[0] + b"\n"
    with pytest.raises(ListEmpty):
        take_snapshot(table_source, [ListFile("x", io.BytesIO(header))], fetched_at=NOW)
    own = msgspec.structs.replace(table_source, own=True)
    assert take_snapshot(own, [ListFile("x", io.BytesIO(header))], fetched_at=NOW).info.entities == 0
    with pytest.raises(ListEmpty):
        take_snapshot(own, [ListFile("x", io.BytesIO(b""))], fetched_at=NOW)


def test_no_section_at_all_in_a_publishers_file(table_source: Source) -> None:
    opensanctions = source(table_source, "opensanctions")
    header = contents("opensanctions")["targets.simple.csv"].splitlines(keepends=True)[0]
    with pytest.raises(ListEmpty):
        take_snapshot(opensanctions, [ListFile("x", io.BytesIO(header))], fetched_at=NOW)


def test_a_naive_time_is_a_mistake_of_the_caller(un: Source) -> None:
    with pytest.raises(ValueError, match="aware"):
        take_snapshot(un, files("un"), fetched_at=datetime(2026, 3, 10))  # noqa: DTZ001  # the point of the test


@pytest.mark.parametrize("after", [1000, 1200, 801, 800])
def test_up_to_the_ratio_passes(after: int) -> None:
    judge(info(after), info(1000), GUARDS)


@pytest.mark.parametrize("after", [799, 700, 1])
def test_beyond_the_ratio_is_quarantined(after: int) -> None:
    with pytest.raises(ListShrunken) as caught:
        judge(info(after), info(1000), GUARDS)
    assert caught.value.params == {"source": "un", "before": 1000, "after": after, "limit": "20 %"}


def test_lost_aliases_are_noticed_though_every_entity_is_there() -> None:
    judge(info(1000, names=3200), info(1000, names=4000), GUARDS)
    with pytest.raises(ListThinned):
        judge(info(1000, names=3199), info(1000, names=4000), GUARDS)


def test_a_first_list_is_only_looked_at_for_emptiness() -> None:
    judge(info(1), None, GUARDS)
    with pytest.raises(ListEmpty):
        judge(info(0), None, GUARDS)


def test_the_publisher_does_not_go_back_in_time() -> None:
    monday, tuesday = date(2026, 3, 2), date(2026, 3, 3)
    judge(info(9, published_on=tuesday), info(9, published_on=monday), GUARDS)
    judge(info(9, published_on=monday), info(9, published_on=monday), GUARDS)
    judge(info(9), info(9, published_on=monday), GUARDS)
    with pytest.raises(ListOutdated):
        judge(info(9, published_on=monday), info(9, published_on=tuesday), GUARDS)


def test_our_own_list_may_shrink_and_empty() -> None:
    judge(info(0), info(1000), GUARDS, own=True)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_refusal_reads_in_both_languages(language: str) -> None:
    errors = (
        ListShrunken(source="un", before=10, after=7, limit="20 %"),
        ListThinned(source="un", before=10, after=7, limit="20 %"),
        ListOutdated(source="un", published_on=date(2026, 3, 2), in_force=date(2026, 3, 3)),
    )
    assert all("un" in error.text(language) for error in errors)


def test_what_ended_is_left_out_and_nothing_else_is_another(table_source: Source) -> None:
    assert table_source.mapping is not None
    ending = msgspec.structs.replace(
        table_source, mapping=msgspec.structs.replace(table_source.mapping, last_on="有效期至")
    )
    first, *others = contents("table")["table.csv"].decode().splitlines()
    text = "\n".join([f"{first},有效期至", *(f"{row},2026-03-{10 + n}" for n, row in enumerate(others))]) + "\n"
    whole = take_snapshot(ending, [ListFile("x", io.BytesIO(text.encode()))], fetched_at=NOW)
    assert whole.info.next_last_on == date(2026, 3, 10)
    assert without_expired(whole, date(2026, 3, 10)) is whole
    left = without_expired(whole, date(2026, 3, 11))
    assert left.entities == whole.entities[1:]
    changed = {"content_sha256", "entities", "counts", "expired", "next_last_on"}
    assert {name for name in whole.info.__struct_fields__ if getattr(whole.info, name) != getattr(left.info, name)} == (
        changed
    )
    assert left.info.content_sha256 == content_sha256(whole.entities[1:])
    assert (left.info.entities, left.info.expired, left.info.next_last_on) == (
        len(others) - 1,
        1,
        date(2026, 3, 11),
    )
    nothing = without_expired(left, date(2026, 4, 1)).info
    assert (nothing.entities, nothing.expired, nothing.next_last_on) == (0, len(others), None)
    judge(nothing, nothing, GUARDS)
