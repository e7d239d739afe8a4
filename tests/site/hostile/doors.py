"""Every address of the URL configuration: whatever answers there is open to attack."""

from dataclasses import dataclass

from consultations.models import own_link
from tests.site.route_table import routes, table
from tests.site.route_visits import World


@dataclass(frozen=True)
class Door:
    """An address that leads somewhere; `public` when it asks nobody who they are."""

    name: str
    address: str
    public: bool


def doors(world: World) -> list[Door]:
    """Return one for each route, found in the URL configuration and not named here.

    What the table of routes has no line for yet counts as public: a new route is
    attacked before anybody thinks of it.
    """
    allowed = table()
    found = [
        Door(route.name, world.address(route, parts), public=may is None or at_the_gate)
        for route, parts in routes().items()
        for may in [allowed.get(route)]
        for at_the_gate in [may is not None and ("anonymous" in may or not may)]
    ]
    pages = [page.url for page in (world.article, world.service)]
    pages += ["/", own_link.path_for(world.request), "/static/css/site.css"]
    return found + [Door("page", page, public=True) for page in pages if page]
