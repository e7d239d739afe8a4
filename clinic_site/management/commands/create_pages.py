"""Lay out the pages that every clinic needs, on a site that is still empty."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from articles.models import ArticleIndexPage
from clinic.models import (
    ClinicSettings,
    HomePage,
    LocationIndexPage,
    PersonIndexPage,
    ServiceIndexPage,
    StandardPage,
)


def lists() -> list[tuple]:
    """Return the lists below the home page: what stands in them needs its own words."""
    return [
        (ServiceIndexPage, "services", _("Our services")),
        (ArticleIndexPage, "articles", _("Articles")),
        (PersonIndexPage, "people", _("People")),
        (LocationIndexPage, "locations", _("Our location")),
    ]


def plain_pages() -> list[tuple]:
    """Return what has to be written by the clinic, and where its record names it."""
    return [
        ("privacy-practices", _("Privacy practices"), "privacy_page"),
        ("good-faith-estimates", _("Good-faith estimates"), "estimate_page"),
        ("how-we-review", _("How our pages are reviewed"), "review_page"),
        ("accessibility", _("Accessibility"), None),
    ]


class Command(BaseCommand):
    """Make home page, lists, drafts of plain pages and the clinic's record; once."""

    help = (
        "Makes the pages of an empty site: the home page and the plain pages as "
        "drafts, the lists live. What is there already stays as it is."
    )

    def add_arguments(self, parser):
        parser.add_argument("--name", default="", help="what the clinic is called")

    @transaction.atomic
    def handle(self, *args, **options):
        self.made = []
        name = options["name"].strip() or settings.WAGTAIL_SITE_NAME
        home = HomePage.objects.first() or self.make_home(name)
        for model, slug, title in lists():
            if not model.objects.exists():
                self.add(home, model(title=title, slug=slug, show_in_menus=True))
        named = {}
        for slug, title, field in plain_pages():
            page = StandardPage.objects.filter(slug=slug).first()
            if page is None:
                page = StandardPage(title=title, slug=slug, live=False)
                self.add(home, page)
            if field:
                named[field] = page
        if not ClinicSettings.objects.exists():
            ClinicSettings.objects.create(
                clinic_name=name, phone=settings.CLINIC_PHONE, **named
            )
            self.made.append(_("the clinic's record"))
        self.tell()

    def make_home(self, name: str) -> HomePage:
        """Make the home page, a draft, in place of the one that Wagtail brings."""
        root = Page.objects.get(depth=1)
        welcome = root.get_children().filter(slug="home").exact_type(Page)
        welcome.update(slug="home-of-wagtail")
        # Two people have to agree on its text before anybody sees it.
        home = HomePage(title=name, slug="home", live=False)
        self.add(root, home)
        address = urlsplit(settings.SITE_URL)
        site = Site.objects.filter(is_default_site=True).first() or Site(
            is_default_site=True
        )
        site.hostname = address.hostname
        site.port = address.port or (443 if address.scheme == "https" else 80)
        site.site_name, site.root_page = name, home
        site.save()
        for page in Page.objects.filter(slug="home-of-wagtail", depth=2):
            page.delete()
        return HomePage.objects.get(pk=home.pk)

    def add(self, parent, page) -> None:
        """Add a page below another, with a first revision to go on from."""
        parent.add_child(instance=page)
        page.save_revision()
        state = _("draft") if not page.live else _("live")
        self.made.append(f"{page.title} ({state})")

    def tell(self) -> None:
        """Say what was made and what is left for people to do."""
        if not self.made:
            self.stdout.write(_("Every page is there already; nothing was changed."))
            return
        self.stdout.write("\n".join([_("Made:"), *(f"- {one}" for one in self.made)]))
        self.stdout.write(
            _(
                "Next, in /cms/: an editor writes the home page and hands it in, a "
                "medical reviewer approves it, and one of them publishes it. The "
                "plain pages are the clinic's own words: write and publish them. Add "
                "the location with its hours below Our location, and look through "
                "Settings, Clinic."
            )
        )
