"""A request as the desk shows it: the words for one row or one page."""

from django.utils import timezone
from django.utils.translation import gettext as _

from consultations import clocks
from consultations.models import ContactMethod, QuarantineReason, Status


class Shown:
    """One request in words, computed from what is loaded: no query of its own."""

    def __init__(self, request, user):
        self.request = request
        self.user = user
        self.now = timezone.now()
        self.clock = clocks.Clock(request, self.now)

    @property
    def came(self) -> str:
        """Return how and when it came in: "Web form, 2 h ago"."""
        minutes = int((self.now - self.request.received_at).total_seconds() // 60)
        return _("%(channel)s, %(time)s ago") % {
            "channel": self.request.get_channel_display(),
            "time": clocks.duration_words(max(minutes, 0)),
        }

    @property
    def windows(self) -> str:
        """Return when the person may be reached."""
        words = [clocks.window_words(w) for w in self.request.contact_times]
        return ", ".join(words) or _("any time")

    @property
    def reach(self) -> str:
        """Return by what and when the person wants to be reached."""
        method = self.request.get_contact_method_display()
        if self.request.contact_method == ContactMethod.EMAIL:
            return method
        return f"{method}, {self.windows}"

    @property
    def caution(self) -> str:
        """Return the one permission that is easiest to break."""
        if self.request.contact_method == ContactMethod.EMAIL:
            return ""
        return "" if self.request.voicemail_ok else _("No voicemail")

    @property
    def next_step(self) -> str:
        """Return what to do next."""
        request = self.request
        if request.status == Status.QUARANTINED:
            return _("Genuine or spam?")
        if request.status == Status.CLOSED:
            return request.get_disposition_display()
        if request.status == Status.SCHEDULED:
            tz = timezone.get_current_timezone()
            when = clocks.moment_words(request.scheduled_for, self.now, tz)
            return _("Consultation %(when)s") % {"when": when}
        if request.first_conversation_at:
            return _("Schedule or close")
        if request.contact_method == ContactMethod.EMAIL:
            return _("Write again") if request.first_attempt_at else _("Write")
        if request.contact_method == ContactMethod.TEXT:
            return _("Text again") if request.first_attempt_at else _("Text")
        return _("Call again") if request.first_attempt_at else _("Call")

    @property
    def with_whom(self) -> str:
        """Return who has it."""
        request = self.request
        if request.assigned_to_id is None:
            return _("nobody")
        if request.assigned_to_id == self.user.pk:
            return _("you")
        return str(request.assigned_to)

    @property
    def reasons(self) -> list[str]:
        """Return why it was set aside."""
        labels = dict(QuarantineReason.choices)
        return [str(labels.get(r, r)) for r in self.request.quarantine_reasons]


def event_when(event) -> str:
    """Return when an event happened, in words."""
    return clocks.moment_words(
        event.at, timezone.now(), timezone.get_current_timezone()
    )
