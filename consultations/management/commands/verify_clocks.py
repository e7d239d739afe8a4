from django.core.management.base import BaseCommand, CommandError
from django.db.models import Prefetch

from consultations import clocks
from consultations.models import ConsultationRequest, IntakeSettings, RequestEvent
from consultations.replay import differences

AT_A_TIME = 500


class Command(BaseCommand):
    """Compute every request's state from its events; exit 1 and name what differs."""

    help = "Check that status, clocks and times of requests follow from their events."

    def handle(self, *args, **options):
        intake, hours, wrong, count = IntakeSettings.load(), {}, [], 0
        # Nothing that was typed is needed for it, and none is decrypted.
        events = RequestEvent.objects.defer(*RequestEvent.PHI_FIELDS)
        found = (
            ConsultationRequest.objects.defer(*ConsultationRequest.PHI_FIELDS)
            .select_related("location")
            .prefetch_related(Prefetch("events", queryset=events))
            .order_by("pk")
        )
        for request in found.iterator(chunk_size=AT_A_TIME):
            count += 1
            if request.location_id not in hours:
                hours[request.location_id] = clocks.hours_of_request(request)
            columns = differences(
                request,
                events=request.events.all(),
                hours=hours[request.location_id],
                intake=intake,
            )
            if columns:
                wrong.append(f"{request.reference}: {', '.join(columns)}")
        if wrong:
            raise CommandError("Not what the events say:\n" + "\n".join(wrong))
        self.stdout.write(
            self.style.SUCCESS(f"All {count} requests are what their events say.")
        )
