"""Django's admin as the clinic's desk."""

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig

# Libraries bring these along; nobody works with them at the desk, and the page that
# merges tags asks for no permission.
LEFT_OUT = ("taggit.Tag", "wagtaildocs.Document", "account.EmailAddress")


class DeskConfig(AdminConfig):
    """The admin without what nobody at the desk works with."""

    def ready(self):
        super().ready()
        for label in LEFT_OUT:
            admin.site.unregister(self.apps.get_model(label))
