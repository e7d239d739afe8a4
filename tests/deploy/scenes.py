"""The scenes of the trial, one after another; each returns what went wrong."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from clinic.models import ClinicSettings
from clinic.notices import Declared
from clinic_site.headers import UPLOAD_POLICY
from tests.deploy.machine import Redis, Socket, WebProcess, Worker, end
from tests.deploy.people import ANSWERS, LOOKED_FOR, Readers, SecureBrowser
from tests.deploy.proxy import Proxy
from tests.factories import make_home
from tests.faults.killing import settle
from tests.faults.ledger import differences
from tests.faults.mailbox import Mailbox
from tests.faults.postgres import Server
from tests.faults.visitors import EVERYONE, FORM, PHONE, READING_TIME, Crowd, Visit

AT_ONCE, READING = 8, 3


class Machine:
    """Everything that `deploy/` starts, on ports of a trial."""

    def __init__(self, folder):
        port = int(os.environ["DEPLOY_WEB_PORT"])
        self.https = int(os.environ["DEPLOY_HTTPS_PORT"])
        self.http = int(os.environ["DEPLOY_HTTP_PORT"])
        self.proxy = Proxy(folder, self.https, self.http, port)
        self.socket = Socket(port)
        self.web = [WebProcess(number, self.socket, folder) for number in (1, 2)]
        self.workers = [Worker(), Worker()]

    def start(self) -> None:
        """Start web processes, workers and nginx."""
        for process in [*self.web, *self.workers, self.proxy]:
            process.start()

    def stop(self) -> None:
        """End everything."""
        for process in [self.proxy, *self.web, *self.workers]:
            end(process.process)

    def pause_workers(self) -> None:
        """Let the workers stand still in whatever they do."""
        for worker in self.workers:
            worker.signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let them go on with it."""
        for worker in self.workers:
            worker.signal(signal.SIGCONT)


def run(report) -> list[str]:
    """Set up the machine, do all scenes, and return what went wrong."""

    def say(what, figure="") -> None:
        report.write(f"  {what:<36} {figure}\n")

    report.write("As deploy/ has it: nginx, PostgreSQL, Redis, production settings\n")
    mailbox = Mailbox(int(os.environ["FAULTS_MAIL_PORT"]))
    server = Server(int(os.environ["FAULTS_DATABASE_PORT"]))
    server.start()
    redis = machine = None
    try:
        if settings.REDIS_URL:
            redis = Redis(int(os.environ["DEPLOY_REDIS_PORT"]), settings.VAR_DIR)
        else:
            say("Redis", "left out: redis-server or its package is not installed")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        wrong = deploy_check(say)
        call_command("write_away_page", verbosity=0)
        machine = Machine(settings.VAR_DIR)
        wrong += [f"nginx -t: {found}" for found in [machine.proxy.test()] if found]
        machine.start()
        wrong += files(machine, say)
        wrong += rolling(machine, mailbox, int(os.environ["DEPLOY_ROUNDS"]), say)
        wrong += one_dead(machine, say)
        wrong += all_away(machine, mailbox, say)
        wrong += told_to_nobody(machine, redis, say)
    finally:
        connections.close_all()
        if machine is not None:
            machine.stop()
        if redis is not None:
            redis.stop()
        server.stop()
    say("failed, lost, doubled or told", len(wrong))
    return wrong


def deploy_check(say: Callable) -> list[str]:
    """Ask `check --deploy` of a clinic that has made its record: it says nothing."""
    make_home()
    ClinicSettings.objects.create(
        clinic_name="Trial clinic",
        phone=settings.CLINIC_PHONE,
        covered_by_hipaa=Declared.NO,
        takes_insurance=Declared.YES,
        gives_estimates=Declared.NO,
        is_off_label=Declared.NO,
    )
    command = [sys.executable, "manage.py", "check", "--deploy"]
    done = subprocess.run(
        [*command, "--fail-level", "WARNING"], capture_output=True, text=True
    )
    said = done.stdout.strip()
    say("check --deploy", said)
    return [] if done.returncode == 0 else [done.stderr]


def rolling(machine, mailbox, rounds: int, say: Callable) -> list[str]:
    """Restart everything in turn under load: no answer fails and no form is lost."""
    ANSWERS.forget()
    crowd = Crowd(machine.https, AT_ONCE, SecureBrowser)
    readers = Readers(machine.https, READING)
    restarts = []
    try:
        time.sleep(5)
        for _ in range(rounds):
            for process in [*machine.web, *machine.workers]:
                began = time.monotonic()
                process.restart()
                restarts.append(time.monotonic() - began)
        time.sleep(2)
    finally:
        readers.send_home()
        crowd.send_home()
    settle(machine)
    answers = ", ".join(f"{n} x {what}" for what, n in ANSWERS.counted.most_common())
    say("restarts under load", f"{len(restarts)}, the longest {max(restarts):.1f} s")
    say("answers", f"{answers}, the slowest after {ANSWERS.longest:.1f} s")
    say("failed", len(ANSWERS.failed))
    say("acknowledged", sum(bool(visit.reference) for visit in crowd.visits))
    few = [] if ANSWERS.counted["302"] > 2 * rounds else ["hardly anybody came"]
    return few + ANSWERS.failed + crowd.failures + differences(mailbox)


def one_dead(machine, say: Callable) -> list[str]:
    """Let one web process be gone: the other answers everybody."""
    machine.web[0].kill()
    ANSWERS.forget()
    readers = Readers(machine.https, READING)
    time.sleep(5)
    readers.send_home()
    say("one web process gone", f"{ANSWERS.counted['200']} answers, all from the other")
    machine.web[0].start()
    return list(ANSWERS.failed)


def all_away(machine, mailbox, say: Callable) -> list[str]:
    """Stop all web processes: nginx says whom to call, and the form comes later."""
    visit = Visit()
    browser = SecureBrowser(machine.https, visit.number)
    data = visit.filled_in(browser.fetch_patiently(FORM).page)
    time.sleep(READING_TIME)
    for process in machine.web:
        process.stop()
    machine.socket.close()
    wrong = []
    for answer in (browser.fetch("/"), browser.fetch(FORM, data)):
        for what, there in (
            (f"away: status {answer.status}", answer.status == 503),
            ("away: no phone number", PHONE in answer.page),
            ("away: no Retry-After", answer.headers.get("Retry-After") == "30"),
            ("away: may be framed", answer.headers.get("X-Frame-Options") == "DENY"),
            ("away: kept", answer.headers.get("Cache-Control") == "no-store"),
        ):
            wrong += [] if there else [what]
    machine.socket.open()
    for process in machine.web:
        process.start()
    answer = browser.fetch(FORM, data)
    if answer.status == 302:
        page = browser.fetch_patiently(f"{FORM}received/").page
        visit.reference = page.split('class="reference"')[1].split(">")[1][:8]
    else:
        wrong.append(f"not received when all was well again: {answer.status}")
    settle(machine)
    say("all web processes gone", "503 with the phone number, received afterwards")
    return wrong + differences(mailbox)


def files(machine, say: Callable) -> list[str]:
    """Ask nginx for what it hands out itself, and for what it must not."""
    browser = SecureBrowser(machine.https, 20_000)
    media = settings.VAR_DIR / "media"
    for name in ("images/a.jpg", "images/x.svg", "documents/secret.pdf"):
        (media / name).parent.mkdir(parents=True, exist_ok=True)
        (media / name).write_text("x")
    page = browser.fetch_patiently("/accounts/login/").page
    script = re.search(r'src="(/static/[^"]+\.js)"', page)[1]
    wrong = []
    for path, status, age in (
        (script, 200, "max-age=315360000, public, immutable"),
        ("/media/images/a.jpg", 200, "max-age=86400, public"),
        ("/media/images/x.svg", 404, None),
        ("/media/documents/secret.pdf", 404, None),
        ("/media/../keys.json", 404, None),
    ):
        answer = browser.fetch(path)
        if (answer.status, answer.headers.get("Cache-Control")) != (status, age) and (
            status == 200 or answer.status != status
        ):
            wrong.append(f"{path}: {answer.status} {answer.headers}")
        policy = answer.headers.get("Content-Security-Policy")
        if status == 200 and policy != UPLOAD_POLICY:
            wrong.append(f"{path}: {policy}")
    home = browser.fetch("/")
    if "max-age=" not in home.headers.get("Strict-Transport-Security", ""):
        wrong.append("no HSTS on a page")
    say("files of nginx", "static, media, refusals, headers")
    return wrong


def told_to_nobody(machine, redis, say: Callable) -> list[str]:
    """Look for what people typed in nginx's logs and in Redis."""
    browser = SecureBrowser(machine.https, 20_001)
    private = f"{FORM}yours/canary-of-a-private-link/"
    typed = "/canary-of-something-typed/"
    for path in (private, typed, "/accounts/join/canary-of-an-invitation/"):
        browser.fetch(path)
    told = {"nginx": machine.proxy.logs()}
    if redis is not None:
        told["Redis"] = redis.everything()
    secrets = [LOOKED_FOR, "canary-of", "example.com", "What visitor", browser.address]
    secrets += [visit.key for visit in EVERYONE if visit.key]
    lines = told["nginx"].count("\n")
    say("lines that nginx logged", f"{lines}, searched for {len(secrets)} values")
    few = [] if lines > 20 else ["nginx logged next to nothing"]
    return few + [
        f"{secret} stands in {where}"
        for where, text in told.items()
        for secret in secrets
        if secret in text
    ]
