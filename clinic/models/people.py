import re

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from clinic.blocks import BodyBlock
from clinic.models.base import BasePage
from clinic.models.review import Approval
from clinic.structured_data import member, person_id

# As many of the pages somebody reviewed as a short list holds.
SHOWN_REVIEWS = 8
PHYSICIANS = {"MD", "DO"}


class PersonIndexPage(BasePage):
    """The people a patient meets."""

    parent_page_types = ["clinic.HomePage"]
    subpage_types = ["clinic.PersonPage"]
    max_count = 1
    lists_children = True

    class Meta:
        verbose_name = _("list of people")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["people"] = (
            PersonPage.objects.child_of(self)
            .live()
            .public()
            .select_related("share_image")
        )
        return context


class PersonPage(BasePage):
    """One person of the practice; the title is the name."""

    parent_page_types = ["clinic.PersonIndexPage"]
    subpage_types = []
    needs_review = True

    credentials = models.CharField(
        _("credentials"), max_length=60, blank=True, help_text=_("Like “MD” or “RN”.")
    )
    role = models.CharField(
        _("role"),
        max_length=120,
        blank=True,
        help_text=_("What the person does here, like “Medical director”."),
    )
    board = models.CharField(
        _("certifying board"),
        max_length=200,
        blank=True,
        help_text=_("The full name of the board, never “board certified” alone."),
    )
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="person_page",
        help_text=_("Links this person to the articles they reviewed."),
    )
    body = StreamField(
        BodyBlock(),
        verbose_name=_("text"),
        blank=True,
        help_text=_(
            "Training, what the person sees patients for, and how to meet them."
        ),
    )

    schema_type = "ProfilePage"
    search_kind = "person"
    search_heads = ["credentials", "role", "board"]
    reader_fields = [*BasePage.reader_fields, "credentials", "role", "board", "body"]
    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("credentials"), FieldPanel("role")]),
        FieldPanel("board"),
        FieldPanel("account"),
        FieldPanel("body"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("role"),
        index.SearchField("board"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    @property
    def full_name(self) -> str:
        """Return the name with its credentials."""
        return f"{self.title}, {self.credentials}" if self.credentials else self.title

    @property
    def shown_title(self):
        return self.full_name

    @property
    def is_physician(self) -> bool:
        """Return whether the person is a doctor of medicine, by the credentials."""
        return bool(
            PHYSICIANS
            & set(re.findall(r"\w+", self.credentials.upper().replace(".", "")))
        )

    def schema_nodes(self, clinic, location):
        page, *others = super().schema_nodes(clinic, location)
        page["mainEntity"] = {"@id": person_id(self)}
        return [page, member(self, clinic, location), *others]

    def share_words(self, clinic_name):
        return super().share_words(clinic_name)._replace(topic=self.role)

    def reviews(self) -> list[Approval]:
        """Return the latest review by this person of each page, the newest first.

        What people read in each is said with its day: a page that was changed since
        says so itself.
        """
        if self.account_id is None:
            return []
        pages = Page.objects.live().public().filter(depth__gt=2)
        latest: dict[int, Approval] = {}
        for approval in (
            Approval.objects.filter(
                reviewed_by=self.account_id, page__in=pages.not_type(PersonPage)
            )
            .select_related("page")
            .order_by("-approved_at")
        ):
            latest.setdefault(approval.page_id, approval)
        return list(latest.values())[:SHOWN_REVIEWS]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["reviews"] = self.reviews()
        return context
