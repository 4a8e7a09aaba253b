"""Signing in through the company's identity provider; no page of it exists where none is set."""

from __future__ import annotations

from typing import Any

import requests
import structlog
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask import current_app, redirect, request, session
from joserfc.errors import JoseError

from amlrisk.console.guard import Pages, enter, home_of, safe_next
from amlrisk.errors import SignInRefused
from amlrisk.review.authority import Permission
from amlrisk.services.provider import account_of_claims
from amlrisk.services.sign_in import refused
from amlrisk.services.system import System

log = structlog.get_logger(__name__)

_NEXT = "provider_next"
_BACK = "/sign-in/provider/back"
_TIMEOUT_SECONDS = 10
#: What goes wrong between the provider and us: its answers, the way there, a signature or a claim, what is no JSON.
_FAULTS = (AuthlibBaseError, JoseError, requests.RequestException, ValueError)


def register(pages: Pages, system: System) -> None:
    if not system.settings.oidc_issuer:
        return

    @pages.page("/sign-in/provider", may=Permission.SIGN_IN)
    def provider() -> Any:
        session[_NEXT] = safe_next(request.args.get("next"))
        try:
            return _client(system).authorize_redirect(system.settings.public_url + _BACK)
        except _FAULTS as error:
            raise _failed(system, error) from error

    @pages.page(_BACK, may=Permission.SIGN_IN)
    def provider_back() -> Any:
        target = safe_next(session.get(_NEXT))
        try:
            # Checks state, signature, issuer, audience, nonce and expiry.
            token = _client(system).authorize_access_token()
        except _FAULTS as error:
            raise _failed(system, error) from error
        account = account_of_claims(system, token.get("userinfo") or {})
        enter(system, account, how="provider")
        return redirect(target or home_of(account.officer), 303)


def _client(system: System) -> Any:
    """Authlib's client of this application; it asks the provider for its addresses when it first needs them."""
    oauth = current_app.extensions.get("amlrisk_provider")
    if oauth is None:
        settings = system.settings
        oauth = current_app.extensions["amlrisk_provider"] = OAuth(current_app)
        oauth.register(
            name="provider",
            client_id=settings.oidc_client_id,
            client_secret=settings.oidc_client_secret,
            server_metadata_url=settings.oidc_issuer.rstrip("/") + "/.well-known/openid-configuration",
            client_kwargs={
                "scope": "openid profile email",
                "code_challenge_method": "S256",
                "default_timeout": _TIMEOUT_SECONDS,
            },
        )
    return oauth.provider


def _failed(system: System, error: Exception) -> SignInRefused:
    """What was wrong is for the log, which may tell more than the visitor and the trail."""
    log.warning("provider_failed", error=type(error).__name__, reason=str(error))
    return refused(system, "provider")
