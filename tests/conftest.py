"""What every test gets: no way out of this machine, and the browser tests last."""

import ipaddress
import shutil
import socket

import pytest
from django.conf import settings
from django.core.cache import cache
from hypothesis import settings as cases

_connect = socket.socket.connect
_connect_ex = socket.socket.connect_ex
_getaddrinfo = socket.getaddrinfo


# Few cases and the same each time; `make faults` asks for many that nobody has seen.
cases.register_profile("suite", max_examples=150, derandomize=True, database=None)
cases.register_profile("faults", max_examples=5000, database=None)
cases.load_profile("suite")


class NoNetwork(Exception):
    """A test tried to reach another machine."""


def is_here(host: str) -> bool:
    if host in ("localhost", ""):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def guard(address) -> None:
    """Let only this machine be reached; file sockets have no host to check."""
    if isinstance(address, tuple) and not is_here(address[0]):
        raise NoNetwork(f"A test tried to reach {address[0]}")


def guarded_connect(self, address):
    guard(address)
    return _connect(self, address)


def guarded_connect_ex(self, address):
    guard(address)
    return _connect_ex(self, address)


def guarded_getaddrinfo(host, *args, **kwargs):
    name = host.decode() if isinstance(host, bytes) else host
    guard((name or "",))
    return _getaddrinfo(host, *args, **kwargs)


def pytest_configure(config):
    socket.socket.connect = guarded_connect
    socket.socket.connect_ex = guarded_connect_ex
    socket.getaddrinfo = guarded_getaddrinfo


def pytest_unconfigure(config):
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
    socket.socket.connect = _connect
    socket.socket.connect_ex = _connect_ex
    socket.getaddrinfo = _getaddrinfo


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    # Playwright leaves an event loop running in this thread, under which the ORM
    # refuses to work: what drives a browser comes after everything else.
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(autouse=True)
def cache_emptied():
    """Let no test see what another one put into the cache."""
    cache.clear()
