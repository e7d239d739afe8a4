from django.core.management.base import BaseCommand

from clinic.search_index import rebuild


class Command(BaseCommand):
    """Write the search's rows and words anew, as after an import or a restore."""

    help = "Reads every public page anew for the search and counts its words."

    def handle(self, *args, **options):
        self.stdout.write(f"{rebuild()} pages can be found.")
