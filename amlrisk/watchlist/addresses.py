"""Where a list may be fetched from, and where its publisher may send us.

Whoever can answer in a publisher's place writes the list. So an address is https, without a name or password in it,
and a redirection leads to the same host or to one that the catalogue names, never away from https.
"""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from amlrisk.policy.model import Text
from amlrisk.watchlist.refresh import Fetching


def trouble_with(address: str, fetch: Fetching) -> str | None:
    """Why ``address`` is none to fetch a list from; None where it is one.

    http is for ``loopback`` alone, and then to a literal address of this machine: a name could be resolved to another.
    """
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - raises where it is no number
    except ValueError:
        return "not an address"
    if not parts.hostname or parts.username is not None or parts.password is not None or parts.fragment:
        return "an address with a host, and without a user name or a fragment"
    if parts.scheme == "https" or (parts.scheme == "http" and fetch.loopback and _of_this_machine(parts)):
        return None
    return "an https:// address (or, with fetch.loopback, http:// to 127.0.0.1 or ::1)"


def trouble_with_redirection(before: str, after: str, fetch: Fetching) -> Text | None:
    """Why we do not follow from one address to another; None where we may. Holds no query, which may be a token."""
    if trouble_with(after, fetch) is not None:
        return Text(zh=f"{shown(after)}：不是可以下载名单的地址", en=f"{shown(after)}: no address to fetch a list from")
    old, new = urlsplit(before), urlsplit(after)
    if old.scheme == "https" and new.scheme != "https":
        return Text(zh=f"{shown(after)}：由 https 转向 http", en=f"{shown(after)}: away from https")
    if new.hostname != old.hostname and new.hostname not in fetch.redirect_hosts:
        return Text(
            zh=f"{new.hostname}：不在 fetch.redirect_hosts 所列的主机中",
            en=f"{new.hostname}: a host that fetch.redirect_hosts does not name",
        )
    return None


def shown(address: str) -> str:
    """An address as it may be shown and kept: without query, which may hold a token, user name and password."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "?"
    return f"{parts.scheme}://{host}{port}{parts.path}" if parts.scheme else parts.path


def _of_this_machine(parts: SplitResult) -> bool:
    try:
        return ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False
