from django import forms
from django.db import models
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from clinic import illustrations
from clinic.blocks import BodyBlock
from clinic.models import Approval, BasePage
from clinic.models.cited import CitedSource
from clinic.reading import reading_minutes
from clinic.share_picture import Words

RELATED = 3
# A longer list of contents is no help any more: it leaves the parts out.
LONGEST_CONTENTS = 14
# As many earlier changes as an article lists at its end.
SHOWN_CHANGES = 5


class ArticleQuerySet(PageQuerySet):
    def newest(self):
        """Articles by the day they were first published, the newest first."""
        return self.order_by("-first_published_at", "-pk")

    def for_cards(self):
        """Articles with what a card shows, in few queries however many they are.

        `Approval.objects.vouch_for` adds when each was reviewed.
        """
        return self.select_related("share_image").prefetch_related("topics", "sources")


ArticleManager = PageManager.from_queryset(ArticleQuerySet)


class ArticlePage(BasePage):
    """One article, with the sources it rests on and who vouches for it."""

    parent_page_types = ["articles.ArticleIndexPage"]
    subpage_types = []

    topics = ParentalManyToManyField(
        "articles.Topic",
        verbose_name=_("topics"),
        blank=True,
        related_name="articles",
        help_text=_(
            "What the article is about. It stands in the list of each topic ticked, "
            "and “Read next” offers others of the same topic."
        ),
    )
    key_points = StreamField(
        [
            (
                "point",
                blocks.CharBlock(
                    label=_("Key point"),
                    max_length=250,
                    help_text=_("One sentence that stands by itself, with its [1]."),
                ),
            )
        ],
        verbose_name=_("key points"),
        blank=True,
        max_num=6,
        help_text=_("What a reader should take along who reads nothing else."),
    )
    body = StreamField(
        BodyBlock(),
        verbose_name=_("text"),
        blank=True,
        help_text=_(
            "The article in blocks: headings, text, pictures, tables and more. What a "
            "claim rests on is marked [1], after the list of references below."
        ),
    )
    change_note = models.CharField(
        _("what changed"),
        max_length=200,
        blank=True,
        help_text=_(
            "What is different from the text that readers saw before, in one sentence "
            "for them. Empty it where nothing worth saying changed."
        ),
    )
    wordpress_id = models.PositiveBigIntegerField(
        null=True, unique=True, editable=False
    )
    wordpress_url = models.URLField(max_length=400, blank=True, editable=False)

    objects = ArticleManager()
    exclude_fields_in_copy = ["change_note", "wordpress_id", "wordpress_url"]

    search_kind = "article"
    schema_type = "MedicalWebPage"
    needs_review = True
    shows_reviewer = shows_dates = True
    review_months = 6
    reader_fields = [*BasePage.reader_fields, "key_points", "body"]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("topics", widget=forms.CheckboxSelectMultiple),
        FieldPanel("key_points"),
        FieldPanel("body"),
        InlinePanel("sources", label=_("Reference")),
        FieldPanel("change_note"),
        MultiFieldPanel(
            [InlinePanel("related_links", label=_("Article"), max_num=RELATED)],
            _("Read next"),
        ),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("key_points"),
        index.SearchField("body"),
        index.RelatedFields("topics", [index.SearchField("title")]),
        index.FilterField("first_published_at"),
    ]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def _digested_fields(self):
        # Left empty it says nothing: articles from before it was there keep theirs.
        note = ["change_note"] if self.change_note else []
        return [*super()._digested_fields(), "sources", *note]

    def earlier_changes(self) -> list[Approval]:
        """Return the latest changes before this text's own, the newest first."""
        told, earlier = {self.change_note}, []
        page = self.alias_of_id or self.pk
        for approval in Approval.objects.filter(page=page).exclude(change_note=""):
            if approval.change_note not in told:
                told.add(approval.change_note)
                earlier.append(approval)
        return earlier[:SHOWN_CHANGES]

    def search_topics(self) -> dict[str, str]:
        """Return the article's topics, title by slug."""
        return {topic.slug: topic.title for topic in self.topics.all()}

    @cached_property
    def contents(self) -> list[dict]:
        """Return the headings with their anchors, parts within their sections."""
        found: list[dict] = []
        short = len(self.headings) <= LONGEST_CONTENTS
        for heading in self.headings:
            if heading["level"] == "h3" and found:
                found[-1]["parts"] += [heading] if short else []
            else:
                found.append({**heading, "parts": []})
        return found

    @cached_property
    def headings(self) -> list[dict]:
        """Return every heading in order; equal words get anchors of their own."""
        found, used = [], set()
        for block in self.body:
            if block.block_type != "heading":
                continue
            text = block.value["text"]
            base = anchor = slugify(text) or "section"
            number = 2
            while anchor in used:
                anchor, number = f"{base}-{number}", number + 1
            used.add(anchor)
            found.append(
                {
                    "id": block.id,
                    "text": text,
                    "level": block.value["level"],
                    "anchor": anchor,
                }
            )
        return found

    @property
    def anchors(self) -> dict[str, str]:
        """Return the anchor of each heading by its block's id."""
        return {heading["id"]: heading["anchor"] for heading in self.headings}

    @cached_property
    def references(self) -> list:
        """Return the references in the order of their numbers."""
        return [source.reference for source in self.sources.select_related("reference")]

    @cached_property
    def is_about_crisis(self) -> bool:
        """Return whether one of the topics is about a crisis."""
        return any(topic.is_crisis for topic in self.topics.all())

    @property
    def reading_minutes(self) -> int:
        """Return how long the article takes to read."""
        return reading_minutes(self.reader_text())

    def share_words(self, clinic_name: str) -> Words:
        """Return what the drawn share picture shows."""
        topic = self.topics.first()
        return Words(
            title=self.title,
            topic=topic.title if topic else "",
            mood=topic.illustration if topic else illustrations.DEFAULT,
            clinic=clinic_name,
        )

    def related(self) -> list["ArticlePage"]:
        """Return what to read next: chosen by hand, filled up from the same topics."""
        chosen = [
            link.article
            for link in self.related_links.select_related(
                "article__share_image"
            ).prefetch_related("article__topics", "article__sources")
            if link.article.live
        ]
        if len(chosen) < RELATED:
            chosen += list(
                ArticlePage.objects.live()
                .public()
                .filter(topics__in=self.topics.all())
                .exclude(pk__in=[self.pk, *(page.pk for page in chosen)])
                .for_cards()
                .newest()
                .distinct()[: RELATED - len(chosen)]
            )
        return Approval.objects.vouch_for(chosen)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["related"] = self.related()
        context["earlier_changes"] = self.earlier_changes()
        return context


class ArticleSource(CitedSource, Orderable):
    """A reference that an article cites; its place in the list is its number."""

    page = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="sources")

    class Meta(Orderable.Meta):
        verbose_name = _("reference")


class RelatedArticle(Orderable):
    """An article that an editor puts beside another."""

    page = ParentalKey(
        ArticlePage, on_delete=models.CASCADE, related_name="related_links"
    )
    article = models.ForeignKey(
        ArticlePage,
        verbose_name=_("article"),
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_(
            "Offered to readers at the end, before articles of the same topics."
        ),
    )

    panels = [FieldPanel("article")]

    class Meta(Orderable.Meta):
        verbose_name = _("related article")

    def __str__(self):
        return f"article {self.article_id}"
