"""What stands around the texts comes along: topics, people, pages, menus, words."""

import pytest

from articles.models import ArticlePage, ImportedItem, Topic
from clinic.models import StandardPage
from tests.articles.exporting import SITE, attachment, author, item, term
from tests.articles.importing import entry, latest, notes, page_of
from tests.factories import make_home

pytestmark = pytest.mark.django_db
Outcome = ImportedItem.Outcome


@pytest.fixture(autouse=True)
def index(article_index):
    return article_index


VISITS = ("category", "visits", "Visits")
BUSES = ("post_tag", "buses", "Buses")


# Topics


def test_categories_and_tags_become_topics_of_their_posts(bring):
    run = bring(
        term("visits", "Visits", description="What happens here."),
        term("buses", "Buses", "post_tag"),
        term("empty", "Nobody wrote of it"),
        item(1, uses=[VISITS, BUSES]),
    )

    assert [topic.title for topic in latest(1).topics.all()] == ["Buses", "Visits"]
    assert Topic.objects.get(slug="visits").summary == "What happens here."
    assert Topic.objects.filter(slug="empty").exists()
    assert entry(run, "category visits").topic.slug == "visits"
    assert entry(run, "category visits").outcome == Outcome.CREATED


def test_topic_that_is_here_is_found_by_address_or_title_and_left_as_it_is(bring):
    mine = Topic.objects.create(title="First visits", slug="visits", summary="Ours.")
    other = Topic.objects.create(title="Getting here", slug="way")

    run = bring(
        term("visits", "Visits", description="Theirs."),
        term("arrival", "getting HERE"),
        item(1, uses=[VISITS, ("category", "arrival", "getting HERE")]),
    )

    assert set(latest(1).topics.all()) == {mine, other}
    mine.refresh_from_db()
    assert (mine.title, mine.summary) == ("First visits", "Ours.")
    assert entry(run, "category visits").outcome == Outcome.UNCHANGED


def test_category_and_tag_of_one_name_are_one_topic(bring):
    bring(
        term("visits", "Visits"),
        term("visits", "visits", "post_tag"),
        item(1, uses=[VISITS, ("post_tag", "visits", "visits")]),
    )

    assert Topic.objects.count() == 1


def test_topic_that_the_guard_stops_is_left_out_and_told(bring):
    run = bring(
        term("cure", "A cure for depression"),
        term("visits", "Visits", description="Ketamine is a cure for depression."),
        item(1, uses=[("category", "cure", "A cure for depression"), VISITS]),
    )

    assert [topic.title for topic in Topic.objects.all()] == ["Visits"]
    assert Topic.objects.get().summary == ""
    assert entry(run, "category cure").outcome == Outcome.LEFT_OUT
    assert entry(run, "category cure").findings
    assert "Ketamine is a cure for depression." in notes(run, "category visits")


def test_drawer_of_the_unsorted_makes_no_topic(bring):
    run = bring(
        term("uncategorized", "Uncategorized"),
        item(1, uses=[("category", "uncategorized", "Uncategorized")]),
    )

    assert not Topic.objects.exists()
    assert entry(run, "category uncategorized").outcome == Outcome.LEFT_OUT


def test_level_of_a_category_and_other_taxonomies_are_told(bring):
    run = bring(
        term("visits", "Visits"),
        term("first", "First visit", parent="visits"),
        term("calm", "Calm", "mood"),
        item(1, uses=[("mood", "calm", "Calm"), ("post_format", "aside", "Aside")]),
    )

    assert "stood below “visits”" in notes(run, "category first")
    assert run.summary["left_out"]["taxonomy mood"] == 1
    assert "mood has no place here: Calm" in notes(run, "post 1")
    assert "its format has no place here: Aside" in notes(run, "post 1")


# Pages and menus


def test_pages_keep_their_hierarchy_whatever_order_they_come_in(bring):
    run = bring(
        item(13, "Steps", kind="page", parent=12),
        item(11, "About", kind="page"),
        item(12, "Building", kind="page", parent=11),
    )

    about, building, steps = (page_of(run, f"page {n}") for n in (11, 12, 13))
    assert isinstance(about, StandardPage)
    assert about.get_parent().specific == make_home()
    assert building.get_parent().pk == about.pk
    assert steps.get_parent().pk == building.pk
    assert not StandardPage.objects.filter(live=True).exists()


def test_pages_in_a_ring_and_below_what_is_missing_stand_at_the_top(bring):
    run = bring(
        item(1, "One", kind="page", parent=2),
        item(2, "Two", kind="page", parent=1),
        item(3, "Three", kind="page", parent=99),
        item(4, "Four", kind="page", parent=5),
        item(5, "Gone", kind="page", status="trash"),
    )

    for number in (3, 4):
        page = page_of(run, f"page {number}")
        assert page.get_parent().specific == make_home()
        assert "stands at the top" in notes(run, f"page {number}")
    assert page_of(run, "page 2").get_parent().pk == page_of(run, "page 1").pk
    assert run.summary["left_out"] == {"page (trash)": 1}


def test_address_at_which_the_site_itself_answers_is_not_taken(bring):
    run = bring(item(1, "Search", kind="page", slug="search"))

    assert page_of(run, "page 1").slug == "search-2"
    assert "“search” was taken" in notes(run, "page 1")


def menu_entry(number, leads_to, order, above=0, title="", url=""):
    kind = "custom" if url else "post_type"
    return item(
        number,
        title,
        kind="nav_menu_item",
        order=order,
        uses=[("nav_menu", "main", "Main menu")],
        meta=[
            ("_menu_item_type", kind),
            ("_menu_item_menu_item_parent", above),
            ("_menu_item_object", "page"),
            ("_menu_item_object_id", leads_to),
            ("_menu_item_url", url),
        ],
    )


def test_menu_marks_and_orders_its_pages_and_is_written_down(bring):
    run = bring(
        item(11, "About", kind="page"),
        item(12, "Fees", kind="page"),
        item(13, "Hidden", kind="page"),
        menu_entry(21, 12, 1),
        menu_entry(22, 11, 2, above=21, title="Who we are"),
        menu_entry(23, 23, 3, title="Shop", url="https://shop.example/"),
    )

    pages = make_home().get_children().type(StandardPage)
    shown = [(page.title, page.show_in_menus) for page in pages]
    assert shown == [("Fees", True), ("About", True), ("Hidden", False)]
    menu = entry(run, "menu main")
    assert (menu.title, menu.outcome) == ("Main menu", Outcome.LEFT_OUT)
    told = [(e["title"], e["above"], e["page"]) for e in menu.proof["entries"]]
    assert told == [
        ("Fees", 0, page_of(run, "page 12").pk),
        ("Who we are", 21, page_of(run, "page 11").pk),
        ("Shop", 0, None),
    ]
    assert menu.proof["entries"][2]["url"] == "https://shop.example/"


def test_other_types_are_counted_and_what_was_public_is_listed(bring):
    run = bring(
        item(1, "A mug", kind="product"),
        item(2, "Draft mug", kind="product", status="draft"),
        item(3, "css", kind="custom_css"),
    )

    assert run.summary["left_out"] == {"product": 2, "custom_css": 1}
    assert list(run.items.values_list("source", "outcome")) == [
        ("product 1", Outcome.LEFT_OUT)
    ]


# Texts


def test_status_that_was_not_public_is_told_and_stays_a_draft(bring):
    run = bring(
        item(1, status="private"),
        item(2, status="future", gmt="2031-01-01 10:00:00"),
        item(3, password="sesame"),
        item(4, sticky=True, meta=[("_elementor_edit_mode", "builder")]),
    )

    assert "was private" in notes(run, "post 1")
    assert "was to be published later" in notes(run, "post 2")
    assert "asked for a password" in notes(run, "post 3")
    assert "sticky" in notes(run, "post 4")
    assert "Elementor" in notes(run, "post 4")
    assert latest(2).first_published_at is None
    assert not ArticlePage.objects.filter(live=True).exists()


def test_words_for_search_engines_come_along_filled_in(bring):
    run = bring(
        item(
            1,
            "Ramp",
            meta=[
                (
                    "_yoast_wpseo_title",
                    "%%title%% for buses %%page%% %%sep%% %%sitename%%",
                ),
                ("_yoast_wpseo_metadesc", "Of %%category%% &amp; %%cf_price%% more"),
            ],
            uses=[VISITS],
        ),
        item(
            2,
            "Door",
            excerpt="Ring twice.",
            meta=[
                ("rank_math_title", "%title% %sep% %sitename%"),
                ("rank_math_description", "%excerpt% 50% of 20% %date(Y)%"),
            ],
        ),
    )

    one, two = latest(1), latest(2)
    assert one.seo_title == "Ramp for buses - Harbor Street Clinic"
    assert one.search_description == "Of Visits & more"
    assert entry(run, "post 1").proof["seo_unknown"] == ["%%cf_price%%"]
    assert "%%cf_price%%" in notes(run, "post 1")
    # Merely the title and the site's name: this site says that by itself.
    assert two.seo_title == ""
    assert two.search_description.startswith("Ring twice. 50% of 20% April 17, 2025")


def test_title_too_long_for_a_page_is_told_whole(bring):
    title = "Long words " * 30
    run = bring(item(1, title))

    assert len(latest(1).title) <= 255
    assert title.strip() in notes(run, "post 1")


def test_item_that_cannot_be_stored_fails_alone(bring, monkeypatch):
    def fail(post, parent, notes):
        if post.wordpress_id == 2:
            raise KeyError("surprise")
        return f"note-{post.wordpress_id}"

    monkeypatch.setattr("articles.imports.storing.pages.slug_for", fail)
    run = bring(author(), term("visits", "Visits"), *(item(n) for n in (1, 2, 3)))

    assert entry(run, "post 2").outcome == Outcome.FAILED
    assert notes(run, "post 2") == "The program failed (KeyError)."
    assert not ArticlePage.objects.filter(wordpress_id=2).exists()
    assert latest(1) and latest(3)
    assert run.state == run.State.DONE


# Links


def test_links_lead_to_pages_also_to_those_that_come_later(bring):
    words = (
        f'<p><a href="{SITE}/note-2/">later</a> <a href="/about/?x=1#team">page</a> '
        '<a href="https://www.harbor.example/?p=2">number</a> '
        '<a href="https://other.example/note-2/">other</a> '
        f'<a href="{SITE}/unknown/">unknown</a></p>'
    )
    run = bring(
        item(1, "One", words),
        item(2, "Two", f'<p><a href="{SITE}/note-1">back</a></p>'),
        item(3, "About", kind="page", slug="about"),
    )

    one, two, about = (page_of(run, f"{k}") for k in ("post 1", "post 2", "page 3"))
    text = one.body[0].value.source
    assert text.count(f'<a linktype="page" id="{two.pk}">') == 2
    assert f'<a linktype="page" id="{about.pk}">page</a>' in text
    assert '<a href="https://other.example/note-2/">' in text
    assert f'<a href="{SITE}/unknown/">' in text
    assert f'id="{one.pk}"' in two.body[0].value.source
    # The row of a draft says what its only version says.
    stored = ArticlePage.objects.get(wordpress_id=1)
    assert stored.body[0].value.source == text
    assert stored.revisions.count() == 1
    assert entry(run, "post 1").proof["links_left"] == 0


def test_attachment_is_no_page_to_link_to(bring):
    run = bring(
        item(1, "One", f'<p><a href="{SITE}/ramp/">ramp</a></p>'),
        attachment(5, "2025/04/ramp.jpg", slug="ramp"),
    )

    assert "linktype" not in page_of(run, "post 1").body[0].value.source


def test_two_menus_whose_entries_share_numbers_are_both_written_down(bring):
    entries = menu_entry(21, 12, 1), menu_entry(22, 11, 2)
    other = [one.replace('"main"', '"flat"') for one in entries]
    run = bring(
        item(11, "About", kind="page"),
        item(12, "Fees", kind="page"),
        *entries,
        *other,
        entries[0],
    )

    for menu in ("menu main", "menu flat"):
        told = [e["title"] for e in entry(run, menu).proof["entries"]]
        assert told == ["Fees", "About"]
    assert run.summary["left_out"]["repeated"] == 1
