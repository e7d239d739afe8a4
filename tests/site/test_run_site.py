"""What `run_site` does before the site is up; `tests/browser` drives it whole."""

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import (
    ManifestStaticFilesStorage,
    StaticFilesStorage,
)
from django.core.management import CommandError, call_command
from gunicorn.config import Config

from clinic.models import User
from clinic_site import web_server
from clinic_site.demo.accounts import demo_sign_ins
from clinic_site.demo.people import USERS
from clinic_site.management.commands import run_site
from clinic_site.management.commands.run_site import Command, static_files_are_stale
from clinic_site.supervisor import Child
from clinic_site.web_log import ACCESS_FORMAT, WebLog
from clinic_site.web_worker import PacedWorker

ROOT = Path(settings.BASE_DIR)


@pytest.fixture
def command(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    command = Command()
    command.host, command.port = "127.0.0.1", 8000
    return command


def test_a_port_in_use_is_said_in_one_line(settings):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(CommandError) as refusal:
            call_command("run_site", port=port)

    assert str(refusal.value).count("\n") == 0
    assert f"Port {port}" in str(refusal.value)
    assert f"make run PORT={port + 1}" in str(refusal.value)


def test_the_web_server_runs_as_in_production(command, monkeypatch):
    web, worker = command.children()

    assert web.command[2:4] == ["gunicorn", "clinic_site.wsgi"]
    assert "python:clinic_site.web_server" in web.command
    assert "127.0.0.1:8000" in web.command
    assert worker.command[-1] == "run_worker"

    # What is forked is the same: gunicorn reads the same arguments.
    told = []
    monkeypatch.setattr(sys, "argv", ["manage.py", "run_site"])
    monkeypatch.setattr(
        run_site.wsgiapp, "run", lambda prog: told.append([prog, *sys.argv])
    )
    called = []
    monkeypatch.setattr(run_site, "call_command", lambda *names: called.append(names))
    forked_web, forked_worker = command.forked_children()
    forked_web.work()
    forked_worker.work()

    [[program, path, *arguments]] = told
    assert arguments == web.command[3:]
    assert (program, Path(path).parent.name) == ("gunicorn", "gunicorn")
    assert called == [("run_worker",)]


def test_the_web_server_logs_nothing_by_itself_and_nothing_typed():
    config = Config()
    for name, value in vars(web_server).items():
        if name in config.settings:
            config.set(name, value)

    assert config.accesslog is None
    # Whoever switches one on gets no query strings in it.
    assert config.logger_class is WebLog
    assert config.access_log_format == ACCESS_FORMAT
    assert config.control_socket_disable and config.preload_app
    assert config.worker_class is PacedWorker


@pytest.fixture
def prepared(monkeypatch):
    """What has been done by `run_site`; preparing ends with a status, nothing runs."""
    done = SimpleNamespace(status=0, steps=[], ran=[])

    def fork(work, *, title, alone):
        done.steps.append((work.__name__, title, alone))
        return SimpleNamespace(wait=lambda: done.status)

    def load(name):
        done.steps.append(name)

    monkeypatch.setattr(run_site, "fork", fork)
    monkeypatch.setattr(Command, "require_free_port", lambda self: None)
    monkeypatch.setattr(
        run_site.web_server, "load_what_pages_need", lambda: load("pages")
    )
    monkeypatch.setattr(run_site.web_server, "leave_to_all", lambda: load("leave"))
    monkeypatch.setattr(
        run_site, "import_module", lambda name: SimpleNamespace(application=name)
    )
    monkeypatch.setattr(run_site.web_server, "rehearse", load)
    monkeypatch.setattr(
        run_site.supervisor, "run", lambda *asked: done.ran.append(asked)
    )
    return done


@pytest.mark.parametrize(("demo", "host"), [(True, "127.0.0.1"), (False, "192.0.2.1")])
def test_a_demo_site_never_listens_beyond_this_machine(settings, prepared, demo, host):
    settings.DEMO = demo

    call_command("run_site", bind="192.0.2.1", port=8001, verbosity=0)

    [(children, answers, announcement)] = prepared.ran
    assert answers == (host, 8001)
    assert f"{settings.SITE_URL}/cms/" in announcement
    web, worker = children
    assert f"{host}:8001" in web.work.__self__.web_server()
    assert (web.title, worker.title) == ("gunicorn", "run_worker")


def test_all_is_loaded_once_before_anything_is_forked(prepared):
    call_command("run_site", port=8001, verbosity=0)

    # Static files are there before the application that looks through them.
    preparing = ("prepare", "prepare", False)
    assert prepared.steps == [preparing, "pages", "clinic_site.wsgi", "leave"]


def test_with_debug_what_is_started_anew_loads_what_was_changed(settings, prepared):
    settings.DEBUG = True

    call_command("run_site", port=8001, verbosity=0)

    [(children, _answers, _announcement)] = prepared.ran
    assert [type(child) for child in children] == [Child, Child]
    assert prepared.steps == [("prepare", "prepare", False)]


def test_nothing_is_started_where_preparing_failed(prepared):
    prepared.status = 1

    with pytest.raises(CommandError, match="status 1"):
        call_command("run_site", port=8001, verbosity=0)

    assert prepared.ran == []
    assert prepared.steps == [("prepare", "prepare", False), "pages"]


def test_ctrl_c_waits_for_what_is_being_prepared(prepared, monkeypatch):
    waited = []

    def wait():
        waited.append(True)
        if len(waited) == 1:
            raise KeyboardInterrupt
        return 130

    monkeypatch.setattr(
        run_site, "fork", lambda work, **how: SimpleNamespace(wait=wait)
    )

    with pytest.raises(SystemExit) as end:
        call_command("run_site", port=8001, verbosity=0)

    assert end.value.code == 130
    assert len(waited) == 2 and prepared.ran == []


@pytest.mark.django_db
def test_demo_content_is_loaded_once_for_each_database(command, monkeypatch):
    loaded = []

    def load(name, **options):
        loaded.append(name)
        User.objects.get_or_create(username="editor", is_demo=True)

    monkeypatch.setattr(run_site, "call_command", load)

    command.load_demo()
    command.load_demo()
    assert loaded == ["load_demo_content"]

    User.objects.all().delete()
    command.load_demo()
    assert len(loaded) == 2


@pytest.mark.django_db
def test_a_loading_that_broke_off_is_done_again(command, monkeypatch):
    def fail(name, **options):
        User.objects.get_or_create(username="editor", is_demo=True)
        raise KeyboardInterrupt

    monkeypatch.setattr(run_site, "call_command", fail)

    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            command.load_demo()


class Collecting(subprocess.Popen):
    """Stands in for the collecting process: it does what `code` says."""

    code = ""

    def __init__(self, command, **options):
        assert command[1:3] == [str(ROOT / "manage.py"), "collectstatic"]
        super().__init__([sys.executable, "-c", self.code], **options)


@pytest.fixture
def collecting(monkeypatch):
    monkeypatch.setattr(run_site, "static_files_are_stale", lambda: True)
    monkeypatch.setattr(run_site.subprocess, "Popen", Collecting)
    return lambda code: monkeypatch.setattr(Collecting, "code", code)


def test_static_files_are_collected_while_the_database_is_set_up(
    command, collecting, tmp_path
):
    there = tmp_path / "there"
    # It ends well only where it sees what the block does meanwhile.
    collecting(
        "import pathlib, sys, time\n"
        f"there = pathlib.Path({str(there)!r})\n"
        "sys.exit(not any(there.exists() or time.sleep(0.01) for _ in range(3000)))"
    )
    with command.collecting_static_files():
        there.touch()


def test_what_was_collected_meanwhile_is_known_to_who_asked_before(
    command, collecting, settings, tmp_path, monkeypatch
):
    settings.STATIC_ROOT = tmp_path
    known = ManifestStaticFilesStorage()
    assert known.hashed_files == {}
    monkeypatch.setattr(run_site, "staticfiles_storage", known)
    told = {"version": "1.1", "hash": "h", "paths": {"one.css": "one.123.css"}}
    path = tmp_path / known.manifest_name
    collecting(
        f"import pathlib; pathlib.Path({str(path)!r}).write_text({json.dumps(told)!r})"
    )
    with command.collecting_static_files():
        pass
    assert known.hashed_files == {"one.css": "one.123.css"}


def test_site_does_not_start_without_its_static_files(command, collecting):
    collecting("raise SystemExit(3)")
    with (
        pytest.raises(CommandError, match="could not be collected"),
        command.collecting_static_files(),
    ):
        pass


def test_collecting_ends_with_the_start_that_was_broken_off(command, collecting):
    collecting("import time; time.sleep(600)")
    with pytest.raises(KeyboardInterrupt), command.collecting_static_files():
        raise KeyboardInterrupt


def test_there_is_one_demo_sign_in_for_each_role():
    roles = [role for role, username in demo_sign_ins()]

    assert len(set(roles)) == len(roles)
    assert set(roles) == {user["role"] for user in USERS}


class Manifest(StaticFilesStorage):
    manifest_name = "staticfiles.json"
    hashed_files = {"one.css": "one.123.css"}


class Finder:
    def __init__(self, folder):
        self.storage = StaticFilesStorage(location=folder)

    def list(self, ignore):
        for name in sorted(os.listdir(self.storage.location)):
            yield name, self.storage


@pytest.fixture
def static_files(settings, tmp_path, monkeypatch):
    """One collected file; returns the folder of the source and of the collection."""
    source, collected = tmp_path / "source", tmp_path / "collected"
    source.mkdir()
    collected.mkdir()
    settings.STATIC_ROOT = collected
    (source / "one.css").touch()
    (collected / "staticfiles.json").touch()
    monkeypatch.setattr(run_site, "staticfiles_storage", Manifest())
    monkeypatch.setattr(run_site, "get_finders", lambda: [Finder(source)])
    return source, collected


def test_collected_static_files_are_not_collected_again(static_files):
    assert not static_files_are_stale()


def test_a_changed_static_file_is_collected(static_files):
    source, collected = static_files
    later = time.time() + 10
    os.utime(source / "one.css", (later, later))

    assert static_files_are_stale()


def test_a_new_static_file_is_collected_however_old_it_is(static_files):
    source, collected = static_files
    (source / "two.css").touch()
    os.utime(source / "two.css", (1, 1))

    assert static_files_are_stale()


def test_static_files_that_were_never_collected_are(static_files):
    source, collected = static_files
    (collected / "staticfiles.json").unlink()

    assert static_files_are_stale()
