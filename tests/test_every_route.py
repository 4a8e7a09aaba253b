"""Every route, asked as every role, as nobody, by every key, and from another branch.

``ROUTES`` is written by hand: a route that is not in it fails, as does one that asks for another permission than is
written here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from amlrisk.app import create_app
from amlrisk.review.authority import ALL_BRANCHES, AUTHORITY, Permission, Role
from amlrisk.services.api_keys import Scope, create_key
from amlrisk.services.check_customer import check_customer
from amlrisk.services.sign_in import begin_session
from amlrisk.services.system import System
from amlrisk.tiering.service_forms import Kind
from tests.console.conftest import person_of
from tests.store.test_runs import begin_run
from tests.store.test_service_records import care
from tests.store.test_vip_applications import asked
from tests.systems import NAMESAKE, customer, put_list, system_for

P = Permission

ROUTES: dict[str, Permission] = {
    # for anyone
    "GET /sign-in": P.SIGN_IN,
    "POST /sign-in": P.SIGN_IN,
    "GET /sign-in/provider": P.SIGN_IN,
    "GET /sign-in/provider/back": P.SIGN_IN,
    "GET /console/<path:filename>": P.SIGN_IN,
    "GET /bootstrap/static/<path:filename>": P.SIGN_IN,
    "GET /healthz": P.SIGN_IN,
    "GET /readyz": P.SIGN_IN,
    "GET /api/v1/docs": P.SIGN_IN,
    "GET /api/v1/docs/static/<path:filename>": P.SIGN_IN,
    "GET /api/v1/openapi.json": P.SIGN_IN,
    # one's own account
    "POST /sign-out": P.OWN_ACCOUNT,
    "GET /account/password": P.OWN_ACCOUNT,
    "POST /account/password": P.OWN_ACCOUNT,
    # customers
    "GET /": P.SEE_OVERVIEW,
    "GET /overview/counts": P.SEE_OVERVIEW,
    "GET /customers": P.SEE_CUSTOMERS,
    "GET /customers/<ref>": P.SEE_CUSTOMERS,
    "GET /assessments/<id>": P.SEE_CUSTOMERS,
    "GET /assessments/<id>/replay": P.SEE_CUSTOMERS,
    "GET /assessments/<id>/certificate": P.SEE_CUSTOMERS,
    # value tiers
    "GET /tiers": P.SEE_TIERS,
    "GET /tiers/customers": P.SEE_TIERS,
    "GET /customers/<ref>/tier": P.SEE_TIERS,
    "POST /customers/<ref>/tier/due-diligence": P.RECORD_DUE_DILIGENCE,
    # customer service
    "GET /service": P.SEE_SERVICE,
    "GET /service/<ref>": P.SEE_SERVICE,
    "POST /service/<ref>/uses": P.MANAGE_SERVICE,
    "POST /service/<ref>/membership": P.MANAGE_SERVICE,
    "GET /service/<ref>/vip": P.MANAGE_SERVICE,
    "POST /service/<ref>/vip": P.MANAGE_SERVICE,
    "GET /service/<ref>/records/<kind>": P.MANAGE_SERVICE,
    "POST /service/<ref>/records/<kind>": P.MANAGE_SERVICE,
    "GET /vip": P.SEE_SERVICE,
    "GET /vip/<id>": P.SEE_SERVICE,
    "POST /vip/<id>/decide": P.APPROVE_VIP,
    "POST /vip/<id>/withdraw": P.MANAGE_SERVICE,
    "POST /vip/<id>/export": P.SEE_SERVICE,
    "GET /service-records": P.SEE_SERVICE,
    "POST /service-records/export": P.SEE_SERVICE,
    "GET /service-records/<int:id>": P.SEE_SERVICE,
    "POST /service-records/<int:id>/void": P.MANAGE_SERVICE,
    # cases
    "GET /queue": P.SEE_CASES,
    "GET /queue/counts": P.SEE_CASES,
    "GET /queue/next": P.SEE_CASES,
    "POST /queue/assign": P.ASSIGN_CASES,
    "POST /customers/<ref>/events": P.OPEN_CASE,
    "GET /cases/<id>": P.SEE_CASES,
    "POST /cases/<id>/assign": P.ASSIGN_CASES,
    "POST /cases/<id>/comment": P.COMMENT_CASE,
    "POST /cases/<id>/decide_hit": P.DECIDE_HITS,
    "POST /cases/<id>/propose": P.PROPOSE_GRADE,
    "POST /cases/<id>/confirm": P.CONFIRM_GRADE,
    "POST /cases/<id>/differ": P.CONFIRM_GRADE,
    "POST /cases/<id>/return": P.CONFIRM_GRADE,
    "POST /cases/<id>/settle": P.SETTLE_CASE,
    "POST /cases/<id>/approve": P.APPROVE_CASE,
    # lists, policy, reports, audit
    "GET /lists": P.SEE_LISTS,
    "GET /lists/<source>": P.SEE_LISTS,
    "GET /lists/<source>/versions/<int:id>": P.SEE_LISTS,
    "POST /lists/<source>/import": P.MANAGE_LISTS,
    "POST /lists/<source>/versions/<int:id>/decide": P.APPROVE_LIST,
    "GET /policy": P.SEE_POLICY,
    "GET /policy/compare": P.SEE_POLICY,
    "GET /reports": P.SEE_REPORTS,
    "POST /reports/export": P.EXPORT_REPORTS,
    "GET /reports/forecast": P.SEE_REPORTS,
    "POST /reports/forecast/export": P.EXPORT_REPORTS,
    # batch runs
    "GET /runs": P.SEE_RUNS,
    "GET /runs/<run_id>": P.SEE_RUNS,
    "GET /runs/<run_id>/progress": P.SEE_RUNS,
    "POST /runs/<run_id>/cancel": P.OPERATE_RUNS,
    "POST /runs/<run_id>/resume": P.OPERATE_RUNS,
    "GET /audit": P.SEE_AUDIT,
    "POST /audit/verify": P.SEE_AUDIT,
    "POST /audit/export": P.EXPORT_AUDIT,
    # people and keys
    "GET /people": P.MANAGE_PEOPLE,
    "POST /people": P.MANAGE_PEOPLE,
    "GET /people/<id>": P.MANAGE_PEOPLE,
    "POST /people/<id>": P.MANAGE_PEOPLE,
    "POST /people/<id>/disable": P.MANAGE_PEOPLE,
    "POST /people/<id>/enable": P.MANAGE_PEOPLE,
    "POST /people/<id>/password": P.MANAGE_PEOPLE,
    "GET /keys": P.MANAGE_KEYS,
    "POST /keys": P.MANAGE_KEYS,
    "POST /keys/<id>/revoke": P.MANAGE_KEYS,
    "GET /receivers": P.MANAGE_WEBHOOKS,
    "POST /receivers": P.MANAGE_WEBHOOKS,
    "GET /receivers/<receiver_id>": P.MANAGE_WEBHOOKS,
    "POST /receivers/<receiver_id>/state": P.MANAGE_WEBHOOKS,
    "POST /receivers/<receiver_id>/secrets": P.MANAGE_WEBHOOKS,
    "POST /receivers/<receiver_id>/ping": P.MANAGE_WEBHOOKS,
    "POST /receivers/<receiver_id>/replay": P.MANAGE_WEBHOOKS,
    # by key
    "POST /api/v1/checks": P.API_CHECK,
    "POST /api/v1/checks/batch": P.API_CHECK,
    "POST /api/v1/screenings": P.API_SCREEN,
    "POST /match/<dataset>": P.API_SCREEN,
    "GET /catalog": P.API_SCREEN,
    "GET /algorithms": P.API_SCREEN,
    "GET /api/v1/lists": P.API_READ,
    "GET /api/v1/customers/<ref>": P.API_READ,
    "GET /api/v1/customers/<ref>/assessments": P.API_READ,
    "GET /api/v1/assessments/<assessment_id>": P.API_READ,
    "GET /api/v1/runs": P.API_READ,
    "GET /api/v1/runs/<run_id>": P.API_READ,
    "POST /api/v1/runs/<run_id>/cancel": P.API_OPERATE,
    "POST /api/v1/runs/<run_id>/resume": P.API_OPERATE,
    "GET /api/v1/cases": P.API_READ,
    "GET /api/v1/cases/<case_id>": P.API_READ,
    "POST /api/v1/assessments/<assessment_id>/replay": P.API_READ,
    "PUT /api/v1/customers/<ref>": P.API_WRITE,
    "POST /api/v1/customers/<ref>/events": P.API_WRITE,
    "POST /api/v1/customers/<ref>/dispositions": P.API_DECIDE,
    "GET /api/v1/webhooks": P.API_WEBHOOKS,
    "POST /api/v1/webhooks": P.API_WEBHOOKS,
    "GET /api/v1/webhooks/<receiver_id>": P.API_WEBHOOKS,
    "POST /api/v1/webhooks/<receiver_id>/state": P.API_WEBHOOKS,
    "POST /api/v1/webhooks/<receiver_id>/secrets": P.API_WEBHOOKS,
    "POST /api/v1/webhooks/<receiver_id>/ping": P.API_WEBHOOKS,
    "GET /api/v1/webhooks/<receiver_id>/deliveries": P.API_WEBHOOKS,
    "POST /api/v1/webhooks/<receiver_id>/replay": P.API_WEBHOOKS,
    "GET /api/v1/tiers/<ref>": P.API_TIERS,
    "POST /api/v1/tiers/<ref>/uses": P.API_TIERS,
    "GET /api/v1/tiers/<ref>/explanation": P.API_READ,
    "GET /api/v1/customers/<ref>/value": P.API_READ,
    "PUT /api/v1/customers/<ref>/value": P.API_WRITE,
    "GET /metrics": P.API_METRICS,
}
#: Static files and documents, which others declare than ``Pages`` and ``Resource``.
UNDECLARED = {
    "GET /console/<path:filename>",
    "GET /bootstrap/static/<path:filename>",
    "GET /api/v1/docs",
    "GET /api/v1/docs/static/<path:filename>",
    "GET /api/v1/openapi.json",
}
#: Pages that show, of many, those of one's own branches.
OF_MANY = (
    "GET /",
    "GET /customers",
    "GET /queue",
    "GET /queue/next",
    "GET /service",
    "GET /vip",
    "GET /service-records",
)
#: Pages that only count them; and what is found in the answer.
COUNTS = ("GET /queue/counts", "GET /overview/counts", "GET /reports")
NAME, REF = "欧阳岚溪", "C-ELSEWHERE"

#: Where those land who see no overview.
HOMES = {Role.ADMINISTRATOR: "/people", Role.SERVICE: "/service"}

PAGES = {route: permission for route, permission in ROUTES.items() if not permission.value.startswith("api_")}
GUARDED = {route: permission for route, permission in PAGES.items() if permission is not P.SIGN_IN}
ENDPOINTS = {route: permission for route, permission in ROUTES.items() if permission.value.startswith("api_")}
#: Those about one customer or case.
OF_ONE = {
    route: permission
    for route, permission in GUARDED.items()
    if AUTHORITY[permission].by_branch and re.search(r"<(int:)?(ref|id)>", route)
}


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """With a customer of branch B11 who has an open case, a list, and somebody to administer."""
    system = system_for(
        tmp_path_factory.mktemp("home"),
        public_url="http://localhost",
        oidc_issuer="http://127.0.0.1:9",
        oidc_client_id="a",
        oidc_client_secret="b",
    )
    put_list(system)
    check_customer(system, customer(REF, subject={**customer()["subject"], **NAMESAKE}))
    system.store.vip.append(asked("v1", REF))
    system.store.service_records.append(care(REF, kind=Kind.QUARTERLY, fields={"quarter": "2026-Q2", "visits": "1"}))
    begin_run(system.store, "r1")
    system.store.runs.finish("r1", "cancelled", system.now())
    yield system
    system.store.close()


@pytest.fixture(scope="module")
def app(system: System) -> Flask:
    return create_app(system)


def declared(app: Flask) -> dict[str, Permission | None]:
    """Route → the permission its view asks for."""
    return {
        f"{method} {rule.rule}": getattr(app.view_functions[rule.endpoint], "permission", None)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def test_no_route_is_without_an_entry_and_no_entry_without_a_route(app: Flask) -> None:
    assert set(declared(app)) == set(ROUTES)


def test_every_route_asks_for_what_the_table_says(app: Flask) -> None:
    found = declared(app)
    assert {route: found[route] for route in ROUTES if route not in UNDECLARED} == {
        route: permission for route, permission in ROUTES.items() if route not in UNDECLARED
    }


def test_other_methods_are_not_taken(app: Flask) -> None:
    """Flask answers HEAD and OPTIONS by itself: neither runs a view beyond what GET would."""
    for rule in app.url_map.iter_rules():
        assert (rule.methods or set()) <= {"GET", "POST", "PUT", "HEAD", "OPTIONS"}


# --- asking -------------------------------------------------------------------------------------------------


def ask(client: FlaskClient, system: System, route: str, **sent: object) -> TestResponse:
    """Ask a route about the customer, their case, or somebody else's account."""
    method, rule = route.split(" ", 1)
    return client.open(re.sub(r"<[^>]+>", lambda found: meant(system, rule, found[0]), rule), method=method, **sent)  # type: ignore[arg-type]


_NAMED = {"run_id": "r1", "ref": REF, "source": "listed", "dataset": "listed", "kind": "care"}
_NUMBERED = {"/lists": "1", "/service-records": "1", "/vip": "v1"}


def meant(system: System, rule: str, argument: str) -> str:
    name = argument.strip("<>").partition(":")[2] or argument.strip("<>")
    if name == "filename":
        return {"/console": "console.css", "/bootstrap": "css/bootstrap.min.css"}.get(
            "/" + rule.split("/")[1], "api_docs.css"
        )
    if name in _NAMED:
        return _NAMED[name]
    if rule.startswith("/people"):
        return person_of(system, Role.ANALYST, id="somebody").id
    if rule.startswith("/keys"):
        return system.store.keys.all()[0].id
    numbered = next((number for place, number in _NUMBERED.items() if rule.startswith(place)), None)
    if numbered is not None:
        return numbered
    (case,) = system.store.cases.of_customer(REF)
    return case.id if "/cases/" in rule else case.assessment


def signed_in(app: Flask, system: System, role: Role, branch: str = ALL_BRANCHES) -> tuple[FlaskClient, dict[str, str]]:
    """A browser, and what its forms carry."""
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["token"] = begin_session(system, person_of(system, role, branches=(branch,)), how="test")
    html = client.get("/account/password").get_data(as_text=True)
    mark = re.search(r'name="csrf_token" value="([^"]+)"', html)
    assert mark is not None
    return client, {"csrf_token": mark[1], "page": "/account/password"}


@cache
def key_for(system_id: int, *scopes: Scope) -> str:
    return create_key(_SYSTEMS[system_id], "+".join(scopes), scopes, actor="test")


_SYSTEMS: dict[int, System] = {}


def key(system: System, *scopes: Scope) -> dict[str, str]:
    _SYSTEMS[id(system)] = system
    return {"Authorization": f"Bearer {key_for(id(system), *scopes)}"}


def is_sent_to_sign_in(response: TestResponse) -> bool:
    return response.status_code == 303 and response.location.startswith("/sign-in?next=")


@pytest.fixture(scope="module", autouse=True)
def _a_key(system: System) -> None:
    key(system, *Scope)


# --- pages --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("route", PAGES)
def test_nobody_gets_no_further_than_signing_in(app: Flask, system: System, route: str) -> None:
    response = ask(app.test_client(), system, route)
    if PAGES[route] is P.SIGN_IN:
        assert response.status_code != 500
        assert not is_sent_to_sign_in(response) or route == "POST /sign-in"
    else:
        assert is_sent_to_sign_in(response)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("route", GUARDED)
def test_a_page_opens_to_the_roles_of_the_table(app: Flask, system: System, route: str, role: Role) -> None:
    client, form = signed_in(app, system, role)
    response = ask(client, system, route, **({"data": form} if route.startswith("POST") else {}))
    if role in AUTHORITY[GUARDED[route]].roles:
        assert response.status_code < 500
        assert response.status_code not in (401, 403)
        assert not is_sent_to_sign_in(response)
    elif route == "GET /":
        assert (response.status_code, response.location) == (303, HOMES[role])
    else:
        assert response.status_code == 403
        assert "无权" in response.get_data(as_text=True)
        assert NAME not in response.get_data(as_text=True)


@pytest.mark.parametrize("route", [route for route in GUARDED if route.startswith("POST")])
def test_a_form_without_its_mark_is_not_taken(app: Flask, system: System, route: str) -> None:
    role = next(role for role in Role if role in AUTHORITY[GUARDED[route]].roles)
    client, _ = signed_in(app, system, role)
    before = system.store.audit.head()
    response = ask(client, system, route, data={"csrf_token": "invented"})
    assert response.status_code in (303, 403)
    assert system.store.audit.head() == before


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("route", OF_ONE)
def test_another_branchs_customer_and_case_stay_closed(app: Flask, system: System, route: str, role: Role) -> None:
    client, form = signed_in(app, system, role, "B99")
    before = [event for event in system.store.audit.recent(3) if event.kind == "viewed"]
    response = ask(client, system, route, **({"data": form} if route.startswith("POST") else {}))
    assert response.status_code == 403
    assert NAME not in response.get_data(as_text=True)
    assert [event for event in system.store.audit.recent(3) if event.kind == "viewed"] <= before


@pytest.mark.parametrize("route", OF_MANY)
def test_of_many_only_those_of_ones_branches_are_shown(app: Flask, system: System, route: str) -> None:
    for branch, shown in (("B11", True), ("B99", False), (ALL_BRANCHES, True)):
        client, _ = signed_in(app, system, Role.MANAGER, branch)
        response = ask(client, system, route, follow_redirects=True)
        assert response.status_code == 200
        html = response.get_data(as_text=True)
        assert (NAME in html or REF in html) is shown, branch
    for query in (NAME, REF):
        client, _ = signed_in(app, system, Role.MANAGER, "B99")
        found = client.get("/customers", query_string={"q": query}).get_data(as_text=True)
        assert "/customers/" + REF not in found


@pytest.mark.parametrize("route", COUNTS)
def test_counts_hold_ones_branches_only(app: Flask, system: System, route: str) -> None:
    counted = {}
    for branch in ("B11", "B99", ALL_BRANCHES):
        client, _ = signed_in(app, system, Role.MANAGER, branch)
        response = ask(client, system, route)
        assert response.status_code == 200
        main = response.get_data(as_text=True).partition("<main")
        counted[branch] = re.sub(r'value="[^"]*"|B11|B99|manager-\w+', "", main[2] or main[0])
    assert counted["B11"] != counted["B99"]
    assert re.findall(r"\d+", counted["B11"]) == re.findall(r"\d+", counted[ALL_BRANCHES])


def test_a_case_elsewhere_is_not_assigned_with_others(app: Flask, system: System) -> None:
    (case,) = system.store.cases.of_customer(REF)
    client, form = signed_in(app, system, Role.MANAGER, "B99")
    response = client.post("/queue/assign", data={**form, "case": case.id, "assignee": "manager-b99", "form": "f"})
    assert response.status_code < 500
    assert system.store.cases.get(case.id) == case


# --- endpoints ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("route", ENDPOINTS)
def test_an_endpoint_opens_to_keys_of_its_scope_alone(app: Flask, system: System, route: str) -> None:
    client = app.test_client()
    scope = Scope(str(AUTHORITY[ENDPOINTS[route]].scope))
    others = [each for each in Scope if each is not scope]
    assert ask(client, system, route).status_code == 401
    assert ask(client, system, route, headers={"Authorization": "Bearer amlr_invented"}).status_code == 401
    assert ask(client, system, route, headers=key(system, *others)).status_code == 403
    response = ask(client, system, route, headers=key(system, scope))
    assert response.status_code < 500
    assert response.status_code not in (401, 403)


@pytest.mark.parametrize("route", ENDPOINTS)
def test_a_sign_in_is_no_key(app: Flask, system: System, route: str) -> None:
    client, _ = signed_in(app, system, Role.MANAGER)
    assert ask(client, system, route).status_code == 401


@pytest.mark.parametrize("route", GUARDED)
def test_a_key_is_no_sign_in(app: Flask, system: System, route: str) -> None:
    assert is_sent_to_sign_in(ask(app.test_client(), system, route, headers=key(system, *Scope)))
