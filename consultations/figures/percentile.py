"""How long people wait, in percentiles that nobody's silence makes shorter.

Nearest rank: of n waits in order, the p-th percentile is number ceil(p * n / 100). It
is a wait that somebody really had. This is definition 1 of Hyndman and Fan, "Sample
quantiles in statistical packages", The American Statistician 50 (1996), 361-365, and
what PostgreSQL calls percentile_disc.
"""

from collections import Counter
from dataclasses import dataclass, field

MEDIAN, NINE_OF_TEN = 50, 90


def nearest_rank(counted: dict[int, int], percent: int, others: int = 0) -> int | None:
    """Return the percentile of values given with how often each came up.

    `others` are more than any value and have none themselves; where the rank falls
    among them, or where nothing is there, the answer is None.
    """
    total = sum(counted.values()) + others
    rank = -(-percent * total // 100)
    seen = 0
    for value in sorted(counted):
        seen += counted[value]
        if seen >= rank:
            return value
    return None


@dataclass
class Waits:
    """How long the people behind some requests waited for one thing.

    Who is late and has not been reached counts as a wait longer than all others: a
    median over those reached alone would flatter. Who has time left counts not yet.
    """

    minutes: Counter = field(default_factory=Counter)
    late: int = 0
    in_time: int = 0

    @property
    def reached(self) -> int:
        return self.minutes.total()

    @property
    def of(self) -> int:
        """Return how many have been reached or should have been."""
        return self.reached + self.late

    @property
    def median(self) -> int | None:
        return nearest_rank(self.minutes, MEDIAN, self.late)

    @property
    def nine_of_ten(self) -> int | None:
        return nearest_rank(self.minutes, NINE_OF_TEN, self.late)

    def add(self, other: "Waits") -> None:
        """Put the waits of others to these."""
        self.minutes.update(other.minutes)
        self.late += other.late
        self.in_time += other.in_time
