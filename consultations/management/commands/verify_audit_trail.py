from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from consultations import anchor
from consultations.models import TrailCheck, first_unfit_anchor


class Command(BaseCommand):
    """Follow the reading trail; exit 1 and name the first entry that does not hold."""

    help = "Check that no entry of the reading trail was changed, dropped or moved."

    def add_arguments(self, parser):
        parser.add_argument(
            "--anchor",
            action="store_true",
            help="only compare the trail with what AUDIT_ANCHOR holds, and say which "
            "anchor does not fit and why",
        )

    def handle(self, *args, **options):
        if options["anchor"]:
            return self.compare()
        check = TrailCheck.whole()
        broken = check.broken
        if broken is not None:
            when = f" ({broken.at.isoformat()})" if broken.at else ""
            raise CommandError(f"Entry {broken.number}{when}: {broken.what}.")
        self.stdout.write(
            self.style.SUCCESS(f"The trail holds: {check.number} entries.")
        )

    def compare(self):
        """Hold the trail against its anchors alone."""
        if not settings.AUDIT_ANCHOR:
            raise CommandError("AUDIT_ANCHOR is not set: nothing is anchored.")
        anchors = anchor.lines()
        if not anchors:
            raise CommandError(
                f"{settings.AUDIT_ANCHOR} holds no anchor. The worker writes one a day "
                "once somebody has read something; is it the right file?"
            )
        unfit = first_unfit_anchor()
        if unfit is not None:
            one = unfit.anchored
            fits = f"It fits up to entry {unfit.fits_to}." if unfit.fits_to else ""
            raise CommandError(
                f"The anchor of {one.at.isoformat()}, entry {one.number}: "
                f"{unfit.what}. {fits}".strip()
            )
        newest = anchors[-1]
        self.stdout.write(
            self.style.SUCCESS(
                f"The trail leads to all {len(anchors)} anchors; the newest is entry "
                f"{newest.number} of {newest.at.isoformat()}."
            )
        )
