"""What the guard found on a page, snippet or picture; allowing it with evidence."""

from django import forms
from django.apps import apps
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.images.models import AbstractImage
from wagtail.models import Page

from clinic.claims.checked import ClaimsChecked
from clinic.claims.engine import Piece, find
from clinic.claims.pages import findings, kind_of
from clinic.claims.rules import BY_ID, STOP
from clinic.claims.said import why
from clinic.models import BasePage, ClaimEvidence, Reference
from clinic.roles import MEDICAL_REVIEWERS, holds_role

LONGEST_TEXT = 20_000


def findings_url(thing) -> str:
    """Return the address of what the guard found on a page or in a snippet."""
    meta = (
        (thing.specific_class or type(thing))._meta if _is_page(thing) else thing._meta
    )
    return reverse("claims_findings", args=[meta.app_label, meta.model_name, thing.pk])


def _is_page(thing) -> bool:
    return isinstance(thing, Page)


class AllowForm(forms.Form):
    """What vouches for a wording."""

    reference = forms.ModelChoiceField(
        Reference.objects.all(),
        label=gettext_lazy("Reference"),
        help_text=gettext_lazy(
            "What shows that the wording is true. If it is not in this list yet, add "
            "it under Snippets, References."
        ),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("What the reference shows, and where in it."),
    )


class CheckForm(forms.Form):
    """A wording that somebody would like to use."""

    text = forms.CharField(
        label=gettext_lazy("Wording to check"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The exact sentence, as it will stand there."),
    )


class FindingsView(WagtailAdminTemplateMixin, View):
    """Each finding in its sentence, with why; a reviewer allows it with evidence."""

    template_name = "clinic/claims/findings.html"
    page_title = gettext_lazy("What the guard found")
    header_icon = "warning"

    def dispatch(self, request, *args, **kwargs):
        self.thing = self._find_thing()
        self.may_allow = holds_role(request.user, MEDICAL_REVIEWERS)
        if not (self.may_allow or self._may_edit()):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def _find_thing(self):
        try:
            model = apps.get_model(self.kwargs["app_label"], self.kwargs["model_name"])
            if not issubclass(model, BasePage | ClaimsChecked):
                raise Http404
            return model.objects.get(pk=self.kwargs["object_id"])
        except (LookupError, ValueError, ObjectDoesNotExist) as error:
            raise Http404 from error

    def _may_edit(self) -> bool:
        user = self.request.user
        if _is_page(self.thing):
            return self.thing.permissions_for_user(user).can_edit()
        if isinstance(self.thing, AbstractImage):
            return self.thing.is_editable_by_user(user)
        meta = self.thing._meta
        return user.has_perm(f"{meta.app_label}.change_{meta.model_name}")

    def get(self, request, *args, **kwargs):
        """Show what the guard finds in the newest text."""
        return self._show()

    def post(self, request, *args, **kwargs):
        """Check a wording, allow one with evidence, or withdraw an entry."""
        if "check" in request.POST:
            return self._show()
        if not self.may_allow:
            raise PermissionDenied
        if "withdraw" in request.POST:
            return self._withdraw()
        return self._allow()

    def _withdraw(self):
        number = self.request.POST["withdraw"]
        entries = ClaimEvidence.objects.standing().about(self.thing)
        entry = entries.filter(pk=number).first() if number.isdecimal() else None
        if entry is None:
            messages.error(self.request, _("This entry is withdrawn already."))
        else:
            entry.withdraw(by=self.request.user)
            messages.success(
                self.request, _("Withdrawn: the wording is stopped again.")
            )
        return redirect(findings_url(self.thing))

    def _allow(self):
        key = self.request.POST.get("allow", "")
        found = {ClaimEvidence.key(f): f for f in self._findings()}.get(key)
        if found is None:
            messages.error(
                self.request,
                _("The text has changed since; this wording is no longer in it."),
            )
            return redirect(findings_url(self.thing))
        form = AllowForm(self.request.POST, prefix=key[:12])
        if not form.is_valid():
            return self._show({key: form})
        ClaimEvidence.allow(
            self.thing, found, by=self.request.user, **form.cleaned_data
        )
        messages.success(self.request, _("Allowed; the entry is in the register."))
        return redirect(findings_url(self.thing))

    def _findings(self) -> list:
        """Return the findings of the newest text, or of the wording that was typed."""
        if _is_page(self.thing):
            return findings(self.thing.get_latest_revision_as_object())
        text = self.request.POST.get("text", "")[:LONGEST_TEXT]
        if text:
            field = _("Wording to check")
            return find([Piece(field, text, cites=False)], kind_of(self.thing))
        return findings(self.thing)

    def _show(self, bound: dict | None = None):
        return self.render_to_response(self.get_context_data(bound=bound or {}))

    def get_breadcrumbs_items(self) -> list[dict]:
        """Lead back to the first page."""
        here = {"url": "", "label": self.page_title, "sublabel": str(self.thing)}
        return [*self.breadcrumbs_items, here]

    def get_page_subtitle(self) -> str:
        return str(self.thing)

    def get_context_data(self, *, bound, **kwargs):
        standing = {
            entry.wording_key: entry
            for entry in ClaimEvidence.objects.standing()
            .about(self.thing)
            .select_related("reference", "allowed_by")
        }
        rows = [self._row(found, standing, bound) for found in self._findings()]
        is_page = _is_page(self.thing)
        return super().get_context_data(
            rows=rows,
            stopped=sum(row["stops"] for row in rows),
            may_allow=self.may_allow,
            edit_url=self._edit_url(),
            check_form=None if is_page else CheckForm(self.request.POST or None),
            text=self.request.POST.get("text", ""),
            thing=self.thing,
            **kwargs,
        )

    def _row(self, found, standing: dict, bound: dict) -> dict:
        key = ClaimEvidence.key(found)
        return {
            "found": found,
            "why": why(BY_ID[found.rule], found.missing),
            "key": key,
            "entry": standing.get(key),
            "stops": found.severity == STOP and key not in standing,
            "form": bound.get(key) or AllowForm(prefix=key[:12]),
            "open": key in bound,
        }

    def _edit_url(self) -> str:
        if _is_page(self.thing):
            return reverse("wagtailadmin_pages:edit", args=[self.thing.pk])
        finder = AdminURLFinder(self.request.user)
        return finder.get_edit_url(self.thing) or ""
