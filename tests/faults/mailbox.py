"""A mail server that keeps what it took, and can hang up, stand still or be gone."""

import email
import email.policy
import random
import socketserver
import threading
import time
from collections import defaultdict

# So many of a hundred messages are taken without a word of thanks.
HUNG_UP = 4


class _Conversation(socketserver.StreamRequestHandler):
    """One client, in the words of SMTP that Django's backend uses."""

    def handle(self):
        try:
            self._talk()
        except (ConnectionError, TimeoutError):
            return

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())

    def _talk(self):
        mailbox, recipients = self.server.mailbox, []
        mailbox.speaks.wait()
        self._say("220 mailbox")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"QUIT":
                self._say("221 bye")
                return
            if word == b"RCPT":
                recipients.append(line.decode().split("<")[1].split(">")[0])
            if word != b"DATA":
                self._say("250 ok")
                continue
            self._say("354 go on")
            mailbox.take(recipients, b"".join(iter(self._line, b".\r\n")))
            recipients = []
            time.sleep(mailbox.late_by or random.uniform(0, mailbox.slow))  # noqa: S311
            if mailbox.rude and random.randrange(100) < HUNG_UP:  # noqa: S311
                return
            self._say("250 kept")

    def _line(self) -> bytes:
        line = self.rfile.readline()
        if not line:
            raise ConnectionError
        return line


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


class Mailbox:
    """Everything that was sent, by Message-ID, repeats included."""

    def __init__(self, port: int):
        # Seconds: at most so long it thinks, or exactly so long when it is late.
        self.rude, self.slow, self.late_by = False, 0.0, 0
        self.speaks = threading.Event()
        self.speaks.set()
        self.messages = []
        self._lock = threading.Lock()
        self._server = None
        self.port = port
        self.open()

    def open(self) -> None:
        """Take mail, on the same port as before."""
        self._server = _Server(("127.0.0.1", self.port), _Conversation)
        self._server.mailbox = self
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Refuse every connection from now on."""
        self._server.shutdown()
        self._server.server_close()

    def take(self, recipients: list[str], source: bytes) -> None:
        """Keep one message."""
        message = email.message_from_bytes(source, policy=email.policy.default)
        with self._lock:
            self.messages.append((tuple(recipients), message))

    def ids(self) -> dict[str, int]:
        """Return how often each Message-ID came."""
        found = defaultdict(int)
        for _to, message in list(self.messages):
            found[message["Message-ID"]] += 1
        return dict(found)

    def ids_to(self, address: str) -> list[str]:
        """Return the Message-ID of every message to an address."""
        return [m["Message-ID"] for to, m in list(self.messages) if address in to]

    def ids_about(self, reference: str, address: str) -> list[str]:
        """Return those of them whose subject names a reference."""
        return [
            message["Message-ID"]
            for to, message in list(self.messages)
            if address in to and reference in message["Subject"]
        ]
