import hashlib
import json
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PageManager
from wagtail.search import index

from clinic import illustrations
from clinic.forms import WrittenPageForm
from clinic.lasting import holds_until
from clinic.models.found import Found, FoundQuerySet
from clinic.models.gated import GatedPage
from clinic.models.review import Approval
from clinic.models.written import Written
from clinic.reading import page_text, seen_markup
from clinic.share_picture import Words
from clinic.structured_data import breadcrumbs, medical_clinic, web_page


class BasePage(Found, Written, GatedPage):
    """What every public page has: a summary, a share picture, a text to vouch for."""

    summary = models.TextField(
        _("summary"),
        blank=True,
        max_length=300,
        help_text=_(
            "Two sentences a tired reader understands. Shown under the title, on "
            "cards and in search results."
        ),
    )
    share_image = models.ForeignKey(
        "clinic.ClinicImage",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown with the page on cards and when it is shared."),
    )

    objects = PageManager.from_queryset(FoundQuerySet)()

    base_form_class = WrittenPageForm

    # Fields a reader sees, in reading order; the digest and the plain text of a page
    # are made from these and nothing else.
    reader_fields = ["title", "summary"]

    # What changed since the text that readers saw before, in a sentence for them.
    change_note = ""

    # How long an approval keeps before the text wants a new look.
    review_months = 12

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("share_image"),
    ]
    promote_panels = [
        MultiFieldPanel(
            [
                FieldPanel("slug"),
                FieldPanel("seo_title"),
                FieldPanel("search_description"),
            ],
            _("For search engines"),
        ),
        MultiFieldPanel([FieldPanel("show_in_menus")], _("For the site's menus")),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary", boost=2),
        index.AutocompleteField("summary"),
    ]

    class Meta:
        abstract = True

    def reader_text(self) -> str:
        """Return the words a reader sees, without markup, in reading order."""
        return page_text(self, self.reader_fields)

    def search_topics(self) -> dict[str, str]:
        """Return the topics that a search may be narrowed to, title by slug."""
        return {}

    def search_extras(self) -> list[str]:
        """Return lines that readers see on the page beside its text, to be found by."""
        return []

    def reader_digest(self) -> str:
        """Return a fingerprint of everything a reader could see change.

        Approvals are bound to it: not to a revision, which autosave rewrites in
        place and which a click on *Publish* makes anew without a change.
        """
        seen = {name: self._reader_value(name) for name in self._digested_fields()}
        text = json.dumps(seen, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()

    def _digested_fields(self) -> list[str]:
        return [*self.reader_fields, "seo_title", "search_description", "share_image"]

    def _reader_value(self, name: str):
        # A related object's key is enough: to read the object would cost a query.
        field = self._meta.get_field(name)
        value = getattr(self, getattr(field, "attname", name))
        if hasattr(value, "get_prep_value"):
            return _as_seen(value.get_prep_value())
        if hasattr(value, "all"):
            return [str(item) for item in value.all()]
        return value

    @cached_property
    def current_approval(self) -> Approval | None:
        """Return the approval of exactly this text, or None."""
        if not self.pk:
            return None
        return Approval.objects.current(self)

    @property
    def medically_reviewed_on(self):
        """Return the day a reviewer vouched for this very text, or None."""
        approval = self.current_approval
        return approval and approval.approved_on

    @property
    def next_review_on(self) -> date | None:
        """Return the day when the text wants a new look, None while nobody vouches."""
        approval = self.current_approval
        return approval and approval.due_on(self.review_months)

    @property
    def review_is_late(self) -> bool:
        """Return whether that day has passed."""
        due, today = self.next_review_on, timezone.localdate()
        if due is None or due < today:
            return due is not None
        zone = timezone.get_current_timezone()
        holds_until(datetime.combine(due + timedelta(days=1), time.min, zone))
        return False

    # What a search calls the page; `clinic_site.search` has the words for it.
    search_kind = "page"
    # Fields that say what the page is about as a heading does.
    search_heads: list[str] = []
    # The schema.org type of the page.
    schema_type = "WebPage"
    # What the page shows: when the clinic is open; who reviewed it; its own dates.
    shows_hours = shows_reviewer = shows_dates = False
    # The person who wrote it, where readers are told.
    written_by = None

    @property
    def shown_title(self) -> str:
        """Return the page's heading."""
        return self.title

    @property
    def shown_summary(self) -> str:
        """Return the sentences below the heading."""
        return self.summary

    @property
    def head_title(self) -> str:
        """Return what share cards call the page."""
        return self.seo_title or self.shown_title

    def get_full_url(self, request=None) -> str | None:
        """Return the page's address under the name that the settings give the site."""
        return public_address(self, request)

    full_url = property(get_full_url)

    @property
    def canonical_url(self) -> str | None:
        """Return the one address under which the page may be found."""
        return self.full_url

    @property
    def crumbs(self) -> list[tuple[str, str]]:
        """Return names and addresses from the home page to this one, itself last."""
        above = [step for step in self.way[:-1] if step.depth > 2]
        if self.depth <= 2:
            return []
        return [
            (_("Home"), f"{settings.SITE_URL}/"),
            *((step.title, public_address(step)) for step in above),
            (self.shown_title, self.canonical_url),
        ]

    def structured_data(self, clinic, location) -> dict:
        """Return what the page tells search engines, from what it shows."""
        return {
            "@context": "https://schema.org",
            "@graph": self.schema_nodes(clinic, location),
        }

    def schema_nodes(self, clinic, location) -> list[dict]:
        """Return the things the page tells of: itself, the way to it, the clinic."""
        return [
            web_page(self, self.schema_type),
            *breadcrumbs(self),
            medical_clinic(clinic, location, in_full=self.shows_hours),
        ]

    def share_words(self, clinic_name: str) -> Words:
        """Return what the drawn share picture shows."""
        mood = getattr(self, "illustration", illustrations.DEFAULT)
        return Words(title=self.shown_title, topic="", mood=mood, clinic=clinic_name)

    def shared_words(self, clinic_name: str) -> list[Words]:
        """Return the words of every picture that this page may be shared with."""
        return [self.share_words(clinic_name)]

    # Whether the whole page is about a crisis.
    is_about_crisis = False

    @property
    def invites(self) -> bool:
        """Return whether the page may end with an invitation to ask for an appointment.

        Nothing is for sale beside help: not on a page about a crisis, and not below a
        text whose last word is where to get help. The crisis card stands there then.
        """
        return not self.is_about_crisis and not self.ends_in_crisis

    @property
    def request_url(self) -> str:
        """Return the request form's address; the form remembers this page."""
        return f"{reverse('request_consultation')}?{urlencode({'from': self.pk})}"

    @property
    def description(self) -> str:
        """Return what search engines and share cards say about the page."""
        return self.search_description or self.summary


def public_address(page: Page, request=None) -> str | None:
    """Return a page's address as the public knows the site, None outside of it."""
    parts = page.get_url_parts(request=request)
    return f"{settings.SITE_URL}{parts[2]}" if parts and parts[2] else None


def _as_seen(value):
    """Drop what changes in a StreamField without the reader seeing anything."""
    if isinstance(value, dict):
        # Nobody sees an option left empty: a block that gains one voids no approval.
        return {k: _as_seen(v) for k, v in value.items() if k != "id" and v}
    if isinstance(value, list | tuple):
        return [_as_seen(item) for item in value]
    return seen_markup(value) if isinstance(value, str) else value
