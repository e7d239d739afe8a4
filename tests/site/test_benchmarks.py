"""What the benchmarks say of a figure: its ratio, its bar, and where it is written."""

import http.server
import threading

import pytest

from tests.benchmarks import load as module
from tests.benchmarks.load import load
from tests.benchmarks.posting import form, send
from tests.benchmarks.table import (
    ROOT,
    marked_down,
    printed,
    put_into,
    row,
    write,
)


def line(**given):
    usual = {"against": "bare view", "ratios": [0.4, 0.9, 1.2], "at_least": 1.0}
    return row("warm page", "requests/s", [100, 4000, 200], **(usual | given))


def test_the_bar_holds_for_the_middle_of_the_rounds():
    assert not line()["met"]
    assert line(ratios=[0.1, 1.0, 3.0])["met"]
    assert not line(at_least=None, at_most=0.8)["met"]
    assert line(at_least=None, at_most=250, of="found")["met"]
    assert not line(at_least=None, at_most=150, of="found")["met"]


def test_a_line_says_what_was_measured_and_whether_it_is_enough():
    text = printed([line() | {"database": "SQLite"}])
    head, said = text.splitlines()
    assert "bar" in head
    for part in ("warm page, SQLite", "200 requests/s", "bare view", "0.9 x", "≥ 1 x"):
        assert part in said
    assert said.endswith("missed")
    assert "0.4 to 1.2" in said


def test_figures_are_put_between_their_marks():
    document = "Before\n<!-- figures: all -->\nold\n<!-- end of figures -->\nafter\n"
    new = put_into(document, "all", "| new |\n")
    assert new == document.replace("old", "| new |")
    assert put_into(new, "all", "| new |\n") == new
    with pytest.raises(ValueError, match="short"):
        put_into(document, "short", "")


def test_both_documents_have_a_place_for_them(tmp_path):
    (tmp_path / "docs").mkdir()
    for name in ("README.md", "docs/benchmarks.md"):
        (tmp_path / name).write_text((ROOT / name).read_text())
    lines = [line(short=True), line() | {"what": "another page"}]
    lines = [one | {"name": "pages"} for one in lines]
    write({"rows": lines, "machine": {"cpus": 2}}, tmp_path)
    long = (tmp_path / "docs" / "benchmarks.md").read_text()
    assert marked_down(lines) in long and "cpus 2" in long
    readme = (tmp_path / "README.md").read_text()
    said = "warm page: 200 requests/s, 0.9 x bare view (≥ 1 x, **missed**)"
    assert f"| pages | {said} |" in readme and "another page" not in readme


class Answers(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.send_response(200 if self.path == "/well?a=b" else 404)
        self.send_header("Content-Length", "5")
        self.end_headers()
        self.wfile.write(b"hello")

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(302 if body == b"name=Ada+L" else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join(20)


def test_the_bundled_client_counts_whole_answers_and_no_errors(server, monkeypatch):
    monkeypatch.setattr(module.shutil, "which", lambda name: None)
    done = load(f"{server}/well?a=b", seconds=1, at_once=3)
    assert done.requests == len(done.times) > 10
    assert done.rate == pytest.approx(done.requests, rel=0.2)
    with pytest.raises(RuntimeError, match="404"):
        load(f"{server}/ill", seconds=1, at_once=1)


def test_forms_are_sent_once_each_and_have_to_be_received(server):
    forms = [form(f"{server}/", {"name": "Ada L"}) for _number in range(30)]
    assert send(f"{server}/", forms, at_once=4).requests == 30
    wrong = form(f"{server}/", {"name": "Bob"})
    with pytest.raises(RuntimeError, match="200"):
        send(f"{server}/", [wrong], at_once=1)
