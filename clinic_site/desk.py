"""Django's admin as the clinic's desk."""

from functools import wraps

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse

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

    def admin_view(self, view, cacheable=False):
        """Let a missing page lead back to the desk, not out to the public site."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def view_or_way_back(request, *args, **kwargs):
            try:
                return inner(request, *args, **kwargs)
            except Http404:
                if not self.has_permission(request):
                    raise
                context = self.each_context(request)
                return TemplateResponse(request, "admin/404.html", context, status=404)

        return view_or_way_back


class DeskConfig(AdminConfig):
    """The admin without what nobody at the desk works with."""

    default_site = "clinic_site.desk.DeskSite"

    def ready(self):
        super().ready()
        for label in LEFT_OUT:
            admin.site.unregister(self.apps.get_model(label))
