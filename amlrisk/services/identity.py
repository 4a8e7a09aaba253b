"""Ids of what is recorded, and the author of what nobody did."""

from __future__ import annotations

import secrets
from datetime import datetime

#: Stands as author of what nobody did; no account may be called so.
SYSTEM = "system"


def new_id(now: datetime) -> str:
    """A UUID of version 7 (RFC 9562): sorts by time, which keeps inserts at the end of the key's index."""
    milliseconds = int(now.timestamp() * 1000)
    number = (milliseconds & (1 << 48) - 1) << 80 | secrets.randbits(80)
    number = number & ~(0xF << 76) | 0x7 << 76
    number = number & ~(0x3 << 62) | 0x2 << 62
    text = f"{number:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
