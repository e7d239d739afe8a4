"""A process of a test: takes in requests, one after another, until its input ends.

python -m tests.site.keeps_receiving NAME; prints each reference once it is stored.
"""

import sys
import threading
from importlib import import_module

import django


def main(name: str) -> None:
    """Receive until somebody closes our input."""
    django.setup()
    models = import_module("consultations.models")
    fresh_key = import_module("consultations.ticket").fresh_key
    consent = models.Wording.current(models.WordingKind.CONSENT)
    ended = threading.Event()

    def wait_for_the_end():
        sys.stdin.read()
        ended.set()

    threading.Thread(target=wait_for_the_end, daemon=True).start()
    number = 0
    # People leave gaps; without any, SQLite gives nobody else a turn.
    while not ended.wait(0.02):
        number += 1
        request = models.ConsultationRequest.receive(
            submission_key=fresh_key(),
            consent=consent,
            name=f"{name} Writer",
            phone="+17035550117",
            email=f"{name}{number}@example.com",
            contact_method="phone",
            message=f"message {number}",
            adult=True,
        )
        sys.stdout.write(f"{request.reference}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
