"""Who gets in, who does not, and what becomes of a form that could not be taken."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask, redirect, render_template_string, request
from werkzeug.test import TestResponse

from amlrisk.console.account import register as register_account
from amlrisk.console.errors import register_errors
from amlrisk.console.frame import page_frame, prepare_frame
from amlrisk.console.guard import Pages, officer, record_view, require_branch, secure_app
from amlrisk.review.authority import ALL_BRANCHES, Permission, Role
from amlrisk.services.accounts import disable_account
from amlrisk.services.system import System
from tests.console.conftest import Visitor, person_of, sign_in_as
from tests.demo_home import NOW
from tests.systems import Clock, system_for

_FORM = """
<form method="post" action="/note">{{ form_fields() }}
<textarea name="text">{{ draft_of('/note').text or '' }}</textarea>
{% for each in draft_of('/note').getlist('ticked') %}<b>{{ each }}</b>{% endfor %}</form>
"""
LONG = "核" * 4990 + "<script>x"


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
def system(tmp_path: Path, clock: Clock) -> Iterator[System]:
    system = system_for(tmp_path, clock=clock)
    yield system
    system.store.close()


Browsers = Callable[..., Visitor]


@pytest.fixture
def taken() -> list[str]:
    """What the form of the little console took."""
    return []


@pytest.fixture
def browser(system: System, taken: list[str]) -> Browsers:
    """Makes browsers on a console with one form and one page of a branch; signed in where a role is given."""
    app = Flask("test")
    prepare_frame(app, system)
    secure_app(app, system)
    pages = Pages(system)
    register_account(pages, system)

    @pages.page("/", may=Permission.SEE_OVERVIEW)
    def overview() -> str:
        return f"hello {officer().name}"

    @pages.page("/desk/<id>", may=Permission.SEE_CASES)
    def desk(id: str) -> str:
        return render_template_string(_FORM)

    @pages.page("/branches/<name>", may=Permission.SEE_CUSTOMERS)
    def branch(name: str) -> str:
        require_branch(None if name == "none" else name)
        record_view(system, "customer", "C-1", {"branch": name})
        return name

    @pages.page("/note", may=Permission.COMMENT_CASE, methods=("POST",))
    def note() -> object:
        if request.form["text"] == "bad":
            return "no", 422
        taken.append(request.form["text"])
        return redirect("/desk/1", 303)

    pages.blueprint.context_processor(lambda: page_frame(system))
    register_errors(app, pages.blueprint, lambda: page_frame(system))
    app.register_blueprint(pages.blueprint)
    app.test_client_class = Visitor

    def make(role: Role | None = None, *branches: str) -> Visitor:
        client = app.test_client()
        assert isinstance(client, Visitor)
        if role is not None:
            sign_in_as(client, person_of(system, role, branches=branches or (ALL_BRANCHES,)), system)
        return client

    return make


def mark_of(client: Visitor, page: str) -> dict[str, str]:
    html = client.get(page).get_data(as_text=True)
    return dict(re.findall(r'<input type="hidden" name="(csrf_token|page)" value="([^"]+)">', html))


def leads_to_sign_in(response: TestResponse, page: str, also: str = "") -> bool:
    return response.status_code == 303 and response.location == f"/sign-in?next={page}{also}"


# --- who gets in --------------------------------------------------------------------------------------------


def test_nobody_signed_in_is_sent_to_sign_in_and_back(browser: Browsers) -> None:
    assert leads_to_sign_in(browser().get("/desk/1?q=a%20b"), "/desk/1?q%3Da%2Bb")
    assert leads_to_sign_in(browser().get("/"), "/")


def test_a_token_that_was_never_given_out_opens_nothing(browser: Browsers) -> None:
    client = browser()
    with client.session_transaction() as cookie:
        cookie["token"] = "guessed"
    assert leads_to_sign_in(client.get("/"), "/")


@pytest.mark.parametrize("role", Role)
def test_a_role_opens_what_the_table_says(browser: Browsers, role: Role) -> None:
    response = browser(role).get("/desk/1")
    assert response.status_code == (403 if role in (Role.ADMINISTRATOR, Role.SERVICE) else 200)


@pytest.mark.parametrize(
    ("reach", "branch", "status"),
    [
        (("B1",), "B1", 200),
        (("B1", "B2"), "B2", 200),
        (("B1",), "B2", 403),
        (("B1",), "none", 403),
        ((ALL_BRANCHES,), "B2", 200),
        ((ALL_BRANCHES,), "none", 200),
    ],
)
def test_a_branch_opens_for_those_it_belongs_to(
    browser: Browsers, system: System, reach: tuple[str, ...], branch: str, status: int
) -> None:
    response = browser(Role.ANALYST, *reach).get(f"/branches/{branch}?lang=en")
    assert response.status_code == status
    viewed = [event for event in system.store.audit.recent(5) if event.kind == "viewed"]
    if status == 200:
        assert (viewed[0].subject, viewed[0].detail) == ("C-1", {"kind": "customer", "branch": branch})
    else:
        assert viewed == []
        assert "belongs to another branch" in response.get_data(as_text=True)


def test_idleness_and_age_end_a_sign_in(browser: Browsers, clock: Clock) -> None:
    client = browser(Role.ANALYST)
    for _ in range(3):
        clock.advance(minutes=29)
        assert client.get("/desk/1").status_code == 200
    clock.advance(minutes=30)
    assert client.get("/desk/1").status_code == 303
    client = browser(Role.ANALYST)
    for _ in range(30):
        clock.advance(minutes=19)
        assert client.get("/desk/1").status_code == 200
    clock.advance(minutes=29)
    assert client.get("/desk/1").status_code == 200
    clock.advance(minutes=1)
    assert client.get("/desk/1").status_code == 303


def test_disabling_shuts_at_once(browser: Browsers, system: System) -> None:
    client = browser(Role.ANALYST)
    disable_account(system, person_of(system, Role.ANALYST).id, actor="test")
    assert client.get("/desk/1").status_code == 303


# --- forms --------------------------------------------------------------------------------------------------


def test_a_form_is_taken_once_signed_in(browser: Browsers, taken: list[str]) -> None:
    client = browser(Role.ANALYST)
    response = client.post("/note", data={**mark_of(client, "/desk/1"), "text": "fine"})
    assert (response.status_code, taken) == (303, ["fine"])


@pytest.mark.parametrize("mark", [None, "", "invented"])
def test_a_form_without_its_mark_does_nothing_and_loses_nothing(
    browser: Browsers, taken: list[str], mark: str | None
) -> None:
    client = browser(Role.ANALYST)
    fields = {"text": "kept", "page": "/desk/1"} | ({} if mark is None else {"csrf_token": mark})
    response = client.post("/note", data=fields)
    assert (response.status_code, response.location, taken) == (303, "/desk/1", [])
    assert "kept" in client.get("/desk/1").get_data(as_text=True)


def test_another_site_leaves_no_draft(browser: Browsers, taken: list[str]) -> None:
    client = browser(Role.ANALYST)
    fields = {**mark_of(client, "/desk/1"), "text": "planted"}
    response = client.post("/note", data=fields, headers={"Sec-Fetch-Site": "cross-site"})
    assert (response.status_code, taken) == (403, [])
    assert "planted" not in client.get("/desk/1").get_data(as_text=True)


def test_the_mark_of_one_person_is_worth_nothing_to_another(browser: Browsers, taken: list[str]) -> None:
    stolen = mark_of(browser(Role.ANALYST), "/desk/1")
    other = browser(Role.REVIEWER)
    mark_of(other, "/desk/1")
    other.post("/note", data={**stolen, "text": "no"})
    assert taken == []


def test_a_role_that_may_not_is_refused_even_with_a_mark(browser: Browsers, taken: list[str]) -> None:
    client = browser(Role.AUDITOR)
    assert client.post("/note", data={**mark_of(client, "/desk/1"), "text": "no"}).status_code == 403
    assert taken == []


# --- what was typed when the time was up --------------------------------------------------------------------


def expired(browser: Browsers, clock: Clock, text: str = LONG) -> Visitor:
    """A browser whose form was sent an hour late."""
    client = browser(Role.ANALYST)
    fields = {**mark_of(client, "/desk/1?tab=2"), "text": text, "ticked": ["a", "b"]}
    clock.advance(hours=1)
    assert leads_to_sign_in(client.post("/note", data=fields), "/desk/1?tab%3D2", "&late=1")
    assert "已填写的内容均已保留" in client.get("/sign-in?next=/desk/1&late=1").get_data(as_text=True)
    return client


def test_a_long_text_survives_the_end_of_a_sign_in(
    browser: Browsers, system: System, clock: Clock, taken: list[str]
) -> None:
    client = expired(browser, clock)
    assert taken == []
    sign_in_as(client, person_of(system, Role.ANALYST), system)
    html = client.get("/desk/1?tab=2&lang=en").get_data(as_text=True)
    assert "核" * 4990 + "&lt;script&gt;x" in html
    assert "<b>a</b><b>b</b>" in html
    assert "核核" not in client.get("/desk/2").get_data(as_text=True)
    client.post("/note", data={**mark_of(client, "/desk/1?tab=2"), "text": LONG})
    assert taken == [LONG]
    assert "核核" not in client.get("/desk/1?tab=2").get_data(as_text=True)


def test_it_is_shown_to_its_author_alone(browser: Browsers, system: System, clock: Clock) -> None:
    client = expired(browser, clock)
    sign_in_as(client, person_of(system, Role.MANAGER), system)
    assert "核核" not in client.get("/desk/1?tab=2").get_data(as_text=True)
    sign_in_as(client, person_of(system, Role.ANALYST), system)
    assert "核核" in client.get("/desk/1?tab=2").get_data(as_text=True)


def test_it_stays_while_the_form_comes_back_with_a_complaint(browser: Browsers, system: System, clock: Clock) -> None:
    client = expired(browser, clock, "bad")
    sign_in_as(client, person_of(system, Role.ANALYST), system)
    assert client.post("/note", data={**mark_of(client, "/desk/1?tab=2"), "text": "bad"}).status_code == 422
    assert ">bad</textarea>" in client.get("/desk/1?tab=2").get_data(as_text=True)


def test_a_late_form_without_its_mark_is_not_kept(browser: Browsers, system: System, clock: Clock) -> None:
    client = browser(Role.ANALYST)
    clock.advance(hours=1)
    client.post("/note", data={"text": "planted", "page": "/desk/1"})
    sign_in_as(client, person_of(system, Role.ANALYST), system)
    assert "planted" not in client.get("/desk/1").get_data(as_text=True)


# --- headers and addresses ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "/%09/evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/nowhere",
        "/api/v1/docs",
        "/console/console.css",
        "/note",
        "/desk/1\r\nSet-Cookie: a=b",
    ],
)
def test_nobody_is_sent_elsewhere_after_signing_in(browser: Browsers, address: str) -> None:
    response = browser(Role.ANALYST).get("/sign-in", query_string={"next": address})
    assert (response.status_code, response.location) == (303, "/")


def test_a_page_of_ours_is_come_back_to(browser: Browsers) -> None:
    response = browser(Role.ANALYST).get("/sign-in", query_string={"next": "/desk/7?tab=1"})
    assert response.location == "/desk/7?tab=1"


def test_an_administrator_lands_where_there_is_something_to_see(browser: Browsers) -> None:
    assert browser(Role.ADMINISTRATOR).get("/").location == "/account/password"
    assert browser(Role.ANALYST).get("/sign-in").location == "/"
