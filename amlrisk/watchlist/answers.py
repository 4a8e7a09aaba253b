"""What an answer must look like to be the file of a list: its declared type, and its first bytes."""

from __future__ import annotations

from amlrisk.watchlist.catalogue import Format, Source

_ANY_FILE = ("application/octet-stream", "binary/octet-stream")
_XML = ("application/xml", "text/xml", *_ANY_FILE)
_CSV = ("text/csv", "application/csv", "application/vnd.ms-excel", "text/plain", *_ANY_FILE)
_LINES = ("application/json", "application/x-ndjson", "application/json+ftm")

#: What publishers call the files of each format.
USUAL_TYPES: dict[Format, tuple[str, ...]] = {
    "un": _XML,
    "eu": _XML,
    "uk": _XML,
    "ofac": _CSV,
    "opensanctions": (*_CSV, *_LINES),
    "table": _CSV,
}

#: Their files say themselves where they end, so that a cut cannot pass for the end.
SELF_ENDING: frozenset[Format] = frozenset({"un", "eu", "uk", "ofac"})

HEAD_BYTES = 1024
_PAGES = (b"<!doctype html", b"<html")


def is_wrong_type(source: Source, content_type: str | None) -> bool:
    """Whether what the answer calls itself is none of what the source may be. An answer that says nothing is read."""
    if not content_type or not content_type.strip():
        return False
    kind = content_type.partition(";")[0].strip().lower()
    return kind not in (source.fetch.content_types or USUAL_TYPES[source.format])


def is_web_page(head: bytes) -> bool:
    """Whether a file begins as a page of the web does: an error page, a notice of maintenance, a sign-in."""
    start = head[:HEAD_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return start.startswith(_PAGES) or (start.startswith(b"<") and any(page in start for page in _PAGES))


def is_ended(source: Source, end: bytes) -> bool:
    """Whether a file with this last byte may be whole. Formats without an end of their own must end their last line.

    A cut right between two rows still cannot be seen here; where much is missing, the snapshot's guards see it.
    """
    return not end or source.format in SELF_ENDING or end in b"\r\n"
