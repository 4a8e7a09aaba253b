"""Fetch the files of a list from their publisher, or learn that they have not changed. Nothing is put in force here."""

from __future__ import annotations

import random
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, NamedTuple

import requests
from urllib3.exceptions import InvalidHeader
from urllib3.util import Retry

from amlrisk.errors import (
    FileUnusable,
    ListBrokenOff,
    ListEditionsDiffer,
    ListFetchFailed,
    ListHttpStatus,
    ListNotAList,
    ListTooLarge,
    ListUnaskedAnswer,
)
from amlrisk.policy.model import Text
from amlrisk.services.publisher import Deadline, Publisher, Route, because
from amlrisk.store.list_syncs import Validators
from amlrisk.watchlist.addresses import shown
from amlrisk.watchlist.answers import HEAD_BYTES, SELF_ENDING, is_ended, is_web_page, is_wrong_type
from amlrisk.watchlist.catalogue import Source

_PIECE_BYTES = 64 * 1024
_OK, _NOT_MODIFIED = 200, 304
_PASSING = {408, 425, 429, 500, 502, 503, 504}
_GZIP_WINDOW = 31  # zlib's word for gzip with its header and checksum


class Fetched(NamedTuple):
    """The files, complete, in the catalogue's order; and what their publisher calls this version of them."""

    paths: tuple[Path, ...]
    validators: tuple[Validators, ...]


@dataclass(slots=True)
class Trace:
    """What is told of an attempt whether it succeeds or not: the last answer, bytes over the wire, tries.

    ``wait_seconds`` is how long the publisher asked us to wait; ``progress`` is told the bytes as they come.
    """

    status: int | None = None
    etag: str | None = None
    bytes: int = 0
    tries: int = 0
    wait_seconds: float = 0.0
    progress: Callable[[int], None] = field(default=lambda done: None, repr=False)


class _File(NamedTuple):
    """One file: where it lies, None where the publisher says that it has not changed."""

    path: Path | None
    validators: Validators


@dataclass(frozen=True, slots=True)
class _Errand:
    source: Source
    publisher: Publisher
    trace: Trace


def fetch_list(
    source: Source, folder: Path, known: Sequence[Validators], *, route: Route, trace: Trace
) -> Fetched | None:
    """The files of ``source`` in ``folder``; None where none of them differs from ``known``.

    ``known`` are the validators of the version in force, empty to fetch everything whatever it is. Raises
    ``ListFetchFailed`` and its kinds, ``ListTooLarge``, and ``FileUnusable`` where the folder cannot be written.
    What fails in passing is tried again after a pause, within the time that the catalogue gives in all.
    """
    of_address = {each.address: each for each in known}
    files: dict[str, _File] = {}
    with Deadline(source.fetch.total_seconds) as deadline, closing(Publisher(source, route, deadline)) as publisher:
        errand = _Errand(source, publisher, trace)
        while True:
            trace.tries, trace.wait_seconds = trace.tries + 1, 0.0
            try:
                return _collected(errand, folder, of_address, files)
            except ListFetchFailed as error:
                if isinstance(error, ListEditionsDiffer):
                    files.clear()
                luck = random.random()  # noqa: S311 - only spreads those who failed together
                pause = max(source.fetch.pause(trace.tries, luck), trace.wait_seconds)
                if not _passes(error) or trace.tries >= source.fetch.tries or pause >= deadline.left:
                    raise
            time.sleep(pause)


def _passes(error: ListFetchFailed) -> bool:
    return error.passing or error.params.get("status") in _PASSING


def _collected(
    errand: _Errand, folder: Path, known: Mapping[str, Validators], files: dict[str, _File]
) -> Fetched | None:
    """Fetch what ``files`` does not hold yet. All files are of one edition, or ``ListEditionsDiffer`` is raised."""
    places = {
        address: folder / str(number) / Path(name).name
        for number, (name, address) in enumerate(zip(errand.source.files, errand.source.addresses(), strict=True))
    }
    for address, path in places.items():
        if address not in files:
            files[address] = _downloaded(errand, address, path, known.get(address))
    if all(file.path is None for file in files.values()):
        return None
    for address, path in places.items():
        if files[address].path is None:  # others have changed, and this one is not kept here
            files[address] = _downloaded(errand, address, path, None)
    _require_one_edition(errand, files)
    found = [files[address] for address in places]
    return Fetched(
        paths=tuple(file.path for file in found if file.path is not None),
        validators=tuple(file.validators for file in found),
    )


def _require_one_edition(errand: _Errand, files: Mapping[str, _File]) -> None:
    """Ask once more for all files but the last: none may have changed since it was fetched."""
    for address in errand.source.addresses()[:-1]:
        mine = files[address].validators
        if conditions := _conditions(mine):
            with errand.publisher.answer(address, conditions) as response:
                errand.trace.status = response.status_code
                if response.status_code == _NOT_MODIFIED:
                    continue
                # Servers behind one name may call the same file differently; its date they share.
                if response.status_code == _OK and _validators(address, response).last_modified == mine.last_modified:
                    continue
                if response.status_code != _OK:
                    raise _bad_status(errand, response)
            raise because(ListEditionsDiffer, errand.source, Text(zh=shown(address), en=shown(address)))


def _downloaded(errand: _Errand, address: str, path: Path, known: Validators | None) -> _File:
    source, trace = errand.source, errand.trace
    conditions = _conditions(known) if known is not None else {}
    with errand.publisher.answer(address, conditions) as response:
        trace.status, trace.etag = response.status_code, response.headers.get("ETag")
        if response.status_code == _NOT_MODIFIED:
            if known is None or not conditions:
                raise _because(ListUnaskedAnswer, source, address, "未曾询问", "nobody asked")
            return _File(None, known)
        if response.status_code != _OK:
            raise _bad_status(errand, response)
        kind = response.headers.get("Content-Type")
        if is_wrong_type(source, kind):
            raise _because(ListNotAList, source, address, f"Content-Type {str(kind)[:100]}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                _write(errand, address, response, file)
            head, end = _head_and_end(path)
        except OSError as error:
            raise FileUnusable(file=path.name, detail=error.strerror or str(error)) from error
        if is_web_page(head):
            raise _because(ListNotAList, source, address, "网页（HTML）", "a page of the web (HTML)")
        if not is_ended(source, end):
            raise _because(ListBrokenOff, source, address, "末行不完整", "it ends within a line")
        return _File(path, _validators(address, response))


def _head_and_end(path: Path) -> tuple[bytes, bytes]:
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        file.seek(max(0, path.stat().st_size - 1))
        return head, file.read()


def _write(errand: _Errand, address: str, response: requests.Response, file: BinaryIO) -> None:
    """The body, unpacked, as far as it may be; complete, or ``ListBrokenOff``."""
    source = errand.source
    packed = response.headers.get("Content-Encoding", "identity").strip().lower()
    if packed not in {"identity", "gzip", "x-gzip", ""}:
        raise _because(ListNotAList, source, address, f"Content-Encoding {packed[:40]}")
    pieces = _sent(errand, address, response)
    written = 0
    for piece in _unpacked(pieces, source, address) if "gzip" in packed else pieces:
        written += len(piece)
        if written > source.max_bytes:
            raise _too_large(source, address)
        file.write(piece)
    if "gzip" not in packed and not _is_framed(response) and source.format not in SELF_ENDING:
        raise _because(ListBrokenOff, source, address, "服务器未说明内容长度", "the answer does not say where it ends")


def _sent(errand: _Errand, address: str, response: requests.Response) -> Iterator[bytes]:
    """The body as it comes over the wire, never more than the source may have."""
    source, received = errand.source, 0
    declared = _declared(response)
    if declared is not None and declared > source.max_bytes:
        raise _too_large(source, address)
    while True:
        with errand.publisher.telling(address):
            # What has come, without waiting for a piece to be full.
            piece: bytes = response.raw.read1(_PIECE_BYTES, decode_content=False)
        if not piece:
            break
        received += len(piece)
        errand.trace.bytes += len(piece)
        errand.trace.progress(errand.trace.bytes)
        if received > source.max_bytes:
            raise _too_large(source, address)
        yield piece
    if declared is not None and received != declared:
        raise _because(
            ListBrokenOff,
            source,
            address,
            f"{declared} 字节中只收到 {received}",
            f"{received} of {declared} bytes came",
        )


def _unpacked(pieces: Iterator[bytes], source: Source, address: str) -> Iterator[bytes]:
    """gzip, in pieces of a bounded size however small they were packed; checksum and end are looked at."""
    unpack = zlib.decompressobj(_GZIP_WINDOW)
    for piece in pieces:
        rest, full = piece, False
        while rest or full:
            if unpack.eof:  # several packed one after the other are one file
                unpack = zlib.decompressobj(_GZIP_WINDOW)
            try:
                data = unpack.decompress(rest, _PIECE_BYTES)
            except zlib.error as error:
                raise _because(ListBrokenOff, source, address, "压缩内容损坏", "the gzip is damaged") from error
            yield data
            rest = unpack.unused_data if unpack.eof else unpack.unconsumed_tail
            full = len(data) == _PIECE_BYTES and not unpack.eof  # there may be more without further input
    if not unpack.eof:
        raise _because(ListBrokenOff, source, address, "压缩内容不完整", "the gzip ends too early")


def _is_framed(response: requests.Response) -> bool:
    chunked = "chunked" in response.headers.get("Transfer-Encoding", "").lower()
    return chunked or _declared(response) is not None


def _declared(response: requests.Response) -> int | None:
    text = response.headers.get("Content-Length", "").strip()
    return int(text) if text.isascii() and text.isdigit() else None


def _conditions(known: Validators) -> dict[str, str]:
    found = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in found.items() if value}


def _validators(address: str, response: requests.Response) -> Validators:
    headers = response.headers
    return Validators(address=address, etag=headers.get("ETag"), last_modified=headers.get("Last-Modified"))


def _bad_status(errand: _Errand, response: requests.Response) -> ListHttpStatus:
    """Also notes how long the publisher asks us to wait."""
    if asked := response.headers.get("Retry-After"):
        with suppress(InvalidHeader):
            errand.trace.wait_seconds = float(Retry().parse_retry_after(asked))
    return ListHttpStatus(source=errand.source.name, status=response.status_code)


def _because(kind: type[ListFetchFailed], source: Source, address: str, zh: str, en: str = "") -> ListFetchFailed:
    where = shown(address)
    return because(kind, source, Text(zh=f"{where}：{zh}", en=f"{where}: {en or zh}"))


def _too_large(source: Source, address: str) -> ListTooLarge:
    return ListTooLarge(source=source.name, detail=f"{shown(address)}: > {source.max_bytes} bytes")
