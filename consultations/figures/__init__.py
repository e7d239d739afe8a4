"""Figures for managers: how many asked, how soon they were reached, what came of it.

`deriving` reads a request's events, `keeping` stores what it says, `report` sums it up
for a range of days, `hiding` keeps small numbers from telling about one person.
"""

from .keeping import first_difference, rebuild, refresh

__all__ = ["first_difference", "rebuild", "refresh"]
