"""One process of several: waits for a word, receives, and prints what it was told.

python -m tests.consultations.one_process KEY MESSAGE, started by a test with its
database in the environment.
"""

import json
import sys
import time
from importlib import import_module

import django


def main(key: str, message: str) -> None:
    """Say that we are ready, start at the moment that is read, say the reference."""
    django.setup()
    models = import_module("consultations.models")
    consent = models.Wording.current(models.WordingKind.CONSENT)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    start = float(sys.stdin.readline())
    time.sleep(max(0, start - time.time()))
    request = models.ConsultationRequest.receive(
        submission_key=key,
        consent=consent,
        name="Jordan Reyes",
        phone="+17035550117",
        email="jordan@example.com",
        contact_method="phone",
        message=message,
        adult=True,
    )
    told = {"reference": request.reference, "new": request.is_new}
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
