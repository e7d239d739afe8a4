"""Markdown out of the HTML that an export writes: every word, link and picture of it.

Exact for the elements that `clinic_site.leaving.html` writes, and for no others: what
Markdown has no sign for (superscript, a table's caption) stays as it is or becomes a
line of its own.
"""

import re
from html.parser import HTMLParser

MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`", "s": "~~"}
KEPT = {"sup", "sub", "u", "del"}
BLOCKS = {"p", "figure", "figcaption", "div", "section", "article", "caption", "dl"}
HEADINGS = {f"h{level}": "#" * level for level in range(1, 7)}
_SPECIAL = re.compile(r"([\\`*_\[\]<>~|])")
# What begins a line and would turn it into something else.
_BEGINS = re.compile(r"^(\s*)(#{1,6}(?=\s|$)|[-+=](?=\s|$)|\d+(?=[.)]\s)|-{3,}|={2,})")


def to_markdown(html: str) -> str:
    """Return the Markdown of a piece of HTML, ending in a line break."""
    writer = _Writer()
    writer.feed(html)
    writer.close()
    return writer.text()


def escaped(words: str) -> str:
    """Return words without anything that Markdown would read as a sign."""
    return _SPECIAL.sub(r"\\\1", words).replace("&", "&amp;")


class _Writer(HTMLParser):
    """Collects lines; each open list, quotation or definition indents those within."""

    def __init__(self):
        super().__init__()
        self.lines: list[str] = []
        self.run = ""
        self.before: list[str] = []
        self.lists: list[int | None] = []
        self.first = ""
        self.links: list[str] = []
        self.row: list[str] | None = None
        self.rows: list[list[str]] = []

    def handle_data(self, data):
        words = re.sub(r"\s+", " ", data)
        if not self.run or self.run.endswith(("\n", " ")):
            words = words.lstrip(" ")
        self.run += escaped(words)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag in MARKS:
            self.run += MARKS[tag]
        elif tag in KEPT:
            self.run += f"<{tag}>"
        elif tag == "a":
            self.links.append(given.get("href") or "")
            self.run += "["
        elif tag == "img":
            words = escaped(given.get("alt") or "")
            self.run += f"![{words}](<{_address(given.get('src'))}>)"
        elif tag == "br":
            self.run = self.run.rstrip(" ") + "\\\n"
        elif tag == "hr":
            self._end_run()
            self._add("---")
        else:
            self._begin(tag)

    def _begin(self, tag):
        if tag in ("td", "th"):
            self.run = ""
        elif tag == "tr":
            self.row = []
        elif tag in ("ul", "ol"):
            self._end_run()
            self.lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            self._end_run()
            if self.lists and self.lists[-1] is not None:
                self.lists[-1] += 1
                self._open(f"{self.lists[-1]}. ")
            else:
                self._open("- ")
        elif tag == "blockquote":
            self._end_run()
            self.before.append("> ")
        elif tag == "dt":
            self._end_run()
            self.run = "**"
        elif tag in HEADINGS:
            self._end_run()
            self.first = HEADINGS[tag] + " "
        elif tag == "table":
            self._end_run()
            self.rows = []
        elif tag in BLOCKS:
            self._end_run()

    def _open(self, sign: str) -> None:
        if self.first:
            self._line("")
        self.first = sign
        self.before.append(" " * len(sign))

    def handle_endtag(self, tag):
        if tag in MARKS:
            self.run = _closed(self.run, MARKS[tag])
        elif tag in KEPT:
            self.run += f"</{tag}>"
        elif tag == "a":
            self._end_link()
        elif tag in ("td", "th"):
            self.row.append(self.run.strip().replace("\\\n", "<br>"))
            self.run = ""
        elif tag == "tr":
            self.rows.append(self.row)
        elif tag == "table":
            self._end_table()
        elif tag == "dt":
            self.run = _closed(self.run, "**") + ": "
        elif tag in ("ul", "ol"):
            self._end_run()
            self.lists.pop()
            self._blank()
        elif tag in ("li", "blockquote"):
            self._end_run()
            self.first = ""
            self._tighten(tag)
            self.before.pop()
        elif tag in BLOCKS or tag in HEADINGS or tag == "dd":
            self._end_run()

    def _tighten(self, tag: str) -> None:
        # Entries follow each other; what follows a quotation is none of it.
        if self.lines and self.lines[-1].strip() in ("", ">"):
            self.lines.pop()
        if tag == "blockquote":
            self.lines.append("".join(self.before[:-1]).rstrip())

    def _end_link(self) -> None:
        address = _address(self.links.pop())
        start, _sign, words = self.run.rpartition("[")
        if address:
            self.run += f"](<{address}>)"
        else:
            self.run = start + words

    def _end_table(self) -> None:
        width = max((len(row) for row in self.rows), default=0)
        for number, row in enumerate(self.rows):
            cells = row + [""] * (width - len(row))
            self._line("| " + " | ".join(cells) + " |")
            if number == 0:
                self._line("|" + " --- |" * width)
        self._blank()

    def _end_run(self) -> None:
        run, self.run = self.run.strip(), ""
        if run:
            self._add(run)

    def _add(self, run: str) -> None:
        for line in run.split("\n"):
            begun = line if self.first or run == "---" else _begun(line)
            self._line(begun)
        self._blank()

    def _line(self, line: str) -> None:
        before = "".join(self.before)
        if self.first:
            own = self.before[-1:] if self.first[0] in "-0123456789" else []
            before = before[: len(before) - len("".join(own))] + self.first
            self.first = ""
        self.lines.append((before + line).rstrip())

    def _blank(self) -> None:
        before = "".join(self.before).rstrip()
        if not self.lines or self.lines[-1] != before:
            self.lines.append(before)

    def text(self) -> str:
        """Return what was collected."""
        self._end_run()
        text = "\n".join(self.lines)
        return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"


def _begun(line: str) -> str:
    return _BEGINS.sub(lambda m: f"{m[1]}{_stopped(m[2])}", line)


def _stopped(sign: str) -> str:
    # Of a number the dot behind it is what counts; it gets its own sign.
    return f"{sign}\\" if sign.isdigit() else f"\\{sign}"


def _closed(run: str, mark: str) -> str:
    """Close a mark behind the last word: before a space it would be no sign."""
    words = run.rstrip(" ")
    if words.endswith(mark):
        return words.removesuffix(mark) + run[len(words) :]
    return words + mark + run[len(words) :]


def _address(address: str | None) -> str:
    return (address or "").translate({60: "%3C", 62: "%3E", 10: "%0A"})
