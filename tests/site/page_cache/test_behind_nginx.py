"""nginx hands out a kept page until the second is over, and never an older one."""

import os
import shutil
import socket
import subprocess
import threading
import time
import urllib.request
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.http import HttpResponse
from django.urls import resolve

from clinic_site.page_cache.entry import Entry

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
# What matters here of a configuration: the cache goes by the site's own header alone,
# and whoever may be somebody goes past it.
CONFIGURATION = """
daemon off; pid nginx.pid; error_log error.log; {user}
events {{}}
http {{
  access_log off;
  client_body_temp_path body; proxy_temp_path proxied; fastcgi_temp_path f;
  uwsgi_temp_path u; scgi_temp_path s;
  proxy_cache_path kept keys_zone=pages:1m;
  map $http_cookie$http_authorization$args $personal {{ "" 0; default 1; }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://127.0.0.1:{behind};
      proxy_cache pages;
      proxy_cache_key $scheme$host$request_uri;
      proxy_cache_bypass $personal;
      proxy_no_cache $personal;
      proxy_ignore_headers Cache-Control Expires;
      proxy_cache_revalidate on;
      add_header X-Cache $upstream_cache_status;
    }}
  }}
}}
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


class Behind:
    """A site of one page, which counts how often it was asked."""

    def __init__(self):
        self.say("one")
        self.asked = 0

    def say(self, words: str) -> None:
        page = HttpResponse(words, headers={"Permissions-Policy": "x=()"})
        self.entry = Entry(page, "/", resolve("/"), 1, 0.0)
        self.entry.fill(page, None)

    def __call__(self, environ, start_response):
        self.asked += 1
        if environ["PATH_INFO"] != "/":
            # Whatever a browser may keep of it, nothing says that nginx may.
            headers = [("Cache-Control", "public, max-age=600")]
            start_response("200 OK", headers)
            return [b"as it is"]
        known = environ.get("HTTP_IF_NONE_MATCH", "")
        if self.entry.is_known(known):
            start_response("304 Not Modified", self.entry.lasting(time.time()))
            return []
        headers, body = self.entry.answer("", time.time())
        start_response("200 OK", headers)
        return [body]


@pytest.fixture
def behind():
    return Behind()


@pytest.fixture
def nginx(tmp_path, behind):
    """The address of an nginx before the site of one page."""
    if NGINX is None:
        pytest.skip("nginx is not installed")
    with make_server("127.0.0.1", 0, behind, handler_class=Quiet) as site:
        thread = threading.Thread(target=site.serve_forever, daemon=True)
        thread.start()
        port = free_port()
        (tmp_path / "nginx.conf").write_text(
            CONFIGURATION.format(
                port=port,
                behind=site.server_port,
                user="user root;" if os.geteuid() == 0 else "",
            )
        )
        command = [NGINX, "-p", str(tmp_path), "-c", "nginx.conf", "-e", "error.log"]
        process = subprocess.Popen(command)
        until = time.monotonic() + 20
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)
        try:
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()
            process.wait(timeout=20)
            site.shutdown()
            thread.join(20)


def ask(address: str, **headers) -> tuple[bytes, str, dict]:
    request = urllib.request.Request(address, headers=headers)  # noqa: S310
    with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
        return answer.read(), answer.headers["X-Cache"], dict(answer.headers)


def test_nginx_hands_a_page_out_and_has_a_new_one_within_a_second(nginx, behind):
    ask(nginx)
    behind.asked = 0
    began = time.time()
    answers = [ask(nginx) for _number in range(40)]
    seconds = int(time.time()) - int(began) + 1
    assert {body for body, _how, _headers in answers} == {b"one"}
    # Once for each second that passed meanwhile, and no body a second time.
    assert behind.asked <= seconds
    assert "HIT" in {how for _body, how, _headers in answers}
    for _body, _how, headers in answers:
        assert headers["Cache-Control"] == "public, max-age=0, must-revalidate"
        assert "X-Accel-Expires" not in headers
        assert headers["Permissions-Policy"] == "x=()"
    behind.say("two")
    changed = time.time()
    while ask(nginx)[0] != b"two":
        assert time.time() - changed < 1.0


def test_nginx_keeps_nothing_that_the_site_does_not_name(nginx, behind):
    for address, headers in (
        (f"{nginx}moved", {}),
        (nginx, {"Cookie": "sessionid=x"}),
        (nginx, {"Authorization": "Basic x"}),
        (f"{nginx}?q=typed", {}),
    ):
        behind.asked = 0
        for _time in range(3):
            _body, how, _headers = ask(address, **headers)
            assert how in ("MISS", "BYPASS")
        assert behind.asked == 3
