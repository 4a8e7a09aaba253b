"""Signing in and out, and one's own password."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from amlrisk.console.guard import Pages, enter, home_of, leave, officer, officer_or_none, safe_next
from amlrisk.errors import AmlriskError, InvalidInput, SignInRefused
from amlrisk.review.authority import Permission
from amlrisk.services.accounts import change_password, wrong_password
from amlrisk.services.sign_in import sign_in as check_password
from amlrisk.services.system import System
from amlrisk.store.accounts import Account


def register(pages: Pages, system: System) -> None:
    @pages.page("/sign-in", may=Permission.SIGN_IN)
    def sign_in() -> Any:
        target = safe_next(request.args.get("next"))
        who = officer_or_none(system)
        if who is not None:
            return redirect(target or home_of(who), 303)
        return _sign_in_page(target)

    @pages.page("/sign-in", may=Permission.SIGN_IN, methods=("POST",), name="sign_in_sent", drafts=False)
    def sign_in_sent() -> Any:
        target = safe_next(request.form.get("next"))
        id = request.form.get("account", "").strip()
        try:
            account = check_password(system, id, request.form.get("password", ""))
        except SignInRefused as error:
            return _sign_in_page(target, error, id), 403
        enter(system, account, how="password")
        return redirect(target or home_of(account.officer), 303)

    @pages.page("/sign-out", may=Permission.OWN_ACCOUNT, methods=("POST",), drafts=False)
    def sign_out() -> Any:
        leave(system)
        return redirect(url_for("console.sign_in"), 303)

    @pages.page("/account/password", may=Permission.OWN_ACCOUNT)
    def password() -> Any:
        return _password_page(safe_next(request.args.get("next")))

    @pages.page("/account/password", may=Permission.OWN_ACCOUNT, methods=("POST",), name="password_sent", drafts=False)
    def password_sent() -> Any:
        target = safe_next(request.form.get("next"))
        old, new = request.form.get("old_password", ""), request.form.get("new_password", "")
        if new != request.form.get("new_password_again", ""):
            return _password_page(target, differs=True), 422
        try:
            account = _changed(officer().id, old, new)
        except InvalidInput as error:
            return _password_page(target, error), 422
        enter(system, account, how="password")
        flash(_("Your password has been changed. You are signed out everywhere else."), "success")
        return redirect(target or home_of(account.officer), 303)

    def _changed(id: str, old: str, new: str) -> Account:
        try:
            check_password(system, id, old)  # counts guesses, as signing in does
        except SignInRefused as error:
            raise wrong_password() from error
        return change_password(system, id, old=old, new=new)

    def _sign_in_page(target: str | None, error: AmlriskError | None = None, account: str = "") -> str:
        provider = "console.provider" in pages.names
        late = "late" in request.args
        return render_template("sign_in.html", next=target, error=error, account=account, provider=provider, late=late)

    def _password_page(target: str | None, error: InvalidInput | None = None, *, differs: bool = False) -> str:
        must = system.store.accounts.get(officer().id).must_change
        return render_template("password.html", next=target, error=error, differs=differs, must_change=must)
