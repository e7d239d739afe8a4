"""The stocktaking: what the register knows of each page, and in how many queries."""

from datetime import date

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page

from articles.models import ArticlePage, RelatedArticle
from clinic.jobs import jobs
from clinic.models import (
    Approval,
    ClinicImage,
    ClinicSettings,
    FoundLink,
    RegisterEntry,
)
from clinic.models.register import FindingKind, State
from clinic.register.stocktaking import take_stock
from tests.factories import (
    approve,
    change_unseen,
    make_article,
    make_article_index,
    make_home,
    make_location,
    make_person,
    make_plain_page,
    make_reference,
    make_reviewer,
    make_service,
    republish,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("article_index"),
    # Wagtail leaves a picture's temporary file to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def entry(page) -> RegisterEntry:
    return RegisterEntry.objects.with_state().get(page_id=page.pk)


def found(page) -> dict[str, str]:
    """Return the findings of a page, each with its detail."""
    return dict(entry(page).findings.values_list("kind", "detail"))


def noon(day: str) -> time_machine.travel:
    return time_machine.travel(f"{day}T12:00:00-05:00", tick=False)


def approved(page, on: str, **people) -> Approval:
    with noon(on):
        return approve(page, **people)


@pytest.mark.parametrize(
    ("today", "state"),
    [
        ("2026-10-04", State.REVIEWED),
        ("2026-10-05", State.DUE),
        ("2026-11-04", State.DUE),
        ("2026-11-05", State.OVERDUE),
    ],
)
def test_state_follows_the_calendar_without_another_look(today, state):
    with noon("2026-05-03"):
        page = make_article()
    approved(page, "2026-05-04", reviewer=make_reviewer())
    take_stock()

    with time_machine.travel(f"{today}T22:30:00-05:00", tick=False):
        assert entry(page).state == state
    assert entry(page).due_on == date(2026, 11, 4)
    assert entry(page).reviewed_on == date(2026, 5, 4)
    assert str(entry(page).reviewed_by) == "Reviewer"


def test_page_without_an_approval_was_never_reviewed():
    page = make_service()
    Approval.objects.all().delete()
    take_stock()
    assert entry(page).state == State.NEVER
    assert found(page)[FindingKind.NO_REVIEWER] == ""


def test_text_changed_since_its_review_says_when_that_was():
    with noon("2026-05-03"):
        page = make_article()
    approved(page, "2026-05-04")
    change_unseen(page, title="Another title")
    take_stock()

    assert entry(page).state == State.CHANGED
    assert entry(page).reviewed_on == date(2026, 5, 4)
    assert entry(page).due_on is None
    assert FindingKind.NO_REVIEWER in found(page)


def test_pages_that_need_no_review_are_held_all_the_same():
    location = make_location()
    take_stock()
    assert entry(location).state == State.NONE
    assert FindingKind.NO_REVIEWER not in found(location)


@pytest.mark.parametrize("change", ["inactive", "role"])
def test_reviewer_who_left_is_no_reviewer(change):
    page, reviewer = make_article(), make_reviewer()
    approve(page, reviewer=reviewer)
    take_stock()
    assert FindingKind.NO_REVIEWER not in found(page)

    if change == "role":
        reviewer.groups.remove(Group.objects.get(name="Medical reviewers"))
    else:
        reviewer.is_active = False
        reviewer.save()
    take_stock()
    assert found(page)[FindingKind.NO_REVIEWER] == "Reviewer reviews no more"


def test_drafts_stand_in_no_register():
    page = make_article()
    page.unpublish()
    take_stock()
    assert not RegisterEntry.objects.filter(page=page).exists()


def test_article_and_service_need_references_and_others_do_not():
    with_one = make_article(references=[make_reference()])
    without, service, person = make_article("Bare"), make_service(), make_person()
    take_stock()

    assert FindingKind.NO_REFERENCES not in found(with_one)
    assert FindingKind.NO_REFERENCES in found(without)
    assert FindingKind.NO_REFERENCES in found(service)
    assert FindingKind.NO_REFERENCES not in found(person)


def test_summary_or_search_description_describes_a_page():
    bare = make_article("Bare", summary="")
    summed_up = make_article("Summed up", summary="In short.")
    described = make_article("Described", summary="", search_description="In short!")
    take_stock()

    assert FindingKind.NO_DESCRIPTION in found(bare)
    assert FindingKind.NO_DESCRIPTION not in found(summed_up)
    assert FindingKind.NO_DESCRIPTION not in found(described)


def make_picture(**fields) -> ClinicImage:
    return ClinicImage.objects.create(
        title="A room", file=get_test_image_file("room.png"), **fields
    )


@pytest.mark.parametrize(
    ("words", "decorative", "missing"),
    [
        ("A quiet room with a chair", False, False),
        ("", False, True),
        ("   ", False, True),
        ("IMG_2041.JPG", False, True),
        ("", True, False),
    ],
)
def test_picture_in_a_text_needs_words_or_to_be_decoration(words, decorative, missing):
    value = {
        "image": make_picture(),
        "alt_text": words,
        "decorative": decorative,
        "caption": "",
        "source": "",
    }
    page = make_article(body=[])
    page.body = [("image", value)]
    change_unseen(page, body=page.body)
    take_stock()
    assert (FindingKind.MISSING_ALT in found(page)) is missing
    if missing:
        assert found(page)[FindingKind.MISSING_ALT] == "text"


def test_share_picture_needs_a_description_in_the_library():
    bare = make_article("Bare", share_image=make_picture())
    described = make_article("Said", share_image=make_picture(description="A chair"))
    take_stock()
    assert "own picture" in found(bare)[FindingKind.MISSING_ALT]
    assert FindingKind.MISSING_ALT not in found(described)


def test_same_title_and_description_name_the_other_page():
    one = make_article("Sleep", summary="How to rest.", slug="one")
    two = make_article("sleep", summary="How to rest.", slug="two")
    three = make_article("Rest", summary="Another.", seo_title="A third")
    take_stock()

    assert found(one)[FindingKind.SAME_TITLE] == "sleep"
    assert found(two)[FindingKind.SAME_DESCRIPTION] == "Sleep"
    assert FindingKind.SAME_TITLE not in found(three)
    republish(two, title="Waking")
    take_stock()
    assert FindingKind.SAME_TITLE not in found(one)


def test_of_many_with_one_title_a_few_are_named_and_all_are_counted():
    titles = ["Rest", "REST", "rEst", "reSt", "resT"]
    pages = [
        make_article(title, slug=f"rest-{number}", summary=title * (number + 2))
        for number, title in enumerate(titles)
    ]
    take_stock()
    for page in pages:
        told = found(page)[FindingKind.SAME_TITLE]
        assert told.endswith(" and 1 more")
        named = told.removesuffix(" and 1 more").split(", ")
        assert len(named) == len(set(named)) == 3
        assert set(named) < set(titles) - {page.title}


def test_old_addresses_are_read_once_for_any_number_of_pages(monkeypatch):
    monkeypatch.setattr("clinic.register.stocktaking.CHUNK", 1)
    for number in range(4):
        Redirect.objects.create(old_path=f"/old-{number}", redirect_link="/")
        body = [("paragraph", f'<p><a href="/old-{number}">x</a></p>')]
        page = make_article(f"Article {number}", slug=f"a-{number}", body=body)
    with CaptureQueriesContext(connection) as queries:
        take_stock()
    asked = [query["sql"] for query in queries if "wagtailredirects" in query["sql"]]
    assert len(asked) == 1
    assert FindingKind.BROKEN_LINK not in found(page)


def test_lists_and_what_they_list_are_no_orphans():
    listed = [make_article(), make_service(), make_person(), make_location()]
    take_stock()
    for page in [*listed, *(page.get_parent() for page in listed), make_home()]:
        assert FindingKind.ORPHAN not in found(page), page


def test_plain_page_is_an_orphan_until_something_leads_to_it():
    page = make_plain_page("About us", "about")
    take_stock()
    assert FindingKind.ORPHAN in found(page)

    make_article(body=[("paragraph", '<p>See <a href="/about/">us</a>.</p>')])
    take_stock()
    assert FindingKind.ORPHAN not in found(page)


def test_link_in_rich_text_leads_to_a_page_through_the_reference_index(at_once):
    page = make_plain_page("About us", "about")
    with at_once():
        source = make_article(
            body=[("paragraph", f'<p><a linktype="page" id="{page.pk}">us</a></p>')]
        )
    FoundLink.objects.all().delete()
    take_stock()
    assert FindingKind.ORPHAN not in found(page)
    source.unpublish()
    take_stock()
    assert FindingKind.ORPHAN in found(page)


def test_page_that_only_names_itself_is_an_orphan(at_once):
    with at_once():
        page = make_plain_page("About us", "about")
        page.body = [("paragraph", f'<p><a linktype="page" id="{page.pk}">me</a></p>')]
        page.save()
    take_stock()
    assert FindingKind.ORPHAN in found(page)


def test_page_that_the_footer_names_is_no_orphan():
    page = make_plain_page()
    record = ClinicSettings.load()
    record.privacy_page = page
    record.save()
    take_stock()
    assert FindingKind.ORPHAN not in found(page)


def test_article_below_a_list_taken_down_is_an_orphan_unless_related(at_once):
    lone, related = make_article("Lone"), make_article("Related")
    with at_once():
        service = make_plain_page()
        service.body = [("paragraph", '<p><a href="/articles/other/">x</a></p>')]
        service.save()
        naming = make_article("Other", slug="other")
        naming.related_links.add(RelatedArticle(article=related))
        naming.save()
    index = make_article_index()
    index.unpublish()
    take_stock()
    assert FindingKind.ORPHAN in found(lone)
    assert FindingKind.ORPHAN not in found(related)


def test_published_and_approved_pages_are_looked_at_at_once(at_once):
    page = make_article()
    Approval.objects.all().delete()
    assert not RegisterEntry.objects.exists()
    with at_once():
        page.save_revision().publish()
    assert entry(page).state == State.NEVER
    with at_once():
        approve(page)
    assert entry(page).state == State.REVIEWED
    with at_once():
        page.specific_class.objects.get(pk=page.pk).unpublish()
    assert not RegisterEntry.objects.filter(page=page).exists()


def test_register_that_stumbles_stops_no_publishing(at_once, monkeypatch):
    page = make_article()
    page.unpublish()

    def stumble(pages):
        raise RuntimeError

    monkeypatch.setattr("clinic.register.watching.look_at", stumble)
    with at_once():
        republish(page)
    assert ArticlePage.objects.get(pk=page.pk).live


def test_another_look_adds_nothing():
    page = make_article(body=[("paragraph", '<p><a href="/gone/">x</a></p>')])
    take_stock()
    before = list(entry(page).findings.values_list("kind", "detail"))
    take_stock()
    assert list(entry(page).findings.values_list("kind", "detail")) == before
    assert FoundLink.objects.count() == 1
    assert RegisterEntry.objects.count() == Page.objects.filter(depth__gt=2).count() + 1


def queries_of_a_look() -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        take_stock()
    return len(queries)


def test_more_pages_cost_no_more_queries():
    reviewer = make_reviewer()

    def fill(numbers):
        for number in numbers:
            page = make_article(
                f"Article {number}",
                references=[make_reference(f"author{number}")],
                body=[
                    (
                        "paragraph",
                        f'<p><a href="/articles/article-{number}/">x</a> [1]</p>',
                    ),
                    ("image", {"image": picture, "alt_text": "A chair"}),
                ],
                share_image=picture,
            )
            approve(page, reviewer=reviewer)

    picture = make_picture()
    fill(range(2))
    take_stock()
    few = queries_of_a_look()
    fill(range(2, 12))
    assert queries_of_a_look() == few


def test_worker_takes_stock_by_itself():
    page = make_article()
    jobs()["review_register"].run()
    assert entry(page)
