"""Where events may go: addresses as they are, whatever they come wrapped in."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

import pytest

from amlrisk.services.receiver_address import NotAllowed, is_allowed, resolved, trouble_with_receiver

INSIDE = (ip_network("10.20.0.0/16"), ip_network("fd00:20::/32"))
HERE = (ip_network("127.0.0.0/8"), ip_network("::1/128"))

ADDRESSES = {
    "93.184.216.34": True,
    "2606:2800:220:1::1": True,
    "10.20.3.4": True,  # of the settings
    "::ffff:10.20.3.4": True,
    "fd00:20::5": True,
    "10.21.0.1": False,
    "192.168.1.1": False,
    "172.16.0.1": False,
    "127.0.0.1": False,
    "::1": False,
    "0.0.0.0": False,
    "::": False,
    "169.254.169.254": False,
    "fe80::1": False,
    "fd00:21::5": False,
    "100.64.1.1": False,
    "224.0.0.1": False,
    "ff02::1": False,
    "255.255.255.255": False,
    "240.0.0.1": False,
    "192.0.2.1": False,
    "::ffff:169.254.169.254": False,
    "64:ff9b::a9fe:a9fe": False,
    "64:ff9b::5db8:d822": True,  # 93.184.216.34
    "2002:a9fe:a9fe::1": False,
    "::169.254.169.254": False,  # IPv4-compatible
    "::ffff:0:169.254.169.254": False,  # translated
    "64:ff9b:1::a9fe:a9fe": False,  # a site's own NAT64
    "fec0::1": False,
    "fd00:ec2::254": False,
    "5f00::1": False,
    "3fff::1": False,
    "198.18.0.1": False,
    "192.0.0.192": False,  # where Oracle's cloud gives out credentials
    "168.63.129.16": False,  # where Azure's does
    "100.100.100.200": False,  # where Alibaba's does
    "2001:0:4136:e378:8000:63bf:3fff:fdd2": False,
}


@pytest.mark.parametrize(("address", "allowed"), ADDRESSES.items())
def test_addresses(address: str, allowed: bool) -> None:
    assert is_allowed(ip_address(address), INSIDE) is allowed


def test_nothing_allows_what_is_for_many_or_for_nobody() -> None:
    everything = (ip_network("0.0.0.0/0"), ip_network("::/0"))
    for address in ("224.0.0.1", "ff02::1", "0.0.0.0", "::"):
        assert not is_allowed(ip_address(address), everything)


def test_a_name_leads_where_it_leads() -> None:
    with pytest.raises(NotAllowed):
        resolved("https://localhost/", ())
    found = resolved("https://localhost/hook?token=x", HERE)
    assert (found.secure, found.host, found.port, found.path) == (True, "localhost", 443, "/hook?token=x")
    assert all(is_allowed(ip_address(each), HERE) for each in found.addresses)


def test_numbers_in_disguise_are_resolved_and_looked_at() -> None:
    """Other ways to write 127.0.0.1, which a resolver understands."""
    for host in ("2130706433", "0x7f000001", "127.1", "0177.0.0.1"):
        with pytest.raises((NotAllowed, OSError)):
            resolved(f"https://{host}/", ())


def test_http_is_for_this_machine_by_number_alone() -> None:
    assert trouble_with_receiver("http://127.0.0.1:8000/hook", HERE) is None
    assert trouble_with_receiver("http://[::1]:8000/hook", HERE) is None
    assert trouble_with_receiver("http://localhost:8000/hook", HERE) is not None
    assert trouble_with_receiver("http://10.20.0.1/hook", INSIDE) is not None
    assert trouble_with_receiver("https://10.20.0.1/hook", INSIDE) is None
