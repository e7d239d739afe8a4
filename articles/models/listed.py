"""Lists of articles in the order in which readers get them, as rows of their own.

What is live stands in one table, the day of an article in another and its topics in a
third: to show the newest twelve, a database would sort all of them, and count them. So
each article has a row for each list that it stands in, in the order of an index.

Rows are written in the transaction of the change itself (`articles.list_signals`), and
the worker looks for what a change past all signals left behind. Nothing is shown by a
row alone: an article that is not live is left out when its card is read.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.db import models, transaction
from django.db.models import F, Q

from articles.models.article import ArticlePage
from articles.models.topic import Topic

# Of an article that is live and was never published by anybody.
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
# As many values as every database takes in one statement.
AT_A_TIME = 500

# Index, topic (None: all of them), article, and the moment it was published first.
_Place = tuple[int, int | None, int, datetime]


class ListedArticleQuerySet(models.QuerySet):
    def newest(self, index, topic: Topic | None = None):
        """Return the places of a list, of all its articles or a topic's, in order."""
        places = self.filter(index=index.pk, topic=topic)
        return places.order_by("-published_at", "-article_id")

    def bring_up_to_date(self, articles: Iterable[int] | None = None) -> int:
        """Write what is live, of these articles or of all; return how much differed."""
        keys = None if articles is None else list(articles)
        # Read before a transaction begins, which on SQLite keeps all writers waiting.
        there = {
            tuple(place): pk
            for pk, *place in _of(self, "article_id", keys).values_list(
                "pk", "index_id", "topic_id", "article_id", "published_at"
            )
        }
        wanted = _wanted(keys)
        gone = sorted(pk for place, pk in there.items() if place not in wanted)
        missing = [place for place in wanted if place not in there]
        if not gone and not missing:
            return 0
        with transaction.atomic():
            for first in range(0, len(gone), AT_A_TIME):
                self.filter(pk__in=gone[first : first + AT_A_TIME]).delete()
            self.bulk_create(
                (
                    self.model(
                        index_id=index,
                        topic_id=topic,
                        article_id=article,
                        published_at=published_at,
                    )
                    for index, topic, article, published_at in missing
                ),
                batch_size=AT_A_TIME,
                # Somebody may write the same right now.
                ignore_conflicts=True,
            )
        return len(gone) + len(missing)


class ListedArticle(models.Model):
    """One place in one list: an article among all of an index, or of a topic."""

    index = models.ForeignKey(
        "articles.ArticleIndexPage",
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
    )
    topic = models.ForeignKey(
        Topic, null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    article = models.ForeignKey(
        ArticlePage, on_delete=models.CASCADE, related_name="places"
    )
    published_at = models.DateTimeField()

    objects = ListedArticleQuerySet.as_manager()
    # Nobody asks which lists a topic or an article is used in.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "place in a list of articles"
        verbose_name_plural = "places in lists of articles"
        indexes = [
            # PostgreSQL takes no order out of an index in which a column is NULL.
            models.Index(
                "index",
                F("published_at").desc(),
                F("article").desc(),
                condition=Q(topic=None),
                name="listed_newest",
            ),
            models.Index(
                "topic",
                "index",
                F("published_at").desc(),
                F("article").desc(),
                name="listed_newest_of_topic",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["article"], condition=Q(topic=None), name="listed_once"
            ),
            models.UniqueConstraint(
                fields=["article", "topic"], name="listed_once_in_topic"
            ),
        ]

    def __str__(self):
        return f"article {self.article_id}"


def _of(rows, column: str, keys: list[int] | None):
    return rows if keys is None else rows.filter(**{f"{column}__in": keys})


def _wanted(keys: list[int] | None) -> dict[_Place, None]:
    """Return each place that there should be, in an order that two writers share."""
    lists = dict(
        ListedArticle._meta.get_field("index").related_model.objects.values_list(
            "path", "pk"
        )
    )
    live = _of(ArticlePage.objects.live(), "pk", keys).values_list(
        "pk", "path", "first_published_at"
    )
    step = ArticlePage.steplen
    of_all = {
        pk: (lists[path[:-step]], at or LONG_AGO)
        for pk, path, at in live.order_by("pk")
        if path[:-step] in lists
    }
    places = {(of_all[pk][0], None, pk, of_all[pk][1]): None for pk in of_all}
    chosen = _of(ArticlePage.topics.through.objects, "articlepage_id", keys)
    for pk, topic in chosen.order_by("articlepage_id", "topic_id").values_list(
        "articlepage_id", "topic_id"
    ):
        if pk in of_all:
            places[of_all[pk][0], topic, pk, of_all[pk][1]] = None
    return places
