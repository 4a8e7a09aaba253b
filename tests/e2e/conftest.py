"""Browsers on the pages of a demonstration, served over a real socket."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from amlrisk.app import create_app
from amlrisk.logs import configure_logs
from amlrisk.services.sign_in import begin_session
from amlrisk.services.system import System
from amlrisk.store.accounts import Account
from tests.demo_home import NOW, demo_system
from tests.e2e.looking import Complaints
from tests.e2e.office import Office
from tests.systems import Clock

CHROMIUM = Path("/usr/bin/chromium")
_ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class _Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


@dataclass(frozen=True)
class Site:
    """A system at ``url``; its time stands still unless a test moves ``clock``, forwards only."""

    url: str
    app: Flask
    system: System
    clock: Clock


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Site]:
    """The demonstration. Tests change it in branches of their own only."""
    clock = Clock(NOW)
    with serving(demo_system(tmp_path_factory.mktemp("site"), clock), clock) as site:
        yield site


@contextmanager
def serving(system: System, clock: Clock) -> Iterator[Site]:
    """``system`` at an address of this machine; it is closed in the end."""
    configure_logs(system.settings)
    app = create_app(system)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(f"http://127.0.0.1:{server.server_port}", app, system, clock)
    server.shutdown()
    thread.join()
    system.store.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"no browser at {CHROMIUM}: the pages are not opened in one")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=_ARGUMENTS)
        yield browser
        browser.close()


_offices = itertools.count(1)


@pytest.fixture
def office(site: Site) -> Office:
    """A branch that no other test knows."""
    return Office(site.system, f"T{next(_offices)}")


Sit = Callable[..., Page]


@pytest.fixture
def sit(site: Site, browser: Browser) -> Iterator[Sit]:
    """``sit(account)``: somebody at a browser of their own, signed in where ``account`` is given.

    A dialog, an error or a complaint of the browser fails the test, but for those named in ``expected``.
    """
    opened: list[tuple[BrowserContext, Complaints]] = []

    def open_one(
        account: Account | None = None,
        *,
        language: str = "zh",
        width: int = 1280,
        script: bool = True,
        expected: tuple[str, ...] = (),
    ) -> Page:
        context = browser.new_context(
            base_url=site.url,
            viewport={"width": width, "height": 900},
            java_script_enabled=script,
            locale={"zh": "zh-CN", "en": "en-GB"}[language],
            reduced_motion="reduce",
        )
        if account is not None:
            context.add_cookies([{"name": "amlrisk", "value": cookie_of(site, account), "url": site.url}])
        page = context.new_page()
        page.set_default_timeout(5000)
        opened.append((context, Complaints(page, expected)))
        return page

    yield open_one
    for context, _ in opened:
        context.close()
    assert [each for _, complaints in opened for each in complaints.unexpected()] == []


def cookie_of(site: Site, account: Account) -> str:
    """The cookie of somebody who has signed in; without the password, which costs its time."""
    signer = SecureCookieSessionInterface().get_signing_serializer(site.app)
    assert signer is not None
    return str(signer.dumps({"token": begin_session(site.system, account, how="test")}))
