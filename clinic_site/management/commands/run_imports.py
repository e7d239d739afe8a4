import os
import signal

from django.core.management.base import BaseCommand

from articles.imports import working
from clinic.alone import alone
from clinic_site.importing import LOCK
from clinic_site.stopping import Stop

# Visitors, the desk and their mail go first.
YIELDING = 10


class Command(BaseCommand):
    """Carry out the imports that were uploaded; the worker starts this by itself."""

    help = "Carries out the uploaded imports that wait, then ends."

    def handle(self, *args, **options):
        stop = Stop()
        signal.signal(signal.SIGTERM, stop.request)
        signal.signal(signal.SIGINT, stop.request)
        os.nice(YIELDING)
        with alone(LOCK) as mine:
            done = working.work(stop.requested) if mine else 0
        self.stdout.write(f"Imports carried out: {done}.")
