from collections.abc import Iterable

from django import forms
from django.db import models
from django.db.models import Prefetch, prefetch_related_objects
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, PageManager
from wagtail.search import index

from clinic import illustrations
from clinic.blocks import BodyBlock
from clinic.memory import remembered_each
from clinic.models import Approval, BasePage, PersonPage
from clinic.models.cited import CitedSource, references_of
from clinic.models.found import FoundQuerySet
from clinic.reading import reading_minutes
from clinic.share_picture import Words

RELATED = 3
# A longer list of contents is no help any more: it leaves the parts out.
LONGEST_CONTENTS = 14
# As many earlier changes as an article lists at its end.
SHOWN_CHANGES = 5


class ArticleQuerySet(FoundQuerySet):
    def newest(self):
        """Articles by the day they were first published, the newest first."""
        return self.order_by("-first_published_at", "-pk")

    def as_cards(self) -> "list[ArticlePage]":
        """Return articles with what a card shows, in few queries however many."""
        return cards(self.values_list("pk", flat=True))


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
    author = models.ForeignKey(
        "clinic.PersonPage",
        verbose_name=_("author"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Who wrote it. Named to readers once that person’s page is live."),
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
    # Minutes to read, worked out when the text is stored.
    minutes = models.PositiveSmallIntegerField(null=True, editable=False)
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
        FieldPanel("author"),
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
        late = [name for name in ("change_note", "author_id") if getattr(self, name)]
        names = [name.removesuffix("_id") for name in late]
        return [*super()._digested_fields(), "sources", *names]

    def earlier_changes(self) -> list[Approval]:
        """Return the latest changes before this text's own, the newest first."""
        told, earlier = {self.change_note}, []
        for approval in self.noted_approvals:
            if approval.change_note not in told:
                told.add(approval.change_note)
                earlier.append(approval)
        return earlier[:SHOWN_CHANGES]

    @cached_property
    def noted_approvals(self) -> list[Approval]:
        """Return the approvals that tell readers what changed, the newest first."""
        page = self.alias_of_id or self.pk
        return list(Approval.objects.filter(page=page).exclude(change_note=""))

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
        return references_of(self)

    @property
    def written_by(self) -> PersonPage | None:
        """Return who wrote it, where readers find a page of that person."""
        ids = [self.author_id] if self.author_id else []
        return remembered_each(WRITER, ids, load_writers).get(self.author_id)

    @cached_property
    def is_about_crisis(self) -> bool:
        """Return whether one of the topics is about a crisis."""
        return any(topic.is_crisis for topic in self.topics.all())

    @property
    def reading_minutes(self) -> int:
        """Return how long the article takes to read."""
        if self.minutes is None:
            return reading_minutes(self.reader_text())
        return self.minutes

    def save(self, *args, **kwargs):
        """Save the article with what readers would otherwise wait for."""
        if kwargs.get("update_fields") is None:
            self.minutes = reading_minutes(self.reader_text())
        return super().save(*args, **kwargs)

    def serve_preview(self, request, mode_name):
        """Show an unpublished text, whose length nobody has stored."""
        self.minutes = None
        return super().serve_preview(request, mode_name)

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
        """Return what to read next: chosen by hand, filled up from the same topics.

        What this article shows of other rows is read with them, where one has to be.
        """
        chosen = [link.article_id for link in self.related_links.all()]
        ids = chosen if len(chosen) >= RELATED else [*chosen, *self._alike(chosen)]
        together = []

        def load(missing):
            together.append(True)
            return load_cards(missing, beside=self if self.pk else None)

        found = remembered_each(CARD, ids, load)
        if self.pk and not together:
            read_together([self], told=self)
        shown = [found[pk] for pk in ids if pk in found and found[pk].live]
        if len(shown) < RELATED and not {*chosen} <= {page.pk for page in shown}:
            # One that was chosen is not there any more.
            shown += cards(self._alike(ids))
        return shown[:RELATED]

    def _alike(self, but: list[int]) -> list[int]:
        """Return the keys of the newest articles of the same topics, but for some."""
        alike = ArticlePage.objects.live().public().newest().distinct()
        alike = alike.filter(topics__in=self.topics.all())
        alike = alike.exclude(pk__in=[self.pk, *but])
        return list(alike.values_list("pk", flat=True)[:RELATED])

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


WRITER = "clinic.PersonPage as a writer"
CARD = "articles.ArticlePage as a card"


def load_writers(ids: list[int]) -> dict[int, PersonPage]:
    """Return the people among these keys whose pages are live."""
    return {page.pk: page for page in PersonPage.objects.live().filter(pk__in=ids)}


def cards(ids: Iterable[int]) -> list[ArticlePage]:
    """Return live articles with what a card shows, in this order; processes keep them.

    What is not live any more is left out, wherever its key came from.
    """
    ids = list(ids)
    found = remembered_each(CARD, ids, load_cards)
    return [found[pk] for pk in ids if pk in found and found[pk].live]


def load_cards(ids: list[int], beside=None) -> dict[int, ArticlePage]:
    """Return articles as cards by their keys; `beside` is read along with them."""
    found = list(ArticlePage.objects.filter(pk__in=ids))
    read_together([*found, beside] if beside else found, told=beside)
    for page in found:
        # Only the digest needed the texts, and there is room for many cards without.
        page.__dict__.pop("body", None)
        page.__dict__.pop("key_points", None)
        page._prefetched_objects_cache.pop("sources", None)
    return {page.pk: page for page in found}


def read_together(pages: list[ArticlePage], *, told: ArticlePage | None) -> None:
    """Read the topics, references and approvals of articles in three queries.

    `told` is the one of them whose earlier changes are told, too.
    """
    cited = Prefetch("sources", ArticleSource.objects.select_related("reference"))
    prefetch_related_objects(pages, "topics", cited)
    Approval.objects.vouch_for(pages, told=told)
