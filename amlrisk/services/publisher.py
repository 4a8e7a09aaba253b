"""One conversation with a publisher: a bounded time in all, TLS verified, redirections looked at before they are
followed.

requests does the talking. Its own following of redirections, retries, environment (proxies, .netrc) and unpacking are
off: each of them would decide about trust or size where we cannot see it.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urljoin

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError, ReadTimeoutError

from amlrisk import __version__
from amlrisk.errors import (
    ListBrokenOff,
    ListFetchFailed,
    ListRedirectRefused,
    ListTimeout,
    ListTlsRefused,
    ListUnreachable,
)
from amlrisk.policy.model import Text
from amlrisk.watchlist.addresses import shown, trouble_with_redirection
from amlrisk.watchlist.catalogue import Source

_MOST_REDIRECTIONS = 5
_REDIRECTIONS = {301, 302, 303, 307, 308}
_HEADERS = {
    "User-Agent": f"amlrisk/{__version__}",
    "Accept": "*/*",
    # What comes packed otherwise is refused; caches on the way must ask the publisher.
    "Accept-Encoding": "gzip",
    "Cache-Control": "no-cache",
}


class Route(NamedTuple):
    """How this installation reaches the internet: through which proxy, and whose certificates it believes."""

    proxy: str
    ca_file: Path | None


class Deadline:
    """A time after which every socket handed to it is shut down, whatever its thread is waiting for.

    The timeouts of a socket only bound each silence: a server that sends a byte now and then would hold us for ever.
    """

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True
        self._lock = threading.Lock()
        self._sockets: list[socket.socket] = []

    def __enter__(self) -> Deadline:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        with self._lock:
            for each in self._sockets:
                each.close()
            self._sockets.clear()

    def hold(self, connected: socket.socket) -> None:
        # A second handle on the same connection: TLS takes the first one over.
        with self._lock:
            self._sockets.append(connected.dup())
        if self.passed:
            self._cut()

    @property
    def left(self) -> float:
        return max(0.0, self._end - time.monotonic())

    @property
    def passed(self) -> bool:
        return self.left <= 0

    def _cut(self) -> None:
        with self._lock:
            for each in self._sockets:
                try:
                    each.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue  # it has ended by itself


class Publisher:
    """The server of one source, and wherever it may send us. One thread uses it, and closes it."""

    def __init__(self, source: Source, route: Route, deadline: Deadline) -> None:
        self._source = source
        self._deadline = deadline
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers.clear()
        self._session.verify = str(route.ca_file) if route.ca_file is not None else True
        self._session.proxies = {"https": route.proxy} if route.proxy else {}
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, _Adapter(deadline))

    def close(self) -> None:
        self._session.close()

    @contextmanager
    def answer(self, address: str, conditions: Mapping[str, str]) -> Iterator[requests.Response]:
        """The answer to a GET, after redirections, with its body unread. Raises ``ListFetchFailed`` and its kinds."""
        with self.telling(address):
            response = self._followed(address, conditions)
        try:
            yield response
        finally:
            response.close()

    @contextmanager
    def telling(self, address: str) -> Iterator[None]:
        """Say in our words what goes wrong on the network."""
        try:
            yield
        except (requests.RequestException, HTTPError, OSError) as error:
            raise self._told(error, address) from error
        if self._deadline.passed:
            # A connection that was shut down looks like the end of a body.
            raise self._too_late()

    def _followed(self, address: str, conditions: Mapping[str, str]) -> requests.Response:
        for _ in range(_MOST_REDIRECTIONS + 1):
            response = self._asked(address, conditions)
            if response.status_code not in _REDIRECTIONS:
                return response
            target = response.headers.get("Location")
            response.close()
            if not target:
                why = Text(zh=f"{shown(address)}：没有给出转向的地址", en=f"{shown(address)}: it does not say where to")
                raise because(ListRedirectRefused, self._source, why)
            after = _joined(address, target)
            if trouble := trouble_with_redirection(address, after, self._source.fetch):
                raise because(ListRedirectRefused, self._source, trouble)
            address = after
        most, where = _MOST_REDIRECTIONS, shown(address)
        why = Text(zh=f"{where}：转向超过 {most} 次", en=f"{where}: more than {most} redirections")
        raise because(ListRedirectRefused, self._source, why)

    def _asked(self, address: str, conditions: Mapping[str, str]) -> requests.Response:
        fetch, left = self._source.fetch, self._deadline.left
        if left <= 0:
            raise self._too_late()
        return self._session.get(
            address,
            headers={**_HEADERS, **conditions},
            timeout=(min(fetch.connect_seconds, left), min(fetch.read_seconds, left)),
            allow_redirects=False,
            stream=True,
        )

    def _too_late(self) -> ListTimeout:
        most = f"{self._source.fetch.total_seconds:g}"
        why = Text(zh=f"总用时超过 {most} 秒", en=f"more than {most} seconds in all")
        return because(ListTimeout, self._source, why)

    def _told(self, error: Exception, address: str) -> ListFetchFailed:
        if self._deadline.passed:
            return self._too_late()
        where, causes = shown(address), list(_causes(error))
        if isinstance(error, requests.exceptions.SSLError):
            unproven = next((each for each in causes if isinstance(each, ssl.SSLCertVerificationError)), None)
            detail = unproven.verify_message if unproven is not None else "TLS"
            return because(ListTlsRefused, self._source, _plain(f"{where}: {detail}"))
        if any(isinstance(each, requests.Timeout | ReadTimeoutError | TimeoutError) for each in causes):
            return because(
                ListTimeout, self._source, Text(zh=f"{where}：长时间无响应", en=f"{where}: silent for too long")
            )
        system = next((each.strerror for each in causes if isinstance(each, OSError) and each.strerror), None)
        # Their own texts may hold the whole address, and in it a token.
        kind = ListUnreachable if isinstance(error, requests.RequestException) else ListBrokenOff
        return because(kind, self._source, _plain(f"{where}: {system or type(causes[-1]).__name__}"))


_Failure = TypeVar("_Failure", bound=ListFetchFailed)


def because(kind: type[_Failure], source: Source, why: Text) -> _Failure:
    """The failure of a source, with why in two languages."""
    return kind(source=source.name, why_zh=why.zh, why_en=why.en)


def _plain(words: str) -> Text:
    """What the operating system and TLS say, which they say in English."""
    return Text(zh=words, en=words)


def _joined(address: str, target: str) -> str:
    try:
        return urljoin(address, target)
    except ValueError:
        return target  # no address at all, which is found next


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error, what it carries and what it came from, the outermost first."""
    waiting: list[object] = [error]
    seen: set[int] = set()
    while waiting:
        each = waiting.pop(0)
        if not isinstance(each, BaseException) or id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        waiting += [*each.args, getattr(each, "reason", None), each.__cause__, each.__context__]


class _Adapter(HTTPAdapter):
    """Hands every connection to the deadline as soon as it is made, before TLS has begun."""

    def __init__(self, deadline: Deadline) -> None:
        self._pools = _pools(deadline)
        super().__init__(max_retries=0)

    def init_poolmanager(self, *given: Any, **named: Any) -> None:
        super().init_poolmanager(*given, **named)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, proxy: str, **named: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **named)
        manager.pool_classes_by_scheme = self._pools
        return manager


def _pools(deadline: Deadline) -> dict[str, type[HTTPConnectionPool]]:
    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            connected = super()._new_conn()
            deadline.hold(connected)
            return connected

    class Secured(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            connected = super()._new_conn()
            deadline.hold(connected)
            return connected

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecuredPool(HTTPSConnectionPool):
        ConnectionCls = Secured

    return {"http": PlainPool, "https": SecuredPool}
