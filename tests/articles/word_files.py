"""Writes small Word documents, in words of our own."""

import base64
import zipfile
from html import escape
from io import BytesIO

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = f"{R}/"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
# A picture of one pixel.
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
    "awAAAABJRU5ErkJggg=="
)
STYLES = {
    "Title": "Title",
    "Heading1": "heading 1",
    "Heading2": "heading 2",
    "Heading3": "heading 3",
    "Quote": "Quote",
    "Caption": "caption",
}


def run(text, *marks):
    """Return a run: w:b, w:i, w:strike ... are given as “b”, “i”, “strike”."""
    properties = "".join(f"<w:{mark}/>" for mark in marks)
    return (
        f"<w:r><w:rPr>{properties}</w:rPr>"
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    )


def raised(text, how="superscript"):
    return f'<w:r><w:rPr><w:vertAlign w:val="{how}"/></w:rPr><w:t>{text}</w:t></w:r>'


def paragraph(*runs, style=""):
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    inner = "".join(one if one.startswith("<") else run(one) for one in runs)
    return f"<w:p>{properties}{inner}</w:p>"


def item(text, *, numbered=False, level=0):
    return (
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/>'
        f'<w:numId w:val="{2 if numbered else 1}"/></w:numPr></w:pPr>{run(text)}</w:p>'
    )


def cell(*paragraphs, across=1):
    span = f'<w:tcPr><w:gridSpan w:val="{across}"/></w:tcPr>' if across > 1 else ""
    inner = "".join(
        one if one.startswith("<") else paragraph(one) for one in paragraphs
    )
    return f"<w:tc>{span}{inner}</w:tc>"


def row(*cells, heading=False):
    properties = "<w:trPr><w:tblHeader/></w:trPr>" if heading else ""
    inner = "".join(one if one.startswith("<") else cell(one) for one in cells)
    return f"<w:tr>{properties}{inner}</w:tr>"


def table(*rows):
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def picture(alt="", number=1):
    return (
        '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/'
        'drawingml/2006/wordprocessingDrawing">'
        f'<wp:docPr id="{number}" name="Picture {number}" descr="{escape(alt)}"/>'
        '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<a:graphicData><pic:pic xmlns:pic="http://schemas.openxmlformats.org/'
        f'drawingml/2006/picture"><pic:blipFill><a:blip r:embed="rIdP{number}"/>'
        "</pic:blipFill></pic:pic></a:graphicData></a:graphic>"
        "</wp:inline></w:drawing></w:r>"
    )


def link(text, number=1):
    return f'<w:hyperlink r:id="rIdL{number}">{run(text)}</w:hyperlink>'


def note_mark(number, kind="footnote"):
    return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'


def document(
    *body,
    links=(),
    footnotes=(),
    endnotes=(),
    pictures=(),
    extra=None,
    compression=zipfile.ZIP_DEFLATED,
) -> BytesIO:
    """Return a .docx file, open at its beginning; `extra` are parts by their name."""
    relations = [
        ("rIdS", "styles", "styles.xml", ""),
        ("rIdN", "numbering", "numbering.xml", ""),
    ]
    parts = {
        "word/document.xml": _xml("document", f"<w:body>{''.join(body)}</w:body>"),
        "word/styles.xml": _xml("styles", "".join(map(_style, STYLES.items()))),
        "word/numbering.xml": _xml("numbering", _numbering()),
    }
    for kind, notes in (("footnote", footnotes), ("endnote", endnotes)):
        if notes:
            inner = "".join(
                f'<w:{kind} w:id="{number}">{one if one[0] == "<" else paragraph(one)}'
                f"</w:{kind}>"
                for number, one in enumerate(notes, start=1)
            )
            parts[f"word/{kind}s.xml"] = _xml(f"{kind}s", inner)
            relations.append((f"rId{kind}", f"{kind}s", f"{kind}s.xml", ""))
    for number, content in enumerate(pictures, start=1):
        parts[f"word/media/image{number}.png"] = content
        relations.append((f"rIdP{number}", "image", f"media/image{number}.png", ""))
    for number, address in enumerate(links, start=1):
        external = ' TargetMode="External"'
        relations.append((f"rIdL{number}", "hyperlink", address, external))
    parts["word/_rels/document.xml.rels"] = _relations(relations)
    parts["word/_rels/footnotes.xml.rels"] = _relations(relations)
    main = [("rId1", "officeDocument", "word/document.xml", "")]
    parts["_rels/.rels"] = _relations(main)
    parts["[Content_Types].xml"] = (
        f'<Types xmlns="{TYPES}"><Default Extension="png" ContentType="image/png"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{WORD}document.main+xml"'
        "/></Types>"
    )
    file = BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in (parts | (extra or {})).items():
            archive.writestr(name, content)
    file.seek(0)
    return file


def _xml(tag, inner):
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><w:{tag} xmlns:w="{W}" xmlns:r="{R}">'
        f"{inner}</w:{tag}>"
    )


def _style(style):
    key, name = style
    return (
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>'
        "</w:style>"
    )


def _numbering():
    levels = {
        kind: "".join(
            f'<w:lvl w:ilvl="{level}"><w:numFmt w:val="{kind}"/></w:lvl>'
            for level in range(4)
        )
        for kind in ("bullet", "decimal")
    }
    return (
        f'<w:abstractNum w:abstractNumId="1">{levels["bullet"]}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="2">{levels["decimal"]}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'
    )


def _relations(relations):
    inner = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}{kind}" '
        f'Target="{escape(target)}"{mode}/>'
        for key, kind, target, mode in relations
    )
    return f'<Relationships xmlns="{PACKAGE}">{inner}</Relationships>'
