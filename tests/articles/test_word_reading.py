"""Word documents: what they become, and which are not opened."""

import zipfile
from io import BytesIO

import pytest

from articles.imports.content import Finder, body_words, explains
from articles.imports.word import WordFileError, document_body, opening, read_document
from tests.articles.word_files import (
    PNG,
    cell,
    document,
    item,
    link,
    note_mark,
    paragraph,
    picture,
    raised,
    row,
    run,
    table,
)


class OnePicture(Finder):
    def picture(self, source, attachment):
        return 5


def read(*body, **parts):
    return read_document(document(*body, **parts), "a_name.docx")


def blocks(*body, **parts):
    found = read(*body, **parts)
    made = document_body(found, OnePicture())
    assert explains(made.words, made.changed, body_words(made.blocks))
    assert not [line for line in found.told if "did not arrive" in line]
    return made.blocks


def test_title_is_taken_out_and_headings_stand_below_it():
    found = read(
        paragraph("After an infusion", style="Title"),
        paragraph("Rest", style="Heading1"),
        paragraph("At home", style="Heading2"),
        paragraph("Sleep."),
    )

    assert found.title == "After an infusion"
    assert found.html == "<h2>Rest</h2><h3>At home</h3><p>Sleep.</p>"


def test_first_heading_is_the_title_where_it_stands_above_all_others():
    found = read(
        paragraph("After an infusion", style="Heading1"),
        paragraph("Rest", style="Heading2"),
        paragraph("At home", style="Heading3"),
    )

    assert found.title == "After an infusion"
    assert found.html == "<h2>Rest</h2><h3>At home</h3>"


def test_file_names_a_document_of_equal_sections():
    found = read(
        paragraph("Rest", style="Heading1"), paragraph("Eat", style="Heading1")
    )

    assert found.title == "a name"
    assert found.html == "<h2>Rest</h2><h2>Eat</h2>"
    assert found.told == ["Nothing in the document is marked as its title."]


def test_marks_and_links_are_kept():
    assert blocks(
        paragraph(
            run("Bold", "b"), run(" and "), run("slanted", "i"), run(" H"),
            raised("2", "subscript"), run("O, "), link("our page"), run("."),
        ),
        links=["https://a.example/?x=1&y=2"],
    ) == [
        (
            "paragraph",
            "<p><b>Bold</b> and <i>slanted</i> H<sub>2</sub>O, "
            '<a href="https://a.example/?x=1&amp;y=2">our page</a>.</p>',
        )
    ]  # fmt: skip


def test_dangerous_link_leaves_its_words():
    assert blocks(paragraph(link("press")), links=["javascript:alert(1)"]) == [
        ("paragraph", "<p>press</p>")
    ]


def test_lists_nest():
    assert blocks(
        item("a"), item("b", level=1), item("c", numbered=True, level=1), item("d")
    ) == [
        (
            "paragraph",
            "<ul>\n<li>a\n<ul>\n<li>b</li>\n<li>c</li></ul></li>\n<li>d</li></ul>",
        )
    ]


def test_table_keeps_its_headings_and_its_caption():
    [(kind, value)] = blocks(
        paragraph("Table 1: when we are open", style="Caption"),
        table(
            row("Day", "Hours", heading=True),
            row("Monday", cell("8 to 12", "1 to 4")),
            row(cell("Closed on Sunday", across=2)),
        ),
    )

    assert kind == "table"
    assert value == {
        "columns": [
            {"type": "text", "heading": "Day"},
            {"type": "text", "heading": "Hours"},
        ],
        "rows": [
            {"values": ["Monday", "8 to 12 1 to 4"]},
            {"values": ["Closed on Sunday", ""]},
        ],
        "caption": "Table 1: when we are open",
    }


def test_bold_first_row_names_the_columns():
    bold = [cell(paragraph(run(word, "b"))) for word in ("Day", "Hours")]

    [(_kind, value)] = blocks(table(row(*bold), row("Monday", "8 to 4")))

    assert [column["heading"] for column in value["columns"]] == ["Day", "Hours"]


def test_list_in_a_cell_is_no_table_and_loses_no_word():
    found = blocks(table(row("Day", "What"), row("Monday", cell(item("a"), item("b")))))

    assert {kind for kind, _value in found} == {"paragraph"}
    assert body_words(found) == ["Day", "What", "Monday", "a", "b"]


def test_picture_keeps_its_words_and_its_caption():
    found = read(
        paragraph(picture("A bed by the window")),
        paragraph("Where you rest", style="Caption"),
        pictures=[PNG],
    )

    [(kind, value)] = document_body(found, OnePicture()).blocks
    assert (kind, value["image"]) == ("image", 5)
    assert value["alt_text"] == "A bed by the window"
    assert value["caption"] == "Where you rest"
    assert [one.content for one in found.pictures.values()] == [PNG]


def test_words_that_a_machine_wrote_for_a_picture_are_told():
    found = read(
        paragraph(picture("A bed\n\nDescription automatically generated")),
        pictures=[PNG],
    )

    assert [one.alt for one in found.pictures.values()] == ["A bed"]
    assert "A machine wrote what a picture shows; look at it: A bed" in found.told


def test_missing_picture_is_listed():
    body = document_body(
        read(paragraph("a", picture("A bed"), "b"), pictures=[PNG]), Finder()
    )

    assert body.pictures_missing == ["word-picture:1"]
    assert body_words(body.blocks) == ["a", "b"]


def test_footnotes_and_endnotes_become_numbered_references():
    found = read(
        paragraph("It helped some", note_mark(1), ", not all", note_mark(1, "endnote")),
        footnotes=[paragraph("Berman 2000, ", link("record"))],
        endnotes=["Zarate 2006"],
        links=["https://a.example/1"],
    )

    assert found.html == "<p>It helped some[1], not all[2]</p>"
    assert [note.words for note in found.notes] == [
        "Berman 2000, record",
        "Zarate 2006",
    ]
    # A link of a note stands in the note's own part, whose links are its own.
    assert found.told == ["Nothing in the document is marked as its title."]


def test_numbers_in_brackets_beside_notes_are_told():
    found = read(paragraph("See [1] and", note_mark(1)), footnotes=["Berman 2000"])

    assert any("numbers in brackets" in line for line in found.told)


def test_quotation_is_a_quotation():
    assert blocks(
        paragraph("Ask me.", style="Quote"), paragraph("Always.", style="Quote")
    ) == [("quote", {"text": "Ask me.\n\nAlways.", "source": ""})]


def test_words_in_brackets_are_words():
    assert blocks(paragraph("[gallery ids='1'] [[embed]] [caption]a[/caption]")) == [
        ("paragraph", "<p>[gallery ids='1'] [[embed]] [caption]a[/caption]</p>")
    ]


def test_breaks_part_words():
    broken = '<w:r><w:t>one</w:t><w:br w:type="page"/><w:t>two</w:t></w:r>'

    assert body_words(blocks(paragraph(broken))) == ["one", "two"]


def test_what_was_struck_out_while_changes_were_tracked_is_gone():
    changed = (
        "<w:ins><w:r><w:t>new</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>old</w:delText></w:r></w:del>"
    )

    assert body_words(blocks(paragraph(changed))) == ["new"]


def test_words_that_the_library_leaves_out_are_told():
    formula = (
        '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">'
        "<m:r><m:t>mg/kg</m:t></m:r></m:oMath>"
    )

    found = read(paragraph("Half a ", formula, " is usual"))

    assert "These words of the document did not arrive: mg/kg" in found.told


def test_empty_document_has_no_blocks():
    assert blocks() == []


def old_word(extra=b""):
    return BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + extra)


def zipped(**parts):
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return file


def entities():
    main = '<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>'
    return document(extra={"word/document.xml": main})


def hidden_entities():
    main = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode("utf-16")
    return document(extra={"word/document.xml": main})


def bomb():
    return document(extra={"word/media/huge.png": bytes(opening.LARGEST_UNPACKED + 1)})


def many_parts():
    return document(extra={f"x{n}": b"" for n in range(opening.MOST_PARTS)})


def long_text():
    text = " " * (opening.LARGEST_TEXT + 1)
    return document(extra={"word/document.xml": f"<a>{text}</a>"})


def cut_short():
    return BytesIO(document(paragraph("word " * 900)).getvalue()[:-200])


def changed_bytes():
    data = bytearray(
        document(paragraph("w"), compression=zipfile.ZIP_STORED).getvalue()
    )
    data[data.index(b"<w:body>") + 2] ^= 1
    return BytesIO(bytes(data))


def locked():
    data = bytearray(document(paragraph("a")).getvalue())
    at = data.index(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    return BytesIO(bytes(data))


def nested():
    deep = "<w:p>" * 3000 + "</w:p>" * 3000
    return document(deep)


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (BytesIO, "empty"),
        (old_word, "old Word"),
        (lambda: old_word("EncryptedPackage".encode("utf-16-le")), "password"),
        (locked, "password"),
        (lambda: BytesIO(rb"{\rtf1 a}"), "rich text"),
        (lambda: BytesIO(b"%PDF-1.7 a"), "PDF"),
        (lambda: BytesIO(b"Just words, long enough"), "not a Word document"),
        (lambda: zipped(xl__workbook="a", **{"a.xml": "<a/>"}), "no text of Word"),
        (lambda: zipped(**{"xl__workbook.xml": "<a/>"}), "Excel"),
        (lambda: zipped(**{"ppt__presentation.xml": "<a/>"}), "PowerPoint"),
        (lambda: zipped(**{"content.xml": "<a/>"}), "OpenDocument"),
        (entities, "declares entities"),
        (hidden_entities, "declares entities"),
        (bomb, "far larger"),
        (many_parts, "far larger"),
        (long_text, "far larger"),
        (cut_short, "damaged"),
        (changed_bytes, "damaged"),
        (lambda: document(extra={"word/document.xml": "<w:p"}), "cannot be read"),
        (nested, "cannot be read"),
    ],
)
def test_what_is_no_safe_word_document_is_refused(make, why):
    with pytest.raises(WordFileError, match=why):
        read_document(make())


def test_huge_file_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "huge.docx"
    with path.open("wb") as file:
        file.truncate(opening.LARGEST_FILE + 1)

    with pytest.raises(WordFileError, match="at most 50"):
        read_document(path)


def test_missing_file_and_folder_are_refused(tmp_path):
    with pytest.raises(WordFileError, match="no file"):
        read_document(tmp_path / "none.docx")
    with pytest.raises(WordFileError, match="not a file"):
        read_document(tmp_path)
