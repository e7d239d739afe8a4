"""Who enters the screens: editors bring texts in, medical reviewers read reports."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from articles.models import ImportRun

# Things of an import, such as its texts.
ON_A_PAGE = 50

SEE, IMPORT = "articles.view_importrun", "articles.add_importrun"


class ImportScreen(WagtailAdminTemplateMixin):
    """A screen that refuses whoever lacks its permission, as Wagtail refuses."""

    permission = SEE
    header_icon = "upload"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def run(self) -> ImportRun:
        """Return the import that the address names."""
        runs = ImportRun.objects.select_related("started_by", "undone_by", "trial")
        return get_object_or_404(runs, pk=self.kwargs["pk"])

    def get_breadcrumbs_items(self):
        items = [*super().get_breadcrumbs_items()]
        items.append({"url": reverse("article_imports:list"), "label": _("Import")})
        if "pk" in self.kwargs:
            address = reverse("article_imports:run", args=[self.run.pk])
            items.append({"url": address, "label": self.run.name})
        return items

    def get_context_data(self, **kwargs):
        kwargs["may_import"] = self.request.user.has_perm(IMPORT)
        return super().get_context_data(**kwargs)
