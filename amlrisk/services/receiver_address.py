"""Where events may be sent: https, to public addresses and to the networks that the settings name, nowhere else.

Whoever may name a receiver could otherwise have this server call whatever it can reach: its own ports, the company's
inner systems, the address at which a cloud gives out its credentials. A name is resolved for every batch, every address
it leads to is looked at, and the connection is made to one of these very addresses.
"""

from __future__ import annotations

import socket
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address

_MOST = 2000
_NAT64 = IPv6Network("64:ff9b::/96")
#: All that was ever given out to the public. What lies beside it holds an IPv4 address, or stays within a site.
_PUBLIC_IPV6 = IPv6Network("2000::/3")
#: Of what counts as public: protocol assignments and documentation, and where clouds give out what is for their own
#: machines alone (Oracle 192.0.0.192, Azure 168.63.129.16).
_NOT_PUBLIC = tuple(map(ip_network, ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32", "3fff::/20")))
_PORTS = {"https": 443, "http": 80}


class Target(NamedTuple):
    """Where a POST goes: ``addresses`` are what ``host`` is now, each of them allowed."""

    secure: bool
    host: str
    port: int
    path: str
    addresses: tuple[str, ...]


class NotAllowed(Exception):
    """The address leads where we do not send anything."""


def trouble_with_receiver(url: str, networks: Sequence[Network]) -> tuple[str, str] | None:
    """Why ``url`` is none to send events to (zh, en), as far as that is seen without resolving it; None where it is.

    http is for a literal address of this machine alone, and only where the settings allow that.
    """
    parts = _split(url)
    if parts is None or not url.isascii() or not url.isprintable() or " " in url or len(url) > _MOST:
        return "不是有效地址", "not an address"
    if parts.username is not None or parts.password is not None or parts.fragment or "#" in url:
        return "不得含用户名、密码或 # 片段", "must not hold a user name, a password or a fragment"
    literal = _literal(parts.hostname or "")
    loopback = literal is not None and literal.is_loopback
    if parts.scheme != "https" and not (parts.scheme == "http" and loopback):
        return "应为 https:// 地址", "must be an https:// address"
    if literal is not None and not is_allowed(literal, networks):
        return (
            "该地址不在允许的网络内（AMLRISK_WEBHOOK_NETWORKS）",
            "lies in no network that AMLRISK_WEBHOOK_NETWORKS allows",
        )
    return None


def resolved(url: str, networks: Sequence[Network]) -> Target:
    """The address as it is to be connected to now. Raises ``NotAllowed``, or ``OSError`` for a name that nobody knows.

    A name that leads to an allowed address and to another one is refused: which of them answers is not ours to say.
    """
    parts = _split(url)
    if parts is None or trouble_with_receiver(url, networks) is not None:
        raise NotAllowed
    host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = tuple(dict.fromkeys(str(info[4][0]) for info in found))
    if not all(is_allowed(ip_address(each.partition("%")[0]), networks) for each in addresses):
        raise NotAllowed
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme == "https", host, port, path, addresses)


def is_allowed(address: Address, networks: Sequence[Network]) -> bool:
    """Public, or in a network of the settings. What an IPv6 address wraps counts, not the wrapping."""
    inner = _inner(address)
    if inner.is_multicast or inner.is_unspecified:
        return False
    return any(inner in network for network in networks) or _is_public(inner)


def _is_public(address: Address) -> bool:
    if not address.is_global or any(address in network for network in _NOT_PUBLIC):
        return False
    if isinstance(address, IPv4Address):
        return True
    # 6to4 and Teredo hold an address of somebody's inner network as well; nobody needs them for this.
    return address in _PUBLIC_IPV6 and address.sixtofour is None and address.teredo is None


def _inner(address: Address) -> Address:
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return address.ipv4_mapped
        if address in _NAT64:
            return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - raises where it is no number
    except ValueError:
        return None
    return parts if parts.hostname and parts.scheme in _PORTS else None


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None
