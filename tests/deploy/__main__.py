"""Run the site as `deploy/` sets it up: python -m tests.deploy [--rounds N]

nginx with TLS and the shipped configuration, two web processes on one socket,
two workers, PostgreSQL, Redis, production settings. Everything is restarted one after
the other while people send the form; then what they were told is compared with what is
there. Then all web processes are away, and what nginx says and logs is looked at.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from tests.with_postgres import Missing, account, free_port, programs

ROOT = Path(__file__).resolve().parent.parent.parent
# Debian puts servers where not everybody's PATH leads.
SERVERS = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])


def production(folder: Path, rounds: int) -> dict[str, str]:
    """Return the environment of a production site in a folder of its own."""
    example = (ROOT / "tests" / "site" / "production.env").read_text().splitlines()
    made_up = dict(line.split("=", 1) for line in example if "=" in line[1:])
    database, mail, web, https, http, redis = (free_port() for _ in range(6))
    has_redis = shutil.which("redis-server", path=SERVERS) and find_spec("redis")
    return {
        **os.environ,
        **made_up,
        "PATH": SERVERS,
        "DATABASE_URL": f"postgres://postgres@127.0.0.1:{database}/postgres",
        "REDIS_URL": f"redis://127.0.0.1:{redis}/0" if has_redis else "",
        "VAR_DIR": str(folder),
        "MEDIA_ROOT": str(folder / "media"),
        "SITE_URL": f"https://localhost:{https}",
        "ALLOWED_HOSTS": "localhost",
        # nginx, and before it the one that each visitor seems to come through.
        "TRUSTED_PROXIES": "2",
        "WEB_CONCURRENCY": "2",
        "EMAIL_URL": f"smtp://127.0.0.1:{mail}",
        "DISK_RESERVE_MB": "1",
        "BACKUP_ALARM_DAYS": "0",
        "FAULTS_SCENES": "tests.deploy.scenes",
        "FAULTS_DATABASE_PORT": str(database),
        "FAULTS_MAIL_PORT": str(mail),
        "DEPLOY_ROUNDS": str(rounds),
        "DEPLOY_WEB_PORT": str(web),
        "DEPLOY_HTTPS_PORT": str(https),
        "DEPLOY_HTTP_PORT": str(http),
        "DEPLOY_REDIS_PORT": str(redis),
    }


def missing() -> str:
    """Return what this machine lacks for the trial."""
    if not shutil.which("nginx", path=SERVERS):
        return "nginx is not installed"
    try:
        programs()
        account()
    except Missing as lacking:
        return str(lacking)
    return ""


def main() -> int:
    """Run the trial and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.deploy")
    parser.add_argument("--rounds", type=int, default=3, help="restarts of everything")
    chosen = parser.parse_args()
    if lacking := missing():
        sys.stdout.write(f"Not run: the trial of deploy/ ({lacking}).\n")
        return 1 if os.environ.get("CI") == "true" else 0
    with tempfile.TemporaryDirectory(prefix="clinic-deploy-") as name:
        # PostgreSQL and nginx run as other users, who have to get in.
        Path(name).chmod(0o755)
        done = subprocess.run(
            [sys.executable, "-m", "tests.faults.on"],
            env=production(Path(name), chosen.rounds),
        )
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
