"""What every test gets: no way out of this machine, and the browser tests last."""

import gc
import ipaddress
import shutil
import socket

import pytest
from django.conf import settings
from django.core.cache import cache
from hypothesis import settings as cases

from tests import layers
from tests.factories import author, make_article_index, voucher
from tests.handing_out import InOrder
from tests.layers import layer

_connect = socket.socket.connect
_connect_ex = socket.socket.connect_ex
_getaddrinfo = socket.getaddrinfo


# Few cases and the same each time; `make faults` asks for many that nobody has seen.
cases.register_profile("suite", max_examples=50, derandomize=True, database=None)
# Seven tests of whole forms share its 10,000 cases.
cases.register_profile("faults", max_examples=1 + 10_000 // 7, database=None)
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
    # Thousands of tests and every model live to the end: looking through all of them
    # for garbage again and again would be a fifth of the suite's time.
    gc.set_threshold(50_000, 10, 10)
    socket.socket.connect = guarded_connect
    socket.socket.connect_ex = guarded_connect_ex
    socket.getaddrinfo = guarded_getaddrinfo


def pytest_unconfigure(config):
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
    shutil.rmtree(settings.IMPORTS_ROOT, ignore_errors=True)
    socket.socket.connect = _connect
    socket.socket.connect_ex = _connect_ex
    socket.getaddrinfo = _getaddrinfo


def empties_the_database(item) -> bool:
    """Say whether nothing is left in the database after a test, migrated rows neither.

    pytest-django puts such tests behind the others for the same reason.
    """
    marker = item.get_closest_marker("django_db")
    asked = marker.kwargs if marker else {}
    return bool(
        asked.get("transaction")
        or asked.get("reset_sequences")
        or {"transactional_db", "live_server"} & {*item.fixturenames}
    )


def brings_all_back(item) -> bool:
    """Say whether a test begins with the rows that migrations wrote."""
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("serialized_rollback"))


def keep_for_good() -> None:
    """Let the garbage collector pass over everything that is there now."""
    gc.collect()
    gc.freeze()


def pytest_collection_finish():
    keep_for_good()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Make the database; what the migrations loaded stays, too."""
    keep_for_good()
    yield
    with django_db_blocker.unblock():
        layers.bring([])


@pytest.fixture
def layers_asked_for(request, django_db_setup, django_db_blocker):
    """Let the layers stand for which this test asks, around its own transaction."""
    item = request.node
    wanted = [] if empties_the_database(item) else layers.asked_by(item)
    with django_db_blocker.unblock():
        layers.bring(wanted)


@pytest.fixture
def _django_db_helper(layers_asked_for, _django_db_helper):
    """Begin a test's own use of the database, as pytest-django does."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    """Let files that a test may leave open be closed while that is no error."""
    done = yield
    filters = (mark.args for mark in item.iter_markers("filterwarnings"))
    if any("ResourceWarning" in line for lines in filters for line in lines):
        gc.collect(1)
    return done


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    # What `-n` means where nothing else is asked for.
    return InOrder(config, log) if config.getvalue("dist") == "load" else None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    # Only there are they looked for: to read all other tests takes eight seconds.
    marked = (item.nodeid for item in items if item.get_closest_marker("browser"))
    if astray := [name for name in marked if not name.startswith("tests/browser/")]:
        raise pytest.UsageError(f"Move into tests/browser: {', '.join(astray)}")
    # Playwright leaves an event loop running in this thread, under which the ORM
    # refuses to work: what drives a browser comes after everything else.
    # What brings nothing back after itself comes after what does.
    items.sort(
        key=lambda item: (
            item.get_closest_marker("browser") is not None,
            empties_the_database(item) and not brings_all_back(item),
        )
    )


@layer
def article_index():
    """The list of articles, the home page, and who writes and vouches for pages."""
    author()
    voucher()
    return make_article_index()


@pytest.fixture(autouse=True)
def cache_emptied():
    """Let no test see what another one put into the cache."""
    cache.clear()
