"""The section *Staff* of the desk, for clinic managers and superusers."""

from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, Subquery
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.models import OneTimeLink, StaffEvent, StaffEventKind, User
from clinic.models.membership import (
    MANAGES_STAFF,
    STRONG_TYPES,
    StaffRefused,
    StaffStatus,
)
from clinic.roles import ROLES
from clinic_site.staff.forms import InviteForm
from clinic_site.staff.steps import STEPS, open_requests_of
from consultations.admin.proof import ask_for_proof, proven_lately
from consultations.models.unclaimed import UnclaimedContact

LIST = "admin:clinic_user_changelist"
PERSON = "admin:clinic_user_change"
NAMED_AT_MOST = 20


class StatusFilter(admin.SimpleListFilter):
    """How people stand; those who left are out of sight until they are asked for."""

    title = gettext_lazy("standing")
    parameter_name = "standing"

    def lookups(self, request, model_admin):
        return [
            ("here", _("Active and invited")),
            ("active", StaffStatus.ACTIVE.label),
            ("invited", StaffStatus.INVITED.label),
            ("ended", _("Ended or withdrawn")),
        ]

    def choices(self, changelist):
        chosen = self.value() or "here"
        for value, words in self.lookup_choices:
            yield {
                "selected": value == chosen,
                "query_string": changelist.get_query_string(
                    {self.parameter_name: value}
                ),
                "display": words,
            }

    def queryset(self, request, queryset):
        waits = Exists(
            OneTimeLink.objects.filter(
                user=OuterRef("pk"), used_at=None, withdrawn_at=None
            )
        )
        invited = Q(waits, is_active=False)
        chosen = self.value() or "here"
        if chosen == "active":
            return queryset.filter(is_active=True)
        if chosen == "invited":
            return queryset.filter(invited)
        if chosen == "ended":
            return queryset.filter(~Q(waits), is_active=False)
        return queryset.filter(Q(is_active=True) | invited)


class RoleFilter(admin.SimpleListFilter):
    """Who holds a role."""

    title = gettext_lazy("role")
    parameter_name = "role"

    def lookups(self, request, model_admin):
        return [(role, role) for role in ROLES]

    def queryset(self, request, queryset):
        return queryset.filter(groups__name=self.value()) if self.value() else queryset


@admin.register(User)
class StaffAdmin(admin.ModelAdmin):
    """Who has what, and the steps that change it; every step is on record."""

    actions = None
    change_list_template = "admin/staff/list.html"
    list_display = ("__str__", "roles", "standing", "second_step", "last_sign_in")
    list_filter = (StatusFilter, RoleFilter)
    list_per_page = 50
    ordering = ("first_name", "last_name", "username")
    show_facets = admin.ShowFacets.NEVER
    search_fields = ("first_name", "last_name", "email", "username")

    def get_queryset(self, request):
        strong = Authenticator.objects.filter(
            user=OuterRef("pk"), type__in=STRONG_TYPES
        )
        used = StaffEvent.objects.filter(
            subject=OuterRef("pk"), kind=StaffEventKind.BREAK_GLASS_USED
        ).order_by()
        last = used.values("subject").annotate(last=Max("at")).values("last")
        return (
            super()
            .get_queryset(request)
            .prefetch_related("groups", "one_time_links")
            .annotate(has_strong=Exists(strong), glass_used=Subquery(last))
        )

    @admin.display(description=gettext_lazy("roles"))
    def roles(self, person) -> str:
        names = list(person.role_names)
        if person.is_break_glass:
            names.append(_("Emergency account"))
        elif person.is_superuser:
            names.append(_("Superuser"))
        return ", ".join(names) or "–"

    @admin.display(description=gettext_lazy("standing"))
    def standing(self, person) -> str:
        return person.status.label

    @admin.display(description=gettext_lazy("second step"))
    def second_step(self, person) -> str:
        return _("Yes") if person.has_strong else _("No")

    @admin.display(description=gettext_lazy("last sign-in"), ordering="last_login")
    def last_sign_in(self, person):
        return person.last_login

    def has_module_permission(self, request) -> bool:
        return request.user.has_perm(MANAGES_STAFF)

    def has_view_permission(self, request, obj=None) -> bool:
        return request.user.has_perm(MANAGES_STAFF)

    def has_add_permission(self, request) -> bool:
        return request.user.has_perm(MANAGES_STAFF)

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def get_urls(self):
        view = self.admin_site.admin_view(self.step_view)
        note = self.admin_site.admin_view(self.noted_view)
        return [
            path("<int:pk>/noted/", note, name="clinic_user_noted"),
            path("<int:pk>/step/<slug:step>/", view, name="clinic_user_step"),
            *super().get_urls(),
        ]

    def add_view(self, request, form_url="", extra_context=None):
        """Invite somebody by mail."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if not proven_lately(request):
            return ask_for_proof(request.path)
        form = InviteForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            typed = form.cleaned_data
            link = User.invite(
                name=(typed["first_name"], typed["last_name"]),
                email=typed["email"],
                roles=typed["roles"],
                by=request.user,
            )
            messages.success(request, _("The invitation is on its way."))
            return redirect(PERSON, link.user_id)
        context = {"title": _("Invite somebody"), "form": form}
        return self._page(request, "invite", context)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Show one person: what they have, what can be done, what was done."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET"])
        person = self.get_object(request, object_id)
        if person is None:
            raise Http404
        events = person.staff_events.select_related("actor").order_by("-pk")
        unseen = StaffEvent.objects.filter(subject=person).unseen_by(request.user)
        context = {
            "title": str(person),
            "person": person,
            "roles": self.roles(person),
            "steps": [
                step
                for name, step in STEPS.items()
                if not person.why_not(name, request.user)
            ],
            "why_none": person.why_not("end", request.user),
            "links_until": _good_until(person),
            "open_requests": open_requests_of(person).count(),
            "events": events,
            "unseen": person.is_break_glass and unseen.exists(),
        }
        return self._page(request, "person", context)

    def history_view(self, request, object_id, extra_context=None):
        """The history stands on the person's own page."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return redirect(PERSON, object_id)

    def step_view(self, request, pk, step):
        """Say what a step brings about, then carry it out; asks for proof first."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "POST"])
        person = get_object_or_404(self.get_queryset(request), pk=pk)
        if step not in STEPS:
            raise Http404
        if not proven_lately(request):
            return ask_for_proof(request.path)
        chosen = STEPS[step]
        if why := person.why_not(step, request.user):
            messages.warning(request, why)
            return redirect(PERSON, pk)
        waiting = open_requests_of(person) if step == "end" else None
        form = chosen.form(
            request.POST if request.method == "POST" else None,
            subject=person,
            open_requests=waiting.count() if waiting is not None else 0,
        )
        if request.method == "POST" and form.is_valid():
            try:
                chosen.carry_out(person, form, request.user)
            except StaffRefused as refused:
                messages.warning(request, str(refused))
            else:
                messages.success(request, chosen.done)
            return redirect(PERSON, pk)
        context = {
            "title": chosen.label,
            "step": chosen,
            "person": person,
            "form": form,
        }
        if waiting is not None:
            context |= {
                "waiting": waiting.order_by("due_at")[:NAMED_AT_MOST],
                "waiting_count": waiting.count(),
                "is_told": UnclaimedContact.objects.filter(user=person).exists(),
            }
        return self._page(request, "step", context)

    @transaction.atomic
    def noted_view(self, request, pk):
        """Record that somebody took note of the emergency account's use."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        person = get_object_or_404(User, pk=pk, is_break_glass=True)
        if StaffEvent.objects.filter(subject=person).unseen_by(request.user).exists():
            StaffEvent.objects.create(
                kind=StaffEventKind.BREAK_GLASS_SEEN, subject=person, actor=request.user
            )
        return redirect(PERSON, pk)

    def _page(self, request, name: str, context: dict):
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "list_url": reverse(LIST),
            **context,
        }
        return TemplateResponse(request, f"admin/staff/{name}.html", context)


def _good_until(person):
    """Return until when a link of theirs opens something, or None."""
    now = timezone.now()
    standing = [
        link.expires_at
        for link in person.one_time_links.all()
        if not link.used_at and not link.withdrawn_at and link.expires_at > now
    ]
    return max(standing, default=None)
