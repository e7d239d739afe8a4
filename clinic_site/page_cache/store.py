"""Where answers are kept: a bounded number of them and of bytes, the least used go."""

from collections import OrderedDict
from contextlib import contextmanager
from threading import Event, Lock

from clinic_site.page_cache.entry import Entry

# Scheme, host, path and query.
Key = tuple[str, str, str, str]
# How long somebody waits for the one who renders the same page, in seconds.
PATIENCE = 5.0


class Shelf:
    """Entries in the order in which they were last used."""

    def __init__(self, most: int, most_bytes: int):
        self.most = most
        self.most_bytes = most_bytes
        self.bytes = 0
        self._entries: OrderedDict[Key, Entry] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: Key) -> Entry | None:
        """Return what is kept under a key, fresh or not."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is not None:
                self._entries.move_to_end(key)
            return entry

    def put(self, key: Key, entry: Entry) -> None:
        """Keep an entry in the place of an older one."""
        with self._lock:
            older = self._entries.pop(key, None)
            self.bytes += entry.size - (older.size if older else 0)
            self._entries[key] = entry
            while len(self._entries) > self.most or self.bytes > self.most_bytes:
                _key, least = self._entries.popitem(last=False)
                self.bytes -= least.size

    def drop(self, key: Key) -> None:
        """Forget what is kept under a key."""
        with self._lock:
            older = self._entries.pop(key, None)
            self.bytes -= older.size if older else 0


class Store:
    """Pages, and apart from them those with a number, of which anybody can ask many."""

    def __init__(self, most: int, most_bytes: int):
        self.pages = Shelf(most, most_bytes)
        self.numbered = Shelf(most // 10, most_bytes // 10)
        self._rendering: dict[Key, Event] = {}
        self._lock = Lock()

    def shelf(self, key: Key) -> Shelf:
        return self.numbered if key[3] else self.pages

    def get(self, key: Key) -> Entry | None:
        return self.shelf(key).get(key)

    def put(self, key: Key, entry: Entry) -> None:
        self.shelf(key).put(key, entry)

    def drop(self, key: Key) -> None:
        self.shelf(key).drop(key)

    def is_rendered(self, key: Key) -> bool:
        """Say whether somebody renders this page right now."""
        return key in self._rendering

    @contextmanager
    def turn(self, key: Key):
        """Be the one who renders a page: True, or wait for who is it already: False."""
        with self._lock:
            other = self._rendering.get(key)
            if other is None:
                mine = self._rendering[key] = Event()
        if other is not None:
            other.wait(PATIENCE)
            yield False
            return
        try:
            yield True
        finally:
            with self._lock:
                del self._rendering[key]
            mine.set()
