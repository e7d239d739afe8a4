"""Django's admin as the clinic's desk."""

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.shortcuts import redirect

# Libraries bring these along; nobody works with them at the desk, and the page that
# merges tags asks for no permission.
LEFT_OUT = ("taggit.Tag", "wagtaildocs.Document", "account.EmailAddress")


class DeskSite(admin.AdminSite):
    """The admin, opening on what needs somebody now."""

    def index(self, request, extra_context=None):
        """Lead whoever works requests to the queue; a superuser sees every list."""
        user = request.user
        if not user.is_superuser and user.has_perm(
            "consultations.view_consultationrequest"
        ):
            return redirect("admin:consultations_consultationrequest_changelist")
        return super().index(request, extra_context)


class DeskConfig(AdminConfig):
    """The admin without what nobody at the desk works with."""

    default_site = "clinic_site.desk.DeskSite"

    def ready(self):
        super().ready()
        for label in LEFT_OUT:
            admin.site.unregister(self.apps.get_model(label))
