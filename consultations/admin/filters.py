"""Which requests are listed: the tabs with their counts, and filters of codes alone."""

from datetime import timedelta

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from clinic.models import LocationPage, ServicePage
from consultations import inbox
from consultations.models import (
    Bucket,
    Channel,
    IntakeSettings,
    ReadFirstProcedure,
    RetentionSettings,
    SealedForm,
    Status,
)
from consultations.models.buckets import (
    COUNTED_AT_MOST,
    conditions,
    counted,
    ordered,
    runs,
)

CLOCK_SETTINGS = ("first_attempt_minutes", "conversation_minutes")
PROCEDURE = ("steps", "ring_number")
ID_LENGTH = 19
ONE_DESK = ("mine", "nobody")
# They grow for as long as the clinic is there.
OVER = ("closed", "all")
# Tabs that stand there only while somebody is in them.
PASSING = (Bucket.READ_FIRST, Bucket.CALLED_BACK)


class StateFilter(admin.SimpleListFilter):
    """The tabs: what needs somebody now unless something else is asked for."""

    title = _("state")
    parameter_name = "state"
    default = "open"

    TABS = [
        ("open", _("Now")),
        *Bucket.choices,
        ("mine", _("With me")),
        ("nobody", _("With nobody")),
        (Status.CLOSED.value, _("Closed")),
        ("all", _("All")),
    ]

    counts: dict[str, int] = {}
    now = None

    def lookups(self, request, model_admin):
        if request.user.has_perm("consultations.work_requests"):
            return self.TABS
        # Whoever sees their own requests alone needs no tab for them.
        return [tab for tab in self.TABS if tab[0] not in ONE_DESK]

    def value(self):
        chosen = super().value()
        known = {str(value) for value, _label in self.lookup_choices}
        return chosen if chosen in known else self.default

    def choices(self, changelist):
        for value, label in self.lookup_choices:
            count, chosen = self.counts.get(value), self.value() == str(value)
            if value in PASSING and not count and not chosen:
                continue
            yield {
                "value": value,
                "selected": chosen,
                "query_string": changelist.get_query_string(
                    {self.parameter_name: value}, remove=["p"]
                ),
                "display": label,
                "count": count_words(count),
                "urgent": bool(count)
                and value in (Bucket.READ_FIRST, Bucket.OVERDUE, Bucket.CALLED_BACK),
            }

    def queryset(self, request, queryset):
        """Narrow the list to the tab, and count every tab within the filters."""
        self.now = timezone.now()
        simple = {
            "open": queryset.open(),
            "mine": queryset.open().filter(assigned_to=request.user),
            "nobody": queryset.open().filter(assigned_to=None),
            "closed": queryset.filter(closed_at__isnull=False),
            "all": queryset,
        }
        # Nobody counts what is over, unless it is what the list shows.
        asked = {
            name: [few]
            for name, few in simple.items()
            if name not in OVER or name == self.value()
        }
        for bucket, parts in runs(self.now).items():
            asked[bucket.value] = [queryset.filter(run) for run in parts]
        intake = IntakeSettings.objects.filter(pk=1)
        procedure = ReadFirstProcedure.objects.filter(pk=1)
        besides = {
            **{name: intake.values(name)[:1] for name in CLOCK_SETTINGS},
            **{name: procedure.values(name)[:1] for name in PROCEDURE},
        }
        sealed = Exists(SealedForm.objects.due())
        figures = counted(request.user, asked, is_any_sealed=sealed, **besides)
        if figures.pop("is_any_sealed"):
            # Somebody sent a form in this second.
            inbox.open_waiting()
            figures = counted(request.user, asked, **besides)
        given = {name: figures.pop(name) for name in CLOCK_SETTINGS}
        self.intake = IntakeSettings(**{k: v for k, v in given.items() if v})
        written = {name: figures.pop(name) or "" for name in PROCEDURE}
        self.procedure = ReadFirstProcedure(**written)
        self.size = figures[self.value()]
        self.counts = {k: v for k, v in figures.items() if k not in OVER}
        if self.value() in simple:
            return simple[self.value()]
        return queryset.filter(conditions(self.now)[Bucket(self.value())])

    def rows(self, queryset, first: int, last: int) -> QuerySet:
        """Return the listed requests from `first` up to `last`, with all columns."""
        chosen = self.value()
        if chosen == "closed":
            return queryset.order_by("-closed_at", "-pk")[first:last]
        if chosen == "all":
            return queryset.order_by("-received_at", "-pk")[first:last]
        buckets = [Bucket(chosen)] if chosen in Bucket.values else list(Bucket)
        return ordered(queryset, buckets, self.now, first=first, last=last)


def count_words(count: int | None) -> str:
    """Return a count as a tab shows it; "" where nobody counts."""
    if count is None:
        return ""
    return f"{COUNTED_AT_MOST - 1}+" if count >= COUNTED_AT_MOST else str(count)


class CodeFilter(admin.SimpleListFilter):
    """A filter whose address holds an id or a code; whatever else is ignored."""

    field = ""

    def value(self):
        chosen = super().value()
        known = {str(value) for value, _label in self.lookup_choices}
        return chosen if chosen in known else None

    def queryset(self, request, queryset):
        chosen = self.value()
        return queryset.filter(**{self.field: chosen}) if chosen else queryset

    @property
    def options(self) -> list[dict]:
        """Return what there is to choose from, for a select."""
        return [
            {"value": value, "label": label, "chosen": self.value() == str(value)}
            for value, label in self.lookup_choices
        ]


class ChannelFilter(CodeFilter):
    """How a request came in."""

    title = _("Came by")
    parameter_name = "channel"
    field = "channel"

    def lookups(self, request, model_admin):
        return Channel.choices


class ServiceFilter(CodeFilter):
    """The service that was asked about."""

    title = _("Service")
    parameter_name = "service"
    field = "service"

    def lookups(self, request, model_admin):
        return named(request)["service"]


class LocationFilter(CodeFilter):
    """The place whose hours count."""

    title = _("Location")
    parameter_name = "location"
    field = "location"

    def lookups(self, request, model_admin):
        return named(request)["location"]


class WithFilter(CodeFilter):
    """Who has it."""

    title = _("With")
    parameter_name = "with"
    field = "assigned_to"

    def lookups(self, request, model_admin):
        if not request.user.has_perm("consultations.work_requests"):
            return []
        return named(request)["with"]


class ReadFirstFilter(CodeFilter):
    """Those to read first, wherever they stand."""

    title = _("Read first")
    parameter_name = "first"

    def lookups(self, request, model_admin):
        return [("yes", _("Yes")), ("no", _("No"))]

    def queryset(self, request, queryset):
        if chosen := self.value():
            return queryset.filter(read_first=chosen == "yes")
        return queryset


class QuarantineFilter(CodeFilter):
    """Those that the form found odd."""

    title = _("Possible spam")
    parameter_name = "odd"

    def lookups(self, request, model_admin):
        return [("yes", _("Yes")), ("no", _("No"))]

    def queryset(self, request, queryset):
        if chosen := self.value():
            odd = Q(status=Status.QUARANTINED)
            return queryset.filter(odd if chosen == "yes" else ~odd)
        return queryset


class KeptFilter(CodeFilter):
    """What the retention clock may not or cannot end."""

    title = _("Kept")
    parameter_name = "kept"

    def lookups(self, request, model_admin):
        return [("held", _("Legal hold")), ("untouched", _("Untouched for long"))]

    def queryset(self, request, queryset):
        chosen = self.value()
        if chosen == "held":
            return queryset.filter(held_at__isnull=False)
        if chosen == "untouched":
            days = timedelta(days=RetentionSettings.load().untouched)
            return queryset.untouched(timezone.now() - days)
        return queryset


FILTERS = [
    ChannelFilter,
    ServiceFilter,
    LocationFilter,
    WithFilter,
    ReadFirstFilter,
    QuarantineFilter,
    KeptFilter,
    # Last, so that its counts are counts within the others.
    StateFilter,
]
PARAMETERS = [chosen.parameter_name for chosen in FILTERS]


def named(request) -> dict[str, list[tuple[str, str]]]:
    """Return the services, places and people to filter by; one query a request."""
    if not hasattr(request, "desk_names"):
        request.desk_names = _named()
    return request.desk_names


def trust_ids(request) -> None:
    """Take the ids in the address as they are: who looks again is shown no names."""
    request.desk_names = {
        kind: [(value, "")] if value.isdecimal() and len(value) < ID_LENGTH else []
        for kind in ("service", "location", "with")
        for value in [request.GET.get(kind, "")]
    }


def _named() -> dict[str, list[tuple[str, str]]]:
    kinds = {
        ContentType.objects.get_for_model(model).pk: kind
        for kind, model in (("service", ServicePage), ("location", LocationPage))
    }
    pages = Page.objects.filter(content_type__in=kinds).order_by()
    people = (
        get_user_model()
        .objects.filter(
            Q(groups__permissions__codename="view_consultationrequest"),
            is_active=True,
            is_staff=True,
        )
        .order_by()
        .distinct()
    )
    # A person without a name of theirs is known by the one they sign in with.
    words = Concat("first_name", Value(" "), "last_name")
    rows = pages.values_list("content_type", "pk", "title", "slug").union(
        people.annotate(kind=Value(0), words=words).values_list(
            "kind", "pk", "words", "username"
        )
    )
    found = {"service": [], "location": [], "with": []}
    for kind, pk, title, other in rows:
        found[kinds.get(kind, "with")].append((str(pk), title.strip() or other))
    return {kind: sorted(pairs, key=_by_name) for kind, pairs in found.items()}


def _by_name(pair: tuple[str, str]) -> str:
    return pair[1].casefold()
