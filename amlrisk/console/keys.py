"""API keys: made with their scopes, shown once, revoked."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from amlrisk.console.guard import Pages, officer
from amlrisk.errors import AmlriskError, Duplicate, InputError
from amlrisk.review.authority import Permission
from amlrisk.services.api_keys import Scope, create_key, revoke_key
from amlrisk.services.system import System


def register(pages: Pages, system: System) -> None:
    @pages.page("/keys", may=Permission.MANAGE_KEYS)
    def keys() -> str:
        return _keys()

    @pages.page("/keys", may=Permission.MANAGE_KEYS, methods=("POST",), name="add_key", drafts=False)
    def add_key() -> Any:
        name = request.form.get("name", "").strip()
        try:
            # The answer shows a secret and leads nowhere else: sent again, it must not make another key.
            if any(key.name == name and key.revoked_at is None for key in system.store.keys.all()):
                raise Duplicate(kind="API key", ref=name)
            key = create_key(system, name, request.form.getlist("scope"), actor=officer().id)
        except (InputError, Duplicate) as error:
            return _keys(error), 409 if isinstance(error, Duplicate) else 422
        return _keys(made=(name, key))

    @pages.page("/keys/<id>/revoke", may=Permission.MANAGE_KEYS, methods=("POST",), name="revoke_key", drafts=False)
    def revoke(id: str) -> Any:
        revoke_key(system, id, actor=officer().id)
        flash(_("The key has been revoked."), "success")
        return redirect(url_for("console.keys"), 303)

    def _keys(error: AmlriskError | None = None, made: tuple[str, str] | None = None) -> str:
        return render_template(
            "keys.html",
            keys=system.store.keys.all(),
            scopes=list(Scope),
            form=request.form if error else {},
            asked=request.form.getlist("scope") if error else [],
            error=error,
            made=made,
        )
