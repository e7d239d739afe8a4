"""Taking a page down at one press, and what its address answers afterwards."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.admin import messages
from wagtail.admin.ui.menus.pages import PageMenuItem
from wagtail.admin.ui.tables import DateColumn
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.models import Page, PagePermissionTester
from wagtail.permission_policies import ModelPermissionPolicy

from clinic.models import TakenDown
from clinic.models.taken_down import path_of
from clinic.usage import places


def may_take_down(user, page: Page) -> bool:
    """Return whether somebody may take a page down: whoever may publish there.

    A lock does not stand in the way, as it does for Wagtail's own *Unpublish*: it
    keeps a text from being changed, never a wrong one on the site.
    """
    if not page.live or page.is_root() or not user.is_active:
        return False
    # Wagtail's own answer: ours asks for an approval too, which nothing that is to
    # come down needs.
    return PagePermissionTester(user, page).can_publish()


class TakeDownView(WagtailAdminTemplateMixin, TemplateView):
    """Ask once, then unpublish and lead to what the address answers from now on."""

    template_name = "wagtailadmin/clinic/take_down.html"
    page_title = gettext_lazy("Take down")
    header_icon = "warning"

    def dispatch(self, request, *args, **kwargs):
        if not may_take_down(request.user, self.page):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def page(self) -> Page:
        return get_object_or_404(Page, pk=self.kwargs["page_id"]).specific

    def get_page_subtitle(self):
        return self.page.get_admin_display_title()

    def get_breadcrumbs_items(self):
        return []

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            page=self.page,
            places=places(self.page, self.request.user),
            live_below=self.page.get_descendants().live().count(),
            keep_url=reverse("wagtailadmin_pages:edit", args=[self.page.pk]),
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        """Take the page down whoever locked it."""
        action = UnpublishPageAction(self.page, user=request.user)
        action.execute(skip_permission_checks=True)
        messages.success(
            request, _("“%(title)s” is down.") % {"title": self.page.title}
        )
        record = TakenDown.objects.filter(path=path_of(self.page)).first()
        if record is None:
            return redirect("wagtailadmin_explore", self.page.get_parent().pk)
        return redirect("taken_down:edit", record.pk)


class TakeDownItem(PageMenuItem):
    """The way to that screen, in the menus of a page."""

    label = gettext_lazy("Take down now")
    icon_name = "warning"
    url_name = "take_down"

    def is_shown(self, user):
        return may_take_down(user, self.page)


class RecordPolicy(ModelPermissionPolicy):
    """Records are made by taking a page down and end by publishing it."""

    def user_has_permission(self, user, action):
        """Let nobody, superusers included, add or delete one by hand."""
        return action not in ("add", "delete") and super().user_has_permission(
            user, action
        )

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)


class TakenDownViewSet(ModelViewSet):
    """What the addresses of pages taken down answer."""

    model = TakenDown
    name = url_prefix = "taken_down"
    icon = "warning"
    menu_label = gettext_lazy("Taken down")
    menu_name = "taken_down"
    menu_order = 250
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    list_display = [
        "page_title",
        "path",
        "target",
        "taken_down_by",
        DateColumn("taken_down_at", label=gettext_lazy("Taken down")),
    ]
    list_filter = ["taken_down_at"]
    search_fields = ["page_title", "path"]

    @property
    def permission_policy(self):
        return RecordPolicy(self.model)

    def get_common_view_kwargs(self, **kwargs):
        gone = dict.fromkeys(("add_url_name", "delete_url_name", "usage_url_name"))
        return super().get_common_view_kwargs(**{**gone, **kwargs})

    def get_urlpatterns(self):
        """Offer only what can be done with a record."""
        left_out = ("add", "delete", "usage")
        return [
            route for route in super().get_urlpatterns() if route.name not in left_out
        ]
