"""A site that has no more pages than a search looks at: each process keeps all of them.

Most clinics have fewer than 80 pages. Which of them hold a word needs no asking then:
all are ranked, and a page that holds none of the words is no answer. A search finds
the same as by asking, with nothing to ask but what is public at this moment.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from clinic.memory import kept_generation, remembered
from clinic.models import SearchEntry, SearchWord
from clinic_site.search.candidates import MOST
from clinic_site.search.ranking import Roots


@dataclass(frozen=True)
class SmallSite:
    """Every page that can be found, and on how many of them each root stands."""

    pages: list[Roots]
    counts: dict[str, int]

    def pages_by_root(self, roots: Iterable[str]) -> dict[str, int]:
        """Return on how many pages each root stands; unknown ones are left out."""
        return {root: self.counts[root] for root in roots if root in self.counts}


def small_site() -> SmallSite | None:
    """Return the site as it is kept; None where it is larger, or nothing is kept."""
    if kept_generation() is None:
        return None
    return remembered("small site", _read)


def _read() -> SmallSite | None:
    if SearchEntry.objects.count() > MOST:
        return None
    entries = SearchEntry.objects.defer("text").order_by("pk")
    # As in `pages_by_root`: of words that share a root the one on most pages stays.
    words = SearchWord.objects.order_by("pages").values_list("root", "pages")
    return SmallSite([Roots(entry) for entry in entries], dict(words))
