"""What articles add to Wagtail's admin: the screens of the import."""

from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.admin_url_finder import (
    ModelAdminURLFinder,
    register_admin_url_finder,
)
from wagtail.admin.menu import MenuItem

from articles.imports.screens import urls
from articles.imports.screens.access import SEE
from articles.models import ImportRun


class ImportUrlFinder(ModelAdminURLFinder):
    """Leads from the log to the import it tells of."""

    edit_url_name = "article_imports:run"

    def get_edit_url(self, instance):
        """Return the address for whoever may read reports."""
        allowed = self.user is None or self.user.has_perm(SEE)
        return self.construct_edit_url(instance) if allowed else None


register_admin_url_finder(ImportRun, ImportUrlFinder)


@hooks.register("register_admin_urls")
def import_urls() -> list:
    """Give the screens their addresses."""
    return [path("imports/", include(urls))]


class ImportMenuItem(MenuItem):
    """Shown to those who may read what came of imports."""

    def is_shown(self, request):
        return request.user.has_perm(SEE)


@hooks.register("register_admin_menu_item")
def import_in_the_menu() -> MenuItem:
    """Offer it below the pages and pictures."""
    return ImportMenuItem(
        _("Import"),
        reverse_lazy("article_imports:list"),
        name="import",
        icon_name="upload",
        order=260,
    )


@hooks.register("register_log_actions")
def name_imports(actions) -> None:
    """Give the history words for what people do with imports."""
    actions.register_action(
        "articles.import", _("Import"), _("Uploaded a file to import it")
    )
    actions.register_action(
        "articles.import_stop", _("Stop an import"), _("Stopped the import")
    )
    actions.register_action(
        "articles.import_again", _("Go on with an import"), _("Let the import go on")
    )
    actions.register_action(
        "articles.import_undo", _("Undo an import"), _("Undid the import")
    )
