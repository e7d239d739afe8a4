"""The drawings that pages and topics choose from, one registry for all of them.

Each name is a file in `templates/components/illustrations/`.
"""

from django.utils.translation import gettext_lazy as _

DEFAULT = "horizon"

ILLUSTRATIONS = {
    "drop": _("A drop on still water"),
    "horizon": _("Sunrise behind hills"),
    "waves": _("Slow waves"),
    "leaf": _("A leaf against the light"),
    "stones": _("Stepping stones"),
    "hills": _("First light over layered hills"),
    "clouds": _("Calm sea under clouds"),
    "lighthouse": _("A lighthouse"),
    "scale": _("Pebbles on a balance"),
    "room": _("A quiet room"),
    "depths": _("Light through water"),
}


def choices() -> list[tuple[str, str]]:
    """Return names and labels; as a callable, so a new drawing needs no migration."""
    return list(ILLUSTRATIONS.items())


def template_of(name: str) -> str:
    """Return the template that draws this name, the default for an unknown one."""
    known = name if name in ILLUSTRATIONS else DEFAULT
    return f"components/illustrations/{known}.html"
