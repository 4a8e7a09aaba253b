"""Signing in through the company's identity provider (OpenID Connect): what its word must say to be taken."""

from __future__ import annotations

from collections.abc import Mapping

from amlrisk.services.sign_in import refused, sign_in_by_subject
from amlrisk.services.system import System
from amlrisk.store.accounts import Account


def account_of_claims(system: System, claims: Mapping[str, object]) -> Account:
    """The account that a verified token is about, by the claim that the settings name.

    Raises ``SignInRefused`` where the token is another issuer's, the claim is missing, or an address of mail that the
    provider has not verified; where nobody, or somebody disabled, has that name.
    """
    settings = system.settings
    if str(claims.get("iss", "")).rstrip("/") != settings.oidc_issuer.rstrip("/"):
        raise refused(system, "other_issuer")
    value = claims.get(settings.oidc_claim)
    if not isinstance(value, str) or not value:
        raise refused(system, "claim_missing")
    if settings.oidc_claim == "email" and claims.get("email_verified") is not True:
        raise refused(system, "email_not_verified")
    return sign_in_by_subject(system, value)
