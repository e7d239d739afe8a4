"""What real exports hold beside plain articles: each comes in whole, or is listed."""

import pytest

from tests.articles.exporting import attachment, item
from tests.articles.importing import entry, latest
from tests.articles.uploads import folder, picture
from tests.factories import make_article_index

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def index(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "library")
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


def test_gallery_that_lists_none_shows_what_was_uploaded_with_its_post(bring, tmp_path):
    names = [f"2025/04/{number}.jpg" for number in (31, 32, 33, 41)]
    uploads = folder(tmp_path / "uploads", {name: picture() for name in names})
    run = bring(
        attachment(31, names[0], parent=1, caption="The door", order=2),
        attachment(32, names[1], parent=1, order=1),
        attachment(33, "2025/04/price.pdf", parent=1),
        attachment(41, names[3], parent=2),
        item(1, content='[gallery]\n\n[gallery exclude="32"] [[gallery ids="1"]]'),
        item(2, content='[gallery id="1" order="desc"] [gallery columns="2"]'),
        media=uploads,
    )

    first = [one.value for one in latest(1).body if one.block_type == "image"]
    assert [one["caption"] for one in first] == ["", "The door", "The door"]
    second = [one.value for one in latest(2).body if one.block_type == "image"]
    assert [one["caption"] for one in second] == ["The door", "", ""]
    for source in ("post 1", "post 2"):
        told = weighed(run, source)
        assert (told["pictures_in"], told["pictures_out"]) == (3, 3)
        assert told["words_lost"] == told["words_added"] == 0
