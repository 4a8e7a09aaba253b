"""Systems that are told of events, on this machine: they take them, or misbehave in every way we know of."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from pathlib import Path
from typing import Any, NamedTuple

LOOPBACK = (ip_network("127.0.0.0/8"),)
Behaviour = Callable[["_Handler"], None]


class Received(NamedTuple):
    """A request as it came over the wire."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def document(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found

    @property
    def data(self) -> dict[str, Any]:
        found: dict[str, Any] = self.document["data"]
        return found


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Receiving

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length)
        if len(body) < length:  # whoever sent it died on the way
            self.close_connection = True
            return
        received = Received(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
        with self.server.lock:
            self.server.received.append(received)
            if self.server.journal is not None:
                line = json.dumps({"id": received.id, "body": body.decode()}) + "\n"
                os.write(self.server.journal, line.encode())
        self.server.behaviour(self)

    def do_GET(self) -> None:
        self.server.followed.append(self.path)
        self.answer(200)

    def log_message(self, format: str, *args: object) -> None:
        """Silence."""

    def answer(self, code: int, headers: Mapping[str, str] | None = None, body: bytes = b"") -> None:
        self.send_response(code)
        for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def raw(self, data: bytes) -> None:
        self.wfile.write(data)
        self.wfile.flush()
        self.close_connection = True


class Receiving(ThreadingHTTPServer):
    """``behaviour`` answers every POST; what came is kept in ``received``, GETs in ``followed``."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, context: ssl.SSLContext | None = None, journal: Path | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.behaviour: Behaviour = takes
        self.received: list[Received] = []
        self.followed: list[str] = []
        self.lock = threading.Lock()
        self.stopping = threading.Event()
        self.journal = None if journal is None else os.open(journal, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self.scheme = "http" if context is None else "https"
        if context is not None:
            self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever is hung up on hangs up too."""

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.server_address[1]}/hook"

    def of(self, customer: str) -> list[Received]:
        return [each for each in self.received if each.data.get("customer") == customer]


@contextmanager
def receiving(context: ssl.SSLContext | None = None, journal: Path | None = None) -> Iterator[Receiving]:
    server = Receiving(context, journal)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stopping.set()
        server.shutdown()
        server.server_close()
        thread.join()


# --- behaviours -----------------------------------------------------------------------------------------------


def takes(handler: _Handler) -> None:
    handler.answer(200, body=b"thank you")


def says(code: int, **headers: str) -> Behaviour:
    named = {name.replace("_", "-").title(): value for name, value in headers.items()}
    return lambda handler: handler.answer(code, named)


def in_turn(*behaviours: Behaviour) -> Behaviour:
    """One after the other; the last for ever."""
    waiting = list(behaviours)

    def behave(handler: _Handler) -> None:
        with handler.server.lock:
            following = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        following(handler)

    return behave


def silent(handler: _Handler) -> None:
    handler.server.stopping.wait(30)
    handler.close_connection = True


def hangs_up(handler: _Handler) -> None:
    handler.close_connection = True


def resets(handler: _Handler) -> None:
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.close_connection = True
    handler.rfile.close()
    handler.connection.close()


def drips(handler: _Handler) -> None:
    """Headers, a byte now and then, without end: never silent for long enough to be given up for that."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
    while not handler.server.stopping.wait(0.05):
        handler.wfile.write(b"y")
        handler.wfile.flush()


def babbles(handler: _Handler) -> None:
    handler.raw(b"220 mail.example.com ESMTP\r\n")


def floods(handler: _Handler) -> None:
    """A body without end behind a good status: nobody reads it."""
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    while not handler.server.stopping.is_set():
        handler.wfile.write(b"10000\r\n" + b"x" * 65536 + b"\r\n")


def many_headers(handler: _Handler) -> None:
    handler.raw(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 5000 + b"\r\n")


# --- the other end --------------------------------------------------------------------------------------------


def is_signed(received: Received, secret: str) -> bool:
    """As a receiver that follows the specification finds out, without our code and without the library."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{received.id}.{received.headers['webhook-timestamp']}.".encode() + received.body
    expected = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return expected in received.headers["webhook-signature"].split(" ")
