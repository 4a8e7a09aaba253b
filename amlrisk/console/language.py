"""Which language a page is in: what the address asks for, then the cookie, then the browser; Chinese otherwise."""

from __future__ import annotations

from flask import Request, Response

LANGUAGES = ("zh", "en")
_COOKIE = "amlrisk_language"
_YEAR_SECONDS = 365 * 24 * 3600


def language_of(request: Request) -> str:
    """``zh`` or ``en``. A browser that names neither reads Chinese."""
    for asked in (request.args.get("lang"), request.cookies.get(_COOKIE)):
        if asked in LANGUAGES:
            return asked
    for tag, quality in request.accept_languages:
        if quality > 0 and (primary := tag.lower().partition("-")[0]) in LANGUAGES:
            return primary
    return LANGUAGES[0]


def remember_language(request: Request, response: Response) -> None:
    """Keep what the address asked for."""
    asked = request.args.get("lang")
    if asked in LANGUAGES:
        response.set_cookie(_COOKIE, asked, max_age=_YEAR_SECONDS, httponly=True, samesite="Lax")
