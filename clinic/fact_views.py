"""Facts in the admin: what shows them, before saving, and what waits for approval."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.contrib.settings.models import BaseGenericSetting
from wagtail.contrib.settings.views import get_setting_edit_handler
from wagtail.models import Page, Site

from clinic.models import FactChange, NotVouched
from clinic.usage import places

# Sent along by whoever has seen the pages that show what is being saved.
SEEN = "pages_seen"
DECIDE = "clinic.change_factchange"
LATELY = 5


def ask_first(request, instance) -> HttpResponse | None:
    """Before a snippet or setting is saved, name the pages that show it.

    Nothing is asked when nothing changes, nothing shows it, or what was typed is
    refused anyway.
    """
    if request.method != "POST" or SEEN in request.POST:
        return None
    form = _form(request, instance)
    changed = _changed(form) if form.is_valid() else []
    if not changed:
        return None
    everywhere = isinstance(instance, BaseGenericSetting)
    shown = [] if everywhere else places(instance, request.user)
    if not everywhere and not shown:
        return None
    typed = [
        (name, value)
        for name in request.POST
        if name != "csrfmiddlewaretoken"
        for value in request.POST.getlist(name)
    ]
    context = {
        "header_title": _("Before you save"),
        "page_title": _("Before you save"),
        "page_subtitle": str(instance),
        "header_icon": "view",
        "changed": [_label(form, name) for name in changed],
        "waits": bool(_vouched(instance) & set(changed)),
        "everywhere": everywhere,
        "live_pages": _live_pages(request),
        "places": shown,
        "typed": [*typed, (SEEN, "yes")],
    }
    template = "wagtailadmin/clinic/before_saving.html"
    return TemplateResponse(request, template, context)


def _live_pages(request) -> int:
    site = Site.find_for_request(request)
    pages = Page.objects.live()
    return pages.descendant_of(site.root_page, inclusive=True).count() if site else 0


def _form(request, instance):
    """Return the form with what was typed, on a copy of what is stored."""
    model = type(instance)
    if isinstance(instance, BaseGenericSetting):
        form_class = get_setting_edit_handler(model).get_form_class()
    else:
        form_class = model.snippet_viewset.get_form_class(for_update=True)
    stored = model._base_manager.get(pk=instance.pk)
    return form_class(
        request.POST, request.FILES, instance=stored, for_user=request.user
    )


def _changed(form) -> list[str]:
    """Return the fields that change, whichever way a browser ends its lines."""
    return [
        name
        for name in form.changed_data
        if _lines(form.initial.get(name)) != _lines(form.cleaned_data[name])
    ]


def _lines(value):
    return value.splitlines() if isinstance(value, str) else [value]


def _label(form, name: str) -> str:
    return capfirst(form.fields[name].label if name in form.fields else name)


def _vouched(instance) -> set[str]:
    return set(getattr(instance, "vouched_fields", []))


def say_what_waits(request, instance) -> None:
    """After saving, say so when readers do not see the change yet."""
    if not _vouched(instance) or request.method != "POST":
        return
    if FactChange.objects.of(instance).waiting().exists():
        messages.warning(
            request,
            _("Readers do not see the new words yet: a second person has to agree."),
            buttons=[messages.button(reverse("facts"), _("What waits"))],
        )


class FactsView(WagtailAdminTemplateMixin, TemplateView):
    """What waits for a second person, with both versions and who may say yes."""

    template_name = "wagtailadmin/clinic/facts.html"
    page_title = gettext_lazy("Facts to approve")
    header_icon = "check"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(DECIDE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        return []

    def get_context_data(self, **kwargs):
        waiting = FactChange.objects.waiting().select_related("changed_by")
        changes = [
            {
                "change": change,
                "differences": change.differences(),
                "refusal": change.refusal(self.request.user),
            }
            for change in waiting.prefetch_related("fact")
            if change.fact
        ]
        decided = FactChange.objects.exclude(decided_at=None)
        decided = decided.select_related("decided_by").order_by("-decided_at")[:LATELY]
        return super().get_context_data(changes=changes, decided=decided, **kwargs)

    def post(self, request, *args, **kwargs):
        """Approve one or give it back, as it was when it was read."""
        waiting = FactChange.objects.waiting()
        change = get_object_or_404(waiting, pk=request.POST.get("change") or 0)
        try:
            if change.version != request.POST.get("version"):
                raise NotVouched(_("It changed in the meantime. Look at it once more."))
            if "approve" in request.POST:
                change.approve(by=request.user)
                messages.success(request, _("Readers see it now."))
            else:
                change.give_back(by=request.user, note=request.POST.get("note", ""))
                messages.success(request, _("Returned. Readers see what they saw."))
        except NotVouched as refusal:
            messages.error(request, str(refusal))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return redirect("facts")


class FactsMenuItem(MenuItem):
    """The way there, with how many wait."""

    def is_shown(self, request):
        return request.user.has_perm(DECIDE)
