"""Take the pictures of ``docs/console.md`` anew: every page of a fresh demonstration, in Chinese and in English.

python -m bench.pictures [--out docs/img/console]
"""

from __future__ import annotations

import argparse
import re
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from bench.checks import _free_port, _wait
from bench.home import Home

_CHROMIUM = "/usr/bin/chromium"
_ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"]
_WIDTH, _HEIGHT = 1280, 1100
_COLOURS = 96  # enough for pages; a third of the bytes
#: Picture → who looks, and where; `>` follows the first case of a filter, `>>` the last customer link of a page.
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
    "audit": ("demo-auditor", "/audit"),
    "people": ("demo-administrator", "/people"),
    "keys": ("demo-administrator", "/keys"),
}
#: Taken as narrow as a telephone too.
_NARROW = ("queue", "case", "tier", "service")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("docs/img/console"))
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="amlrisk-pictures-") as folder:
        home = Home(Path(folder))
        password = re.findall(r"\w{4}-\w{4}-\w{4}", home.run("init", "--demo").output)[0]
        port = _free_port()
        server = home.start("serve", "--port", str(port), "--workers", "1")
        try:
            _wait(port, server)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=_ARGUMENTS)
                for language in ("zh", "en"):
                    _take_all(browser, f"http://127.0.0.1:{port}", language, password, arguments.out)
                browser.close()
        finally:
            server.terminate()
            server.wait()


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
            page.locator("[data-open]").first.click()


if __name__ == "__main__":
    main()
