import signal

from django.core.management.base import BaseCommand

from clinic_site.importing import importer
from clinic_site.worker import stop, work


class Command(BaseCommand):
    """Send mail, publish what is scheduled and do the other recurring work."""

    help = "Does the recurring work (mail, scheduled publishing, ...) until stopped."

    def handle(self, *args, **options):
        signal.signal(signal.SIGTERM, stop.request)
        signal.signal(signal.SIGINT, stop.request)
        try:
            work(stop)
        finally:
            importer.end()
