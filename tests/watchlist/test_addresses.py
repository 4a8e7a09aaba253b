"""Where a list may come from, and where its publisher may send us."""

from __future__ import annotations

import pytest

from amlrisk.watchlist.addresses import shown, trouble_with, trouble_with_redirection
from amlrisk.watchlist.refresh import Fetching

PLAIN, HOME = Fetching(redirect_hosts=("files.example.org",)), Fetching(loopback=True)
FROM = "https://lists.example.org/a/list.xml?token=secret"


@pytest.mark.parametrize(
    ("address", "fetch", "good"),
    [
        ("https://lists.example.org/list.xml", PLAIN, True),
        ("https://lists.example.org:8443/list.xml?x=1", PLAIN, True),
        ("http://lists.example.org/list.xml", PLAIN, False),
        ("http://127.0.0.1/list.xml", PLAIN, False),
        ("http://127.0.0.1:8000/list.xml", HOME, True),
        ("http://[::1]:8000/list.xml", HOME, True),
        ("http://localhost/list.xml", HOME, False),
        ("http://127.0.0.1.example.org/list.xml", HOME, False),
        ("http://10.0.0.1/list.xml", HOME, False),
        ("https://li:pw@lists.example.org/", PLAIN, False),
        ("https://lists.example.org/#a", PLAIN, False),
        ("https:///list.xml", PLAIN, False),
        ("https://x:99999/", PLAIN, False),
        ("https://[::1", PLAIN, False),
        ("ftp://lists.example.org/", PLAIN, False),
        ("file:///x", HOME, False),
        ("", PLAIN, False),
    ],
)
def test_an_address(address: str, fetch: Fetching, good: bool) -> None:
    assert (trouble_with(address, fetch) is None) is good


@pytest.mark.parametrize(
    ("after", "good"),
    [
        ("https://lists.example.org/b.xml", True),
        ("https://files.example.org/b.xml", True),
        ("https://evil.example.org/b.xml", False),
        ("https://files.example.org.evil.com/b.xml", False),
        ("https://lists.example.org@evil.com/b.xml", False),
        ("http://lists.example.org/b.xml", False),
        ("//[", False),
    ],
)
def test_a_redirection(after: str, good: bool) -> None:
    trouble = trouble_with_redirection(FROM, after, PLAIN)
    assert (trouble is None) is good


def test_never_away_from_https_not_even_home() -> None:
    trouble = trouble_with_redirection("https://127.0.0.1/a", "http://127.0.0.1/a", HOME)
    assert trouble is not None
    assert "away from https" in trouble.en
    assert trouble_with_redirection("http://127.0.0.1:1/a", "http://127.0.0.1:2/a", HOME) is None


def test_what_is_shown_holds_no_secret() -> None:
    assert shown(FROM) == "https://lists.example.org/a/list.xml"
    assert shown("https://li:secret@x.org:8/a?token=secret#secret") == "https://x.org:8/a"
    assert "secret" not in str(trouble_with_redirection(FROM, "https://li:secret@x.org/?secret", PLAIN))
