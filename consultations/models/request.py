from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from clinic.encryption import EncryptedTextField

from . import lookups
from .afterwards import Afterwards
from .buckets import LANE
from .choices import OPEN, Channel, ContactMethod, Disposition, ForWhom, Status
from .details import Details
from .holding import Holding
from .own_link import fresh_selector
from .parts import AnyOf
from .read_first import ReadFirst
from .receiving import Receiving
from .reply import Replying
from .retention import RetentionQuerySet
from .snoozing import SnoozeQuerySet, Snoozing
from .suitability import Suitability
from .told import WORDING_COLUMNS, WasTold
from .transitions import Transitions
from .unclaimed import UnclaimedQuerySet

OPEN_ROW = models.Q(closed_at__isnull=True)
CLOSED_ROW = models.Q(closed_at__isnull=False)
# What tells the runs of the queue apart, their order, and what they are filtered by.
RUN = (
    *("lane", "due_at", "id", "snoozed_until"),
    *("assigned_to", "service", "location"),
)


class ConsultationRequestQuerySet(SnoozeQuerySet, UnclaimedQuerySet, RetentionQuerySet):
    """Questions the desk asks; nothing here changes a status."""

    def open(self):
        """Requests that still need somebody."""
        # The words of the partial indexes; a constraint pairs them with the status.
        return self.filter(closed_at__isnull=True)

    def matching(self, text: str, newest: int | None = None):
        """Requests that fit what somebody typed; none when it says nothing.

        All of them, or no fewer than the `newest` so many, which is quicker.
        """
        parts = lookups.matching(self, text, newest)
        return self.filter(pk__in=AnyOf(*parts)) if parts else self.none()

    def visible_to(self, user):
        """Requests this person may open: all, those handed to them, or none."""
        if user.has_perm("consultations.work_requests"):
            return self
        if user.has_perm("consultations.view_consultationrequest"):
            return self.filter(assigned_to=user)
        return self.none()

    def with_told(self):
        """Bring along what each person was told and the place that calls."""
        return self.select_related("location", *WORDING_COLUMNS)

    def update(self, **kwargs):
        if "status" in kwargs:
            raise TypeError("A status changes through the request's methods alone.")
        return super().update(**kwargs)

    def bulk_create(self, *args, **kwargs):
        raise TypeError("Requests come in through receive() alone.")

    def bulk_update(self, *args, **kwargs):
        raise TypeError("Requests change through their methods alone.")


class ConsultationRequest(
    Receiving,
    Details,
    ReadFirst,
    Suitability,
    Replying,
    Transitions,
    Snoozing,
    Holding,
    Afterwards,
    WasTold,
    models.Model,
):
    """One person's wish to be called about a consultation, and what came of it.

    It comes in through `receive()` and changes through the named methods of
    `Transitions`, `Snoozing`, `Holding` and `Afterwards`; each writes its event in the
    same transaction.
    """

    # What people asked about is nothing for the usage lists of pages and images.
    wagtail_reference_index_ignore = True

    PHI_FIELDS = frozenset({"name", "email", "phone", "reason", "message", "answers"})
    CLEAR_FIELDS = frozenset(
        {
            "id",
            "reference",
            "submission_digest",
            "content_digest",
            "status",
            "disposition",
            "read_first",
            "pinned",
            "suitable",
            "channel",
            "contact_method",
            "contact_times",
            "voicemail_ok",
            "clinic_name_ok",
            "text_ok",
            "for_whom",
            "adult",
            "language",
            "service",
            "service_title",
            "source_page_id",
            "source_page_title",
            "location",
            "location_title",
            "consent",
            "consented_at",
            "texts_wording",
            "access_wording",
            "reading_wording",
            "emergency_wording",
            "told_attempt_by",
            "told_reading_from",
            "told_sender",
            "assigned_to",
            "assigned_at",
            "received_at",
            "first_attempt_at",
            "first_conversation_at",
            "snoozed_until",
            "called_back_at",
            "scheduled_for",
            "confirmed_at",
            "closed_at",
            "due_at",
            "held_at",
            "lane",
            "duplicate_of",
            "quarantine_reasons",
            "own_link",
        }
    )

    reference = models.CharField(_("reference"), max_length=8, unique=True)
    submission_digest = models.CharField(
        _("digest of the submission key"), max_length=64, unique=True
    )
    content_digest = models.CharField(_("digest of the content"), max_length=64)
    status = models.CharField(_("status"), max_length=12, choices=Status.choices)
    disposition = models.CharField(
        _("disposition"), max_length=14, choices=Disposition.choices, blank=True
    )
    read_first = models.BooleanField(_("read first"), default=False)
    # Read first, and nobody has said yet what was done about it.
    pinned = models.BooleanField(_("on top until answered for"), default=False)
    # Found so by a clinician; the reason lies elsewhere.
    suitable = models.BooleanField(_("found suitable"), default=False)
    channel = models.CharField(
        _("channel"), max_length=8, choices=Channel.choices, default=Channel.WEB
    )

    name = EncryptedTextField(_("name"))
    email = EncryptedTextField(_("e-mail"), blank=True, default="")
    phone = EncryptedTextField(_("phone"), blank=True, default="")
    reason = EncryptedTextField(_("reason for consultation"), blank=True, default="")
    message = EncryptedTextField(_("message"), blank=True, default="")
    answers = EncryptedTextField(_("answers"), blank=True, default="{}")

    contact_method = models.CharField(
        _("preferred contact method"), max_length=5, choices=ContactMethod.choices
    )
    contact_times = models.JSONField(_("contact windows"), default=list, blank=True)
    voicemail_ok = models.BooleanField(_("voicemail allowed"), default=False)
    clinic_name_ok = models.BooleanField(_("clinic's name may be said"), default=False)
    text_ok = models.BooleanField(_("texts allowed"), default=False)
    for_whom = models.CharField(
        _("for whom"), max_length=5, choices=ForWhom.choices, default=ForWhom.SELF
    )
    adult = models.BooleanField(_("18 or older"), default=False)
    language = models.CharField(_("language"), max_length=12, default="en")

    # Pages may go; what a person asked about and from where stays readable.
    service = models.ForeignKey(
        "clinic.ServicePage",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("service"),
    )
    service_title = models.CharField(_("service"), max_length=255, blank=True)
    source_page_id = models.PositiveBigIntegerField(_("source page"), null=True)
    source_page_title = models.CharField(_("source page"), max_length=255, blank=True)
    location = models.ForeignKey(
        "clinic.LocationPage",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("location"),
    )
    location_title = models.CharField(_("location"), max_length=255, blank=True)

    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="consultation_requests",
        verbose_name=_("with"),
    )
    assigned_at = models.DateTimeField(_("assigned at"), null=True)
    received_at = models.DateTimeField(_("received at"), db_index=True)
    first_attempt_at = models.DateTimeField(_("first attempt at"), null=True)
    first_conversation_at = models.DateTimeField(_("first conversation at"), null=True)
    snoozed_until = models.DateTimeField(_("snoozed until"), null=True)
    called_back_at = models.DateTimeField(
        _("called us at"),
        null=True,
        help_text=_("Until somebody acts on it."),
    )
    scheduled_for = models.DateTimeField(_("scheduled for"), null=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    closed_at = models.DateTimeField(_("closed at"), null=True)
    due_at = models.DateTimeField(_("due at"), null=True, db_index=True)
    held_at = models.DateTimeField(_("on hold since"), null=True)
    # Kept by the database, so that no way of changing a request forgets it.
    lane = models.GeneratedField(
        expression=LANE,
        output_field=models.CharField(max_length=10),
        db_persist=True,
        verbose_name=_("lane in the queue"),
    )
    duplicate_of = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        related_name="duplicates",
        verbose_name=_("duplicate of"),
    )
    quarantine_reasons = models.JSONField(
        _("reasons for quarantine"), default=list, blank=True
    )

    own_link = models.CharField(
        _("selector of the private link"),
        max_length=16,
        unique=True,
        null=True,
        blank=True,
        default=fresh_selector,
    )

    objects = ConsultationRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("consultation request")
        verbose_name_plural = _("consultation requests")
        permissions = [
            ("work_requests", _("Can see and work every consultation request")),
            ("export_requests", _("Can take requests out of the desk as a file")),
            ("decide_suitability", _("Can decide that treatment is not suitable")),
            ("answer_rights", _("Can hold, give out and erase a person's data")),
        ]
        indexes = [
            models.Index(fields=["status", "due_at"], name="request_status_due"),
            models.Index(
                fields=["scheduled_for"],
                condition=models.Q(status=Status.SCHEDULED),
                name="request_scheduled_for",
            ),
            models.Index(
                fields=["closed_at", "id"], name="request_closed", condition=CLOSED_ROW
            ),
            # The queue's runs, in all and within a filter: each page of it is a range
            # of one of these, and each count is made from the index alone.
            *(
                models.Index(
                    fields=[*by, *(column for column in RUN if column not in by)],
                    name=name,
                    condition=OPEN_ROW,
                )
                for name, by in (
                    ("request_open_lane", ()),
                    ("request_open_with", ("assigned_to",)),
                    ("request_open_service", ("service",)),
                    ("request_open_location", ("location",)),
                )
            ),
            models.Index(
                fields=["due_at", "id", "lane"], name="request_open", condition=OPEN_ROW
            ),
            models.Index(
                fields=["held_at"],
                name="request_held",
                condition=models.Q(held_at__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="request_closed_paired",
                condition=models.Q(status=Status.CLOSED, closed_at__isnull=False)
                & ~models.Q(disposition="")
                | ~models.Q(status=Status.CLOSED)
                & models.Q(closed_at__isnull=True, disposition=""),
            ),
            models.CheckConstraint(
                name="request_assignment_paired",
                condition=models.Q(assigned_to__isnull=True, assigned_at__isnull=True)
                | models.Q(assigned_to__isnull=False, assigned_at__isnull=False),
            ),
        ]

    def __str__(self):
        return self.reference

    def __repr__(self):
        return f"<ConsultationRequest {self.reference}>"

    def save(self, *args, **kwargs):
        """Refuse what did not come through `receive()` or a named method."""
        if self._state.adding and not self._through_method:
            raise TypeError("Requests come in through receive() alone.")
        stored = getattr(self, "_stored_status", None)
        if not self._through_method and self.__dict__.get("status") != stored:
            raise TypeError("A status changes through the request's methods alone.")
        super().save(*args, **kwargs)
        self._stored_status = self.__dict__.get("status")

    @classmethod
    def from_db(cls, db, field_names, values):
        """Remember the status as stored, so that `save()` sees a change of it."""
        instance = super().from_db(db, field_names, values)
        instance._stored_status = instance.__dict__.get("status")
        return instance

    def delete(self, *args, **kwargs):
        """Refuse: requests end by closing and, later, by the retention clock."""
        raise TypeError("Requests are closed, never deleted by hand.")

    def move_due(self, due_at) -> bool:
        """Store when it is due, unless somebody has changed it since it was read."""
        unchanged = type(self).objects.filter(
            pk=self.pk,
            status=self.status,
            due_at=self.due_at,
            snoozed_until=self.snoozed_until,
        )
        return bool(unchanged.update(due_at=due_at))

    @property
    def is_open(self) -> bool:
        """Say whether somebody still has to do something."""
        return self.status in OPEN

    @property
    def reach(self) -> str:
        """Return the number or address the person wants to be reached at."""
        return self.email if self.contact_method == "email" else self.phone
