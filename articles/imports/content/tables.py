"""Reads tables; what cannot stand in a cell of plain words is kept below each other."""

import re
from dataclasses import dataclass, field
from itertools import groupby

from django.utils.translation import gettext as _

from articles.imports.content.body import Body
from articles.imports.content.plain import note_losses, plain_line
from articles.imports.content.tree import Element

LONGEST_CELL = 300
MOST_COLUMNS = 20
_GROUPS = frozenset({"thead", "tbody", "tfoot"})
_BOLD_ALONE = re.compile(r"<p><b>[^<]*</b></p>")


@dataclass
class _Cell:
    body: Body
    words: str | None
    is_heading: bool
    columns: int
    rows: int


@dataclass
class _Row:
    cells: list[_Cell] = field(default_factory=list)
    in_head: bool = False


@dataclass
class _Caption:
    body: Body
    words: str


def read_table(walker, table: Element) -> None:
    """Read a table into a block where its cells hold plain words."""
    parts = list(_parts(walker, table))
    rows = [part for part in parts if isinstance(part, _Row) and part.cells]
    captions = [part for part in parts if isinstance(part, _Caption)]
    grid = _grid(rows)
    walker.part(table.tag)
    if grid and len(captions) < 2 and not any(map(_is_stray, parts)):
        _add(walker, parts, grid, _has_heading(rows))
    else:
        if rows:
            walker.body.unmapped["table kept as text"] += 1
        for part in parts:
            if isinstance(part, _Row):
                _flatten(walker, part)
            else:
                walker.flow.take(part.body if isinstance(part, _Caption) else part)
    walker.part(table.tag)


def _parts(walker, table: Element):
    """Yield the rows and captions of a table, and what should not stand there."""
    for run in _runs(table.children, {*_GROUPS, "tr", "caption"}):
        if isinstance(run, Element) and run.tag in _GROUPS:
            for inner in _runs(run.children, {"tr", "caption"}):
                yield from _part(walker, inner, in_head=run.tag == "thead")
        else:
            yield from _part(walker, run, in_head=False)


def _runs(nodes: list, tags: set[str]):
    """Yield each element of these tags, and in lists what stands between them."""
    for is_known, group in groupby(nodes, lambda node: _is_one_of(node, tags)):
        if is_known:
            yield from group
        else:
            yield list(group)


def _is_one_of(node, tags: set[str]) -> bool:
    return isinstance(node, Element) and node.tag in tags


def _part(walker, run, *, in_head: bool):
    if isinstance(run, list):
        yield walker.inner(run)
    elif run.tag == "tr":
        yield from _row(walker, run, in_head)
    else:
        body = walker.inner([run])
        words = plain_line(body)
        yield body if words is None else _Caption(body, words)


def _is_stray(part) -> bool:
    return isinstance(part, Body) and bool(part.blocks)


def _row(walker, tr: Element, in_head: bool):
    row = _Row(in_head=in_head)
    for node in _runs(tr.children, {"td", "th"}):
        if isinstance(node, Element):
            body = walker.inner(node.children)
            row.cells.append(
                _Cell(
                    body,
                    plain_line(body),
                    node.tag == "th",
                    _span(node, "colspan"),
                    _span(node, "rowspan"),
                )
            )
            continue
        stray = walker.inner(node)
        if stray.blocks or not row.cells:
            yield row
            row = _Row(in_head=in_head)
            yield stray
        else:
            row.cells[-1].body.note(stray)
    yield row


def _span(cell: Element, name: str) -> int:
    written = cell.attributes.get(name, "")
    return min(int(written), 1000) if re.fullmatch("[1-9][0-9]{0,8}", written) else 1


def _grid(rows: list[_Row]) -> list[list[str]] | None:
    """Return the words of each row's cells, None where they do not fit a table.

    A cell over several columns or rows fills its first place; the others stay empty.
    """
    grid: list[list[str]] = []
    taken: dict[int, int] = {}
    for row in rows:
        line: list[str] = []
        below = {column: left - 1 for column, left in taken.items() if left > 1}
        for cell in row.cells:
            if cell.words is None or len(cell.words) > LONGEST_CELL:
                return None
            while taken.get(len(line)):
                line.append("")
            for column in range(len(line), len(line) + cell.columns):
                if cell.rows > 1:
                    below[column] = cell.rows - 1
            line += [cell.words, *[""] * (cell.columns - 1)]
            if len(line) > MOST_COLUMNS:
                return None
        grid.append(line)
        taken = below
    width = max(map(len, grid), default=0)
    if width < 2 or len(grid) < 2:
        return None
    return [line + [""] * (width - len(line)) for line in grid]


def _has_heading(rows: list[_Row]) -> bool:
    """Say whether the first row names the columns: by its tags, or all in bold."""
    first = rows[0]
    if first.in_head or all(cell.is_heading for cell in first.cells):
        return True
    bold = [_is_bold(row) for row in rows[:2]]
    return bold == [True, False]


def _is_bold(row: _Row) -> bool:
    filled = [cell.body.blocks for cell in row.cells if cell.words]
    return bool(filled) and all(
        len(blocks) == 1 and _BOLD_ALONE.fullmatch(blocks[0][1]) for blocks in filled
    )


def _add(walker, parts: list, grid: list[list[str]], has_heading: bool) -> None:
    headings = grid[0] if has_heading else [""] * len(grid[0])
    if not has_heading:
        walker.body.notes.append(_("A table has no row that names its columns."))
    value = {
        "columns": [{"type": "text", "heading": heading} for heading in headings],
        "rows": [{"values": line} for line in grid[has_heading:]],
        "caption": "",
    }
    walker.flow.add("table", value)
    moved = ""
    for part in parts:
        if isinstance(part, _Caption):
            value["caption"] = moved = part.words
            note_losses(part.body, "a caption")
            walker.body.note(part.body)
            walker.change(moved, "", _("a caption is counted after its table"))
        elif isinstance(part, Body):
            walker.body.note(part)
        else:
            _note_cells(walker, part)
    walker.change("", moved, _("a caption is counted after its table"))


def _note_cells(walker, row: _Row) -> None:
    for cell in row.cells:
        note_losses(cell.body, "a table")
        walker.body.note(cell.body)


def _flatten(walker, row: _Row) -> None:
    """Keep a row as a paragraph with a line for each cell, or cell below cell."""
    walker.part("tr")
    if all(cell.words is not None for cell in row.cells):
        lines = []
        for cell in row.cells:
            text = "\n".join(value for _kind, value in cell.body.blocks)
            if text:
                lines.append(text[3:-4].replace("</p>\n<p>", "<br/>"))
            walker.body.note(cell.body)
        if lines:
            walker.flow.add("paragraph", f"<p>{'<br/>'.join(lines)}</p>")
    else:
        for cell in row.cells:
            walker.flow.take(cell.body)
    walker.part("tr")
