"""In how many ways one address of WordPress may be written."""

import pytest

from clinic.old_spellings import (
    LONGEST,
    asks_wordpress,
    by_path,
    by_query,
    kept_form,
    words_sought,
)


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://old.example/2019/05/07/Quiet-Nights/", "/2019/05/07/quiet-nights"),
        ("https://old.example/blog/quiet-nights", "/blog/quiet-nights"),
        ("https://old.example/index.php/2019/05/quiet/", "/2019/05/quiet"),
        ("https://old.example/caf%C3%A9/", "/café"),
        ("https://old.example/cafe%CC%81/", "/café"),
        ("https://old.example//twice//", "/twice"),
        ("https://old.example/?p=12", "/?p=12"),
        ("https://old.example/blog/?p=012", "/blog?p=12"),
        ("https://old.example/?attachment_id=12", "/?p=12"),
        ("https://old.example/?cat=3", "/?cat=3"),
        ("https://old.example/", ""),
        ("https://old.example/blog/", "/blog"),
        ("https://[broken/", ""),
        ("https://old.example/a%00b/", ""),
        ("", ""),
    ],
)
def test_address_is_kept_in_one_form(address, kept):
    assert kept_form(address) == kept


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("/?p=12", "/?p=12"),
        ("/index.php?p=12", "/?p=12"),
        ("/?page_id=12", "/?p=12"),
        ("/?attachment_id=12", "/?p=12"),
        ("/?utm_source=mail&p=12&utm_medium=x", "/?p=12"),
        ("/blog/?p=12", "/blog?p=12"),
        ("/?cat=3", "/?cat=3"),
        ("/?author=2", "/?author=2"),
        ("/?category_name=rest/deep-rest", "/category/deep-rest"),
        ("/?tag=Night", "/tag/night"),
        ("/?author_name=robin", "/author/robin"),
        ("/?name=quiet-nights", "/quiet-nights"),
        ("/?m=201905", "/2019"),
        ("/?year=2019&monthnum=5", "/2019"),
        ("/?feed=rss2", "/feed"),
        ("/?feed=rss2&cat=3", "/feed"),
        ("/?paged=3", "/page/2"),
    ],
)
def test_query_is_read_as_wordpress_does(asked, meant):
    assert by_query(asked)[0] == meant


@pytest.mark.parametrize(
    "asked",
    [
        "/",
        "/?page=2",
        "/?utm_source=p",
        "/?p=",
        "/?p=x",
        "/?p=1'",
        "/?q=p=1",
        "/?cat=-1",
    ]
    + ["/?p=%00", "/?name=%00", "/?p=" + "9" * 30],
)
def test_query_that_asks_for_nothing_means_nothing(asked):
    assert by_query(asked) == []


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("/Quiet-Nights/", "/quiet-nights"),
        ("/quiet-nights", "/quiet-nights"),
        ("/caf%c3%a9/", "/café"),
        ("/index.php/quiet-nights/", "/quiet-nights"),
        ("/quiet-nights/?replytocom=4", "/quiet-nights"),
        ("/quiet-nights/2/", "/quiet-nights"),
        ("/quiet-nights/comment-page-2/", "/quiet-nights"),
        ("/quiet-nights/feed/", "/quiet-nights"),
        ("/quiet-nights/feed/atom/", "/quiet-nights"),
        ("/quiet-nights/amp/", "/quiet-nights"),
        ("/quiet-nights/embed/", "/quiet-nights"),
        ("/feed/rss2/", "/feed"),
        ("/rss/", "/feed"),
        ("/wp-rss2.php", "/feed"),
        ("/comments/feed/", "/feed"),
        ("/category/rest/feed/", "/feed"),
        ("/2019/05/feed/", "/feed"),
        ("/blog/category/rest/feed/", "/blog/feed"),
        ("/page/3/", "/page/2"),
        ("/blog/page/3/", "/blog/page/2"),
        ("/category/rest/page/2/", "/category/rest"),
        ("/category/rest/deep-rest/", "/category/deep-rest"),
        ("/blog/category/rest/", "/category/rest"),
        ("/blog/tag/night/", "/tag/night"),
        ("/2019/05/07/", "/2019"),
        ("/2019/05/page/2/", "/2019"),
        ("/blog/2019/05/", "/2019"),
        ("/wp-content/uploads/2019/05/Lake-300x200.JPG",)
        + ("/wp-content/uploads/2019/05/lake.jpg",),
        ("/wp-content/uploads/lake-scaled-1024x768.jpg",)
        + ("/wp-content/uploads/lake.jpg",),
        ("/wp-content/uploads/lake.jpg", "/wp-content/uploads/lake-scaled.jpg"),
        ("/wp-content/uploads/lake-e1557230000000.jpg", "/wp-content/uploads/lake.jpg"),
    ],
)
def test_path_is_read_as_wordpress_does(asked, meant):
    assert meant in by_path(asked)


def test_address_itself_comes_before_what_it_is_shortened_to():
    assert by_path("/archives/123/") == ["/archives/123", "/archives"]
    assert by_path("/2019/05/07/quiet/2/")[0] == "/2019/05/07/quiet/2"


@pytest.mark.parametrize("asked", ["/", "//", "/%00", "/index.php"])
def test_path_that_says_nothing_means_nothing(asked):
    assert by_path(asked) == []


def test_nobody_gets_endless_work_out_of_an_address():
    long = "/wp-content/uploads/" + "-1x1" * 100_000 + ".jpg"
    assert len(by_path(long)) <= 2
    assert all(len(path) <= LONGEST for path in by_path("/feed" * 100_000))


@pytest.mark.parametrize(
    "query", ["", "page=2", "utm_source=x&utm_p=1", "fbclid=p", "q=s"]
)
def test_plain_page_asks_nothing_of_wordpress(query):
    assert not asks_wordpress(query)


def test_search_is_told_from_no_search():
    assert words_sought("s=quiet+nights&x=1") == "quiet nights"
    assert words_sought("s=") == ""
    assert words_sought("page=2") is None
