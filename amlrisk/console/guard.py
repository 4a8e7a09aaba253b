"""Who opens a page, and whether they may: every page is declared here, so that none can forget to ask.

``Pages.page`` names the one permission that a page asks for. What a form carried that could not be taken (its
sign-in had ended) is kept for its author and shown again: see ``draft_of``.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Blueprint, Flask, Response, abort, current_app, flash, g, redirect, request, session, url_for
from flask_babel import gettext
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as Answer

from amlrisk.errors import FormExpired, OtherBranch, UnavailableError
from amlrisk.review.authority import AUTHORITY, Officer, Permission
from amlrisk.services.sign_in import begin_session, is_live, saw, session_of, sign_out
from amlrisk.services.system import System
from amlrisk.store.accounts import Account
from amlrisk.store.drafts import Draft
from amlrisk.store.sessions import Session

View = Callable[..., Any]

_TOKEN = "token"  # noqa: S105 - the name of a field, no secret
_PAGE = "page"  # the hidden field that says on which page a form stands
_MARK = "csrf_token"
_DRAFTS_KEPT = 50
_YEAR_SECONDS = 365 * 24 * 3600
#: Where somebody lands after signing in: the first that they may see.
_HOMES = (
    ("console.overview", Permission.SEE_OVERVIEW),
    ("console.people", Permission.MANAGE_PEOPLE),
    ("console.service", Permission.SEE_SERVICE),
)

_csrf = CSRFProtect()


def secure_app(app: Flask, system: System) -> None:
    """Cookies and form marks of ``app``: signed with a key of their own, Secure where the pages are on https."""
    https = system.settings.public_url.startswith("https://")
    app.secret_key = hmac.new(system.settings.secret, b"amlrisk: cookies", hashlib.sha256).digest()
    app.config.update(
        SESSION_COOKIE_NAME="__Host-amlrisk" if https else "amlrisk",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=https,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=system.settings.session_hours),
        WTF_CSRF_CHECK_DEFAULT=False,  # asked for by pages; the API carries no cookie
        WTF_CSRF_TIME_LIMIT=None,  # as long as the sign-in
        WTF_CSRF_SSL_STRICT=False,  # pages send no referrer; Sec-Fetch-Site is looked at instead
    )
    _csrf.init_app(app)
    if https:
        app.after_request(_only_https)


def _only_https(response: Response) -> Response:
    response.headers["Strict-Transport-Security"] = f"max-age={_YEAR_SECONDS}; includeSubDomains"
    return response


class Pages:
    """The pages of the console, and what each asks for: ``permissions`` maps endpoint → permission."""

    def __init__(self, system: System) -> None:
        self.blueprint = Blueprint(
            "console",
            "amlrisk.console",
            template_folder="templates",
            static_folder="static",
            static_url_path="/console",
        )
        self.permissions: dict[tuple[str, str], Permission] = {("console.static", "GET"): Permission.SIGN_IN}
        self._polled: set[str] = set()
        self._system = system

    @property
    def names(self) -> frozenset[str]:
        """The endpoints declared so far."""
        return frozenset(endpoint for endpoint, _ in self.permissions)

    def page(  # noqa: PLR0913 - what a page is declared by
        self,
        rule: str,
        *,
        may: Permission,
        methods: Sequence[str] = ("GET",),
        name: str | None = None,
        drafts: bool = True,
        polled: bool = False,
    ) -> Callable[[View], View]:
        """Declare a page: its address, what it asks for, its methods. ``name`` is the endpoint's (``console.NAME``).

        A form that is sent (POST) must carry ``form_fields()``. ``drafts=False`` where what is typed is not to be
        kept (passwords). ``polled`` is for what a script asks again and again: nobody need be at work there, and the
        time allowed for idleness goes on.
        """

        def declare(view: View) -> View:
            endpoint = name or view.__name__

            @wraps(view)
            def guarded(**arguments: Any) -> Any:
                answer = self._stopped(may, drafts)
                if answer is not None:
                    return answer
                answer = view(**arguments)
                if request.method == "POST":
                    _forget_draft(self._system, answer)
                return answer

            guarded.permission = may  # type: ignore[attr-defined]  # read by the test of the whole table
            for method in methods:
                self.permissions[f"console.{endpoint}", method] = may
            if polled:
                self._polled.add(f"console.{endpoint}")
            self.blueprint.add_url_rule(rule, endpoint, guarded, methods=list(methods))
            return guarded

        return declare

    def _stopped(self, may: Permission, drafts: bool) -> Answer | None:
        """Where the visitor must go instead; None where they may go on. Raises what they are told otherwise."""
        _refuse_nul()
        who = _current(self._system)
        if not AUTHORITY[may].anyone:
            if who is None:
                kept = (
                    request.method == "POST"
                    and drafts
                    and _is_marked()
                    and _keep_draft(self._system, _owner(self._system))
                )
                return redirect(url_for("console.sign_in", next=_page_of_form(), late=1 if kept else None), 303)
            if who.account.must_change and may is not Permission.OWN_ACCOUNT:
                return redirect(url_for("console.password", next=_page_of_form()), 303)
            if not who.account.officer.may(may):
                if request.endpoint == "console.overview":
                    return redirect(home_of(who.account.officer), 303)
                raise who.account.officer.refusal(may)
        if request.method == "POST" and not _is_marked():
            if AUTHORITY[may].anyone and _is_from_here():
                return redirect(url_for("console.sign_in", next=safe_next(request.form.get("next"))), 303)
            if who is None or not drafts or not _is_from_here():
                raise FormExpired()
            # A form opened before this sign-in: nothing is done, and nothing is lost.
            _keep_draft(self._system, who.account)
            flash(gettext("This form is of an earlier sign-in. What you typed is still here: send it again."), "info")
            return redirect(_page_of_form(), 303)
        if who is not None and request.endpoint not in self._polled:
            saw(self._system, who)
        return None


# --- for pages ----------------------------------------------------------------------------------------------


def officer() -> Officer:
    """Who asked for this page; only in pages that ask for a sign-in."""
    who: Session = g.signed_in
    return who.account.officer


def own_form(sent: str) -> str:
    """The id of a form as its author's own, so that nobody else's form can be taken for it; empty where none came."""
    return f"{officer().id}/{sent[:100]}" if sent else ""


def officer_or_none(system: System) -> Officer | None:
    """Who is signed in, for what every page shows, error pages too; None where that cannot be told."""
    try:
        who = _current(system)
    except UnavailableError:
        return None
    return None if who is None else who.account.officer


def require_branch(branch: str | None) -> None:
    """Raises ``OtherBranch`` (403) unless customers of ``branch`` are within reach of who asked."""
    if not officer().sees(branch):
        raise OtherBranch()


def record_view(system: System, kind: str, subject: str, detail: Mapping[str, object] | None = None) -> None:
    """That somebody looked: grades are not to be seen without need. ``kind`` is customer, case, certificate …"""
    system.store.audit.append("viewed", officer().id, subject, {"kind": kind, **(detail or {})}, system.now())


def draft_of(system: System, action: str) -> MultiDict[str, str]:
    """What the person typed into the form of this page that is sent to ``action``; empty where nothing was kept."""
    if "drafts" not in g:
        who = _current(system)
        g.drafts = {} if who is None else system.store.drafts.of_page(who.account.id, _address())
    return MultiDict(g.drafts.get(action, {}))


def form_fields(page: str | None = None) -> Markup:
    """The hidden fields of every form that is sent: its mark, and the page it stands on, where not this one."""
    return Markup('<input type="hidden" name="{}" value="{}"><input type="hidden" name="{}" value="{}">').format(
        _MARK, generate_csrf(), _PAGE, page or _address()
    )


def home_of(person: Officer) -> str:
    """The first page that they may see."""
    for endpoint, permission in _HOMES:
        if person.may(permission) and endpoint in current_app.view_functions:
            return url_for(endpoint)
    return url_for("console.password")


def enter(system: System, account: Account, *, how: str) -> None:
    """Sign ``account`` in on this browser: a new token, a new mark, nothing of whoever was here before."""
    before = session.get(_TOKEN)
    session.clear()
    if before and (old := session_of(system, before)) is not None:
        sign_out(system, old)
    session[_TOKEN] = begin_session(system, account, how=how)
    g.pop("signed_in", None)


def leave(system: System) -> None:
    """Sign out on this browser."""
    who = _current(system)
    if who is not None:
        sign_out(system, who)
    session.clear()
    g.pop("signed_in", None)


def safe_next(address: str | None) -> str | None:
    """``address`` where it is a page of ours that can be opened, else None: nobody is sent elsewhere from here."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")) or not address.isprintable():
        return None
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return None
    try:
        endpoint, _ = current_app.url_map.bind("").match(parts.path, "GET")
    except HTTPException:
        return None
    return address if endpoint.startswith("console.") and endpoint != "console.static" else None


# --- within -------------------------------------------------------------------------------------------------


def _current(system: System) -> Session | None:
    """The living session of this request, looked up once."""
    if "signed_in" not in g:
        found = _of_cookie(system)
        g.signed_in = found if found is not None and is_live(system, found) else None
    found_or_none: Session | None = g.signed_in
    return found_or_none


def _of_cookie(system: System) -> Session | None:
    token = session.get(_TOKEN)
    return session_of(system, token) if isinstance(token, str) else None


def _owner(system: System) -> Account | None:
    """Whose session has ended."""
    found = _of_cookie(system)
    return None if found is None or found.account.disabled_at is not None else found.account


def _refuse_nul() -> None:
    """Nobody types a NUL, and PostgreSQL takes none as a text: 400 instead of a fault further in."""
    if any("\0" in value for values in request.form.listvalues() for value in values):
        abort(400)


def _is_marked() -> bool:
    """Whether the form carries the mark of this browser's sign-in."""
    try:
        _csrf.protect()
    except CSRFError:
        return False
    return _is_from_here()


def _is_from_here() -> bool:
    """Whether the browser says that one of our own pages sent this; one that says nothing is believed."""
    return request.headers.get("Sec-Fetch-Site", "same-origin") in {"same-origin", "none"}


def _keep_draft(system: System, owner: Account | None) -> bool:
    """Whether there is somebody to keep it for."""
    if owner is None:
        return False
    fields = {name: values for name, values in request.form.lists() if name not in {_MARK, _PAGE}}
    draft = Draft(account=owner.id, page=_page_of_form(), action=request.path, fields=fields)
    system.store.drafts.keep(draft, system.now(), most=_DRAFTS_KEPT)
    return True


def _forget_draft(system: System, answer: object) -> None:
    """A form that was taken leads elsewhere; one that comes back with a complaint is still at work."""
    who: Session | None = g.get("signed_in")
    if who is not None and isinstance(answer, Answer) and answer.status_code == 303:
        system.store.drafts.drop(who.account.id, request.path)


def _page_of_form() -> str:
    """The page to come back to: the one a form stands on, or the one that was asked for."""
    asked = request.form.get(_PAGE) if request.method == "POST" else _address()
    return safe_next(asked) or url_for("console.overview")


def _address() -> str:
    """This page with its query, without the language."""
    arguments = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    query = urlencode(arguments)
    return f"{request.path}?{query}" if query else request.path
