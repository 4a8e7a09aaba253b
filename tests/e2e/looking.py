"""What is looked for on every page. Each check names what it found, and test_looking.py shows that each can find."""

from __future__ import annotations

import re
from collections.abc import Iterable

from playwright.sync_api import ConsoleMessage, Dialog, Page


class Complaints:
    """What the browser complained of: errors and warnings of its console, dialogs, scripts that failed."""

    def __init__(self, page: Page, expected: tuple[str, ...] = ()) -> None:
        self._heard: list[str] = []
        self._expected = expected
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._heard.append(f"script: {error}"))
        page.on("dialog", self._dialog)

    def unexpected(self) -> list[str]:
        """All but those in which one of the expected words stands."""
        return [each for each in self._heard if not any(word in each for word in self._expected)]

    def forget(self) -> None:
        self._heard.clear()

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self._heard.append(f"{message.type}: {message.text} ({message.location['url']})")

    def _dialog(self, dialog: Dialog) -> None:
        self._heard.append(f"dialog: {dialog.message}")
        dialog.dismiss()


def faults(page: Page) -> list[str]:
    """What every page must have: one heading of the first level, fields and buttons with names, ids that differ."""
    found: list[str] = page.evaluate(_FAULTS)
    return found


def sticking_out(page: Page) -> list[str]:
    """Where the page is wider than the screen: the elements that make it so."""
    found: list[str] = page.evaluate(_STICKING_OUT)
    return found


def foreign_words(page: Page, known: Iterable[str]) -> list[str]:
    """Texts of a Chinese page with words that are not Chinese: those shown, read aloud or given as a hint.

    Not in what stands as it came: names (``bdi``), codes (``code``, ``kbd``, ``pre``), what says that it is in another
    language; nor the ``known``: what is called so in any language.
    """
    texts: list[str] = page.evaluate(_TEXTS)
    said_alike = re.compile("|".join([*map(re.escape, sorted(known, key=len, reverse=True)), _CODES]))
    return [text for text in texts if _LATIN.search(said_alike.sub("", text))]


def chinese_words(page: Page, translations: frozenset[str]) -> list[str]:
    """Texts of an English page that are a translation of the catalogues, word for word."""
    texts: list[str] = page.evaluate(_TEXTS)
    return [text for text in texts if text in translations]


_LATIN = re.compile(r"[A-Za-z]{2,}")
#: Units, formats, standards, two-letter codes of countries, ids of records.
_CODES = (
    r"(?<![A-Za-z])VIP(?![A-Za-z])|\b(CNY|CSV|XLSX|JSONL|SHA-256|ID|MB|CST|FATF|OFAC|SDN|GB/T|[A-Z]{2}"
    r"|DEMO-\w*|[0-9a-f]{8}-[0-9a-f-]{20,}|[0-9a-f]{12})\b"
)

_FAULTS = """() => {
  const found = [];
  const shown = node => node.checkVisibility({ visibilityProperty: true }) || node.closest('details, dialog');
  const told = node => node.outerHTML.replace(/\\s+/g, ' ').slice(0, 140);
  const named = node => [
    node.getAttribute('aria-label'),
    ...(node.getAttribute('aria-labelledby') || '').split(' ').map(id => document.getElementById(id)?.textContent),
    ...[...(node.labels || [])].map(label => label.textContent),
    ...(node.matches('a, button, summary') ? [node.textContent] : []),
  ].some(text => text && text.trim());
  const headings = [...document.querySelectorAll('h1')].filter(shown);
  if (headings.length !== 1) found.push(`${headings.length} h1`);
  if (!document.title.trim() || !document.querySelector('main')) found.push('no title or no main');
  for (const node of document.querySelectorAll('input, select, textarea, button, a[href], summary'))
    if (node.type !== 'hidden' && node.ariaHidden !== 'true' && shown(node) && !named(node))
      found.push('no name: ' + told(node));
  for (const node of document.querySelectorAll('img:not([alt]), [role=img]:not([aria-label])'))
    found.push('no words: ' + told(node));
  const ids = [...document.querySelectorAll('[id]')].map(node => node.id);
  for (const id of new Set(ids.filter((id, place) => ids.indexOf(id) !== place))) found.push('twice: #' + id);
  for (const node of document.querySelectorAll('label[for]'))
    if (!document.getElementById(node.htmlFor)) found.push('label of nothing: ' + told(node));
  for (const node of document.querySelectorAll('[style], [onclick], [onload], [onerror]'))
    found.push('inline: ' + told(node));
  return found;
}"""

_STICKING_OUT = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  const out = [...document.body.querySelectorAll('*')].filter(node => node.getBoundingClientRect().right > wide + 1);
  return ['scrolls sideways', ...out.slice(0, 5).map(node => node.outerHTML.replace(/\\s+/g, ' ').slice(0, 120))];
}"""

_TEXTS = """() => {
  const kept = 'code, kbd, pre, bdi, script, style, textarea, datalist, [lang]:not(html)';
  const texts = [document.title];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) if (!walk.currentNode.parentElement.closest(kept)) texts.push(walk.currentNode.data);
  for (const node of document.body.querySelectorAll('*'))
    if (!node.closest(kept))
      for (const name of ['aria-label', 'placeholder', 'alt', 'title', 'data-label'])
        if (node.hasAttribute(name)) texts.push(node.getAttribute(name));
  return texts.map(text => text.replace(/\\s+/g, ' ').trim()).filter(Boolean);
}"""
