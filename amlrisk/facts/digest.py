"""One way to turn a value into bytes, and bytes into a digest.

Everything that must replay bit for bit (facts, packs, assessments, list snapshots) goes through here:
sorted keys, UTF-8, decimals and dates as strings, no insignificant white space.
"""

from __future__ import annotations

import hashlib
import hmac

import msgspec

_encoder = msgspec.json.Encoder(order="sorted", decimal_format="string")


def canonical(value: object) -> bytes:
    """Canonical JSON bytes of a value made of structs, dicts, sequences, strings, numbers, dates, decimals."""
    return _encoder.encode(value)


def digest(value: object) -> str:
    """SHA-256 (hex) of the canonical bytes of ``value``; bytes are hashed as they are."""
    data = value if isinstance(value, bytes) else canonical(value)
    return hashlib.sha256(data).hexdigest()


def keyed_digest(key: bytes, text: str) -> str:
    """HMAC-SHA-256 (hex): equality of personal numbers without storing them."""
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
