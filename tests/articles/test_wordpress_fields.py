"""Every part of an export is read, but for what is nobody's business here."""

from datetime import UTC, datetime

import pytest

from articles.imports.wordpress import Term, TermUse, addresses, read_export
from tests.articles.exporting import (
    SITE,
    ZEROS,
    attachment,
    author,
    cdata,
    item,
    term,
    written,
)


def read(path, *parts):
    site, *items = read_export(written(path, *parts))
    return site, items


def test_site_is_told_with_its_addresses(tmp_path):
    site, _ = read(tmp_path, item(1))

    assert site.title == "Harbor Street Clinic"
    assert site.description == "Notes from the front desk"
    assert site.language == "en-US"
    assert site.base_site_url == site.base_blog_url == "https://harbor.example"


def test_authors_have_names_and_no_mail_address(tmp_path):
    site, _ = read(
        tmp_path,
        author("maren", "Maren Holt"),
        author("jo", "jo", first="Jo", last="Park &amp; Co"),
        author("desk", ""),
    )

    assert site.authors == {"maren": "Maren Holt", "jo": "Jo Park & Co", "desk": "desk"}
    assert "canary-mail" not in repr(site)


def test_terms_keep_parents_and_descriptions(tmp_path):
    site, _ = read(
        tmp_path,
        term("visits", "Visits", description="What <b>happens</b> here.", number=2),
        term("first", "First visit", parent="visits", number=3),
        term("parking", "Parking &amp; buses", "post_tag", number=4),
        term("lunch", "Lunch", "mood", parent="noon", number=5),
    )

    assert site.terms == [
        Term("category", "visits", "Visits", "", "What happens here.", 2),
        Term("category", "first", "First visit", "visits", "", 3),
        Term("post_tag", "parking", "Parking & buses", "", "", 4),
        Term("mood", "lunch", "Lunch", "noon", "", 5),
    ]


def test_item_carries_every_field(tmp_path):
    _, [post] = read(
        tmp_path,
        item(
            7,
            parent=3,
            order=4,
            sticky=True,
            comments=3,
            uses=[
                ("category", "visits", "Visits"),
                ("post_tag", "buses", "Buses"),
                ("post_format", "post-format-aside", "Aside"),
            ],
            meta=[
                ("_thumbnail_id", "55"),
                ("_yoast_wpseo_title", "%%title%% %%sep%% %%sitename%%"),
                ("rank_math_description", "What to bring"),
                ("_wp_old_slug", "older"),
                ("_wp_old_slug", "oldest"),
                ("_elementor_data", "[{}]" * 1000),
                ("_edit_lock", "canary-lock"),
            ],
        ),
    )

    assert post.terms == (
        TermUse("category", "visits", "Visits"),
        TermUse("post_tag", "buses", "Buses"),
        TermUse("post_format", "post-format-aside", "Aside"),
    )
    assert (post.parent, post.menu_order, post.is_sticky) == (3, 4, True)
    assert post.modified_at == datetime(2025, 5, 1, 10, tzinfo=UTC)
    assert post.meta == {
        "_thumbnail_id": "55",
        "_yoast_wpseo_title": "%%title%% %%sep%% %%sitename%%",
        "rank_math_description": "What to bring",
    }
    assert post.old_slugs == ("older", "oldest")
    assert post.builders == ("Elementor",)
    assert post.comments == 3
    assert post.guid == "https://harbor.example/?p=7"
    assert "canary" not in repr(post)


def test_attachment_tells_where_its_file_lies(tmp_path):
    _, [picture] = read(
        tmp_path,
        attachment(5, "2025/04/ramp.jpg", alt="The ramp", caption="From the street"),
    )

    assert picture.post_type == "attachment"
    assert picture.file_url.endswith("/wp-content/uploads/2025/04/ramp.jpg")
    assert picture.meta["_wp_attachment_image_alt"] == "The ramp"
    assert picture.meta["_wp_attached_file"] == "2025/04/ramp.jpg"
    assert picture.excerpt == "From the street"


def test_date_is_read_from_the_clock_of_the_site_where_nothing_else_tells(tmp_path):
    nothing = {"gmt": ZEROS, "pub_date": "Wed, 30 Nov -0001 00:00:00 +0000"}
    _, [public, draft] = read(
        tmp_path, item(1, **nothing), item(2, status="draft", **nothing)
    )

    assert public.published_at == datetime(2025, 4, 17, 13, 30, tzinfo=UTC)
    assert draft.published_at is None


def test_item_with_a_password_is_not_public(tmp_path):
    _, items = read(
        tmp_path, item(1), item(2, password="sesame"), item(3, status="private")
    )

    assert [post.is_public for post in items] == [True, False, False]
    assert "sesame" not in repr(items)


def test_digest_changes_with_the_text_and_not_with_comments(tmp_path):
    def digest(**fields):
        _, [post] = read(tmp_path, item(1, **fields))
        return post.digest()

    same = digest()
    assert digest(comments=2) == same
    assert digest(modified="2026-01-01 00:00:00") == same
    assert digest(content="<p>Other words.</p>") != same
    assert digest(password="sesame") != same
    assert digest(meta=[("_thumbnail_id", "9")]) != same


def test_cdata_end_within_a_field_is_read(tmp_path):
    assert cdata("a]]>b") == "<![CDATA[a]]]]><![CDATA[>b]]>"
    _, [post] = read(tmp_path, item(1, content="a]]>b"))

    assert post.content == "a]]>b"


@pytest.mark.parametrize(
    ("url", "file"),
    [
        (f"{SITE}/wp-content/uploads/2025/04/The%20ramp.jpg", "2025/04/The ramp.jpg"),
        (f"{SITE}/wp-content/uploads/sites/3/2025/04/a.jpg?w=300", "2025/04/a.jpg"),
        ("https://i0.wp.com/harbor.example/wp-content/uploads/a.jpg", "a.jpg"),
        ("https://harbor.files.wordpress.com/2025/04/a.jpg", "2025/04/a.jpg"),
        ("//harbor.example/uploads/a.jpg#x", "a.jpg"),
        (f"{SITE}/2025/04/a-post/", ""),
        ("https://[x/uploads/a.jpg", ""),
        ("", ""),
    ],
)
def test_file_is_known_by_its_place_below_the_uploads(url, file):
    assert addresses.upload(url) == file


@pytest.mark.parametrize(
    ("url", "number"),
    [
        (f"{SITE}/?p=12", 12),
        ("/?page_id=12&x=1", 12),
        ("?attachment_id=12", 12),
        ("/?p=x", None),
        ("/?p=" + "9" * 40, None),
        ("/?q=12", None),
        ("https://[x/?p=1", None),
    ],
)
def test_address_by_number_is_read(url, number):
    assert addresses.number(url) == number


def test_addresses_are_compared_however_they_are_written():
    assert addresses.path("https://x.example/%C3%9Cber/uns/?a#b") == "über/uns"
    assert addresses.host("HTTPS://www.Harbor.example:80/a") == "harbor.example"
    assert addresses.host("mailto:a@b") == addresses.host("https://[x") == ""
    assert addresses.path("https://[x") == ""
