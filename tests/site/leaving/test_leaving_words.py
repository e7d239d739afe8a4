"""The plain HTML and Markdown of an export hold every word, and nothing that acts."""

import io
import re

import pytest
from django.apps import apps
from django.db import models
from PIL import Image, PngImagePlugin
from wagtail import blocks

from clinic.blocks import BodyBlock
from clinic.models import BasePage
from clinic_site.leaving.bare_picture import is_bare
from clinic_site.leaving.blocks import pointing_renamed, refuse_unsafe
from clinic_site.leaving.entries import KINDS, SETTINGS
from clinic_site.leaving.fields import own_of, told_children, told_fields
from clinic_site.leaving.html import WRITERS, Shown, blocks_html, rich_html
from clinic_site.leaving.keys import kind_of
from clinic_site.leaving.markdown import to_markdown

SHOWN = Shown(link=lambda kind, name: f"../{kind}/{name}")


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>Plain.</p><p>Next.</p>", "Plain.\n\nNext.\n"),
        ("<h2>What <em>is</em> it</h2>", "## What *is* it\n"),
        ("<p>A <b>bold </b>word.</p>", "A **bold** word.\n"),
        ("<p>1. no list</p>", "1\\. no list\n"),
        ("<p># no heading</p>", "\\# no heading\n"),
        ("<p>- no list</p>", "\\- no list\n"),
        (
            "<p>a*b_c [1] `x` &lt;p&gt; a|b</p>",
            "a\\*b\\_c \\[1\\] \\`x\\` \\<p\\> a\\|b\n",
        ),
        ("<p>Tom &amp; Ada &amp;lt;</p>", "Tom &amp; Ada &amp;lt;\n"),
        ("<p>one<br>two</p>", "one\\\ntwo\n"),
        ("<ul><li>a</li><li>b</li></ul><p>c</p>", "- a\n- b\n\nc\n"),
        ("<ol><li><p>a</p><p>b</p></li><li>c</li></ol>", "1. a\n\n   b\n2. c\n"),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n\n  - b\n- c\n"),
        ("<blockquote><p>a</p><p>b</p></blockquote><p>c</p>", "> a\n>\n> b\n\nc\n"),
        ('<p><a href="../a b.md">x</a></p>', "[x](<../a b.md>)\n"),
        ("<p><a>gone</a></p>", "gone\n"),
        ('<p><img src="x.png" alt="a ] b"></p>', "![a \\] b](<x.png>)\n"),
        ("<p>H<sub>2</sub>O, 10<sup>3</sup></p>", "H<sub>2</sub>O, 10<sup>3</sup>\n"),
        ("<dl><dt>Street</dt><dd>1 Main</dd></dl>", "**Street**: 1 Main\n"),
        (
            "<table><caption>T</caption><tr><th>A</th><th>B</th></tr>"
            "<tr><td>1|2</td><td></td></tr></table>",
            "T\n\n| A | B |\n| --- | --- |\n| 1\\|2 |  |\n",
        ),
    ],
)
def test_markdown_says_what_the_html_says(html, markdown):
    assert to_markdown(html) == markdown


def test_every_kind_of_block_is_written():
    assert set(BodyBlock().child_blocks) <= set(WRITERS)


def test_an_unfinished_block_is_written_too():
    for kind, block in BodyBlock().child_blocks.items():
        empty = {} if isinstance(block, blocks.StructBlock) else None
        blocks_html([{"type": kind, "value": empty}], SHOWN)


def test_rich_text_loses_its_keys_and_what_could_act():
    source = (
        '<p data-block-key="a1">See <a key="k" linktype="page">it</a>, '
        '<a key="" linktype="page">gone</a>.</p><script>x()</script>'
    )
    assert rich_html(source, SHOWN) == (
        '<p>See <a href="../page/k">it</a>, <a>gone</a>.</p>'
    )


def test_targets_are_renamed_there_and_back_without_another_change():
    source = (
        '<p data-block-key="x">A <a id="3" linktype="page">page</a>, <a linktype='
        '"document" id="4">file</a>, <a href="https://x.example/?a=1&amp;id=3">web</a>'
        '<embed alt="a &quot;b&quot;" embedtype="image" format="left" id="5"/></p>'
    )
    out = pointing_renamed(source, ("id", "key"), lambda kind, pk: f"{kind}-{pk}")
    assert 'key="page-3" linktype="page"' in out
    assert 'key="picture-5"' in out
    refuse_unsafe(out, "text")
    back = pointing_renamed(out, ("key", "id"), lambda kind, name: name[-1])
    assert back == source


def told_models() -> list[type[models.Model]]:
    pages = [model for model in apps.get_models() if issubclass(model, BasePage)]
    return [*pages, *(kind.model for kind in [*KINDS, *SETTINGS])]


@pytest.mark.parametrize("model", told_models(), ids=lambda model: model.__name__)
def test_every_relation_of_what_leaves_has_a_stable_name(model):
    """A new field that points elsewhere needs a decision before it can leave."""
    parts = [relation.related_model for relation in told_children(model)]
    for one in [model, *parts]:
        for field in told_fields(one):
            if field.is_relation:
                assert kind_of(field.related_model)


def test_no_field_that_leaves_names_a_member_of_staff_or_a_row():
    told = {
        f"{model.__name__}.{field.name}": field
        for model in told_models()
        for field in told_fields(model)
    }
    assert not [n for n in told if re.search(r"\.(id|pk|.*_by|owner|account)$", n)]
    assert "reply_to" in own_of(SETTINGS[1].model)
    assert len(told) > 100


def drawn(kind: str, **options) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (30, 20), "teal").save(out, kind, **options)
    return out.getvalue()


def test_a_picture_with_nothing_beside_its_pixels_is_told_from_others():
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "somebody")
    exif = Image.Exif()
    exif[0x010F] = "Camera"
    bare = [
        drawn("JPEG", quality=92, optimize=True),
        drawn("JPEG", progressive=True),
        drawn("PNG"),
        drawn("WEBP", quality=92),
    ]
    assert [is_bare(data) for data in bare] == [True] * 4
    more = [
        drawn("JPEG", exif=exif),
        drawn("JPEG", comment=b"somebody"),
        drawn("PNG", pnginfo=words),
        drawn("WEBP", exif=exif),
        *(data + b"tail" for data in bare),
        *(data[:-3] for data in bare),
        b"",
        b"\xff\xd8",
        b"GIF89a",
    ]
    assert [is_bare(data) for data in more] == [False] * len(more)
