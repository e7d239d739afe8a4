"""What `deploy/` ships agrees with the code: names, commands, ports, limits."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands
from django.urls import reverse

from articles.imports import uploads
from clinic_site import headers, web_server
from tests.site.test_settings import READ

ROOT = Path(__file__).resolve().parent.parent.parent
DEPLOY = ROOT / "deploy"
NGINX = DEPLOY / "nginx"
UNITS = sorted((DEPLOY / "systemd").glob("clinic-*"))
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
SITE = (NGINX / "clinic.conf").read_text()
DOCUMENT = (ROOT / "docs" / "deployment.md").read_text()
HARDENED = [
    "NoNewPrivileges=yes",
    "ProtectSystem=strict",
    "ProtectHome=yes",
    "PrivateTmp=yes",
    "PrivateDevices=yes",
    "CapabilityBoundingSet=",
    "RestrictSUIDSGID=yes",
    "User=clinic",
    "UMask=0027",
]


def names_in(text: str) -> list[str]:
    """Return the variables of an environment file, those in comments, too."""
    return re.findall(r"^(?:# )?([A-Z][A-Z0-9_]*)=", text, re.MULTILINE)


def bytes_of(size: str) -> int:
    return int(size[:-1]) * {"k": 1024, "m": 1024**2}[size[-1]]


def directive(name: str, text: str) -> str:
    (value,) = re.findall(rf"^\s*{name} (.+);$", text, re.MULTILINE)
    return value


def test_environment_names_what_the_site_reads_and_nothing_else():
    read = set()
    for path in (ROOT / "clinic_site").rglob("*.py"):
        read |= set(READ.findall(path.read_text()))
    named = names_in((DEPLOY / "clinic.env.example").read_text())

    assert len(named) == len(set(named))
    assert set(named) <= read
    # Those a machine of its own has no use for: the socket says where it listens.
    assert read - set(named) == {"PORT", "DEBUG"}


def test_environment_says_the_same_as_the_example_of_all_settings():
    def values(path: Path) -> dict[str, str]:
        found = re.findall(r"^(?:# )?([A-Z]\w*)=(.*)$", path.read_text(), re.MULTILINE)
        return dict(found)

    shipped, example = (
        values(DEPLOY / "clinic.env.example"),
        values(ROOT / ".env.example"),
    )
    own = {"DATABASE_URL", "AUDIT_ANCHOR", "REDIS_URL"}
    assert {
        name: value
        for name, value in shipped.items()
        if name not in own and value != example[name]
    } == {}


def test_units_run_commands_that_are_there():
    run = [
        line
        for unit in SERVICES
        for line in re.findall(r"^ExecStart=(.+)$", unit.read_text(), re.MULTILINE)
    ]
    commands = {
        match[1] for line in run if (match := re.search(r"manage\.py (\w+)", line))
    }
    assert commands == {"run_worker", "backup"}
    assert commands <= set(get_commands())
    (web,) = [line for line in run if "gunicorn" in line]
    assert f"--config python:{web_server.__name__} clinic_site.wsgi" in web
    assert len(run) == len(SERVICES) == 3


def test_scripts_run_commands_that_are_there():
    scripts = "".join(path.read_text() for path in (DEPLOY / "bin").iterdir())
    commands = set(re.findall(r"^[^#\n]*\bclinic ([a-z_]+)\b", scripts, re.MULTILINE))
    assert {"check", "migrate", "collectstatic", "write_away_page"} <= commands
    assert commands <= set(get_commands())


@pytest.mark.parametrize("script", ["clinic", "clinic-update", "clinic-restart"])
def test_scripts_are_shell_and_may_be_run(script):
    path = DEPLOY / "bin" / script
    assert path.stat().st_mode & 0o111
    assert "set -eu" in path.read_text()
    assert subprocess.run(["sh", "-n", path]).returncode == 0


@pytest.mark.parametrize("unit", SERVICES, ids=lambda path: path.name)
def test_services_are_locked_in(unit):
    lines = unit.read_text().splitlines()
    assert [line for line in HARDENED if line not in lines] == []
    assert "EnvironmentFile=/etc/clinic/clinic.env" in lines
    assert "Environment=DJANGO_SETTINGS_MODULE=clinic_site.settings.production" in lines


def test_a_web_process_has_time_to_finish_what_is_under_way():
    text = (DEPLOY / "systemd" / "clinic-web@.service").read_text()
    stop = int(re.search(r"^TimeoutStopSec=(\d+)$", text, re.MULTILINE)[1])
    assert stop > web_server.graceful_timeout
    worker = (DEPLOY / "systemd" / "clinic-worker@.service").read_text()
    stop = int(re.search(r"^TimeoutStopSec=(\d+)$", worker, re.MULTILINE)[1])
    assert stop > settings.EMAIL_TIMEOUT


def test_nginx_and_web_processes_meet_at_one_socket():
    upstream = (NGINX / "snippets" / "clinic-upstream.conf").read_text()
    socket = (DEPLOY / "systemd" / "clinic-web.socket").read_text()
    web = (DEPLOY / "systemd" / "clinic-web@.service").read_text()
    (address,) = re.findall(r"server (\S+);", upstream)

    assert f"ListenStream={address}\n" in socket
    assert "Sockets=clinic-web.socket\n" in web
    private = (DEPLOY / "systemd" / "many" / "private.conf").read_text()
    many = (NGINX / "many" / "clinic-upstream.conf").read_text()
    (address,) = re.findall(r"ListenStream=(\S+)", private)
    assert f"server {address};" in many


def test_what_is_restarted_is_what_the_document_starts():
    restart = (DEPLOY / "bin" / "clinic-restart").read_text()
    for unit, name in (("web", "PROCESSES"), ("worker", "WORKERS")):
        (numbers,) = re.findall(rf"CLINIC_{name}:-([\d ]+)\}}", restart)
        for number in numbers.split():
            assert f"clinic-{unit}@{number}" in DOCUMENT
        assert re.search(rf'restart "clinic-{unit}@\$', restart)


def test_nginx_logs_no_query_no_address_and_no_private_place():
    formats = re.findall(r"log_format (\w+) (.+?);\n", SITE, re.DOTALL)
    assert [name for name, _ in formats] == ["clinic"]
    variables = set(re.findall(r"\$(\w+)", formats[0][1]))
    assert variables == {
        *("time_iso8601", "request_method", "clinic_logged", "status", "bytes_sent"),
        *("request_time", "upstream_addr", "upstream_status"),
        "upstream_cache_status",
    }
    logs = re.findall(r"^\s*access_log (.+);$", SITE, re.MULTILINE)
    assert logs.count("off") == 1
    assert {log.split()[-1] for log in logs} == {"clinic", "off"}
    # At a lower level nginx quotes the request and whose it was.
    errors = re.findall(r"^\s*error_log (.+);$", SITE, re.MULTILINE)
    assert len(errors) == SITE.count("\nserver {")
    assert {log.split()[-1] for log in errors} == {"alert"}
    for private in (headers.PRIVATE, "/accounts/join/"):
        assert f'"~*{private}"' in SITE


def test_nginx_lets_through_what_the_site_takes():
    allowed = bytes_of(directive("client_max_body_size", SITE))
    assert allowed > settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE
    # A form, which holds what a person wrote, is never put into a file.
    held = bytes_of(directive("client_body_buffer_size", SITE))
    assert held > settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    proxy = (NGINX / "snippets" / "clinic-proxy.conf").read_text()
    assert directive("proxy_max_temp_file_size", proxy) == "0"


def test_nginx_lets_an_import_through_to_the_screen_that_takes_it():
    snippet = (NGINX / "snippets" / "clinic-imports.conf").read_text()
    (address,) = re.findall(r"^location = (\S+) \{$", snippet, re.MULTILINE)
    assert address == reverse("article_imports:add")
    largest = sum(uploads.LIMITS.values())
    assert bytes_of(directive("client_max_body_size", snippet)) > largest
    # Whoever is not signed in fills no disk.
    assert directive("proxy_request_buffering", snippet) == "off"
    assert "include /etc/nginx/snippets/clinic-imports.conf;" in SITE


def test_nginx_tells_the_site_what_its_settings_expect():
    proxy = (NGINX / "snippets" / "clinic-proxy.conf").read_text()
    told = dict(re.findall(r"^proxy_set_header (\S+) (.+);$", proxy, re.MULTILINE))
    assert told["X-Forwarded-For"] == "$proxy_add_x_forwarded_for"
    assert told["X-Forwarded-Proto"] == "$scheme" and told["Host"] == "$host"
    assert "TRUSTED_PROXIES=1" in (DEPLOY / "clinic.env.example").read_text()
    assert "non_idempotent" not in proxy


def test_nginx_keeps_pages_in_memory_and_makes_nothing_small():
    kept = (NGINX / "snippets" / "clinic-kept.conf").read_text()
    (place,) = re.findall(r"^proxy_cache_path (\S+) ", kept, re.MULTILINE)
    assert place.startswith("/run/")
    pages = (NGINX / "snippets" / "clinic-pages.conf").read_text()
    zone = directive("proxy_cache", pages)
    assert f"keys_zone={zone}:" in kept
    assert directive("proxy_cache_use_stale", pages) == "off"
    # The page of one person made small would tell secrets by its size (BREACH).
    assert directive("gzip", SITE) == "off"
    # What is read, static files and uploads of other machines included, is not kept.
    everything = "".join(path.read_text() for path in NGINX.rglob("*.conf"))
    assert everything.count("clinic-pages.conf;") == 1


def test_tls_is_new_enough_and_hsts_is_the_sites():
    assert directive("ssl_protocols", SITE) == "TLSv1.2 TLSv1.3"
    everything = "".join(path.read_text() for path in NGINX.rglob("*.conf"))
    assert "Strict-Transport-Security" not in everything


@pytest.fixture
def uploaded(client, settings, tmp_path):
    """Return what the site itself says of an uploaded picture."""
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "a.jpg").write_bytes(b"x")
    answer = client.get("/media/a.jpg")
    assert b"".join(answer.streaming_content) == b"x"
    return answer


def test_nginx_puts_the_sites_headers_on_files(uploaded):
    snippet = (NGINX / "snippets" / "clinic-headers.conf").read_text()
    shipped = dict(
        re.findall(r'^add_header (\S+) "(.+)" always;$', snippet, re.MULTILINE)
    )
    assert len(shipped) == snippet.count("add_header")
    assert {name: uploaded.headers.get(name) for name in shipped} == shipped
    expected = {name for name in uploaded.headers if name.startswith(("X-", "Cross-"))}
    assert expected | {"Permissions-Policy", "Referrer-Policy"} == set(shipped)

    files = (NGINX / "snippets" / "clinic-files.conf").read_text()
    policies = re.findall(r'add_header Content-Security-Policy "(.+)" always;', files)
    assert set(policies) == {uploaded["Content-Security-Policy"]}
    assert len(policies) == files.count("alias") == files.count("clinic-headers.conf")


def test_nginx_hands_out_no_document_and_nothing_that_runs():
    files = (NGINX / "snippets" / "clinic-files.conf").read_text()
    assert "location /media/documents/ {\n    return 404;" in files
    (pattern,) = re.findall(r"location ~\* (\S+) \{\n    return 404;", files)
    for ending in headers.NEVER_SERVED:
        assert re.match(pattern, f"/media/images/x{ending}"), ending
    assert not re.match(pattern, "/media/images/x.jpg")


def test_files_come_from_where_the_site_puts_them():
    environment = (DEPLOY / "clinic.env.example").read_text()
    values = dict(re.findall(r"^([A-Z_]+)=(.+)$", environment, re.MULTILINE))
    files = (NGINX / "snippets" / "clinic-files.conf").read_text()
    assert re.findall(r"alias (\S+)/;", files) == [
        f"{values['VAR_DIR']}{settings.STATIC_URL.rstrip('/')}",
        values["MEDIA_ROOT"],
    ]
    assert f"root {values['VAR_DIR']}/away;" in SITE
    for unit in SERVICES:
        assert f"StateDirectory={Path(values['VAR_DIR']).name}\n" in unit.read_text()


def test_logs_are_kept_no_longer_than_backups():
    rotated = (DEPLOY / "logrotate" / "clinic").read_text()
    folder = Path(SITE.split("access_log /")[1].split()[0]).parent
    assert f"/{folder}/*.log" in rotated
    assert int(re.search(r"maxage (\d+)", rotated)[1]) <= settings.BACKUP_KEEP_DAYS


def test_every_file_is_told_of():
    files = [path for path in DEPLOY.rglob("*") if path.is_file()]
    assert len(files) > 12
    told = [path.relative_to(DEPLOY) for path in files]
    assert [str(name) for name in told if name.name not in DOCUMENT] == []


@pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd is not installed"
)
def test_systemd_understands_the_units(tmp_path):
    for unit in UNITS:
        # Nothing is installed where a unit would find it.
        text = re.sub(
            r"^ExecStart=\S+", "ExecStart=/bin/true", unit.read_text(), flags=re.M
        )
        (tmp_path / unit.name).write_text(text)
    instances = [unit.name.replace("@.", "@8001.") for unit in UNITS]
    found = subprocess.run(
        ["systemd-analyze", "verify", *instances],
        env={"SYSTEMD_UNIT_PATH": f"{tmp_path}:", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )
    ours = [line for line in found.stderr.splitlines() if "clinic-" in line]
    assert (ours, found.returncode) == ([], 0)
