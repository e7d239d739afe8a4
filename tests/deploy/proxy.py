"""nginx with the configuration that `deploy/` ships, on ports and paths of a trial."""

import datetime
import re
import socket
import subprocess
import time
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.deploy.machine import STARTS_WITHIN, end
from tests.with_postgres import end_with_parent

SHIPPED = Path(__file__).resolve().parent.parent.parent / "deploy" / "nginx"
# What Debian's nginx.conf has around it, without its own sites and logs.
AROUND = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/log/nginx-start.log warn;
worker_processes 2;
events {{ worker_connections 768; }}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    sendfile on;
    tcp_nopush on;
    gzip on;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/nginx/clinic.conf;
}}
"""


class Proxy:
    """A running nginx; its two logs lie in `log` of the folder."""

    def __init__(self, folder: Path, https: int, http: int, web: int):
        self.folder, self.process, self._https = folder, None, https
        self.log = folder / "log"
        for name in ("log", "nginx/snippets", "tls", "body"):
            (folder / name).mkdir(parents=True)
        for source in [SHIPPED / "clinic.conf", *(SHIPPED / "snippets").iterdir()]:
            text = self._moved(source.read_text(), https, http, web)
            (folder / "nginx" / source.relative_to(SHIPPED)).write_text(text)
        (folder / "nginx.conf").write_text(AROUND.format(folder=folder))
        certify(folder / "tls")
        self._command = ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")]

    def _moved(self, text: str, https: int, http: int, web: int) -> str:
        for there, here in (
            ("/etc/nginx/snippets", f"{self.folder}/nginx/snippets"),
            ("/etc/clinic/tls", f"{self.folder}/tls"),
            ("/var/lib/clinic", str(self.folder)),
            ("/run/clinic-pages", f"{self.folder}/pages"),
            ("/var/log/clinic", f"{self.folder}/log"),
            ("www.clinic.example clinic.example", "localhost"),
            ("www.clinic.example", "localhost"),
            ("127.0.0.1:8001", f"127.0.0.1:{web}"),
        ):
            text = text.replace(there, here)
        text = re.sub(r"^\s*listen \[::\].+\n", "", text, flags=re.MULTILINE)
        text = re.sub(r"listen 80\b", f"listen 127.0.0.1:{http}", text)
        return re.sub(r"listen 443\b", f"listen 127.0.0.1:{https}", text)

    def test(self) -> str:
        """Return what nginx finds wrong with the configuration."""
        done = subprocess.run(
            [*self._command, "-t"], capture_output=True, text=True, check=False
        )
        return "" if done.returncode == 0 and "warn" not in done.stderr else done.stderr

    def start(self) -> None:
        """Start it."""
        self.process = subprocess.Popen(
            self._command,
            stdin=subprocess.DEVNULL,
            process_group=0,
            preexec_fn=end_with_parent,
        )
        until = time.monotonic() + STARTS_WITHIN
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError((self.log / "nginx-start.log").read_text())
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self._https), timeout=1).close()
        except OSError:
            return False
        return True

    def stop(self) -> None:
        """End it."""
        end(self.process)

    def logs(self) -> str:
        """Return all that it has written down."""
        return "".join(path.read_text() for path in sorted(self.log.iterdir()))


def certify(folder: Path) -> None:
    """Make a certificate for localhost that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    pem = serialization.Encoding.PEM
    form = serialization.PrivateFormat.PKCS8
    (folder / "privkey.pem").write_bytes(key.private_bytes(pem, form, plain))
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(pem))
