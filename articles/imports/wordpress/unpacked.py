"""An export laid out on disk, so that its items can be asked for in any order.

An item may name another that comes later: a parent, a picture, a linked page. The
whole file is read to its end first, so one that is broken in its last line leaves no
trace, and nothing of its length is kept in memory.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from articles.imports.wordpress import addresses
from articles.imports.wordpress.items import (
    MENU_ENTRY,
    Term,
    TermUse,
    WordPressPost,
    WordPressSite,
)
from articles.imports.wordpress.reading import read_export

_TABLES = """
CREATE TABLE items (place INTEGER PRIMARY KEY, number INTEGER UNIQUE, type TEXT,
    status TEXT, parent INTEGER, menu_order INTEGER, path TEXT, file TEXT, told TEXT);
CREATE INDEX by_path ON items (path);
CREATE INDEX by_file ON items (file);
CREATE INDEX by_type ON items (type);
CREATE INDEX by_parent ON items (parent);
CREATE TABLE terms (place INTEGER PRIMARY KEY, taxonomy TEXT, slug TEXT, told TEXT,
    UNIQUE (taxonomy, slug));
"""
_KEEP = (
    "INSERT OR IGNORE INTO items (number, type, status, parent, menu_order, path, file,"
    " told) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_DATES = ("published_at", "modified_at")


class Unpacked:
    """The site and the items of one export."""

    def __init__(self, store: sqlite3.Connection):
        self._store = store
        self.site: WordPressSite | None = None
        # How often an item came under a number that another one had before.
        self.repeated = 0
        self.comments: Counter[str] = Counter()

    def fill(self, path: str | Path) -> None:
        """Read a file to its end; raises ExportFileError."""
        with self._store:
            for thing in read_export(path):
                if isinstance(thing, WordPressSite):
                    self.site = thing
                else:
                    self._keep(thing)
            for term in self.site.terms:
                self._keep_term(term)

    def _keep(self, post: WordPressPost) -> None:
        row = (
            post.wordpress_id,
            post.post_type,
            post.status,
            post.parent,
            post.menu_order,
            addresses.path(post.link),
            post.file.casefold(),
            json.dumps(asdict(post), default=str),
        )
        done = self._store.execute(_KEEP, row)
        if not done.rowcount and self._is_in_another_menu(post):
            # Its own number belongs to the entry that came first.
            done = self._store.execute(_KEEP, (None, *row[1:]))
        self.repeated += not done.rowcount
        self.comments[post.post_type] += post.comments

    def _is_in_another_menu(self, post: WordPressPost) -> bool:
        """Say whether this is an entry of which another menu has the same number.

        Exports put together by hand hold such menus, and WordPress builds them all.
        """
        first = self.item(post.wordpress_id)
        return post.post_type == first.post_type == MENU_ENTRY and not (
            {use.slug for use in post.terms} & {use.slug for use in first.terms}
        )

    def _keep_term(self, term: Term) -> None:
        self._store.execute(
            "INSERT OR IGNORE INTO terms (taxonomy, slug, told) VALUES (?, ?, ?)",
            (term.taxonomy, term.slug, json.dumps(asdict(term))),
        )

    def counts(self) -> Counter[tuple[str, str]]:
        """Return how many items there are of each type and status."""
        rows = self._store.execute(
            "SELECT type, status, COUNT(*) FROM items GROUP BY type, status"
            " ORDER BY MIN(place)"
        )
        return Counter({(kind, status): count for kind, status, count in rows})

    def terms(self) -> list[Term]:
        """Return the terms in the order of the file."""
        rows = self._store.execute("SELECT told FROM terms ORDER BY place")
        return [Term(**json.loads(told)) for (told,) in rows]

    def items(self, *types: str) -> Iterator[WordPressPost]:
        """Yield the items of some types in the order of the file."""
        marks = ", ".join("?" * len(types))
        rows = self._store.execute(
            f"SELECT told FROM items WHERE type IN ({marks}) ORDER BY place",  # noqa: S608
            types,
        )
        for (told,) in rows:
            yield _restored(told)

    def others(self, *types: str) -> Iterator[WordPressPost]:
        """Yield the items of all other types in the order of the file."""
        marks = ", ".join("?" * len(types))
        rows = self._store.execute(
            f"SELECT told FROM items WHERE type NOT IN ({marks}) ORDER BY place",  # noqa: S608
            types,
        )
        for (told,) in rows:
            yield _restored(told)

    def item(self, number: int) -> WordPressPost | None:
        """Return the item of a number."""
        return self._one("SELECT told FROM items WHERE number = ?", number)

    def type_of(self, number: int) -> str:
        """Return the type of the item of a number, "" where there is none."""
        row = self._store.execute(
            "SELECT type FROM items WHERE number = ?", (number,)
        ).fetchone()
        return row[0] if row else ""

    def numbers(self, kind: str) -> list[tuple[int, int, int]]:
        """Return number, parent and menu order of all items of a type, in order."""
        return self._store.execute(
            "SELECT number, parent, menu_order FROM items WHERE type = ?"
            " ORDER BY place",
            (kind,),
        ).fetchall()

    def at(self, path: str) -> int | None:
        """Return the number of the item that stands at a path of the old site."""
        row = self._store.execute(
            "SELECT number FROM items WHERE path = ? AND path <> '' ORDER BY place",
            (path,),
        ).fetchone()
        return row and row[0]

    def by_file(self, file: str) -> WordPressPost | None:
        """Return the attachment whose file lies at a path below the uploads."""
        return file and self._one(
            "SELECT told FROM items WHERE file = ? ORDER BY place", file.casefold()
        )

    def attached(self, number: int) -> list[WordPressPost]:
        """Return the files that were uploaded with an item, in its own order."""
        rows = self._store.execute(
            "SELECT told FROM items WHERE type = 'attachment' AND parent = ?"
            " ORDER BY menu_order, number",
            (number,),
        )
        return [_restored(told) for (told,) in rows]

    def _one(self, query: str, value) -> WordPressPost | None:
        row = self._store.execute(query, (value,)).fetchone()
        return row and _restored(row[0])


@contextmanager
def unpacked(path: str | Path) -> Iterator[Unpacked]:
    """Give an export laid out in a file that is gone afterwards, whatever happens.

    Raises ExportFileError.
    """
    # Without a name SQLite makes a file that nobody else sees and that ends with it.
    with closing(sqlite3.connect("", check_same_thread=False)) as store:
        store.executescript(_TABLES)
        export = Unpacked(store)
        export.fill(path)
        yield export


def _restored(told: str) -> WordPressPost:
    fields = json.loads(told)
    for name in _DATES:
        fields[name] = fields[name] and datetime.fromisoformat(fields[name])
    fields["terms"] = tuple(TermUse(**use) for use in fields["terms"])
    fields["old_slugs"] = tuple(fields["old_slugs"])
    fields["builders"] = tuple(fields["builders"])
    return WordPressPost(**fields)
