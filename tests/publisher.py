"""A publisher of lists on this machine, over real HTTP, that answers as a test wants: well, or in any bad way."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

CSV = "text/csv; charset=utf-8"
Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """``server.answers`` are given by path; one that is missing is 404."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        self.server.requests.append((path, dict(self.headers.items())))
        answer = self.server.answers.get(path, status(404))
        answer(self)

    def log_message(self, format: str, *args: object) -> None:
        """Silence."""

    def send(self, code: int, headers: Mapping[str, str], body: bytes = b"") -> None:
        """Exactly these headers, and this body."""
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def reset(self) -> None:
        """Hang up so that the other side sees a reset."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.rfile.close()
        self.connection.close()


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: dict[str, Answer] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.stopping = threading.Event()
        self.scheme = "http" if context is None else "https"
        if context is not None:
            self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever is hung up on hangs up too."""

    @property
    def address(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.server_address[1]}"


@contextmanager
def serving(context: ssl.SSLContext | None = None) -> Iterator[Server]:
    server = Server(context)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stopping.set()
        server.shutdown()
        server.server_close()
        thread.join()


# --- answers ------------------------------------------------------------------------------------------


def file(body: bytes, kind: str = CSV, **headers: str) -> Answer:
    """The file, as a good publisher gives it; ``etag`` and ``last_modified`` answer conditions."""
    named = {name.replace("_", "-").title(): value for name, value in headers.items()}

    def answer(handler: Handler) -> None:
        asked = handler.headers
        etag, date = headers.get("etag"), headers.get("last_modified")
        # As RFC 9110 says: the date is only looked at where no mark was sent.
        known = asked["If-None-Match"] == etag if asked["If-None-Match"] else asked["If-Modified-Since"] == date
        if (etag or date) and known and (asked["If-None-Match"] or asked["If-Modified-Since"]):
            handler.send(304, named)
        else:
            handler.send(200, {"Content-Type": kind, "Content-Length": str(len(body)), **named}, body)

    return answer


def status(code: int, body: bytes = b"", **headers: str) -> Answer:
    named = {name.replace("_", "-").title(): value for name, value in headers.items()}
    return lambda handler: handler.send(code, {"Content-Length": str(len(body)), **named}, body)


def in_turn(*answers: Answer) -> Answer:
    """One after the other; the last for ever."""
    waiting = list(answers)

    def answer(handler: Handler) -> None:
        following = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        following(handler)

    return answer


def half(body: bytes, *, reset: bool) -> Answer:
    """As much as half of what was promised, and then silence for ever or a reset."""

    def answer(handler: Handler) -> None:
        handler.send(200, {"Content-Type": CSV, "Content-Length": str(len(body))}, body[: len(body) // 2])
        handler.close_connection = True
        if reset:
            handler.reset()

    return answer


def dripping(body: bytes = b"x", every: float = 0.05) -> Answer:
    """A byte now and then, without end: never silent for long enough to be given up for that."""

    def answer(handler: Handler) -> None:
        handler.send(200, {"Content-Type": CSV, "Content-Length": "1000000"})
        n = 0
        while not handler.server.stopping.wait(every):
            handler.wfile.write(body[n % len(body) :][:1])
            handler.wfile.flush()
            n += 1

    return answer


def dripping_headers(every: float = 0.05) -> Answer:
    def answer(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        while not handler.server.stopping.wait(every):
            handler.wfile.write(b"y")
            handler.wfile.flush()

    return answer


def silent() -> Answer:
    """Nothing at all."""
    return lambda handler: handler.server.stopping.wait(30) and None


# --- a proxy ------------------------------------------------------------------------------------------


class Proxy(ThreadingHTTPServer):
    """Passes connections on (CONNECT), and notes where to."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Tunnel)
        self.asked: list[str] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Tunnel(BaseHTTPRequestHandler):
    server: Proxy

    def do_CONNECT(self) -> None:
        self.server.asked.append(self.path)
        host, _, port = self.path.rpartition(":")
        with socket.create_connection((host, int(port))) as other:
            self.send_response(200)
            self.end_headers()
            back = threading.Thread(target=_pour, args=(other, self.connection), daemon=True)
            back.start()
            _pour(self.connection, other)
            back.join(5)

    def log_message(self, format: str, *args: object) -> None:
        """Silence."""


def _pour(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)


@contextmanager
def tunnelling() -> Iterator[Proxy]:
    proxy = Proxy()
    thread = threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        proxy.shutdown()
        proxy.server_close()
        thread.join()


# --- certificates -------------------------------------------------------------------------------------


def certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """A server's context with a certificate for 127.0.0.1 that nobody knows, and the file that makes it known."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test publisher")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / "ca.pem", folder / "key.pem"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return context, public
