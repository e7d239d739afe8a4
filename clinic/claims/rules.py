"""The guard's rules, read once from `rules.json`.

Every pattern is written in what Python's `re` and JavaScript's `RegExp` share, in
ASCII, and read without regard to case.
"""

import json
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("rules.json")
DATA = json.loads(FILE.read_text("utf-8"))
READING, GROUPS, SOURCES = DATA["reading"], DATA["groups"], DATA["sources"]

STOP, HINT = "stop", "hint"
_FRAGMENT = re.compile(r"%([a-z_]+)%")


@cache
def compiled(pattern: str) -> re.Pattern:
    """Return a pattern of the file, its named fragments filled in."""
    whole = _FRAGMENT.sub(lambda found: DATA["fragments"][found[1]], pattern)
    return re.compile(whole, re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class Need:
    """What a page must say somewhere, by a short name."""

    name: str
    pattern: re.Pattern


@dataclass(frozen=True)
class Rule:
    """One claim that the clinic does not make, or must not make alone.

    `kind` says what is looked at: a `sentence`, a `paragraph` (the pattern, then
    `then` after it) or the whole `page` (the pattern, all of `also`, and one of
    `needs` lacking). `negation` says where a “not” makes it honest: `before` the words,
    also `within` them, or `none`. `near` is what makes it honest in the same
    paragraph, `unless` in the same sentence. `on` names the types of pages, every
    text when empty.
    """

    id: str
    group: str
    severity: str
    title: str
    pattern: re.Pattern
    why: str
    instead: str
    source: tuple[str, ...]
    kind: str = "sentence"
    negation: str = "before"
    unless: tuple[re.Pattern, ...] = ()
    near: tuple[re.Pattern, ...] = ()
    then: re.Pattern | None = None
    also: tuple[re.Pattern, ...] = ()
    needs: tuple[Need, ...] = ()
    on: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def read(cls, raw: dict) -> "Rule":
        """Make a rule of its entry in the file."""
        values = dict(raw, source=tuple(raw["source"]), on=frozenset(raw.get("on", ())))
        values["pattern"] = compiled(raw["pattern"])
        if "then" in raw:
            values["then"] = compiled(raw["then"])
        for name in ("unless", "near", "also"):
            values[name] = tuple(compiled(pattern) for pattern in raw.get(name, ()))
        values["needs"] = tuple(
            Need(need["name"], compiled(need["pattern"]))
            for need in raw.get("needs", ())
        )
        return cls(**values)

    def reads(self, kind_of_text: str) -> bool:
        """Say whether the rule looks at this type of page."""
        return not self.on or kind_of_text in self.on


RULES = tuple(Rule.read(raw) for raw in DATA["rules"])
BY_ID = {rule.id: rule for rule in RULES}
