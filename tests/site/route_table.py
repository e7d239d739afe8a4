"""Every route of the site, and the table that says which roles may pass it.

The table is `routes/*.txt`: a line in brackets names roles, each line below it is a
route that these roles pass and no other does. `everyone` includes visitors, `staff`
is whoever signed in, `nobody` marks what must answer no one with a page.
"""

import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.urls import get_resolver
from django.urls.resolvers import LocalePrefixPattern, RoutePattern, URLResolver

TABLE = Path(__file__).parent / "routes"
STAFF = ("editor", "reviewer", "coordinator", "clinician", "manager", "superuser")
ROLES = ("anonymous", *STAFF)
SETS = {"everyone": ROLES, "staff": STAFF, "nobody": ()}

_CONVERTER = re.compile(r"<(?:(?P<converter>\w+):)?(?P<name>\w+)>")
_GROUP = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")
_SAMPLES = {"int": "1", "uuid": "00000000-0000-4000-8000-000000000000"}
_GUESSES = ("1", "x", "", "live")


class Route(NamedTuple):
    """A route by its name with namespaces (`-` without one) and its pattern."""

    name: str
    pattern: str


def routes() -> dict[Route, list]:
    """Return every route of the URL configuration with the patterns it is made of."""
    return dict(_walk(get_resolver().url_patterns, [], ()))


def _walk(patterns, above: list, spaces: tuple) -> Iterator[tuple[Route, list]]:
    for pattern in patterns:
        parts = [*above, pattern.pattern]
        if isinstance(pattern, URLResolver):
            below = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _walk(pattern.url_patterns, parts, below)
        else:
            name = ":".join((*spaces, pattern.name)) if pattern.name else "-"
            yield Route(name, "/" + "".join(map(_readable, parts))), parts


def _readable(pattern) -> str:
    # Only the name of a group is kept: what it matches grows with every app.
    return _GROUP.sub(r"<\1>", str(pattern)).removeprefix("^").removesuffix("$")


def address(parts: list, values: dict[str, str]) -> str:
    """Return an address that leads to a route, with values for what it names."""
    return "/" + "".join(_filled(part, values) for part in parts)


def _filled(pattern, values: dict[str, str]) -> str:
    if isinstance(pattern, LocalePrefixPattern):
        return pattern.language_prefix
    if isinstance(pattern, RoutePattern):
        return _CONVERTER.sub(
            lambda found: (
                values.get(found["name"]) or _SAMPLES.get(found["converter"], "x")
            ),
            str(pattern),
        )
    return _matching(str(pattern), values)


def _matching(regex: str, values: dict[str, str]) -> str:
    """Fill a regular expression's groups until the whole of it matches."""
    named = _GROUP.sub(lambda found: values.get(found[1], found[0]), regex)
    shape = re.sub(r"\((?:[^()]|\([^()]*\))*\)[*?]?", "{}", named)
    plain = shape.removeprefix("^").removesuffix("$").replace("\\.", ".")
    plain = plain.replace(".*", "x")
    guesses = [values["number"], *_GUESSES] if "number" in values else _GUESSES
    for guess in itertools.product(guesses, repeat=plain.count("{}")):
        filled = plain.format(*guess)
        if re.search(regex, filled):
            return filled
    raise ValueError(f"Found no address for {regex}; add a guess or a value.")


def table() -> dict[Route, frozenset[str]]:
    """Return the roles that may pass each route, as the files say."""
    found: dict[Route, frozenset[str]] = {}
    for file in sorted(TABLE.glob("*.txt")):
        roles = None
        for number, line in enumerate(file.read_text().splitlines(), 1):
            line = line.strip()
            if not line or line.startswith("#"):
                continue
            if line.startswith("["):
                roles = _roles(line.strip("[]"))
                continue
            name, pattern = line.split(maxsplit=1)
            route = Route(name, pattern)
            if roles is None or route in found:
                raise ValueError(f"{file.name}:{number}: {line} has no place here.")
            found[route] = roles
    return found


def _roles(words: str) -> frozenset[str]:
    roles = set()
    for word in words.split():
        roles.update(SETS.get(word, (word,)))
    unknown = roles - set(ROLES)
    if unknown:
        raise ValueError(f"Unknown roles in the route table: {sorted(unknown)}")
    return frozenset(roles)
