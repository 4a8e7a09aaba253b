from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amlrisk.store.codec import moment, packed, stamp, unpacked

_TIMES = st.datetimes(
    min_value=datetime(1900, 1, 2),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(2200, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=8)), timezone(timedelta(hours=-5))]),
)


@given(_TIMES, _TIMES)
def test_stamps_sort_as_the_times_do_and_come_back(one: datetime, other: datetime) -> None:
    assert (stamp(one) < stamp(other)) == (one < other)
    assert moment(stamp(one)) == one
    assert len(stamp(one)) == 32


def test_a_time_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        stamp(datetime(2026, 1, 1))  # noqa: DTZ001 - the point of the test


@pytest.mark.parametrize("document", [b"{}", b'{"a":"' + b"x" * 5000 + b'"}', b"", b"[1]"])
def test_documents_come_back_byte_for_byte_however_often_they_are_packed(document: bytes) -> None:
    assert unpacked(packed(document)) == document
    assert packed(packed(document)) == packed(document)
    assert unpacked(document) == document
