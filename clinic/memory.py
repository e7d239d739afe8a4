"""What every page needs and seldom changes, kept by each process for a generation.

Where nothing may be kept, as in tests, everything is made anew each time.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable

from django.core.cache.backends.locmem import LocMemCache
from django.db import connection

from clinic import generation
from clinic.generation import Seen
from clinic.reads import Read, is_recording, recorded, still_hold

MOST = 2_000
# So many answers of the database are known at a time.
MOST_ANSWERS = 20_000
# As for pages: what nobody noticed shows after so many seconds.
LONGEST = 60
_NOTHING = object()


def kept_generation() -> Seen | None:
    """Return the generation for which something may be kept; None for nothing.

    Who has changed what pages show and not committed it yet has a state of their own,
    and who records what is read has to read it.
    """
    if is_recording() or any(
        call is generation.end for _within, call, _robust in connection.run_on_commit
    ):
        return None
    return generation.now()


class Memory:
    """Values by name, all of one generation; the least used are forgotten."""

    def __init__(self, most: int = MOST):
        self.most = most
        self._values: OrderedDict[Hashable, object] = OrderedDict()
        self._lock = threading.Lock()
        self._number = 0
        self._until = 0.0

    def remembered(self, name: Hashable, make: Callable[[], object]) -> object:
        """Return what is kept under a name, made now where there is nothing.

        It is shared by threads: whoever gets it must not change it.
        """
        seen = kept_generation()
        if seen is None:
            return make()
        with self._lock:
            self._keep_to(seen.number)
            value = self._values.get(name, _NOTHING)
            if value is not _NOTHING:
                self._values.move_to_end(name)
                return value
        value = make()
        self._add(seen, {name: value})
        return value

    def remembered_each(
        self,
        kind: str,
        keys: Iterable[Hashable],
        load: Callable[[list], dict],
    ) -> dict:
        """Return what is kept of a kind by key; what is not is loaded at once."""
        wanted = {key for key in keys if key is not None}
        seen = kept_generation()
        if seen is None:
            return load(list(wanted)) if wanted else {}
        with self._lock:
            self._keep_to(seen.number)
            found = {
                key: self._values[kind, key]
                for key in wanted
                if (kind, key) in self._values
            }
        missing = sorted(wanted - found.keys())
        if missing:
            loaded = load(missing)
            found |= loaded
            self._add(seen, {(kind, key): value for key, value in loaded.items()})
        return found

    def _add(self, seen: Seen, values: dict[Hashable, object]) -> None:
        with self._lock:
            # What was made of an older state is not taken for the new one.
            if seen.number == self._number:
                self._values |= values
                while len(self._values) > self.most:
                    self._values.popitem(last=False)

    def _keep_to(self, number: int) -> None:
        now = time.monotonic()
        if number != self._number or now > self._until:
            self._values.clear()
            self._number, self._until = number, now + LONGEST


_memory = Memory()
remembered = _memory.remembered
remembered_each = _memory.remembered_each

# By name: a value, and the statements that it was made from.
_by_rows: dict[Hashable, tuple[object, tuple[Read, ...]]] = {}


def known_answers() -> dict[tuple, str]:
    """Return what the database answered in this generation, as `still_hold` wants it.

    Whoever asks in an older one goes on with what belongs to it.
    """
    answers = remembered("answers of the database", dict)
    if len(answers) > MOST_ANSWERS:
        answers.clear()
    return answers


def remembered_while_rows_hold(name: Hashable, make: Callable[[], object]) -> object:
    """Return what is kept under a name until a row that it was made from is another.

    For few names, and for values that are whole: one that reads more rows later would
    show them for ever.
    """

    def found_or_made() -> object:
        found = _by_rows.get(name)
        if found is not None and still_hold(found[1], known_answers()):
            return found[0]
        with recorded() as recording:
            value = make()
        reads = recording.reads()
        if reads is None:
            _by_rows.pop(name, None)
        else:
            _by_rows[name] = value, reads
        return value

    if kept_generation() is None:
        return make()
    return remembered(name, found_or_made)


class GenerationCache(LocMemCache):
    """A cache of this process that begins anew with each generation."""

    # By name: the generation that its entries are of, and until when they hold.
    _kept: dict[str, tuple[int, float]] = {}

    def __init__(self, name, params):
        super().__init__(name, params)
        self._name = name
        # Each thread has a cache of its own before the same entries: the generation in
        # which it looked for something last.
        self._looked_in: int | None = None

    def get(self, key, default=None, version=None):
        seen = kept_generation()
        self._looked_in = seen and seen.number
        if seen is None:
            return default
        number, until = self._kept.get(self._name, (None, 0.0))
        now = time.monotonic()
        if seen.number != number or now > until:
            self.clear()
            self._kept[self._name] = seen.number, now + LONGEST
        return super().get(key, default, version)

    def set(self, key, value, timeout=None, version=None):
        """Keep a value that was looked for and found elsewhere in this generation."""
        seen = kept_generation()
        if seen is not None and seen.number == self._looked_in:
            super().set(key, value, timeout, version)
