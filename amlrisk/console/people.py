"""People: who signs in, as what and for which branches. Every change is told by the audit trail."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from amlrisk.console.guard import Pages, officer
from amlrisk.errors import AmlriskError, ConflictError, InputError, InvalidInput
from amlrisk.facts.issues import issue
from amlrisk.review.authority import Permission, Role
from amlrisk.services.accounts import (
    add_account,
    change_account,
    disable_account,
    enable_account,
    new_password,
    reset_password,
)
from amlrisk.services.system import System


def register(pages: Pages, system: System) -> None:
    @pages.page("/people", may=Permission.MANAGE_PEOPLE)
    def people() -> str:
        return _people()

    @pages.page("/people", may=Permission.MANAGE_PEOPLE, methods=("POST",), name="add_person", drafts=False)
    def add_person() -> Any:
        form = request.form
        subject = form.get("subject", "").strip() or None
        password = new_password() if subject is None or "with_password" in form else None
        try:
            account = add_account(
                system,
                id=form.get("id", "").strip(),
                name=form.get("name", ""),
                role=_role(form.get("role")),
                branches=form.get("branches", "").splitlines(),
                password=password,
                subject=subject,
                actor=officer().id,
            )
        except (InputError, ConflictError) as error:
            return _people(error), _status(error)
        # Shown with this answer and never again: it is not kept.
        return _person(account.id, password=password)

    @pages.page("/people/<id>", may=Permission.MANAGE_PEOPLE)
    def person(id: str) -> str:
        return _person(id)

    @pages.page("/people/<id>", may=Permission.MANAGE_PEOPLE, methods=("POST",), name="change_person", drafts=False)
    def change_person(id: str) -> Any:
        form = request.form

        def change() -> None:
            change_account(
                system,
                id,
                name=form.get("name", ""),
                role=_role(form.get("role")),
                branches=form.get("branches", "").splitlines(),
                subject=form.get("subject"),
                actor=officer().id,
            )

        return _changed(id, change)

    @pages.page("/people/<id>/disable", may=Permission.MANAGE_PEOPLE, methods=("POST",), drafts=False)
    def disable_person(id: str) -> Any:
        return _changed(id, lambda: disable_account(system, id, actor=officer().id))

    @pages.page("/people/<id>/enable", may=Permission.MANAGE_PEOPLE, methods=("POST",), drafts=False)
    def enable_person(id: str) -> Any:
        return _changed(id, lambda: enable_account(system, id, actor=officer().id))

    @pages.page("/people/<id>/password", may=Permission.MANAGE_PEOPLE, methods=("POST",), drafts=False)
    def reset_person(id: str) -> Any:
        return _person(id, password=reset_password(system, id, actor=officer().id))

    def _changed(id: str, change: Callable[[], None]) -> Any:
        try:
            change()
        except (InputError, ConflictError) as error:
            return _person(id, error), _status(error)
        flash(_("Saved."), "success")
        return redirect(url_for("console.person", id=id), 303)

    def _people(error: AmlriskError | None = None) -> str:
        accounts = system.store.accounts.all()
        return render_template(
            "people.html", accounts=accounts, form=request.form, error=error, now=system.now(), all_roles=list(Role)
        )

    def _person(id: str, error: AmlriskError | None = None, password: str | None = None) -> str:
        account = system.store.accounts.get(id)
        return render_template(
            "person.html",
            account=account,
            form=request.form if error else {},
            error=error,
            password=password,
            now=system.now(),
            all_roles=list(Role),
        )


def _role(text: str | None) -> Role:
    """Raises ``InvalidInput`` for what is no role."""
    try:
        return Role(text or "")
    except ValueError as error:
        allowed = ", ".join(Role)
        raise InvalidInput((issue("role", "not_one_of", value=text or "", allowed=allowed),)) from error


def _status(error: AmlriskError) -> int:
    return 409 if isinstance(error, ConflictError) else 422
