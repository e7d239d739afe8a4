"""A small site that holds one of everything an export tells of."""

from datetime import UTC, datetime

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    PageViewRestriction,
    Site,
)

from articles.models import ArticlePage, ArticleSource, RelatedArticle
from clinic.models import ClinicImage, CrisisPhrase, TakenDown
from consultations.models import IntakeSettings, OwnQuestion
from tests.clinic.every_block import every_block
from tests.factories import (
    add,
    author,
    make_article,
    make_article_index,
    make_clinic,
    make_home,
    make_location,
    make_person,
    make_plain_page,
    make_price,
    make_reference,
    make_service,
    make_term,
    make_topic,
    republish,
)

LONG_AGO = datetime(2024, 3, 5, 12, tzinfo=UTC)


def make_picture(name="room", color="white", **fields) -> ClinicImage:
    file = get_test_image_file(f"{name}.png", colour=color, size=(60, 40)).file
    fields = {"title": name, "description": f"A {name}"} | fields
    return ClinicImage.objects.create(
        file=ImageFile(file, name=f"{name}.png"), **fields
    )


def make_world() -> dict:
    """Make the site and return what tests look for by name."""
    make_home(hero_title="Ask us anything", summary="Who we are.")
    Site.objects.update(site_name="Test clinic")
    rooms = Collection.get_first_root_node().add_child(name="Rooms")
    CollectionViewRestriction.objects.create(
        collection=rooms, restriction_type=PageViewRestriction.PASSWORD, password="shh"
    )
    picture = make_picture(
        credit="Ada, CC BY",
        focal_point_x=20,
        focal_point_y=10,
        focal_point_width=8,
        focal_point_height=6,
    )
    picture.tags.add("rooms", "team")
    twin = make_picture("room-again", description="The same room, once more")
    document = get_document_model().objects.create(
        title="Leaflet",
        collection=rooms,
        file=ContentFile(b"%PDF-1.4 a leaflet", name="leaflet.pdf"),
    )
    reference, topic = make_reference(), make_topic()
    make_term()
    make_price()
    make_price(name="Urine test", amount="32.50", agreed=False)
    CrisisPhrase.objects.create(phrase="cannot go on any more")
    service = make_service(share_image=twin)
    sleep = make_article(slug="sleep", topics=[topic])
    every = make_article(
        title="Every block: one of each",
        slug="every-block",
        body=every_block(picture, service),
        references=[reference],
        topics=[topic],
        key_points=[("point", "One sentence [1].")],
        share_image=picture,
        wordpress_id=77,
    )
    link = (
        f'<p data-block-key="abc12">See <a id="{every.pk}" linktype="page">blocks</a>, '
        f'<a id="{document.pk}" linktype="document">a leaflet</a> &amp; '
        '<a href="https://example.org/?a=1&amp;b=2">elsewhere</a>, '
        '<a id="987654" linktype="page">gone</a>.</p>'
    )
    # Both point at each other: whichever comes in first needs the other one.
    sleep.related_links = [RelatedArticle(article=every)]
    sleep = republish(sleep, body=[("paragraph", link)])
    every.related_links = [RelatedArticle(article=sleep)]
    every = republish(every)
    sleep.create_alias(parent=make_article_index(), update_slug="sleep-as-well")
    draft = sleep.get_latest_revision_as_object()
    draft.title, draft.summary = "Sleep, rewritten", "Nobody has read this yet."
    draft.save_revision(user=author())
    unwritten = ArticlePage(title="Not yet", slug="not-yet", summary="To be written.")
    unwritten.sources = [ArticleSource(reference=reference)]
    add(make_article_index(), unwritten, live=False)
    down = make_article(title="Taken down", slug="taken-down")
    down.unpublish()
    TakenDown.objects.update(notice="A number was wrong.")
    make_person(account=author(), credentials="MD", role="Director")
    make_location(map_image=picture)
    privacy = make_plain_page(show_in_menus=True)
    hidden = make_plain_page(title="For groups", slug="for-groups")
    PageViewRestriction.objects.create(
        page=hidden, restriction_type=PageViewRestriction.LOGIN
    )
    make_clinic(
        privacy_page=privacy,
        off_label_statement="What is off-label here.",
        tagline="Quiet rooms",
    )
    IntakeSettings(heading="Write to us", reply_to="desk@clinic.example").save()
    OwnQuestion.objects.create(wording="How did you find us?", why="To be found.")
    Redirect.objects.create(old_path="/old-sleep", redirect_page=sleep)
    Redirect.objects.create(
        old_path="/elsewhere", redirect_link="https://example.org/", is_permanent=False
    )
    Redirect.objects.create(old_path="/feed", redirect_link="/articles/feed/")
    type(sleep).objects.filter(pk=sleep.pk).update(
        first_published_at=LONG_AGO, last_published_at=LONG_AGO
    )
    return {"every": every, "sleep": sleep, "picture": picture, "document": document}
