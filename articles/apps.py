from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    """What the practice publishes: articles, topics, feed and imports."""

    name = "articles"
    verbose_name = _("Articles")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Let search, lists and redirects hear of changes, now models exist."""
        import_module("articles.search_signals")
        import_module("articles.list_signals")
        import_module("articles.address_signals")
