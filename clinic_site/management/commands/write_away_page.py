"""Write the page that nginx shows while the site is away altogether."""

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError
from django.template.loader import render_to_string

from clinic.bare import whom_to_call
from clinic.models import ClinicSettings
from clinic_site.stylesheet import bundle
from clinic_site.whole_file import write_whole

# What `layout/plain.html` puts into the page.
SHEET = "list"


class Command(BaseCommand):
    """Write a page with the clinic's name and phone that needs nothing but itself."""

    help = (
        "Writes VAR_DIR/away/away.html: what nginx shows while no web process answers. "
        "The worker does so every hour, an update at once."
    )

    def handle(self, *args, **options):
        said = []
        try:
            # Remembered by the pages that do without the database.
            ClinicSettings.objects.first()
        except DatabaseError:
            said.append("The database is away: CLINIC_PHONE stands in.")
        target = settings.VAR_DIR / "away" / "away.html"
        write_whole(target, page())
        said.append(f"{target} names {whom_to_call()['phone_display']}.")
        if options["verbosity"]:
            self.stdout.write("\n".join(said))


def page() -> str:
    """Return the page, which lets a browser use its own style sheet and our fonts."""
    policy = (
        f"default-src 'none'; style-src '{bundle(SHEET).csp_hash}'; font-src 'self'"
    )
    return render_to_string("away.html", {**whom_to_call(), "policy": policy})
