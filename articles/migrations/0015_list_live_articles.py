from collections import defaultdict
from datetime import UTC, datetime

from django.db import migrations

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
STEP = 4
AT_A_TIME = 1_000


def list_articles(apps, schema_editor):
    """List the articles that are live already."""
    article = apps.get_model("articles", "ArticlePage")
    place = apps.get_model("articles", "ListedArticle")
    lists = dict(
        apps.get_model("articles", "ArticleIndexPage").objects.values_list("path", "pk")
    )
    topics = defaultdict(list)
    chosen = article.topics.through.objects.values_list("articlepage_id", "topic_id")
    for pk, topic in chosen:
        topics[pk].append(topic)
    live = article.objects.filter(live=True).order_by("pk")
    place.objects.bulk_create(
        [
            place(
                index_id=lists[path[:-STEP]],
                topic_id=topic,
                article_id=pk,
                published_at=published_at or LONG_AGO,
            )
            for pk, path, published_at in live.values_list(
                "pk", "path", "first_published_at"
            )
            if path[:-STEP] in lists
            for topic in [None, *topics[pk]]
        ],
        batch_size=AT_A_TIME,
    )


class Migration(migrations.Migration):

    dependencies = [
        ("articles", "0014_listed_articles"),
    ]

    operations = [
        migrations.RunPython(list_articles, migrations.RunPython.noop),
    ]
