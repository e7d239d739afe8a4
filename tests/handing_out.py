"""How the tests are shared out among the processes of one run."""

from itertools import groupby

from xdist.scheduler import LoadScopeScheduling

# So many at once, and no more: a long unit at the end would leave the other processes
# idle.
NEIGHBORS = 30
# Folders whose files share what is made for all of them.
SHARING = ("tests/site/demo/",)


def home(nodeid: str) -> str:
    """Return the file of a test, or the folder that has more in common."""
    shared = (folder for folder in SHARING if nodeid.startswith(folder))
    return next(shared, nodeid.partition("::")[0])


def units(collection: list[str]) -> dict[str, str]:
    """Return the unit of each test: neighbors of one file stay in one process.

    A file whose tests empty the database in part is two units, as those come later.
    """
    unit_of = {}
    for place, neighbors in groupby(collection, home):
        for number, nodeid in enumerate(neighbors):
            if number % NEIGHBORS == 0:
                unit = f"{place}, from test {len(unit_of)} on"
            unit_of[nodeid] = unit
    return unit_of


class InOrder(LoadScopeScheduling):
    """Hand out unit after unit in the order in which the tests were collected.

    What a file makes once for its tests is made in one process; and after tests that
    empty the database, which are collected late, no other finds its rows. By xdist's
    own scopes a whole file goes first for the sake of its last test, and pytest 9.2
    takes no group into the name of a test.
    """

    def schedule(self) -> None:
        if self.collection_is_completed and self.collection is None:
            self.unit_of = units(next(iter(self.registered_collections.values())))
        super().schedule()

    def _split_scope(self, nodeid: str) -> str:
        return self.unit_of[nodeid]
