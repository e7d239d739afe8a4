"""Redirects for what an import brought in, made from its rows."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from articles.imports import addresses, undo
from articles.imports.storing.pages import written_digest
from articles.models import ArticleIndexPage, ArticlePage, ImportedItem, ImportRun
from tests.factories import (
    make_article,
    make_article_index,
    make_clinic,
    make_person,
    make_plain_page,
    make_topic,
    republish,
)

pytestmark = pytest.mark.django_db
HOME = "https://harbor.example"
DAY = datetime(2019, 5, 7, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clinic(settings, tmp_path, article_index):
    settings.MEDIA_ROOT = str(tmp_path)
    make_clinic()


def a_run() -> ImportRun:
    return ImportRun.objects.create(kind="wordpress", name="a.xml", digest="0" * 64)


def an_item(run, source, old_urls, **fields) -> ImportedItem:
    kind = fields.pop("kind", source.split()[0])
    proof = fields.pop("proof", {})
    if kind in ("post", "page"):
        proof = {"public": True} | proof
    return ImportedItem.objects.create(
        run=run,
        source=source,
        kind=kind,
        outcome="created",
        old_urls=old_urls,
        proof=proof,
        **fields,
    )


def a_post(run, number=12, link=f"{HOME}/2019/05/07/quiet-nights/", **fields):
    return an_item(run, f"post {number}", [link], **fields)


def a_term(run, kind, slug, number=3, **fields):
    proof = {"taxonomy": kind, "slug": slug, "number": number}
    return an_item(run, f"{kind} {slug}", [], proof=proof, **fields)


def a_draft(title="Quiet nights", **fields):
    page = make_article(title, live=False, **fields)
    ArticlePage.objects.filter(pk=page.pk).update(first_published_at=DAY)
    return ArticlePage.objects.get(pk=page.pk)


def a_picture():
    return get_image_model().objects.create(
        title="Lake", file=get_test_image_file("lake.png")
    )


def leads(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 301, (address, response.status_code)
    return response["Location"]


def kept(run, home=HOME) -> dict:
    return addresses.keep(run, home)


def taken(count) -> dict:
    return dict(count["taken"])


@pytest.mark.parametrize("public", [False, None])
def test_what_was_not_public_there_is_unknown_here(client, public):
    run = a_run()
    a_post(run, page=a_draft(), proof={"public": public})
    kept(run)
    assert client.get("/2019/05/07/quiet-nights/").status_code == 404
    assert not Redirect.objects.filter(old_path__contains="p=12").exists()


def test_file_of_a_private_post_is_led_on_alone(client):
    run = a_run()
    a_post(run, page=a_draft(), proof={"public": False})
    file = f"{HOME}/wp-content/uploads/lake.png"
    picture = a_picture()
    an_item(
        run,
        "attachment 5",
        [f"{HOME}/lake/", file],
        kind="picture",
        picture=picture,
        proof={"parent": 12},
    )
    kept(run)
    assert leads(client, "/wp-content/uploads/lake.png") == picture.file.url
    assert client.get("/lake/").status_code == 404


def test_names_a_post_had_before_lead_to_it_and_those_elsewhere_do_not(client):
    run, page = a_run(), republish(a_draft())
    urls = [f"{HOME}/2019/quiet-nights/", "https://before.example/2007/quiet/"]
    an_item(run, "post 12", urls, page=page, proof={"old_slugs": ["calm-nights"]})
    kept(run)
    assert leads(client, "/2019/calm-nights/") == page.url
    assert client.get("/2007/quiet/").status_code == 404


def test_post_is_led_to_its_article_wherever_that_goes(client):
    page = republish(a_draft(slug="quiet-nights"))
    run = a_run()
    item = a_post(run, page=page)
    count = kept(run)
    assert leads(client, "/2019/05/07/quiet-nights/") == page.url
    assert leads(client, "/?p=12") == page.url
    item.refresh_from_db()
    assert (
        Redirect.objects.filter(pk__in=item.redirects, redirect_page=page).count() == 2
    )
    assert count["taken"] == []
    assert count["kept"] == Redirect.objects.count()
    page.slug = "calm-nights"
    page = republish(page)
    assert leads(client, "/2019/05/07/quiet-nights/") == "/articles/calm-nights/"


def test_article_that_keeps_its_address_waits_there_and_then_stands_there(client):
    page = a_draft(slug="quiet-nights")
    run = a_run()
    an_item(run, "post 12", [f"{HOME}/articles/quiet-nights/"], page=page)
    kept(run)
    assert client.get(page.url)["X-Robots-Tag"] == "noindex"
    page = republish(page)
    assert client.get(page.url).status_code == 200
    assert leads(client, "/articles/Quiet-Nights/feed/") == page.url
    assert leads(client, "/articles/quiet-nights") == page.url


def test_old_site_as_a_whole_is_led_to_the_articles(client):
    run = a_run()
    a_post(run, page=a_draft())
    kept(run)
    index = make_article_index().url
    for address in ("/2019/", "/2019/05/", "/2019/05/07/", "/page/4/", "/?m=201905"):
        assert leads(client, address) == index
    for address in ("/feed/", "/comments/feed/", "/?feed=rss2", "/category/x/feed/"):
        assert leads(client, address) == "/articles/feed/"
    assert client.get("/1999/").status_code == 404
    assert client.get("/").status_code == 200


def test_wordpress_below_another_site_is_led_on_from_there(client):
    run = a_run()
    page = republish(a_draft())
    a_post(run, link=f"{HOME}/blog/quiet-nights/", page=page)
    kept(run, f"{HOME}/blog/")
    index = make_article_index().url
    assert leads(client, "/blog/?p=12") == page.url
    assert leads(client, "/blog/quiet-nights/") == page.url
    assert leads(client, "/blog/") == leads(client, "/blog/2019/05/") == index
    assert leads(client, "/blog/feed/") == "/articles/feed/"
    response = client.get("/blog/?s=quiet")
    assert response.status_code == 302
    assert response["Location"] == "/search/?q=quiet"
    assert client.get("/?p=12").status_code == 200


def test_category_is_led_to_its_topic_also_when_that_is_renamed(client):
    topic = make_topic()
    run = a_run()
    a_term(run, "category", "deep-rest", topic=topic)
    kept(run)
    for address in (
        "/category/rest/deep-rest/",
        "/?cat=3",
        "/category/deep-rest/page/2/",
    ):
        assert leads(client, address) == "/articles/topics/sleep/"
    topic.slug = "rest"
    topic.save()
    assert leads(client, "/?cat=3") == "/articles/topics/rest/"
    assert client.get("/articles/topics/rest/").status_code == 200
    topic.delete()
    assert leads(client, "/?cat=3") == "/articles/"


def test_tag_that_became_nothing_is_led_to_the_articles(client):
    run = a_run()
    a_term(run, "tag", "calm")
    kept(run)
    assert leads(client, "/tag/calm/") == "/articles/"


def test_author_is_led_to_the_person_or_to_the_articles(client):
    run = a_run()
    person = make_person()
    an_item(run, "author robin", [], page=person)
    an_item(run, "author maren", [])
    kept(run)
    assert leads(client, "/author/robin/") == person.url
    assert leads(client, "/author/maren/page/2/") == "/articles/"


def test_file_is_led_to_the_picture_and_follows_it(client):
    picture = a_picture()
    page = republish(a_draft())
    run = a_run()
    a_post(run, page=page)
    file = f"{HOME}/wp-content/uploads/2019/05/Lake.PNG"
    an_item(
        run,
        "attachment 5",
        [f"{HOME}/lake/", file],
        kind="picture",
        picture=picture,
        proof={"parent": 12},
    )
    kept(run)
    for name in ("Lake.PNG", "lake.png", "Lake-300x200.PNG", "Lake-scaled.PNG"):
        where = f"/wp-content/uploads/2019/05/{name}"
        assert leads(client, where) == picture.file.url
    for address in ("/lake/", "/?attachment_id=5", "/?p=5"):
        assert leads(client, address) == page.url
    picture.file = get_test_image_file("pond.png")
    picture.save()
    assert "pond" in leads(client, "/wp-content/uploads/2019/05/Lake.PNG")
    picture.delete()
    assert client.get("/wp-content/uploads/2019/05/Lake.PNG").status_code == 404


def test_file_that_was_not_given_is_led_to_its_article_or_listed(client):
    page = republish(a_draft())
    run = a_run()
    a_post(run, page=page)
    lost = [f"{HOME}/wp-content/uploads/{name}.jpg" for name in ("lake", "pond")]
    an_item(run, "attachment 5", [lost[0]], proof={"parent": 12})
    an_item(run, "attachment 6", [f"{HOME}/pond/", lost[1]])
    count = kept(run)
    assert leads(client, "/wp-content/uploads/lake.jpg") == page.url
    assert leads(client, "/pond/") == "/articles/"
    assert taken(count) == {lost[1]: "nothing of it is here"}


def test_what_stands_here_wins_and_is_listed(client):
    about = make_plain_page(title="About", slug="about")
    other = make_plain_page(title="Other", slug="other")
    Redirect.add_redirect("/quiet", other)
    run = a_run()
    links = [f"{HOME}/{path}/" for path in ("about", "quiet", "search", "a" * 300)]
    an_item(run, "post 12", links, page=republish(a_draft()))
    count = kept(run)
    assert client.get(about.url).status_code == 200
    assert leads(client, "/quiet/") == other.url
    assert list(taken(count).values()) == [
        "the address is too long for a redirect",
        "a page stands there",
        "it has a redirect already",
        "the site itself answers there",
    ]


def test_two_things_of_one_address_are_told(client):
    run = a_run()
    first, second = republish(a_draft()), republish(a_draft("Calm", slug="calm"))
    an_item(run, "post 12", [f"{HOME}/note/"], page=first)
    an_item(run, "post 13", [f"{HOME}/Note"], page=second)
    assert taken(kept(run)) == {
        f"{HOME}/Note": "something else in the export has it too"
    }
    assert leads(client, "/note/") == first.url


def test_second_time_makes_nothing_new_and_counts_the_same():
    run = a_run()
    item = a_post(run, page=a_draft())
    first = kept(run)
    rows = list(Redirect.objects.values_list("pk", "old_path"))
    item.refresh_from_db()
    redirects = item.redirects
    assert kept(run)["kept"] == first["kept"]
    assert list(Redirect.objects.values_list("pk", "old_path")) == rows
    item.refresh_from_db()
    assert item.redirects == redirects


def test_post_made_private_since_is_unknown_again(client):
    run, page = a_run(), a_draft()
    a_post(run, page=page)
    kept(run)
    assert client.get("/2019/05/07/quiet-nights/").status_code == 200
    later = a_run()
    a_post(later, page=page, proof={"public": False})
    kept(later)
    assert client.get("/2019/05/07/quiet-nights/").status_code == 404
    assert "reviewer" not in client.get("/?p=12").content.decode()


def test_undoing_takes_back_what_the_run_made_and_nothing_else():
    other = make_plain_page(title="Other", slug="other")
    Redirect.add_redirect("/mine", other)
    run = a_run()
    page = a_draft()
    written = written_digest(page.get_latest_revision_as_object())
    a_post(run, page=page, written_digest=written)
    a_term(run, "tag", "calm", topic=make_topic("Calm"))
    kept(run)
    assert Redirect.objects.count() > 3
    undo.carry_out(run, should_stop=lambda: False)
    assert list(Redirect.objects.values_list("old_path", flat=True)) == ["/mine"]


def test_what_another_import_of_the_site_needs_stays_until_that_is_undone(client):
    runs = []
    for number, path in ((12, "quiet-nights"), (13, "calm-days")):
        run, page = a_run(), a_draft(path, slug=path)
        written = written_digest(page.get_latest_revision_as_object())
        address = f"{HOME}/2019/05/07/{path}/"
        a_post(run, number, address, page=page, written_digest=written)
        kept(run)
        ImportRun.objects.filter(pk=run.pk).update(state=ImportRun.State.DONE)
        runs.append(ImportRun.objects.get(pk=run.pk))
    for run, is_left in zip(runs, (True, False), strict=True):
        ImportRun.objects.filter(pk=run.pk).update(state=ImportRun.State.UNDOING)
        run.refresh_from_db()
        undo.carry_out(run, should_stop=lambda: False)
        assert client.get("/feed/").status_code == (301 if is_left else 404)
        assert Redirect.objects.filter(old_path="/2019").exists() == is_left
    assert not Redirect.objects.exists()


def test_ten_times_as_many_posts_take_few_queries_more():
    def queries(start, number) -> int:
        run, page = a_run(), a_draft(str(start), slug=str(start))
        for n in range(start, start + number):
            a_post(run, n, f"{HOME}/note-{n}/", page=page)
        with CaptureQueriesContext(connection) as found:
            kept(run)
        return len(found)

    assert queries(1_000, 200) <= queries(1, 20) + 8


def test_export_without_a_list_of_articles_here_says_so(client):
    ArticleIndexPage.objects.all().delete()
    run = a_run()
    a_term(run, "tag", "calm")
    assert taken(kept(run)) == {f"{HOME}/tag/calm/": "nothing of it is here"}
