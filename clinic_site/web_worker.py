"""gunicorn's threads, none of which waits for ever for a client.

A thread reads what a client sends and writes what it gets. Without a limit, as many
connections as there are threads, each with a letter now and then, would be the end of a
site that has no proxy in front; with one, they hold it up for some seconds.
"""

import time

from gunicorn.http.errors import NoMoreData
from gunicorn.http.unreader import SocketUnreader
from gunicorn.workers.gthread import TConn, ThreadWorker

# Seconds for the first bytes of a request, then so many bytes in a second.
PATIENCE = 10
PACE = 1000
# For so many seconds a process that has enough to do lets others take what comes in.
OTHERS_FIRST = 0.0005
# Seconds in which a client has to take an answer, or the next part of a file.
TAKEN_WITHIN = 30


class PacedUnreader(SocketUnreader):
    """Reads from a client for as long as the client keeps up the pace."""

    def begin(self) -> None:
        """Let a new request begin now."""
        self._until = time.monotonic() + PATIENCE

    def chunk(self, size_hint=None) -> bytes:
        """Return what came; raises NoMoreData, as for a client that went away."""
        usual = self.sock.gettimeout()
        left = self._until - time.monotonic()
        if left <= 0:
            raise NoMoreData
        self.sock.settimeout(left if usual is None else min(left, usual))
        try:
            came = super().chunk(size_hint)
        except TimeoutError:
            raise NoMoreData from None
        finally:
            self.sock.settimeout(usual)
        self._until += len(came) / PACE
        return came


class PacedConnection(TConn):
    """A connection whose every request has to come, and be answered, in time."""

    def init(self) -> None:
        """Prepare for one more request."""
        first = not self.initialized
        super().init()
        if first:
            self.parser.unreader = PacedUnreader(self.sock)
        self.parser.unreader.begin()
        self.sock.settimeout(TAKEN_WITHIN)


class PacedWorker(ThreadWorker):
    """A worker of gunicorn's with such connections, who leaves some to the others."""

    def accept(self, listener) -> None:
        """Take a connection, after others had the chance where there are many here.

        All processes hear of one that comes in, and whoever is awake is the first to
        take it: connections that stay open would all be one process's.
        """
        if self.nr_conns >= self.cfg.threads and self.cfg.workers > 1:
            time.sleep(OTHERS_FIRST)
        super().accept(listener)

    def enqueue_req(self, conn) -> None:
        """Hand a connection to a thread, a new one as one of ours."""
        if type(conn) is TConn:
            conn = PacedConnection(conn.cfg, conn.sock, conn.client, conn.server)
        super().enqueue_req(conn)
