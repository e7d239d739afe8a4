"""A process of its own that sends the outbox: python -m tests.site.outbox_sender MODE.

It writes one line for each message it hands over into the file of OUTBOX_SENT. In the
mode `die` it is killed between claiming a row and sending it.
"""

import os
import signal
import sys

import django
from django.core.mail import EmailMessage

from clinic.outbox import register_builder


def build(row) -> EmailMessage:
    if sys.argv[1] == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    sent = os.open(os.environ["OUTBOX_SENT"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(sent, f"{row.dedupe_key}\n".encode())
    os.close(sent)
    return EmailMessage("Subject", "Text", to=["desk@clinic.example"])


if __name__ == "__main__":
    django.setup()
    register_builder("test", build)
    # Models can be imported only now.
    from clinic_site.outbox import send_batch

    while send_batch():
        pass
