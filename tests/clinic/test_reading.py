import pytest

from clinic.reading import plain_text
from clinic.templatetags.clinic import cited
from tests.factories import make_article, make_reference


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<p>One</p><p>two</p>", "One\ntwo"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ("<ul><li>a<ol><li>b</li></ol></li></ul>", "a\nb"),
        ("<p>a<br/>b</p>", "a\nb"),
        ("<p>fish &amp; <b>chips</b></p>", "fish & chips"),
        ("<p>half<b>word</b></p>", "halfword"),
        ("<p>non&nbsp;breaking</p>", "non breaking"),
        ("", ""),
    ],
)
def test_words_come_out_of_markup_whole(markup, words):
    assert plain_text(markup) == words


@pytest.mark.django_db
def test_reader_text_holds_all_words_in_reading_order():
    page = make_article(key_points=[("point", "Rest first.")])
    text = page.reader_text()
    order = ["Sleep after", "What a first night", "Rest first.", "The first night"]
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert "h2" not in text


@pytest.mark.django_db
def test_citations_become_links_outside_tags_alone():
    references = [make_reference("one2001"), make_reference("two2002")]
    html = cited('<p>Seen [1, 2]. <a href="/x[1]">[9]</a></p>', references)
    assert html.count('href="#ref-1"') == 1
    assert html.count('href="#ref-2"') == 1
    assert '<a href="/x[1]">[9]</a>' in html
