"""What the second page asks: two lists, put into order by pressing."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy

from consultations.models import ClearanceQuestion, OwnQuestion

STEPS = {"up": -1, "down": 1}


class InOrder:
    """A list of questions as they stand on the page, each with two buttons to move."""

    actions = None
    ordering = ["position", "pk"]
    sortable_by = ()
    list_per_page = 200
    change_list_template = "admin/consultations/questions.html"
    beside = None

    def changelist_view(self, request, extra_context=None):
        """Lead to the other list, too: both stand on the same page."""
        meta = self.beside._meta
        other = {}
        if request.user.has_perm(f"{meta.app_label}.view_{meta.model_name}"):
            name = f"admin:{meta.app_label}_{meta.model_name}_changelist"
            other = {"name": meta.verbose_name_plural, "url": reverse(name)}
        context = {"other_list": other} | (extra_context or {})
        return super().changelist_view(request, context)

    def get_list_display(self, request):
        columns = super().get_list_display(request)
        if self.has_change_permission(request):
            return [*columns, "moves"]
        return columns

    def get_urls(self):
        view = self.admin_site.admin_view(self.move_view)
        return [path("move/", view, name=self._name("move")), *super().get_urls()]

    def _name(self, what: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{what}"

    @admin.display(description=gettext_lazy("order"))
    def moves(self, question) -> str:
        """Return buttons within the list's own form: they need no script."""
        button = (
            '<button class="move" type="submit" formaction="{}" name="{}" value="{}" '
            'aria-label="{}">{}</button> '
        )
        address = reverse(f"admin:{self._name('move')}")
        up = gettext("Move up: %(question)s") % {"question": question}
        down = gettext("Move down: %(question)s") % {"question": question}
        return format_html(
            button * 2,
            *(address, "up", question.pk, up, "↑"),
            *(address, "down", question.pk, down, "↓"),
        )

    def move_view(self, request):
        """Move one question a step, and show the list again."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        way = next((way for way in STEPS if way in request.POST), None)
        number = request.POST.get(way, "") if way else ""
        question = (
            self.model.objects.filter(pk=number).first()
            if number.isdecimal() and number.isascii() and len(number) < 19
            else None
        )
        if question is None:
            raise Http404
        question.move(STEPS[way])
        self.log_change(request, question, gettext("Moved in the list."))
        moved = gettext("Moved: %(question)s") % {"question": question}
        messages.success(request, moved)
        return redirect(f"admin:{self._name('changelist')}")


@admin.register(OwnQuestion)
class OwnQuestionAdmin(InOrder, admin.ModelAdmin):
    """The clinic's own questions; managers keep them."""

    beside = ClearanceQuestion
    fields = ["wording", "why", "kind", "choices", "hint", "is_required", "is_on"]
    list_display = ["wording", "answered"]

    @admin.display(description=gettext_lazy("answered by"))
    def answered(self, question) -> str:
        """Say how, whether whoever sends the page has to, and whether it is on."""
        said = [question.get_kind_display()]
        if question.is_required:
            said.append(gettext("needed"))
        if not question.is_on:
            said.append(gettext("switched off"))
        return ", ".join(said)


@admin.register(ClearanceQuestion)
class ClearanceQuestionAdmin(InOrder, admin.ModelAdmin):
    """The health questions; clinicians and managers keep them, nobody deletes them."""

    beside = OwnQuestion
    fields = ["wording", "why", "is_on"]
    list_display = ["wording", "asked"]

    @admin.display(description=gettext_lazy("asked"))
    def asked(self, question) -> str:
        """Say in words whether the question is on."""
        return gettext("yes") if question.is_on else gettext("switched off")

    def has_delete_permission(self, request, obj=None) -> bool:
        return False
