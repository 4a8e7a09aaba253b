"""Signing in and out."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for

from amlrisk.console.guard import Pages, enter, home_of, leave, officer_or_none, safe_next
from amlrisk.errors import SignInRefused
from amlrisk.review.authority import Permission
from amlrisk.services.sign_in import sign_in as check
from amlrisk.services.system import System


def register(pages: Pages, system: System) -> None:
    @pages.page("/sign-in", may=Permission.SIGN_IN)
    def sign_in() -> Any:
        target = safe_next(request.args.get("next"))
        who = officer_or_none(system)
        if who is not None:
            return redirect(target or home_of(who), 303)
        return render_template("sign_in.html", next=target, error=None, account="")

    @pages.page("/sign-in", may=Permission.SIGN_IN, methods=("POST",), name="sign_in_sent", drafts=False)
    def sign_in_sent() -> Any:
        target = safe_next(request.form.get("next"))
        id = request.form.get("account", "").strip()
        try:
            account = check(system, id, request.form.get("password", ""))
        except SignInRefused as error:
            return render_template("sign_in.html", next=target, error=error, account=id), 403
        enter(system, account, how="password")
        return redirect(target or home_of(account.officer), 303)

    @pages.page("/sign-out", may=Permission.OWN_ACCOUNT, methods=("POST",), drafts=False)
    def sign_out() -> Any:
        leave(system)
        return redirect(url_for("console.sign_in"), 303)
