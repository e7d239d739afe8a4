"""Threads of the web server: none waits for ever for a client that is slow."""

import errno
import logging
import socket
import threading
import time

import pytest
from gunicorn.config import Config
from gunicorn.http.errors import NoMoreData
from gunicorn.workers.gthread import TConn

from clinic_site import web_worker
from clinic_site.web_log import WebLog
from clinic_site.web_worker import PacedConnection, PacedUnreader, PacedWorker

REQUEST = b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 400\r\n\r\n"


@pytest.fixture
def ends():
    """Return the two ends of a connection: the server's and the client's."""
    both = socket.socketpair()
    yield both
    for end in both:
        end.close()


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(web_worker, "PATIENCE", 0.4)


def drip(client, stop: threading.Event) -> threading.Thread:
    """Send a byte now and then, until it is told to stop or nobody listens."""

    def send():
        while not stop.wait(0.05):
            try:
                client.sendall(b"X")
            except OSError:
                return

    thread = threading.Thread(target=send)
    thread.start()
    return thread


def test_a_head_that_never_ends_is_given_up(ends):
    server, client = ends
    connection = PacedConnection(Config(), server, ("127.0.0.1", 1), ("", 80))
    client.sendall(b"GET / HTTP/1.1\r\nHost: ")
    stop = threading.Event()
    thread = drip(client, stop)
    began = time.monotonic()
    try:
        connection.init()
        with pytest.raises(NoMoreData):
            next(connection.parser)
    finally:
        stop.set()
        thread.join()

    assert time.monotonic() - began < 5


def test_a_client_that_says_nothing_is_given_up(ends):
    unreader = PacedUnreader(ends[0])
    unreader.begin()
    with pytest.raises(NoMoreData):
        unreader.chunk()
    with pytest.raises(NoMoreData):
        unreader.chunk()


def test_whoever_keeps_up_the_pace_may_send_much(ends, monkeypatch):
    server, client = ends
    unreader = PacedUnreader(server)
    unreader.begin()
    until = unreader._until
    client.sendall(b"x" * 5000)
    assert len(unreader.chunk()) == 5000

    assert unreader._until == pytest.approx(until + 5000 / web_worker.PACE)
    assert server.gettimeout() is None


def test_each_request_of_a_connection_has_its_own_time(ends):
    server, client = ends
    connection = PacedConnection(Config(), server, ("127.0.0.1", 1), ("", 80))
    client.sendall(REQUEST.replace(b"400", b"0"))
    connection.init()
    assert next(connection.parser).method == "GET"
    time.sleep(0.5)
    client.sendall(REQUEST.replace(b"GET", b"PUT"))
    connection.init()
    request = next(connection.parser)

    assert request.method == "PUT"
    client.sendall(b"x" * 400)
    assert request.body.read() == b"x" * 400


def test_worker_gives_its_threads_such_connections(ends, monkeypatch):
    given = []
    monkeypatch.setattr(
        "gunicorn.workers.gthread.ThreadWorker.enqueue_req",
        lambda worker, connection: given.append(connection),
    )
    worker = PacedWorker.__new__(PacedWorker)
    worker.enqueue_req(TConn(Config(), ends[0], ("127.0.0.1", 1), ("", 80)))
    worker.enqueue_req(given[0])

    assert type(given[0]) is PacedConnection
    assert given[1] is given[0]


def test_a_client_that_does_not_read_leaves_one_line(caplog):
    log = WebLog(Config())
    log.error_log.addHandler(caplog.handler)
    caplog.set_level(logging.INFO, "gunicorn.error")
    for error in (TimeoutError, ValueError):
        try:
            raise error
        except error:
            log.exception("Socket error processing request.")
    quiet, loud = caplog.records

    assert (quiet.levelno, quiet.exc_info) == (logging.INFO, None)
    assert (loud.levelno, bool(loud.exc_info)) == (logging.ERROR, True)


class Listener:
    """A socket that somebody else may have emptied meanwhile."""

    def accept(self):
        raise BlockingIOError(errno.EAGAIN, "nobody waits any more")


@pytest.mark.parametrize(
    ("connections", "processes", "waits"), [(4, 2, True), (3, 2, False), (9, 1, False)]
)
def test_a_process_with_enough_to_do_lets_others_take_what_comes(
    monkeypatch, connections, processes, waits
):
    waited = []
    monkeypatch.setattr(web_worker.time, "sleep", waited.append)
    worker = PacedWorker.__new__(PacedWorker)
    worker.cfg = Config()
    worker.cfg.set("threads", 4)
    worker.cfg.set("workers", processes)
    worker.nr_conns = connections
    worker.accept(Listener())
    assert waited == ([web_worker.OTHERS_FIRST] if waits else [])
    assert worker.nr_conns == connections
