"""Take the pictures of ``docs/console.md`` anew: every page of a fresh demonstration, in Chinese and in English.

python -m bench.pictures [--out docs/img/console]
"""

from __future__ import annotations

import argparse
import re
import shutil
import tempfile
from datetime import datetime
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from amlrisk.services.identity import new_id
from amlrisk.services.system import open_system
from amlrisk.settings import load_settings
from amlrisk.store.runs import Closing, RunStatus
from amlrisk.store.webhook_rows import Delivery, DeliveryState, Settled
from bench.checks import _free_port, _wait
from bench.home import Home

_CHROMIUM = "/usr/bin/chromium"
_ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"]
_WIDTH, _HEIGHT = 1280, 1100
_COLOURS = 96  # enough for pages; a third of the bytes
#: Picture → who looks, and where; `>` follows the first name of a list, `>>` the first link that ends so.
_PAGES = {
    "overview": ("demo-manager", "/"),
    "queue": ("demo-manager", "/queue"),
    "case": ("demo-manager", "/queue?state=open&grade=high>"),
    "case_second": ("demo-reviewer", "/queue?state=proposed>"),
    "customers": ("demo-manager", "/customers"),
    "customer": ("demo-manager", "/customers/DEMO-0010"),
    "tier": ("demo-manager", "/customers/DEMO-0034/tier"),
    "tiers": ("demo-manager", "/tiers"),
    "service": ("demo-service", "/service/DEMO-0007"),
    "vip": ("demo-service", "/vip"),
    "certificate": ("demo-manager", "/customers/DEMO-0001>>/certificate"),
    "replay": ("demo-manager", "/customers/DEMO-0010>>/replay"),
    "lists": ("demo-administrator", "/lists"),
    "list": ("demo-administrator", "/lists/demo_sanctions"),
    "policy": ("demo-manager", "/policy"),
    "reports": ("demo-manager", "/reports"),
    "forecast": ("demo-manager", "/reports/forecast"),
    "runs": ("demo-manager", "/runs"),
    "run": ("demo-manager", "/runs?kind=grade>"),
    "receivers": ("demo-administrator", "/receivers"),
    "receiver": ("demo-administrator", "/receivers>"),
    "audit": ("demo-auditor", "/audit"),
    "people": ("demo-administrator", "/people"),
    "keys": ("demo-administrator", "/keys"),
}
#: Taken as narrow as a telephone too.
_NARROW = ("queue", "case", "tier", "service", "run")
#: Told of every customer of the demonstration: they are there before it.
_RECEIVERS = (
    ("核心业务系统", "https://core.example.com/aml/events", "read"),
    ("一线客户服务系统", "https://service.example.com/hooks/tiers", "tiers"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("docs/img/console"))
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="amlrisk-pictures-") as folder:
        home = Home(Path(folder))
        home.run("init")
        for name, url, scope in _RECEIVERS:
            home.run("webhooks", "add", name, url, "--scope", scope, "--author", "demo-administrator")
        password = re.findall(r"\w{4}-\w{4}-\w{4}", home.run("init", "--demo").output)[0]
        _let_go_wrong(home)
        port = _free_port()
        server = home.start("serve", "--port", str(port), "--workers", "1")
        try:
            _wait(port, server)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=_ARGUMENTS)
                for language in ("zh", "en"):
                    _take_all(browser, f"http://127.0.0.1:{port}", language, password, arguments.out)
                browser.close()
            shutil.copy(arguments.out / "overview_en.png", arguments.out.parent / "landing.png")  # of the README
        finally:
            server.terminate()
            server.wait()


def _let_go_wrong(home: Home) -> None:
    """What a demonstration has none of: a run at work, customers who failed, deliveries that were given up."""
    system = open_system(load_settings(home.environment))
    runs, webhooks, now = system.store.runs, system.store.webhooks, system.now()
    refs, at_work, ended = system.store.customers.all_refs(), new_id(now), new_id(now)
    for id, kind, cause, actor in (
        (at_work, "policy", "policy_changed", "scheduler"),
        (ended, "grade", "command", "demo-manager"),
    ):
        runs.begin(
            id,
            kind=kind,
            cause=cause,
            versions={"policy": system.pack.digest},
            total=len(refs),
            owner="",
            now=now,
            lease_seconds=3600,
            actor=actor,
            scope={"whom": "all"},
        )
    runs.progress(at_work, 128, 0)
    for ref in refs[:2]:
        runs.fail_customer(ended, ref, "unexpected", "'NoneType' object has no attribute 'year'", now)
    done = len(refs) - 2
    closing = Closing(scope=len(refs), done=done, failed=2, left=0, beyond=0, counted=(done, 2), retried=2)
    runs.finish(ended, RunStatus.DONE, now, closing)
    for receiver in webhooks.all():
        waiting = webhooks.deliveries(receiver.id, DeliveryState.PENDING, 0, 999)[:-4]
        webhooks.settle(receiver.id, [_settled(each, now, gave_up=each.seq % 60 == 0) for each in waiting])
    system.store.close()


def _settled(delivery: Delivery, now: datetime, *, gave_up: bool) -> Settled:
    return Settled(
        event=delivery.seq,
        state=DeliveryState.DEAD if gave_up else DeliveryState.DELIVERED,
        attempts=9 if gave_up else 1,
        due_at=now,
        tried_at=now,
        status=503 if gave_up else 204,
        outcome="failed" if gave_up else "delivered",
    )


def _take_all(browser: Browser, base: str, language: str, password: str, out: Path) -> None:
    anonymous = browser.new_page(base_url=base, viewport={"width": _WIDTH, "height": 700})
    anonymous.goto(f"/sign-in?lang={language}")
    _take(anonymous, out / f"sign_in_{language}.png")
    pages: dict[str, Page] = {}
    for name, (account, address) in _PAGES.items():
        page = pages.get(account) or pages.setdefault(account, _signed_in(browser, base, language, account, password))
        _go(page, address)
        page.set_viewport_size({"width": _WIDTH, "height": _HEIGHT})
        _take(page, out / f"{name}_{language}.png")
        if name in _NARROW:
            page.set_viewport_size({"width": 390, "height": 844})
            _take(page, out / f"{name}_narrow_{language}.png")


def _take(page: Page, path: Path) -> None:
    page.screenshot(path=path)
    Image.open(path).convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


def _signed_in(browser: Browser, base: str, language: str, account: str, password: str) -> Page:
    page = browser.new_page(base_url=base, viewport={"width": _WIDTH, "height": _HEIGHT})
    page.goto(f"/sign-in?lang={language}")
    page.locator("input[name=account]").fill(account)
    page.locator("input[type=password]").fill(password)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    return page


def _go(page: Page, address: str) -> None:
    place, _, ending = address.partition(">>")
    page.goto(place.removesuffix(">"))
    if ending:
        with page.expect_navigation():
            page.locator(f"a[href$='{ending}']").first.click()
    elif place.endswith(">"):
        with page.expect_navigation():
            page.locator("[data-open], td a.who").first.click()


if __name__ == "__main__":
    main()
