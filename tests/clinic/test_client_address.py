"""Whom a request comes from: what our own proxies saw, never what a visitor wrote."""

from ipaddress import ip_address

import pytest

from clinic.client_address import client_address, parsed

PROXY = "10.0.0.5"
VISITOR = "198.51.100.7"


def seen(rf, settings, trusted, forwarded=None, peer=PROXY):
    settings.TRUSTED_PROXIES = trusted
    meta = {"REMOTE_ADDR": peer}
    if forwarded is not None:
        meta["HTTP_X_FORWARDED_FOR"] = forwarded
    address = client_address(rf.get("/", **meta))
    return address and str(address)


def test_without_a_proxy_the_connection_tells(rf, settings):
    assert seen(rf, settings, 0, peer=VISITOR) == VISITOR


def test_without_a_proxy_a_forged_header_changes_nothing(rf, settings):
    assert seen(rf, settings, 0, "203.0.113.1", peer=VISITOR) == VISITOR


@pytest.mark.parametrize("forged", ["", "203.0.113.1, ", "1.1.1.1, 2.2.2.2, ", ",, "])
def test_behind_one_proxy_what_it_appended_counts(rf, settings, forged):
    assert seen(rf, settings, 1, f"{forged}{VISITOR}") == VISITOR


@pytest.mark.parametrize("forged", ["", "203.0.113.1, ", "1.1.1.1, 2.2.2.2, "])
def test_behind_two_proxies_the_outer_one_tells(rf, settings, forged):
    assert seen(rf, settings, 2, f"{forged}{VISITOR}, 192.0.2.1") == VISITOR


@pytest.mark.parametrize("forwarded", [None, "", "203.0.113.1"])
def test_past_the_proxies_the_connection_tells(rf, settings, forwarded):
    assert seen(rf, settings, 2, forwarded, peer=VISITOR) == VISITOR


@pytest.mark.parametrize(
    ("written", "address"),
    [
        (" 198.51.100.7 ", "198.51.100.7"),
        ("198.51.100.7:4711", "198.51.100.7"),
        ("2001:db8::1", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("[2001:db8::1]:443", "2001:db8::1"),
        ("fe80::1%eth0", "fe80::1"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
    ],
)
def test_addresses_are_read_as_proxies_write_them(written, address):
    assert parsed(written) == ip_address(address)


@pytest.mark.parametrize("written", ["", "unknown", "_hidden", "1.2.3", "a" * 9000])
def test_what_is_no_address_is_none(rf, settings, written):
    assert parsed(written) is None
    assert seen(rf, settings, 1, written or "unknown") is None
