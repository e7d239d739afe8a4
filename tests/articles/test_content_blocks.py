"""What the boxes and blocks of WordPress become."""

import pytest

from articles.imports.proof.weighing import counted
from tests.articles.converting import Library, blocks, image, read

pytestmark = pytest.mark.django_db


def test_picture_keeps_its_words_and_caption():
    assert blocks(
        '<!-- wp:image {"id":11} --><figure class="wp-block-image">'
        '<img src="/a-300x200.jpg" alt="A bed" class="wp-image-11"/>'
        "<figcaption>Where <strong>you</strong> rest</figcaption></figure>"
    ) == [image(11, "A bed", "Where you rest")]


def test_picture_without_words_takes_those_of_the_library():
    assert blocks('<p>a</p><img src="a.jpg" class="wp-image-1" alt="">') == [
        ("paragraph", "<p>a</p>"),
        image(1, "A door"),
    ]


def test_missing_picture_is_listed_and_its_caption_stays():
    body = read(
        '<figure><img src="lost.jpg" alt="A bed"/>'
        "<figcaption>Rest</figcaption></figure>"
    )

    assert body.blocks == [("paragraph", "<p>Rest</p>")]
    assert body.pictures_missing == ["lost.jpg"]
    assert "A bed" in body.notes[0]


def test_caption_that_is_too_long_stands_below_its_picture():
    long = "word " * 60

    assert [kind for kind, _value in blocks(
        f'<figure><img src="a.jpg" alt="A"><figcaption>{long}</figcaption></figure>'
    )] == ["image", "paragraph"]  # fmt: skip


def test_gallery_of_either_form_is_its_pictures_in_order():
    nested = (
        '<figure class="wp-block-gallery"><figure><img src="a.jpg" alt="A">'
        '<figcaption>a</figcaption></figure><figure><img src="b.jpg" alt="B"></figure>'
        "<figcaption>All</figcaption></figure>"
    )
    listed = (
        '<ul class="wp-block-gallery"><li><figure><img src="a.jpg" alt="A">'
        '<figcaption>a</figcaption></figure></li><li><figure><img src="b.jpg" alt="B">'
        "</figure></li></ul><p>All</p>"
    )

    for source in (nested, listed):
        assert blocks(source) == [
            image(9, "A", "a"),
            image(9, "B"),
            ("paragraph", "<p>All</p>"),
        ]


def test_lazy_picture_and_its_copy_for_readers_without_scripts_are_one():
    assert blocks(
        '<img src="data:image/gif;base64,x" data-src="a.jpg" alt="A">'
        '<noscript><img src="a.jpg" alt="A"></noscript>'
    ) == [image(9, "A")]


def test_where_a_picture_led_is_listed():
    body = read('<a href="/there"><img src="a.jpg"></a><a href="a.jpg"><img src=b></a>')

    assert body.unmapped == {"link around a picture /there": 1}


def test_columns_groups_and_media_keep_their_order():
    assert blocks(
        "<!-- wp:columns --><div><!-- wp:column --><div><p>a</p></div>"
        "<!-- /wp:column --><!-- wp:column --><div><!-- wp:group --><div><p>b</p>"
        '<img src="c" alt="C"></div>'
        "</div></div><!-- /wp:columns --><p>d</p>"
    ) == [("paragraph", "<p>a</p>\n<p>b</p>"), image(9, "C"), ("paragraph", "<p>d</p>")]


def test_links_lead_to_pages_documents_and_headings():
    assert blocks(
        '<!-- wp:heading --><h2 id="old">Side effects</h2>'
        '<p><a href="https://old.example/about/">us</a> <a href="/u/form.pdf">form</a> '
        '<a href="#old">down</a></p>'
    )[1] == (
        "paragraph",
        '<p><a linktype="page" id="3">us</a> <a linktype="document" id="4">form</a> '
        '<a href="#side-effects">down</a></p>',
    )


def test_file_that_did_not_come_along_is_listed():
    body = read(
        '<div class="wp-block-file"><a href="https://o.example/wp-content/uploads/a.pdf">'
        'Form</a><a class="wp-block-file__button" href="b">Download</a></div>'
    )

    assert body.words == ["Form", "Download"]
    assert body.unmapped == {"file https://o.example/wp-content/uploads/a.pdf": 1}


TABLE = (
    "<table>{caption}<thead><tr><th>Drug</th><th colspan=2>Dose</th></tr></thead>"
    "<tbody><tr><td rowspan=2>A</td><td>1</td><td><p>2</p><p>3</p></td></tr>"
    "<tr><td>4</td><td>5<br>6</td></tr></tbody><tfoot><tr><td>B</td></tr></tfoot>"
    "</table>"
)


@pytest.mark.parametrize(
    "source",
    [
        TABLE.format(caption="<caption>Doses</caption>"),
        f"<figure>{TABLE.format(caption='')}<figcaption>Doses</figcaption></figure>",
    ],
)
def test_table_keeps_headings_spans_and_caption(source):
    assert blocks(source) == [
        (
            "table",
            {
                "columns": [
                    {"type": "text", "heading": "Drug"},
                    {"type": "text", "heading": "Dose"},
                    {"type": "text", "heading": ""},
                ],
                "rows": [
                    {"values": ["A", "1", "2 3"]},
                    {"values": ["", "4", "5 6"]},
                    {"values": ["B", "", ""]},
                ],
                "caption": "Doses",
            },
        )
    ]


def test_table_without_headings_leaves_them_to_the_editor():
    body = read("<table><tr><td>Mon<td>8<tr><td>Tue<td>9</table>")

    [(_kind, value)] = body.blocks
    assert [column["heading"] for column in value["columns"]] == ["", ""]
    assert len(value["rows"]) == 2
    assert body.notes


@pytest.mark.parametrize(
    "cell",
    [
        "<ul><li>x</li></ul>",
        "<img src=a>",
        "x " * 200,
        "<h3>x</h3>",
    ],
)
def test_table_whose_cells_hold_more_than_words_stays_text(cell):
    body = read(f"<table><tr><td>a<td>b<tr><td>c<td>{cell}</table>")

    assert "table" not in dict(body.blocks)
    assert body.unmapped["table kept as text"]
    assert body.blocks[0][1].startswith("<p>a<br/>b</p>")


def test_links_of_a_table_are_listed():
    body = read("<table><tr><th>a<th>b<tr><td>c<td><a href=/x>d</a></table>")

    assert body.unmapped == {"link in a table /x": 1}


def test_link_of_a_table_to_a_page_here_is_listed_without_its_number():
    link = "<a href=https://old.example/about>d</a>"
    body = read(f"<table><tr><th>a<th>b<tr><td>c<td>{link}</table>")

    assert body.unmapped == {"link in a table to this site": 1}


def test_quotes_keep_who_said_it():
    assert blocks(
        "<blockquote><p>One</p><p>Two<br>three</p><cite>Ann</cite></blockquote>"
        "<figure class=wp-block-pullquote><blockquote><p>Four</p></blockquote></figure>"
    ) == [
        ("quote", {"text": "One\n\nTwo\nthree", "source": "Ann"}),
        ("quote", {"text": "Four", "source": ""}),
    ]


@pytest.mark.parametrize(
    "inside", ["<a href=/x>a</a>", "<ul><li>a</ul>", "<h2>a</h2>", "<img src=a>a"]
)
def test_quotation_with_more_than_words_is_text(inside):
    assert "quote" not in dict(blocks(f"<blockquote>{inside}</blockquote>"))


@pytest.mark.parametrize(
    "source",
    [
        "<details><summary>May I?</summary><p>No.</p></details>",
        '<div class="schema-faq-section"><strong class="schema-faq-question">May I?'
        '</strong><p class="schema-faq-answer">No.</p></div>',
        '<div class="rank-math-list-item"><h3 class="rank-math-question">May I?</h3>'
        '<div class="rank-math-answer"><p>No.</p></div></div>',
    ],
)
def test_questions_stand_together(source):
    pair = {"question": "May I?", "answer": "<p>No.</p>"}

    assert blocks(source * 2) == [("questions", {"questions": [pair, pair]})]


def test_details_around_a_picture_stay_in_order():
    assert blocks("<details><summary>May I?</summary><img src=a alt=A></details>") == [
        ("paragraph", "<p>May I?</p>"),
        image(9, "A"),
    ]


def test_blocks_that_draw_themselves_are_listed():
    body = read(
        '<!-- wp:latest-posts {"postsToShow":3} /--><!-- wp:acme/box --><p>a</p>'
        '<!-- /wp:acme/box --><!-- wp:social-link {"url":"https://x.example/us"} /-->'
        "<form><input></form><s>b</s><ol start=4><li>c</ol>"
    )

    assert body.unmapped == {
        "block core/latest-posts": 1,
        "block acme/box": 1,
        "block core/social-link https://x.example/us": 1,
        "form": 1,
        "struck-out text": 1,
        "list that begins at 4": 1,
    }


def test_shared_blocks_are_read_and_unknown_ones_listed():
    body = read('<!-- wp:block {"ref":8} /--><!-- wp:block {"ref":5} /-->')

    assert body.blocks == [("paragraph", "<p>Call us.</p>")]
    assert body.unmapped == {"reusable block 5": 1}
    assert [before for before, _after, _why in body.changed] == [""]


def test_footnotes_of_the_block_editor_stand_where_they_are_shown():
    finder = Library()
    finder.footnotes = '[{"id":"u","content":"See <em>this<\\/em>"}]'

    body = read(
        '<!-- wp:paragraph --><p>a<sup data-fn="u"><a href="#u" id="u-link">1</a></sup>'
        "</p><!-- /wp:paragraph --><!-- wp:footnotes /-->",
        finder,
    )

    assert body.blocks == [
        ("paragraph", "<p>a<sup>1</sup></p>\n<ol>\n<li>See <i>this</i></li></ol>")
    ]


def test_more_and_page_breaks_are_noted_in_their_place():
    body = read("a\n<!--more On it goes-->\n<h2>b</h2>c\n<!--nextpage-->\nd")

    assert (body.more_at, body.page_breaks) == (1, [3])
    assert "On it goes" in body.notes[0]


def test_heading_that_is_too_long_is_text():
    body = read(f"<h2>{'word ' * 40}</h2>")

    assert body.blocks[0][1].startswith("<p><b>word")
    assert body.notes


def test_classic_lines_are_paragraphs_and_breaks_only_outside_of_boxes():
    assert blocks(
        "One\ntwo\n\n<div>\nthree\n\nfour</div>\n<ul>\n<li>five</li>\n</ul>\n"
        "six<br />\n7"
    ) == [
        (
            "paragraph",
            "<p>One<br/>two</p>\n<p>three</p>\n<p>four</p>\n<ul>\n<li>five</li></ul>\n"
            "<p>six<br/>7</p>",
        )
    ]


def test_code_keeps_its_lines_and_indents():
    assert blocks("<pre><code>if a:\n    b  &lt; c\n\nd</code></pre>") == [
        ("paragraph", f"<p>if a:<br/>{'&nbsp;' * 4}b &nbsp;&lt; c</p>\n<p>d</p>")
    ]


COVERS = """
<!-- wp:cover {"url":"a.jpg","id":1,"isRepeated":true} --><div class="wp-block-cover">
<span class="wp-block-cover__background"></span><div role="img" aria-label="A lake"
class="wp-block-cover__image-background wp-image-1 is-repeated"
style="background-position:50% 50%;background-image:url(/a.jpg)"></div><div
class="wp-block-cover__inner-container"><!-- wp:paragraph --><p>New</p>
<!-- /wp:paragraph --></div></div><!-- /wp:cover -->
<!-- wp:cover {"url":"b.jpg","id":2,"hasParallax":true} --><div
class="wp-block-cover has-parallax" style="background-image:url('/b.jpg');height:9em">
<p class="wp-block-cover-text">Old</p></div><!-- /wp:cover -->
<!-- wp:cover-image {"url":"c.jpg"} --><section class="wp-block-cover-image"
style="background-image:url(&quot;/c.jpg&quot;)"><h2>First</h2></section>
<!-- /wp:cover-image -->"""


def test_cover_of_every_age_keeps_the_picture_behind_its_words():
    body = read(COVERS)

    assert body.blocks == [
        image(1, "A lake"),
        ("paragraph", "<p>New</p>"),
        image(9),
        ("paragraph", "<p>Old</p>"),
        image(9),
        ("heading", {"level": "h2", "text": "First"}),
    ]
    assert not body.unmapped
    assert counted(COVERS).pictures == 3


def test_film_that_cannot_be_played_keeps_its_still():
    source = '<video poster="/a.jpg" src="https://a.example/a.mov"></video>'

    assert [kind for kind, _value in blocks(source)] == ["image", "paragraph"]
    assert counted(source).pictures == 1


def test_place_for_a_picture_that_nobody_chose_is_no_picture():
    source = '<!-- wp:image --><figure><img alt=""/></figure><!-- /wp:image -->'

    assert not read(source).pictures_missing
    assert counted(source).pictures == 0


def test_list_that_counts_down_is_told():
    body = read("<ol reversed><li>two</li><li>one</li></ol>")

    assert body.unmapped == {"list that counts down": 1}


def test_quote_made_of_blocks_is_a_quote_with_its_source():
    assert blocks(
        '<!-- wp:quote --><blockquote class="wp-block-quote"><!-- wp:paragraph -->\n'
        "<p>Sleep well.</p>\n<!-- /wp:paragraph --><cite>A nurse</cite></blockquote>"
        "<!-- /wp:quote -->"
    ) == [("quote", {"text": "Sleep well.", "source": "A nurse"})]
