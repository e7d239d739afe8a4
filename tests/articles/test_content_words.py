"""No word is lost, however hostile the source is."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from articles.imports.content import Finder, body_words, explains, read_body

FRAGMENTS = """
<p> </p> <b> </b> <a·href='/x?a=1&b=2'> <a·href='javascript:x'> </a> <ul> </ul>
<ol·start=3> </ol> <li> </li> <h2> </h2> <h4·class=x> </h4> <div> </div> <br> </br>
<span> </span> <table> <tr> <td> </td> <td·colspan=2> <td·rowspan=3> <th> </th> </tr>
</table> <caption> </caption> <thead> </thead> <tbody> <tfoot> one two· ¶ ¶¶ · &nbsp;
&amp; &lt;b&gt; <!--·wp:paragraph·--> <!--·x·--> <![if·x]> <![odd <pre> </pre> a·<·b
x<5 <img·src=x·alt="no·text"> <img·src=lost> <img·class=emoji·alt=*> <script>x</script>
<style>a</style> 😀 مرحبا \0 \v \037 [code·a=1] <blockquote> </blockquote> <cite>
</cite> <footer> <unknown-tag> </unknown-tag> <sup> </sup> &#0; <p/> <b/> < & <! " <dd>
<figure> </figure> <figcaption> </figcaption> <details> </details> <summary> </summary>
[caption·id="a_1"] [caption·caption="<em>old</em>·style"] [/caption] [[caption]]
[gallery·ids="1,2"] [gallery] [embed] [/embed] [youtube·abcdefghijk] [vimeo·x] [audio]
[video·src="/a.mp4"] [/video] [/gallery] ¶https://youtu.be/abcdefghijk¶ https://x.com/y
<p>https://vimeo.com/123456</p> <div·class="wp-block-embed__wrapper">
<iframe·src="//www.youtube.com/embed/abcdefghijk"> <iframe·src="https://a.example/b">
</iframe> <video·src=/v.mp4> <source·src=/w.mp4> </video> <object> </object> <noscript>
</noscript> <!--more--> <!--nextpage--> <!--·wp:block·{"ref":1}·/--> <button> </button>
<!--·wp:acf/x·{"data":{"text":"Kept·here"}}·/--> <form> </form> <dl> <dt> </dl>
<div·class=schema-faq-section> <strong·class=schema-faq-question> </strong> [ ]
<!--·wp:latest-posts·/--> <x·n=0> <textarea> <svg> </svg> <select> <option> <q>
"""
PARTS = [
    part.replace("·", " ").replace("¶", "\n")
    for part in FRAGMENTS.replace("\n", " ").split(" ")
    if part
]


class SomeFinder(Finder):
    """Finds most pictures, one page and one pattern that names itself."""

    def picture(self, source, attachment):
        return None if source == "lost" or attachment == 2 else 7

    def picture_text(self, source, attachment):
        return "a text", "From the library" if attachment else ""

    def page(self, href):
        return 3 if href.startswith("/x") else None

    def pattern(self, number):
        return 'Shared <b>words</b><!-- wp:block {"ref":1} -->'


def assert_no_word_is_lost(source):
    body = read_body(source, SomeFinder())
    out = body_words(body.blocks)

    assert explains(body.words, body.changed, out), (body, out)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PARTS)))
@example(["<blockquote>", "one", "<cite>", "two", "</blockquote>"])
@example(["<table>", "<caption>", "one", "</caption>", "<tr>", "<td>", "two"])
def test_no_word_is_lost_however_the_parts_are_nested(parts):
    assert_no_word_is_lost("".join(parts))


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="<>/[]!-\"'= \nabip&;", max_size=80))
def test_no_word_is_lost_of_any_text(source):
    assert_no_word_is_lost(source)


@pytest.mark.parametrize(
    "tag", ["div", "table", "b", "ul><li", "blockquote", "figure", "details", "object"]
)
def test_no_nesting_is_too_deep(tag):
    assert_no_word_is_lost("".join(f"<{tag}>w{n}" for n in range(3000)))
    tables = "<table><tr><td>x<td>y" * 300
    assert_no_word_is_lost(tables)


@pytest.mark.parametrize(
    "part", ["<a ", "<!--", "<script>", "<b>x", "[caption]x", "[a ", "<td>x", "</p>"]
)
def test_text_made_to_keep_the_machine_busy_is_read_at_once(part):
    # Each took minutes, or hours, while the parser looked for ends that never come.
    assert_no_word_is_lost(part * 15_000)


@pytest.mark.parametrize(
    ("words", "changed", "out", "holds"),
    [
        ("a b c", [], "a b c", True),
        ("a b c", [], "a c", False),
        ("a b c", [("b", "", "")], "a c", True),
        ("a b a b", [("b", "", "")], "a b a", True),
        ("a c", [("", "b", "")], "a b c", True),
        ("a c", [("", "b", ""), ("c", "", "")], "a b", True),
        ("a", [("b", "", "")], "a", False),
        ("a b", [("a", "x", ""), ("a", "y", "")], "x b", False),
        ("a b", [("b", "", ""), ("a", "", "")], "", False),
    ],
)
def test_changes_explain_what_they_tell_and_nothing_else(words, changed, out, holds):
    assert explains(words.split(), changed, out.split()) is holds
