from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from clinic_site.demo import history, replies, requests
from clinic_site.demo.load import Demo


class Command(BaseCommand):
    """Load the demo clinic: pages, people, pictures, requests; safe to run twice."""

    help = "Loads the demo content; what is there already stays as it is."

    def handle(self, *args, **options):
        if not settings.DEMO:
            raise CommandError(
                "The demo content belongs on a demo site; these settings are not one."
            )
        with transaction.atomic():
            demo = Demo()
            made = demo.load()
            requests.load(demo.users)
            replies.load()
            history.load(demo.users)
        self.stdout.write(f"Demo content is there; {made} pages were made.")
