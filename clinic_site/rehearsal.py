"""Asks for a page before a server forks, as a browser would.

What a process does for the first time it remembers: how models belong together, how
queries are written, where addresses lead. Done before it forks, that is in memory once,
stays shared, and no reader waits for it.
"""

import io
import sys
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connections
from django.urls import reverse


def rehearse(application) -> None:
    """Ask a WSGI application for the page of the search, on which nothing is looked up.

    It stands on every site, in the layout of all pages, and shows no picture: making
    one takes memory that every process would have from then on. A database that is away
    is answered as any reader is.
    """
    try:
        ask(application, reverse("search"))
    finally:
        # None of them may be shared with a process that is forked.
        connections.close_all()


def ask(application, path: str) -> int:
    """Ask for a page and return the status of the answer."""
    said = []
    body = application(
        request_for(path), lambda status, headers, exc_info=None: said.append(status)
    )
    try:
        for _part in body:
            pass
    finally:
        if hasattr(body, "close"):
            body.close()
    return int(said[0].split()[0])


def request_for(path: str) -> dict:
    """Return a request for a page as the web server would give it to the application.

    It names no browser, so it is no visit.
    """
    site = urlsplit(settings.SITE_URL)
    environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": site.hostname,
        "SERVER_PORT": str(settings.PORT),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": site.netloc,
        "HTTP_ACCEPT_ENCODING": "br",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": site.scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if settings.SECURE_PROXY_SSL_HEADER and site.scheme == "https":
        name, value = settings.SECURE_PROXY_SSL_HEADER
        environ[name] = value
    return environ
