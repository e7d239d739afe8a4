import io
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image
from wagtail.models import Page

from articles.models import Topic
from clinic import share_picture, share_view
from clinic.illustrations import ILLUSTRATIONS
from clinic.models import ClinicImage
from clinic.share_picture import MOODS, SIZE, Words, draw
from tests.factories import (
    make_article,
    make_clinic,
    make_home,
    make_location,
    make_person,
    make_plain_page,
    make_service,
    make_topic,
    republish,
)

LARGEST_FILE = 150_000
ADDRESS = re.compile(r'property="og:image" content="http://localhost(/share/[^"]+)"')


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


def words(title="A calm night", **fields) -> Words:
    given = {"topic": "Sleep", "mood": "hills", "clinic": "Test clinic"}
    return Words(title=title, **given | fields)


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def address_of(client, page) -> str:
    return ADDRESS.search(client.get(page.url).content.decode())[1]


def test_every_drawing_has_a_mood_of_its_own():
    assert MOODS.keys() == ILLUSTRATIONS.keys()


@pytest.mark.parametrize("mood", MOODS)
def test_picture_has_the_size_that_is_announced_and_is_light(mood):
    for title in ("What a course of infusions costs, in full", "Side effects " * 20):
        data = draw(words(title, mood=mood, clinic="A clinic with a name " * 3))
        assert opened(data).size == SIZE == (1200, 630)
        assert len(data) <= LARGEST_FILE


def test_equal_words_give_equal_bytes_and_another_title_another_picture():
    assert draw(words()) == draw(words())
    assert draw(words()) != draw(words("A calm day"))


@pytest.mark.parametrize("changed", ["title", "topic", "mood", "clinic"])
def test_digest_changes_with_every_word(changed):
    assert words().digest != words()._replace(**{changed: "waves"}).digest


@pytest.mark.parametrize(
    "title", ["Long " * 50, "Pneumonoultramicroscopic" * 6, "Sleep", "a " * 200]
)
def test_title_of_any_length_stays_within_its_part(title):
    font, lines = share_picture._fit(title)
    assert all(font.getlength(line) <= share_picture.TEXT_WIDTH for line in lines)
    height = len(lines) * font.size * share_picture.LINE
    room = share_picture.TEXT_BOTTOM - share_picture.TEXT_TOP
    assert height <= room + font.size


def test_last_word_is_not_left_alone():
    _font, lines = share_picture._fit("What a course of infusions costs, in full")
    assert len(lines[-1].split()) > 1


@pytest.mark.parametrize("title", ["睡眠の話", "О сне", "שינה", "Sleep ☾"])
def test_title_in_letters_that_the_face_lacks_is_left_out(title):
    plain = draw(words("", topic=""))
    assert draw(words(title)) == plain
    assert draw(words()) != plain


@pytest.mark.django_db
def test_page_without_a_picture_names_the_drawn_one(client):
    make_clinic()
    page = make_article(topics=[make_topic()])
    html = client.get(page.url).content.decode()
    assert 'property="og:image:width" content="1200"' in html
    assert 'property="og:image:height" content="630"' in html
    assert f'property="og:image:alt" content="{page.title}' in html
    assert 'name="twitter:card" content="summary_large_image"' in html
    answer = client.get(ADDRESS.search(html)[1])
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert "immutable" in answer.headers["Cache-Control"]
    assert opened(answer.content).size == SIZE
    assert not answer.cookies


# Wagtail leaves a picture's temporary file to the garbage collector.
@pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.django_db
def test_page_with_a_picture_of_its_own_shares_that(client):
    make_clinic()
    plain = io.BytesIO()
    Image.new("RGB", (1300, 700), "white").save(plain, "PNG")
    own = ClinicImage.objects.create(
        title="Path",
        description="A path",
        file=ContentFile(plain.getvalue(), "path.png"),
    )
    html = client.get(make_article(share_image=own).url).content.decode()
    assert not ADDRESS.search(html)
    assert 'property="og:image:alt" content="A path"' in html


@pytest.mark.django_db
def test_picture_is_drawn_once_and_kept(client, monkeypatch):
    make_clinic()
    address = address_of(client, make_article())
    first = client.get(address)
    monkeypatch.setattr(share_view, "draw", lambda words: pytest.fail("drawn again"))
    assert client.get(address).content == first.content


@pytest.mark.django_db
def test_half_written_file_is_drawn_anew(client, media):
    make_clinic()
    address = address_of(client, make_article())
    whole = client.get(address).content
    [kept] = (media / "share").iterdir()
    kept.write_bytes(whole[:5000])
    assert client.get(address).content == whole
    assert kept.read_bytes() == whole


@pytest.mark.django_db
def test_address_of_former_words_is_gone(client):
    make_clinic()
    page = make_article()
    address = address_of(client, page)
    assert client.get(address).status_code == 200
    page = republish(page, title="Another title")
    assert client.get(address).status_code == 404
    assert client.get(address_of(client, page)).status_code == 200


@pytest.mark.django_db
def test_topic_that_chose_another_drawing_changes_the_address(client):
    make_clinic()
    topic = make_topic()
    page = make_article(topics=[topic])
    address = address_of(client, page)
    Topic.objects.update(illustration="lighthouse")
    assert address_of(client, page) != address


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", ["0" * 32, "x", "../../settings"])
def test_made_up_address_is_not_found_and_draws_nothing(client, media, wrong):
    make_clinic()
    page = make_article()
    assert client.get(f"/share/{page.pk}/{wrong}.jpg").status_code == 404
    assert not (media / "share").exists()


@pytest.mark.django_db
def test_picture_of_a_draft_is_not_found(client):
    make_clinic()
    page = make_article()
    address = address_of(client, page)
    page.unpublish()
    assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_picture_of_a_private_page_is_not_found(client):
    make_clinic()
    page = make_article()
    address = address_of(client, page)
    page.view_restrictions.create(restriction_type="login")
    assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_picture_takes_few_queries(client):
    make_clinic()
    address = address_of(client, make_article(topics=[make_topic()]))
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    assert len(queries) <= 5


def test_first_requests_at_the_same_time_leave_one_whole_file(media):
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(share_view._kept, [words()] * 4))
    assert len(set(answers)) == 1
    [kept] = (media / "share").iterdir()
    assert kept.read_bytes() == answers[0]


def every_page() -> list:
    topic = make_topic()
    service = make_service(illustration="leaf")
    person, place = make_person(role="Clinic lead"), make_location()
    return [
        make_home(),
        make_article(topics=[topic]),
        make_plain_page(),
        *(page for one in (service, person, place) for page in (one, one.get_parent())),
    ]


@pytest.mark.django_db
def test_every_type_of_page_has_a_picture_of_its_own(client):
    make_clinic()
    addresses = set()
    for page in every_page():
        address = address_of(client, page)
        assert client.get(address).headers["Content-Type"] == "image/jpeg", page
        addresses.add(address.rpartition("/")[2])
    assert len(addresses) == 9


@pytest.mark.django_db
def test_topic_is_shared_with_its_own_words_and_picture(client):
    make_clinic()
    topic = make_topic()
    page = make_article(topics=[topic])
    html = client.get("/articles/topics/sleep/").content.decode()
    listed = client.get(page.get_parent().url).content.decode()
    assert 'property="og:title" content="Sleep"' in html
    assert 'articles/topics/sleep/"' in re.search(r"og:url[^>]+", html)[0]
    assert ADDRESS.search(html)[1] != ADDRESS.search(listed)[1]
    assert client.get(ADDRESS.search(html)[1]).status_code == 200


@pytest.mark.django_db
def test_page_that_is_not_ours_has_no_picture(client):
    make_clinic()
    plain = make_home().add_child(instance=Page(title="Plain", slug="plain"))
    assert client.get(f"/share/{plain.pk}/{'0' * 32}.jpg").status_code == 404
