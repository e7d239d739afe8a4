"""What the search reads: a row for each public page, and the words of all of them."""

import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from wagtail.search import index
from wagtail.search.queryset import SearchableQuerySetMixin

from clinic.words import indexed, tokens

# A word is shown to editors once it was looked for in vain on so many days.
SHOWN_AFTER_DAYS = 3
# So many words new on one day are enough: past that it is a machine that asks.
NEW_WORDS_A_DAY = 500
FORGOTTEN_AFTER = datetime.timedelta(days=90)


class SearchEntryQuerySet(SearchableQuerySetMixin, models.QuerySet):
    """Entries, and those of them that Wagtail's search backend finds."""


class SearchEntry(index.Indexed, models.Model):
    """The words of one public page, cut to their roots when the page changes.

    Ranking reads these columns and no StreamField. `clinic.search_index` keeps them;
    a page that is not public has no row.
    """

    page = models.OneToOneField(
        "wagtailcore.Page",
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="search_entry",
    )
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=255)
    # As "|cost|safety|", so that one of them can be asked for.
    topics = models.TextField(blank=True)
    title_roots = models.TextField()
    topic_roots = models.TextField(blank=True)
    summary_roots = models.TextField(blank=True)
    # A line for each heading, and below for each paragraph.
    heading_roots = models.TextField(blank=True)
    body_roots = models.TextField(blank=True)
    # What extracts are cut from.
    text = models.TextField(blank=True)

    objects = SearchEntryQuerySet.as_manager()

    search_fields = [
        index.SearchField("words"),
        index.AutocompleteField("name_words"),
        index.FilterField("kind"),
        index.FilterField("topics"),
        index.FilterField("page_id"),
    ]

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")

    def __str__(self):
        return self.name

    @staticmethod
    def typed(words: list[str]) -> str:
        """Return folded words as the index of beginnings holds them.

        What is not ASCII is spelled out; the beginning of a word stays its beginning.
        """
        return " ".join(w if w.isascii() else f"x{w.encode().hex()}" for w in words)

    @property
    def name_words(self) -> str:
        """Return the words of the title for suggestions."""
        return self.typed(tokens(self.name))

    @property
    def words(self) -> str:
        """Return each root of the page once, as the full-text index holds it.

        Roots of the title stand there a second time, marked: where a word is on too
        many pages, those with it in the title can be asked for alone.
        """
        columns = (
            self.title_roots,
            self.topic_roots,
            self.summary_roots,
            self.heading_roots,
            self.body_roots,
        )
        found = {indexed(w) for text in columns for w in text.split()}
        found |= {indexed(w, in_title=True) for w in self.title_roots.split()}
        return " ".join(sorted(found))


class SearchWord(models.Model):
    """A word that public pages hold, for corrections and suggestions."""

    word = models.CharField(max_length=40, primary_key=True)
    root = models.CharField(max_length=40, db_index=True)
    # Its letters in order of the alphabet: two changed about leave them as they are.
    letters = models.CharField(max_length=40, db_index=True)
    pages = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("search word")
        verbose_name_plural = _("search words")

    def __str__(self):
        return self.word


class SearchGram(models.Model):
    """Three letters of a word that follow each other, to find words like another."""

    gram = models.CharField(max_length=3)
    word = models.CharField(max_length=40)

    class Meta:
        verbose_name = _("piece of a search word")
        verbose_name_plural = _("pieces of search words")
        constraints = [
            models.UniqueConstraint(fields=["gram", "word"], name="search_gram_once")
        ]

    def __str__(self):
        return f"{self.gram} in {self.word}"


class UnansweredWordQuerySet(models.QuerySet):
    def shown(self):
        """Words that were looked for on enough days to be read by somebody."""
        return self.exclude(word="")

    def note(self, words: list[str]) -> None:
        """Count words that nothing was found for, each at most once a day.

        A word stands in the database as a keyed digest alone until it was looked for
        on three days: what one person typed once, a name perhaps, is never kept.
        """
        today = timezone.localdate()
        for word in words:
            digest = salted_hmac("clinic.unanswered", word).hexdigest()[:40]
            row = self.filter(digest=digest).first()
            if row is None:
                if self.filter(first_on=today).count() < NEW_WORDS_A_DAY:
                    self.bulk_create(
                        [self.model(digest=digest, first_on=today, last_on=today)],
                        ignore_conflicts=True,
                    )
            elif row.last_on != today:
                row.count_day(today, word)

    def forget_old(self) -> int:
        """Delete what nobody looked for in 90 days; return how many words that were."""
        limit = timezone.localdate() - FORGOTTEN_AFTER
        return self.filter(last_on__lt=limit).delete()[0]


class UnansweredWord(models.Model):
    """A word that people look for and no page holds; nothing of who looked for it."""

    digest = models.CharField(max_length=40, unique=True)
    word = models.CharField(_("word"), max_length=40, blank=True)
    days = models.PositiveIntegerField(_("days on which it was looked for"), default=1)
    first_on = models.DateField(_("first day"), db_index=True)
    last_on = models.DateField(_("last day"), db_index=True)

    objects = UnansweredWordQuerySet.as_manager()

    class Meta:
        verbose_name = _("word without an answer")
        verbose_name_plural = _("words without an answer")
        ordering = ["-days", "word"]
        default_permissions = ["view"]
        constraints = [
            models.CheckConstraint(
                condition=Q(word="") | Q(days__gte=SHOWN_AFTER_DAYS),
                name="unanswered_word_after_days",
            )
        ]

    def __str__(self):
        return self.word or _("not yet shown")

    def count_day(self, today: datetime.date, word: str) -> None:
        """Count one more day; from the third on the word itself is kept."""
        rows = UnansweredWord.objects.filter(pk=self.pk).exclude(last_on=today)
        known = {"word": word} if self.days + 1 >= SHOWN_AFTER_DAYS else {}
        rows.update(days=models.F("days") + 1, last_on=today, **known)
