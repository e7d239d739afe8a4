"""What became of each thing that an import met, in words."""

from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

NEW = gettext_lazy("new")
DRAFTED = gettext_lazy("new draft")
PUBLISHED = gettext_lazy("published")
UPDATED = gettext_lazy("updated")
SAME = gettext_lazy("unchanged")
LEFT = gettext_lazy("changed here, left as it is")
DELETED = gettext_lazy("deleted here, left out")
REFUSED = gettext_lazy("refused")


@dataclass
class Outcome:
    """What became of one thing."""

    kind: str
    title: str
    done: str
    notes: list[str] = field(default_factory=list)

    def __str__(self):
        return "; ".join([f"{self.kind} “{self.title}”: {self.done}", *self.notes])


@dataclass
class Report:
    """What became of a whole export."""

    outcomes: list[Outcome] = field(default_factory=list)
    # Titles of pages that readers saw where they came from, and do not see here yet.
    were_live: list[str] = field(default_factory=list)
    # What people have to do themselves.
    by_hand: list[str] = field(default_factory=list)

    def add(self, kind: str, title: str, done, notes=()) -> None:
        """Keep what became of one thing."""
        self.outcomes.append(Outcome(kind, title, str(done), list(notes)))

    def lines(self) -> list[str]:
        """Return everything worth reading, line by line; the rest is counted."""
        told = [str(one) for one in self.outcomes if one.notes or one.done != str(SAME)]
        counts = Counter(one.done for one in self.outcomes)
        counted = ", ".join(f"{count} {done}" for done, count in counts.items())
        if self.were_live:
            told.append(_("Live where they came from, and drafts here:"))
            told += [f"- {title}" for title in self.were_live]
        if self.by_hand:
            told.append(_("For people to do:"))
            told += [f"- {line}" for line in self.by_hand]
        return [*told, f"{counted or _('nothing')}."]

    @property
    def refused(self) -> int:
        """Return how many things could not come in."""
        return sum(one.done == str(REFUSED) for one in self.outcomes)
