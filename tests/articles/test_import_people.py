"""Authors of an export become people here, and articles name them."""

import pytest

from articles.models import ArticlePage, ImportedItem
from clinic.models import PersonIndexPage, PersonPage
from tests.articles.exporting import author, item
from tests.articles.importing import entry, latest, notes, page_of
from tests.factories import add, make_article_index, make_index

pytestmark = pytest.mark.django_db
Outcome = ImportedItem.Outcome


@pytest.fixture(autouse=True)
def index():
    return make_article_index()


@pytest.fixture
def people():
    return make_index(PersonIndexPage, "people", "People")


def test_author_becomes_the_draft_of_a_person(bring, people):
    run = bring(author(), item(1), item(2))

    person = PersonPage.objects.get()
    assert (person.title, person.live) == ("Maren Holt", False)
    assert person.get_parent().specific == people
    assert latest(1).author == latest(2).author == person
    assert entry(run, "author maren").outcome == Outcome.CREATED


@pytest.mark.parametrize("name", ["Dr. Maren Holt, MD", "maren  holt", "Maren Holt"])
def test_author_is_found_by_name(bring, people, name):
    person = add(people, PersonPage(title="Maren Holt", slug="maren"))

    run = bring(author("maren", name), item(1))

    assert latest(1).author == person
    assert PersonPage.objects.count() == 1
    assert entry(run, "author maren").outcome == Outcome.UNCHANGED


def test_mail_address_for_a_name_is_kept_nowhere(bring, people):
    mail = "canary@harbor.example"
    run = bring(author(mail, mail), item(1, author=mail))

    assert latest(1).author is None
    assert not PersonPage.objects.exists()
    told = [str(vars(record)) for record in run.items.all()]
    assert "canary" not in str(told)
    assert entry(run, "post 1").outcome == Outcome.CREATED


def test_author_waits_where_there_is_no_list_of_people(bring):
    run = bring(author(), item(1))

    assert latest(1).author is None
    assert "There is no list of people" in notes(run, "author maren")


def test_author_is_named_to_readers_once_the_person_is_live(bring, people, client):
    run = bring(author(), item(1))
    page = page_of(run, "post 1")
    article = ArticlePage(
        title="Ours", slug="ours", author=page.author, summary="Words."
    )
    article = add(page.get_parent(), article)
    assert b"Written by" not in client.get(article.url).content

    person = PersonPage.objects.get()
    person.live = True
    PersonPage.objects.filter(pk=person.pk).update(live=True)

    shown = client.get(article.url).content.decode()
    assert "Written by" in shown
    assert f'href="{person.url}"' in shown


def test_change_of_the_author_asks_for_a_new_approval(bring, people):
    article = ArticlePage(title="Ours", slug="ours", summary="Words.")
    article = add(make_article_index(), article)
    before = article.reader_digest()

    article.author = add(people, PersonPage(title="Jo Park", slug="jo"))

    assert article.reader_digest() != before
    article.author = None
    assert article.reader_digest() == before


def test_login_with_a_slip_of_the_pen_is_its_author(bring, people):
    bring(author("maren", "Maren Holt"), item(11, author=">maren"))

    assert latest(11).author.title == "Maren Holt"
