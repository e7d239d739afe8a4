import html
import re
from datetime import UTC, datetime
from pathlib import Path

import nh3
import pytest
from django.core.management import CommandError
from wagtail.contrib.redirects.models import Redirect

from articles.imports.content import body_words
from articles.imports.wordpress import read_export
from articles.models import ArticlePage
from tests.articles.importing import BLOCKS, CLASSIC, counts, latest, publish, run
from tests.factories import make_article

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parent.parent.parent
SEEDS = sorted((ROOT.parent / "shared" / "seed").glob("*.xml"))


@pytest.fixture(autouse=True)
def index(article_index):
    return article_index


def words_of_source(content):
    """Count a post's words with another parser than the import's."""
    spaced = re.sub(
        r"(<(?:/?(?:p|li|ul|ol|div|t[dh]|h\d|figcaption|cite)\b|br))", r" \1", content
    )
    return html.unescape(nh3.clean(spaced, tags=set())).split()


def words_of_page(page):
    return body_words(page.body.get_prep_value())


def posts(path):
    return [item for item in list(read_export(path))[1:] if item.post_type == "post"]


def test_posts_arrive_as_drafts_under_the_index(index):
    run()

    page = latest(11)
    assert page.get_parent().specific == index
    assert not page.live
    assert page.has_unpublished_changes
    assert page.title == "Getting ready for a first visit & parking"
    assert page.slug == "getting-ready"
    assert page.summary == "What to have with you, and where to leave the car."
    assert page.first_published_at == datetime(2025, 4, 17, 13, 30, tzinfo=UTC)
    assert page.wordpress_url == "https://harbor.example/2025/04/getting-ready/"
    assert page.last_published_at is None


def test_headings_keep_order_and_level():
    run()

    assert [(h["level"], h["text"]) for h in latest(11).headings] == [
        ("h2", "What to bring"),
        ("h3", "If you drive"),
        ("h3", "Auf Deutsch & بالعربية"),
    ]


@pytest.mark.parametrize("path", [BLOCKS, CLASSIC], ids=lambda path: path.stem)
def test_every_word_arrives_in_order(path):
    run(path)

    for page in ArticlePage.objects.all():
        [post] = [p for p in posts(path) if p.wordpress_id == page.wordpress_id]
        page.summary = ""
        assert words_of_page(page) == words_of_source(post.content)


@pytest.mark.skipif(
    not SEEDS, reason="no ../shared/seed: the clinic's own export was not imported"
)
@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
def test_the_clinics_own_export_arrives_word_for_word_and_is_stopped(path):
    told = publish(path)

    # Two people's names alone publish no claim that the guard stops.
    assert "stays a draft" in told
    assert "claims guard" in told
    for post in posts(path):
        page = latest(post.wordpress_id)
        assert not page.live
        assert page.summary == ""
        assert words_of_page(page) == words_of_source(post.content)
        headings = re.findall(r"<h([23])[^>]*>(.*?)</h", post.content)
        assert [(h["level"], h["text"]) for h in page.headings] == [
            (f"h{level}", html.unescape(text)) for level, text in headings
        ]


def test_wordpress_draft_without_title_or_address_arrives():
    run()

    page = latest(12)
    assert page.title == "(no title)"
    assert page.slug == "wordpress-12"
    assert page.first_published_at is None


def test_each_post_and_page_gets_a_line_and_the_rest_is_counted():
    lines = run().splitlines()

    words = len(words_of_page(latest(12)))
    # Pages come in as well by now, and first: a post may lead to them.
    assert lines[0] == "About the building: 5 words in, 5 out, imported as a draft"
    assert lines[1].startswith("Getting ready for a first visit & parking: ")
    assert "imported as a draft" in lines[1]
    assert lines[2] == (
        f"(no title): {words} words in, {words} out, imported as a draft"
    )
    assert lines[-1] == (
        "Posts and pages: 3 imported as a draft. Left out: 2 comment, 1 post (trash)."
    )


def test_running_again_changes_nothing():
    run()
    before = counts()

    output = run()

    assert counts() == before
    assert output.count(", unchanged") == 3
    assert "Posts and pages: 3 unchanged." in output


def test_running_again_keeps_what_an_editor_changed():
    run()
    page = latest(11)
    page.title = "Edited here"
    page.save_revision()

    run()

    assert latest(11).title == "Edited here"


def test_old_address_leads_to_the_article(client):
    publish()

    answer = client.get("/2025/04/getting-ready/?utm_source=mail")

    assert answer.status_code == 301
    assert answer.url == latest(11).url
    paths = Redirect.objects.filter(redirect_page=latest(11)).values_list("old_path")
    assert {path for (path,) in paths} == {"/2025/04/getting-ready", "/?p=11"}


def test_redirect_of_somebody_else_is_left_alone():
    Redirect.add_redirect("/2025/04/getting-ready", redirect_to="/elsewhere/")

    output = run()

    kept = Redirect.objects.get(old_path="/2025/04/getting-ready")
    assert kept.redirect_link == "/elsewhere/"
    assert "has a redirect already" in output


def test_article_that_keeps_its_address_is_led_to_wherever_it_goes(tmp_path, client):
    path = tmp_path / "export.xml"
    path.write_text(BLOCKS.read_text().replace("/2025/04/", "/articles/"))

    publish(path)

    page = latest(11)
    assert client.get("/articles/getting-ready/").status_code == 200
    page.slug = "ready"
    page.save_revision().publish()
    assert client.get("/articles/getting-ready/").url == "/articles/ready/"


def test_taken_address_gets_a_number():
    make_article(slug="getting-ready")

    output = run()

    assert latest(11).slug == "getting-ready-2"
    assert "“getting-ready” was taken, so it is now “getting-ready-2”" in output


def test_address_in_another_script_is_kept(tmp_path):
    path = tmp_path / "export.xml"
    encoded = "%d8%a7%d9%84%d8%b9%d9%8a%d8%a7%d8%af%d8%a9"
    path.write_text(BLOCKS.read_text().replace("getting-ready", encoded))

    run(path)

    assert latest(11).slug == "العيادة"
    old = Redirect.objects.filter(redirect_page=latest(11)).exclude(old_path="/?p=11")
    assert old.get().old_path == "/2025/04/العيادة"


def test_address_that_is_no_url_does_not_stop_the_import(tmp_path):
    path = tmp_path / "export.xml"
    path.write_text(
        BLOCKS.read_text().replace("https://harbor.example/2025", "http://[x")
    )

    run(path)

    assert latest(11).wordpress_url == ""


def test_same_number_from_another_site_is_told(tmp_path):
    run()
    path = tmp_path / "export.xml"
    path.write_text(BLOCKS.read_text().replace("harbor.example", "other.example"))

    output = run(path)

    # The same path under another name: the site moved, and what differs is taken.
    assert "this number came from https://harbor.example" in output
    assert ArticlePage.objects.count() == 2


def test_dry_run_prints_the_same_and_writes_nothing():
    before = counts()

    dry = run(dry_run=True)

    assert counts() == before
    assert dry == run()


BROKEN = {
    "empty": lambda text: b"",
    "truncated": lambda text: text.encode()[:-40],
    "no_xml": lambda text: b"\x00\x01\x02\xff" * 500,
    "web_page": lambda text: b"<!DOCTYPE html><html></html>",
    "other_feed": lambda text: b"<rss version='2.0'><channel></channel></rss>",
    "wrong_charset": lambda text: (
        text.replace("Plan", "Plän").encode("utf-8").replace("ä".encode(), b"\xe4")
    ),
    "entities": lambda text: text.replace(
        "<rss", '<!DOCTYPE rss [<!ENTITY a "aaaa">]><rss', 1
    ).encode(),
    "last_post_without_id": lambda text: (
        text.replace("<wp:post_id>15", "<wp:x>15")
        .replace("15</wp:post_id>", "15</wp:x>")
        .encode()
    ),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_broken_file_gets_one_line_and_leaves_the_database_as_it_was(kind, tmp_path):
    path = tmp_path / "export.xml"
    path.write_bytes(BROKEN[kind](BLOCKS.read_text()))
    before = counts()

    with pytest.raises(CommandError) as refused:
        run(path)

    assert refused.value.returncode == 1
    assert len(str(refused.value).splitlines()) == 1
    assert counts() == before


def test_missing_file_is_named(tmp_path):
    with pytest.raises(CommandError, match="There is no file"):
        run(tmp_path / "gone.xml")


def test_missing_index_is_told(index):
    index.delete()

    with pytest.raises(CommandError, match="no list of articles"):
        run()
