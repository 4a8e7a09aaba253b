"""Language, headers and error pages: what is the same on every page."""

from __future__ import annotations

import re

import pytest
from flask import Flask, request

from amlrisk.console.language import language_of
from amlrisk.errors import StoreLocked
from amlrisk.review.authority import Role
from amlrisk.services.system import System
from tests.console.conftest import anonymous, client_of


@pytest.mark.parametrize(
    ("address", "cookie", "accept", "expected"),
    [
        ("/", None, "", "zh"),
        ("/", None, "fr", "zh"),
        ("/", None, "en-GB,en;q=0.9", "en"),
        ("/", None, "zh-TW,en;q=0.5", "zh"),
        ("/", None, "fr,en;q=0.7,zh;q=0.8", "zh"),
        ("/", None, "en;q=0", "zh"),
        ("/", "en", "zh", "en"),
        ("/?lang=zh", "en", "en", "zh"),
        ("/?lang=xx", "en", "zh", "en"),
        ("/", "xx", "en", "en"),
    ],
)
def test_language(address: str, cookie: str | None, accept: str, expected: str) -> None:
    headers = {"Accept-Language": accept} | ({"Cookie": f"amlrisk_language={cookie}"} if cookie else {})
    with Flask("test").test_request_context(address, headers=headers):
        assert language_of(request) == expected


def test_the_language_asked_for_is_remembered(demo: System) -> None:
    client = client_of(demo)
    assert 'lang="en"' in client.get("/?lang=en").get_data(as_text=True)[:60]
    assert 'lang="en"' in client.get("/customers").get_data(as_text=True)[:60]
    assert 'lang="zh-CN"' in client.get("/?lang=zh").get_data(as_text=True)[:60]


def test_the_switch_keeps_the_page(demo: System) -> None:
    html = client_of(demo).get("/customers?q=DEMO-0012&lang=zh").get_data(as_text=True)
    assert 'href="/customers?q=DEMO-0012&amp;lang=en"' in html


@pytest.mark.parametrize("address", ["/", "/customers", "/customers/DEMO-0012", "/nowhere", "/console/console.css"])
def test_every_answer_forbids_what_it_does_not_need(demo: System, address: str) -> None:
    headers = client_of(demo).get(address).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("address", ["/", "/customers", "/customers/DEMO-0010", "/nowhere"])
def test_pages_need_no_script_no_inline_style_and_nobody_else(demo: System, address: str) -> None:
    html = client_of(demo).get(address).get_data(as_text=True)
    assert not re.search(r"<script(?! src=)|<style|\sstyle=|\son[a-z]+=|javascript:", html)
    assert not re.search(r'(?:src|href)="(?:https?:)?//', html)


@pytest.mark.parametrize(("language", "words"), [("zh", "找不到页面"), ("en", "Page not found")])
@pytest.mark.parametrize("address", ["/nowhere", "/customers/NOBODY", "/assessments/none", "/assessments/none/replay"])
def test_what_is_not_there(demo: System, address: str, language: str, words: str) -> None:
    response = client_of(demo).get(f"{address}?lang={language}")
    assert response.status_code == 404
    assert words in response.get_data(as_text=True)


def test_a_page_takes_no_other_method(demo: System) -> None:
    response = client_of(demo).post("/customers?lang=en")
    assert response.status_code == 405
    assert "Not supported" in response.get_data(as_text=True)


def test_machines_keep_their_own_errors(demo: System) -> None:
    response = client_of(demo).get("/api/v1/nowhere")
    assert response.status_code == 404
    assert response.mimetype == "application/problem+json"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_unavailable_store_is_told_in_words(demo: System, monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    def locked(*_: object) -> None:
        raise StoreLocked()

    monkeypatch.setattr(type(demo.store.customers), "get", locked)
    response = client_of(demo).get(f"/customers/DEMO-0001?lang={language}")
    assert response.status_code == 503
    assert StoreLocked().text(language) in response.get_data(as_text=True)


def test_a_defect_shows_nothing_of_the_inside(demo: System, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(type(demo.store.customers), "get", broken)
    response = client_of(demo).get("/customers/DEMO-0001?lang=en")
    assert response.status_code == 500
    assert "Internal error" in response.get_data(as_text=True)
    assert "secret detail" not in response.get_data(as_text=True)


@pytest.mark.parametrize(
    ("role", "sections"),
    [
        (Role.ANALYST, "Overview, Queue, Customers, Tiers, Lists, Policy, Runs"),
        (Role.REVIEWER, "Overview, Queue, Customers, Tiers, Lists, Policy, Reports, Runs"),
        (Role.MANAGER, "Overview, Queue, Customers, Tiers, Customer service, Lists, Policy, Reports, Runs, Audit"),
        (Role.AUDITOR, "Overview, Queue, Customers, Tiers, Customer service, Lists, Policy, Reports, Runs, Audit"),
        (Role.ADMINISTRATOR, "Lists, Policy, Runs, Receivers, People"),
    ],
)
def test_each_sees_the_pages_that_are_theirs(demo: System, role: Role, sections: str) -> None:
    client = client_of(demo, role)
    html = client.get("/policy?lang=en").get_data(as_text=True)
    places = re.search(r'<nav class="places".*?</nav>', html, re.DOTALL)
    assert places is not None
    links = re.findall(r'<a href="([^"]+)"([^>]*)>([^<]+)</a>', places[0])
    assert [title for _address, _here, title in links] == sections.split(", ")
    assert [title for _address, here, title in links if "aria-current" in here] == ["Policy"]
    assert all(client.get(address).status_code == 200 for address, _here, _title in links)


def test_who_is_signed_in_is_said_and_leaves_by_a_form(demo: System) -> None:
    html = client_of(demo, Role.AUDITOR).get("/?lang=en").get_data(as_text=True)
    form = re.search(r'<form class="person" method="post" action="/sign-out">.*?</form>', html, re.DOTALL)
    assert form is not None
    assert "测试 auditor-all" in form[0]
    assert "Auditor" in form[0]
    assert 'name="csrf_token"' in form[0]


def test_nobody_signed_in_sees_no_page_listed(demo: System) -> None:
    html = anonymous(demo).get("/sign-in").get_data(as_text=True)
    assert 'class="places"' not in html
    assert "/sign-out" not in html


def test_bootstrap_is_ours_and_kept_by_the_browser(demo: System) -> None:
    client = client_of(demo)
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', client.get("/").get_data(as_text=True))
    assert sheets[0].startswith("/bootstrap/")
    for sheet in sheets:
        answer = client.get(sheet)
        assert (answer.status_code, answer.mimetype) == (200, "text/css"), sheet
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert "immutable" in client.get(sheets[0]).headers["Cache-Control"]
