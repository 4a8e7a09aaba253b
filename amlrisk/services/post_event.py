"""One POST to one receiver: to an address that was looked at, within a bounded time, TLS verified, nothing followed."""

from __future__ import annotations

import http.client
import math
import socket
import ssl
import time
from collections.abc import Mapping
from contextlib import closing
from enum import StrEnum
from typing import NamedTuple

from urllib3.exceptions import InvalidHeader
from urllib3.util import Retry

from amlrisk.services.publisher import Deadline
from amlrisk.services.receiver_address import Target

_SILENCE_SECONDS = 5.0
_TOTAL_SECONDS = 10.0
_MOST_WAIT = 86_400.0
_GONE = 410


class Outcome(StrEnum):
    """What became of an attempt."""

    DELIVERED = "delivered"  # 2xx
    REFUSED = "refused"  # 4xx
    FAILED = "failed"  # 5xx, and what HTTP does not know
    REDIRECTED = "redirected"  # 3xx: we follow nobody
    GONE = "gone"  # 410: it wants nothing more
    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    TLS = "tls"
    BROKEN_OFF = "broken_off"  # connected, but no answer of HTTP came of it
    NOT_ALLOWED = "not_allowed"  # the address leads where we send nothing


class Answer(NamedTuple):
    """``status`` None where there was none; ``wait_seconds`` is how long it asked to be left alone."""

    outcome: Outcome
    status: int | None = None
    wait_seconds: float = 0.0


def post_event(target: Target, body: bytes, headers: Mapping[str, str], tls: ssl.SSLContext) -> Answer:
    """Send and hear the status; what else the receiver says is not read. Never raises for what the network does."""
    with Deadline(_TOTAL_SECONDS) as deadline:
        try:
            answer = _posted(target, body, headers, tls, deadline)
            # A connection that was shut down looks like the end of the headers.
            return Answer(Outcome.TIMEOUT) if deadline.passed else answer
        except ssl.SSLError:
            outcome = Outcome.TLS
        except TimeoutError:
            outcome = Outcome.TIMEOUT
        except (OSError, http.client.HTTPException, ValueError) as error:
            outcome = Outcome.UNREACHABLE if isinstance(error, _NoConnection) else Outcome.BROKEN_OFF
        return Answer(Outcome.TIMEOUT if deadline.passed else outcome)


class _NoConnection(OSError):
    """None of the addresses takes the call."""


def _posted(target: Target, body: bytes, headers: Mapping[str, str], tls: ssl.SSLContext, deadline: Deadline) -> Answer:
    with _connected(target) as plain:
        deadline.hold(plain)  # before TLS begins: a handshake may drag on as well
        wire = tls.wrap_socket(plain, server_hostname=target.host) if target.secure else plain
        connection = http.client.HTTPConnection(target.host, target.port)
        connection.sock = wire
        connection.default_port = 443 if target.secure else 80  # which the Host header leaves out
        with closing(connection):
            connection.request("POST", target.path, body, {**headers, "Connection": "close"})
            response = connection.getresponse()
            return _answer(response.status, response.headers.get("Retry-After"))


def _connected(target: Target) -> socket.socket:
    last: OSError | None = None
    until = time.monotonic() + _SILENCE_SECONDS
    for address in target.addresses:
        left = until - time.monotonic()
        if left <= 0:
            break
        try:
            made = socket.create_connection((address, target.port), timeout=left)
        except OSError as error:
            last = error
            continue
        made.settimeout(_SILENCE_SECONDS)
        return made
    if isinstance(last, TimeoutError):
        raise last
    raise _NoConnection from last


def _answer(status: int, retry_after: str | None) -> Answer:
    if status == _GONE:
        return Answer(Outcome.GONE, status)
    outcome = {2: Outcome.DELIVERED, 3: Outcome.REDIRECTED, 4: Outcome.REFUSED}.get(status // 100, Outcome.FAILED)
    return Answer(outcome, status, _wait(retry_after))


def _wait(text: str | None) -> float:
    try:
        asked = float(Retry().parse_retry_after(text)) if text else 0.0
    except (InvalidHeader, ValueError, OverflowError):
        return 0.0
    return min(max(asked, 0.0), _MOST_WAIT) if math.isfinite(asked) else 0.0
