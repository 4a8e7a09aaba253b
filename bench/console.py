"""Two officers at their pages: 40 cases graded and 40 confirmed by keyboard alone, on a book of 100 000 customers.

    python -m bench.console [--lists DIR] [--customers 100000] [--cases 40]

A real browser (Playwright with Debian's chromium) on `amlrisk serve`. Of every page: milliseconds from the request to
the last byte of the answer. Stated peer, in the same run: ``/healthz`` asked by the same browser: what the stack takes
without any work. Then the pages that list, first and further on.
"""

from __future__ import annotations

import argparse
import os
import re
import sqlite3
import tempfile
from collections import defaultdict
from pathlib import Path

from playwright.sync_api import Browser, Page, Response, sync_playwright

from bench.checks import _free_port, _wait
from bench.home import Home
from bench.officers import fill

_CHROMIUM = "/usr/bin/chromium"
_WANTED_MS = 200
_ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
_LISTS = ("/", "/queue", "/queue?grade=high&due=week", "/customers", "/customers?after=G0050000", "/lists", "/policy",
          "/reports", "/audit", "/customers?q=%E4%BC%9F")  # fmt: skip
_PASSWORD = "a long enough password for a bench"
_TEXT = "核对证件、出生日期与名单所载不符"


class Sitting:
    """An officer in a browser, and how long each answer took."""

    def __init__(self, browser: Browser, base: str) -> None:
        self.milliseconds: dict[str, list[float]] = defaultdict(list)
        context = browser.new_context(base_url=base, viewport={"width": 1280, "height": 900}, locale="zh-CN")
        self.page: Page = context.new_page()
        self.page.on("response", self._took)

    def _took(self, response: Response) -> None:
        request = response.request
        if request.resource_type != "document":
            return
        response.finished()
        timing = request.timing
        path = re.sub(r"[0-9a-f-]{30,}", "ID", response.url.split("/", 3)[3].split("#")[0])
        self.milliseconds[f"{request.method} /{path}"].append(timing["responseEnd"] - timing["requestStart"])

    def sign_in(self, account: str, password: str) -> None:
        page = self.page
        page.goto("/sign-in")
        page.get_by_label(re.compile("账号|Account")).fill(account)
        page.locator("input[type=password]").first.fill(password)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        fields = page.locator("input[type=password]")
        if fields.count():  # the initial password is changed at the first sign-in
            fields.nth(0).fill(password)
            for place in range(1, fields.count()):
                fields.nth(place).fill(_PASSWORD)
            with page.expect_navigation():
                page.keyboard.press("Enter")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def send(self, keys: str) -> None:
        with self.page.expect_navigation():
            self.page.keyboard.press(keys)

    def grade(self, cases: int) -> int:
        """First gradings, one after the other: every hit of each decided, then the computed grade proposed."""
        self.page.goto("/queue?state=open")
        self.send("n")
        hits = 0
        for _ in range(cases):
            while self.page.locator("[data-hit] > form.decide").count():
                self.press("h", "2", "ArrowDown", "Tab")
                self.page.keyboard.insert_text(_TEXT)
                self.send("Control+Enter")
                hits += 1
            self.press("p")
            self._reason("propose")
            self.send("Control+Shift+Enter")
        return hits

    def confirm(self, cases: int) -> None:
        """Second persons' words on what was proposed."""
        self.page.goto("/queue?state=proposed")
        self.send("n")
        for _ in range(cases):
            self.press("c")
            self._reason("confirm")
            self.send("Control+Shift+Enter")

    def _reason(self, action: str) -> None:
        """By keyboard: on to the reason, the first one, on to the text."""
        for _ in range(8):
            if self.page.evaluate("document.activeElement.name || ''").startswith("reason"):
                break
            self.page.keyboard.press("Tab")
        self.press("ArrowDown", "Tab")
        self.page.keyboard.insert_text(_TEXT)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lists", type=Path)
    parser.add_argument("--names", type=Path, help="not used here; taken so that one command line serves all benches")
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--cases", type=int, default=40)
    parser.add_argument("--home", type=Path, help="a home that bench.officers has filled, instead of a new one")
    arguments = parser.parse_args()
    print(f"== officers at their pages: {arguments.customers} customers, {os.cpu_count()} cores")
    if not Path(_CHROMIUM).exists():
        print(f"no browser at {_CHROMIUM}: not measured")
        return
    with tempfile.TemporaryDirectory(prefix="amlrisk-bench-") as folder:
        home = Home(arguments.home or Path(folder))
        if arguments.home is None:
            fill(home, arguments.customers, arguments.lists)
        _measure(home, arguments.cases)


def _measure(home: Home, cases: int) -> None:
    passwords = {role: _account(home, role) for role in ("analyst", "reviewer")}
    port = _free_port()
    server = home.start("serve", "--port", str(port), "--workers", "1")
    try:
        _wait(port, server)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=_ARGUMENTS)
            base = f"http://127.0.0.1:{port}"
            analyst, reviewer = Sitting(browser, base), Sitting(browser, base)
            analyst.sign_in("bench-analyst", passwords["analyst"])
            reviewer.sign_in("bench-reviewer", passwords["reviewer"])
            print(f"book: {_counted(home)}")
            for sitting in (analyst, reviewer):
                sitting.milliseconds.clear()
            hits = analyst.grade(cases)
            reviewer.confirm(cases)
            print(
                f"by keyboard: {cases} first gradings with {hits} hits decided, {cases} confirmations: {_counted(home)}"
            )
            for address in _LISTS:
                for _ in range(5):
                    reviewer.page.goto(address)
            for _ in range(20):
                reviewer.page.goto("/healthz")
            _print(analyst, reviewer)
            browser.close()
    finally:
        server.terminate()
        server.wait()


def _account(home: Home, role: str) -> str:
    """The initial password of a new account."""
    output = home.run("users", "add", f"bench-{role}", f"Bench {role}", "--role", role).output
    return output.split()[-1]


def _counted(home: Home) -> str:
    database = sqlite3.connect(home.folder / "amlrisk.db")
    customers = database.execute("SELECT count(*) FROM customers").fetchone()[0]
    states = database.execute("SELECT state, count(*) FROM cases GROUP BY state ORDER BY state").fetchall()
    database.close()
    return f"{customers} customers; cases " + ", ".join(f"{state} {number}" for state, number in states)


def _print(*sittings: Sitting) -> None:
    found: dict[str, list[float]] = defaultdict(list)
    for sitting in sittings:
        for page, milliseconds in sitting.milliseconds.items():
            found[page].extend(milliseconds)
    (peer,) = (sorted(each)[len(each) // 2] for page, each in found.items() if page == "GET /healthz")
    print(f"{'':44} {'times':>5} {'p50':>8} {'max':>8} ms   of /healthz ({peer:.1f} ms)")
    for page, milliseconds in sorted(found.items()):
        ordered = sorted(milliseconds)
        middle = ordered[len(ordered) // 2]
        mark = "" if ordered[-1] <= _WANTED_MS else f"  over {_WANTED_MS} ms"
        print(f"{page:44} {len(ordered):5} {middle:8.1f} {ordered[-1]:8.1f}      {middle / peer:6.1f}x{mark}")


if __name__ == "__main__":
    main()
