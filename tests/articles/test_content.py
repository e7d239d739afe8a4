import html

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from articles.imports.content import Finder, body_words, plain_text, read_body
from clinic.blocks import PROSE


def blocks(source):
    return read_body(source, Finder()).blocks


def paragraph(source):
    [(kind, value)] = blocks(source)
    assert kind == "paragraph"
    return value


@pytest.mark.parametrize(
    ("tag", "level"),
    [
        ("h1", "h2"),
        ("h2", "h2"),
        ("h3", "h3"),
        ("h4", "h3"),
        ("h5", "h3"),
        ("h6", "h3"),
    ],
)
def test_heading_becomes_one_of_two_levels(tag, level):
    assert blocks(f"<{tag} class='x'>Before <em>you</em><br>come</{tag}>") == [
        ("heading", {"level": level, "text": "Before you come"})
    ]


def test_prose_between_two_headings_is_one_block():
    source = "<p>a</p><p>b</p><h2>c</h2><p>d</p><ul><li>e</li></ul>"

    assert blocks(source) == [
        ("paragraph", "<p>a</p>\n<p>b</p>"),
        ("heading", {"level": "h2", "text": "c"}),
        ("paragraph", "<p>d</p>\n<ul>\n<li>e</li></ul>"),
    ]


def test_marks_survive_and_spans_do_not():
    source = (
        "<p><span><span style='x'>One</span> <strong>two <em>three</em></strong></span>"
        " H<sub>2</sub>O</p>"
    )

    assert paragraph(source) == ("<p>One <b>two <i>three</i></b> H<sub>2</sub>O</p>")


def test_crossed_and_open_tags_are_put_right():
    assert paragraph("<p><b>a <i>b</b> c</i> <b>d</p>") == (
        "<p><b>a <i>b</i></b><i> c</i> <b>d</b></p>"
    )


@pytest.mark.parametrize(
    "href",
    ["https://a.example/?x=1&y=2", "mailto:a@b.example", "tel:+1703", "/a/", "#b"],
)
def test_link_is_kept(href):
    source = f'<p><a class="x" target="_blank" href="{html.escape(href)}">go</a></p>'

    assert paragraph(source) == f'<p><a href="{html.escape(href)}">go</a></p>'


@pytest.mark.parametrize("href", ["javascript:x", " java\nscript:x", "data:a,b", ""])
def test_dangerous_link_leaves_its_words(href):
    assert paragraph(f'<p>let <a href="{href}">it go</a></p>') == "<p>let it go</p>"


def test_lists_nest():
    source = "<ul>\n<li>a<ol><li>b</li></ol> c</li>\n<li><p>d</p><p>e</p></li>\n</ul>"

    assert paragraph(source) == (
        "<ul>\n<li>a\n<ol>\n<li>b</li></ol></li>\n<li>c</li>\n<li>d<br/>e</li></ul>"
    )


def test_heading_inside_a_list_keeps_its_level_and_place():
    assert blocks("<ol><li><h3>First</h3>sit</li></ol>") == [
        ("heading", {"level": "h3", "text": "First"}),
        ("paragraph", "<ol>\n<li>sit</li></ol>"),
    ]


def test_stray_text_between_blocks_is_kept_in_its_place():
    source = (
        "<!-- wp:paragraph --><p>a</p><!-- /wp:paragraph -->\nstray\ntext\n"
        "<!-- wp:paragraph --><p>b</p><!-- /wp:paragraph -->"
    )

    assert paragraph(source) == "<p>a</p>\n<p>stray text</p>\n<p>b</p>"


def test_classic_editor_line_ends_are_paragraphs_and_breaks():
    source = "One\r\ntwo <b>three\r\n\r\nfour</b>\n&nbsp;\nfive<br />\nsix"

    assert paragraph(source) == (
        "<p>One<br/>two <b>three</b></p>\n<p><b>four</b></p>\n<p>five<br/>six</p>"
    )


def test_block_editor_line_ends_are_spaces():
    assert paragraph("<!-- wp:paragraph -->\n<p>One\ntwo</p>") == "<p>One two</p>"


def test_preformatted_text_keeps_its_lines():
    source = "<!-- wp:verse --><pre>One\n\n  two</pre>"

    assert plain_text(paragraph(source)).split() == ["One", "two"]
    assert paragraph("<!-- wp:verse --><pre>One\ntwo</pre>") == "<p>One<br/>two</p>"


def test_entities_are_characters_and_stay_text():
    source = "<p>&lt;b&gt; Tom &amp; Ann&nbsp;Lee &#8217; &eacute; &#x1F697;</p>"

    assert paragraph(source) == "<p>&lt;b&gt; Tom &amp; Ann&nbsp;Lee ’ é 🚗</p>"
    assert plain_text(paragraph(source)).split() == [
        "<b>", "Tom", "&", "Ann", "Lee", "’", "é", "🚗",
    ]  # fmt: skip


def test_other_scripts_keep_order_and_characters():
    source = "<h2>مرحبا بكم</h2><p>שלום 🌿 你好 e\u0301</p>"

    assert body_words(blocks(source)) == [
        "مرحبا",
        "بكم",
        "שלום",
        "🌿",
        "你好",
        "e\u0301",
    ]


def test_control_characters_go_and_their_words_stay():
    source = "<p>ke\x00pt a\x0bb\x1fc &#0;&#11;\ufffe</p>"

    assert paragraph(source) == "<p>kept a b c \ufffd</p>"


def test_empty_blocks_leave_nothing():
    assert blocks("<p>&nbsp;</p><h2> </h2><ul><li></li></ul><hr><p></p>") == []
    assert blocks("") == []


def test_what_nobody_reads_is_left_out():
    assert blocks("<style>p{}</style><script>x()</script><!-- note --><p>a</p>") == [
        ("paragraph", "<p>a</p>")
    ]


def test_pictures_and_embeds_are_counted():
    body = read_body(
        "<p>a<img src=x>b</p><iframe src=y></iframe><video></video>", Finder()
    )

    assert (body.pictures_missing, body.unmapped.total()) == (["x"], 2)
    assert body_words(body.blocks) == ["a", "b"]


FRAGMENTS = """
<p> </p> <b> </b> <a·href='/x?a=1&b=2'> <a·href='javascript:x'> </a> <ul> </ul>
<ol> </ol> <li> </li> <h2> </h2> <h4·class=x> </h4> <div> </div> <br> <br/> </br>
<span> </span> <table> <tr> <td> </td> </table> one two· ¶ ¶¶ · &nbsp; &amp; &lt;b&gt;
<!--·wp:paragraph·--> <!--·x·--> <![if·x]> <![odd <pre> </pre> a·<·b x<5 <img·src=x>
<script>x</script> <style>a</style> 😀 مرحبا \0 \v \037 [code·a=1] <blockquote>
<unknown-tag> </unknown-tag> <sup> </sup> &#0; <p/> <b/> < & <! " <dd>
"""
PARTS = [
    part.replace("·", " ").replace("¶", "\n")
    for part in FRAGMENTS.replace("\n", " ").split(" ")
]


@given(st.lists(st.sampled_from(PARTS)))
def test_no_word_is_lost_however_broken_the_source_is(parts):
    source = "".join(parts)
    body = read_body(source, Finder())

    assert body_words(body.blocks) == plain_text(source).split()


@pytest.mark.parametrize(
    "source",
    [
        "<p>a <b>b</b></p><ul><li>c<ol><li>d<br>e</li></ol></li><li>f</li></ul>g",
        "<ol><li>a<ol><li>b</li></ol><ul><li>c</li><li>d</li></ul></li><li>e</li></ol>",
        "<ul><ul><li>a</li></ul></ul><ol><li>b<ul><li>c</li></ul>d</li></ol>",
    ],
)
def test_saving_in_the_editor_loses_no_word_of_an_import(source):
    imported = paragraph(source)
    converter = ContentstateConverter(features=PROSE)

    saved = converter.to_database_format(converter.from_database_format(imported))

    assert plain_text(saved).split() == plain_text(source).split()


def test_words_are_those_that_another_parser_finds():
    source = (
        "<p>One <b>tw</b>o &amp; three</p>\n<ul>\n<li>four</li>\n<li>five</li></ul>"
    )
    other = html.unescape(nh3.clean(source, tags=set()))

    assert body_words(blocks(source)) == other.split()


def test_preformatted_text_keeps_its_gaps():
    assert blocks("<pre>Mon   8 to 4\n  Tue  closed</pre>") == [
        (
            "paragraph",
            "<p>Mon &nbsp;&nbsp;8 to 4<br/>&nbsp;&nbsp;Tue &nbsp;closed</p>",
        )
    ]
