"""Signing in through an identity provider: a real one over HTTP, as small as the standard lets it be."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask import Flask, Response, redirect, request
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

from amlrisk.errors import SettingInvalid
from amlrisk.review.authority import Role
from amlrisk.services.accounts import add_account, disable_account
from amlrisk.services.system import System
from amlrisk.settings import load_settings
from tests.console.conftest import Visitor, anonymous
from tests.demo_home import NOW
from tests.systems import Clock, system_for

HERE = "http://127.0.0.1:8000"
CLIENT, SECRET = "amlrisk-test", "between the two of us"


@dataclass
class Provider:
    """Signs everybody in as ``claims``; what it gets wrong is up to the test (``lies``: replaced in the token)."""

    url: str = ""
    claims: dict[str, Any] = field(default_factory=lambda: {"sub": "u-17"})
    lies: dict[str, Any] = field(default_factory=dict)
    asked: dict[str, dict[str, str]] = field(default_factory=dict)
    key: Any = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "k1"}))
    signing_key: Any = None

    def app(self) -> Flask:
        app = Flask("provider")

        @app.get("/.well-known/openid-configuration")
        def metadata() -> dict[str, Any]:
            return {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "jwks_uri": f"{self.url}/keys",
                "id_token_signing_alg_values_supported": ["RS256"],
            }

        @app.get("/keys")
        def keys() -> dict[str, Any]:
            return {"keys": [self.key.as_dict(private=False)]}

        @app.get("/authorize")
        def authorize() -> Any:
            code = secrets.token_urlsafe()
            self.asked[code] = request.args.to_dict()
            return redirect(f"{request.args['redirect_uri']}?code={code}&state={request.args['state']}")

        @app.post("/token")
        def token() -> Any:
            asked = self.asked.pop(request.form["code"])
            digest = hashlib.sha256(request.form["code_verifier"].encode()).digest()
            assert asked["code_challenge"] == base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
            if request.authorization is None or request.authorization.password != SECRET:
                return Response('{"error": "invalid_client"}', 401, content_type="application/json")
            now = int(time.time())
            plain = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 60, "nonce": asked["nonce"]}
            claims = {**plain, **self.claims, **self.lies}
            signed = jwt.encode({"alg": "RS256", "kid": "k1"}, claims, self.signing_key or self.key)
            answer = {"access_token": "a", "token_type": "Bearer", "expires_in": 60, "id_token": signed}
            return Response(json.dumps(answer), content_type="application/json")

        return app


@pytest.fixture
def provider() -> Iterator[Provider]:
    provider = Provider()
    server = make_server("127.0.0.1", 0, provider.app(), threaded=True)
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield provider
    server.shutdown()
    thread.join()


@pytest.fixture
def system(tmp_path: Path, provider: Provider) -> Iterator[System]:
    system = system_for(
        tmp_path,
        clock=Clock(NOW),
        public_url=HERE,
        oidc_issuer=provider.url,
        oidc_client_id=CLIENT,
        oidc_client_secret=SECRET,
    )
    add_account(
        system,
        id="li.na",
        name="李娜",
        role=Role.ANALYST,
        branches=["B1"],
        password=None,
        subject="u-17",
        actor="test",
    )
    yield system
    system.store.close()


def back_from(client: Visitor, next: str = "") -> str:
    """Go to the provider and come back; the address it sends the browser to."""
    there = client.get("/sign-in/provider", query_string={"next": next})
    assert there.status_code == 302
    answer = requests.get(there.location, allow_redirects=False, timeout=5)
    parts = urlsplit(answer.headers["Location"])
    assert f"{parts.scheme}://{parts.netloc}" == HERE
    return f"{parts.path}?{parts.query}"


def why(system: System) -> object:
    (event,) = system.store.audit.recent(1)
    assert event.kind == "sign_in_failed"
    return event.detail["why"]


def test_whom_the_provider_names_is_signed_in(system: System) -> None:
    client = anonymous(system)
    assert 'href="/sign-in/provider?next=' in client.get("/sign-in?next=/customers").get_data(as_text=True)
    response = client.get(back_from(client, "/customers?q=a"))
    assert (response.status_code, response.location) == (303, "/customers?q=a")
    (event,) = system.store.audit.recent(1)
    assert client.get("/customers").status_code == 200
    assert (event.kind, event.actor, event.detail) == ("signed_in", "li.na", {"how": "provider"})


def test_what_is_asked_of_the_provider(system: System) -> None:
    asked = parse_qs(urlsplit(anonymous(system).get("/sign-in/provider").location).query)
    assert asked["redirect_uri"] == [f"{HERE}/sign-in/provider/back"]
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["response_type"] == ["code"]
    assert {"state", "nonce"} <= set(asked)


@pytest.mark.parametrize(
    "lies",
    [
        {"aud": "another client"},
        {"iss": "https://elsewhere.example"},
        {"exp": 1},
        {"nonce": "another"},
    ],
    ids=lambda lies: next(iter(lies)),
)
def test_a_token_that_is_not_for_us_opens_nothing(system: System, provider: Provider, lies: dict[str, object]) -> None:
    provider.lies = lies
    client = anonymous(system)
    response = client.get(back_from(client) + "&lang=en")
    assert response.status_code == 403
    assert "Wrong account or password" in response.get_data(as_text=True)
    assert client.get("/customers").status_code == 303
    assert why(system) == "provider"


def test_a_token_signed_by_another_opens_nothing(system: System, provider: Provider) -> None:
    provider.signing_key = RSAKey.generate_key(2048, {"kid": "k1"})
    client = anonymous(system)
    assert client.get(back_from(client)).status_code == 403
    assert why(system) == "provider"


def test_an_answer_that_this_browser_did_not_ask_for_opens_nothing(system: System) -> None:
    address = back_from(anonymous(system))
    other = anonymous(system)
    assert other.get(address).status_code == 403
    client = anonymous(system)
    address = back_from(client)
    assert client.get(address).status_code == 303
    assert client.get(address).status_code == 403  # nor the same one twice


@pytest.mark.parametrize(
    ("claims", "reason"),
    [({"sub": "somebody"}, "unknown_subject"), ({"sub": ""}, "claim_missing"), ({"sub": "U-17"}, "unknown_subject")],
)
def test_whom_nobody_here_knows_stays_outside(
    system: System, provider: Provider, claims: dict[str, object], reason: str
) -> None:
    provider.claims = claims
    client = anonymous(system)
    assert client.get(back_from(client)).status_code == 403
    assert why(system) == reason


def test_a_disabled_account_stays_outside(system: System) -> None:
    disable_account(system, "li.na", actor="test")
    client = anonymous(system)
    assert client.get(back_from(client)).status_code == 403
    assert why(system) == "disabled"


def test_a_provider_that_does_not_answer_is_told(system: System, provider: Provider) -> None:
    client = anonymous(system)
    address = back_from(client)
    provider.asked.clear()  # it now fails within
    assert client.get(address).status_code == 403
    assert why(system) == "provider"


@pytest.mark.parametrize(
    ("verified", "status"), [(True, 303), (False, 403), ("true", 403), (None, 403)], ids=["yes", "no", "text", "silent"]
)
def test_an_address_of_mail_counts_where_it_was_verified(
    tmp_path: Path, provider: Provider, verified: object, status: int
) -> None:
    provider.claims = {"sub": "u-17", "email": "li.na@example.com"}
    if verified is not None:
        provider.claims["email_verified"] = verified
    system = system_for(
        tmp_path,
        clock=Clock(NOW),
        public_url=HERE,
        oidc_issuer=provider.url,
        oidc_client_id=CLIENT,
        oidc_client_secret=SECRET,
        oidc_claim="email",
    )
    add_account(
        system,
        id="li.na",
        name="李娜",
        role=Role.ANALYST,
        branches=["B1"],
        password=None,
        subject="li.na@example.com",
        actor="test",
    )
    client = anonymous(system)
    assert client.get(back_from(client)).status_code == status
    system.store.close()


WHOLE = {
    "AMLRISK_OIDC_ISSUER": "https://id.example.com/realm",
    "AMLRISK_OIDC_CLIENT_ID": "a",
    "AMLRISK_OIDC_CLIENT_SECRET": "b",
    "AMLRISK_PUBLIC_URL": "https://aml.example.com",
}


@pytest.mark.parametrize(
    "change",
    [
        {"AMLRISK_OIDC_CLIENT_ID": ""},
        {"AMLRISK_OIDC_CLIENT_SECRET": ""},
        {"AMLRISK_PUBLIC_URL": ""},
        {"AMLRISK_PUBLIC_URL": "aml.example.com"},
        {"AMLRISK_PUBLIC_URL": "https://aml.example.com/console"},
        {"AMLRISK_OIDC_ISSUER": "http://id.example.com"},
        {"AMLRISK_OIDC_ISSUER": "https://id.example.com?a=b"},
    ],
    ids=str,
)
def test_a_provider_is_set_whole_and_over_https(tmp_path: Path, change: dict[str, str]) -> None:
    home = {"AMLRISK_HOME": str(tmp_path), "AMLRISK_SECRET_KEY": "x" * 40}
    assert load_settings({**home, **WHOLE}).oidc_issuer == "https://id.example.com/realm"
    with pytest.raises(SettingInvalid):
        load_settings({**home, **WHOLE, **change})
