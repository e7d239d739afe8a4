"""What real exports hold beside plain articles: each comes in whole, or is listed."""

import pytest

from tests.articles.exporting import item
from tests.articles.importing import entry, latest
from tests.factories import make_article_index

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def index():
    return make_article_index()


def weighed(run, source) -> dict:
    return entry(run, source).proof["weighed"]


def test_footnotes_of_a_post_are_words_of_its_page(bring):
    run = bring(
        item(
            1,
            content='<!-- wp:paragraph --><p>Ask us.<sup data-fn="n" class="fn">'
            '<a href="#n" id="n-link">1</a></sup></p><!-- /wp:paragraph -->'
            "<!-- wp:footnotes /-->",
            meta=[("footnotes", '[{"id":"n","content":"By <em>phone<\\/em>."}]')],
        )
    )

    assert "<li>By <i>phone</i>.</li>" in latest(1).body[0].value.source
    told = weighed(run, "post 1")
    assert told["words_lost"] == told["words_added"] == 0
    assert [one["out"] for one in told["differences"]] == [["By", "phone."]]
