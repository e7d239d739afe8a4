"""What stood in the old site's menus, and what of that shows here.

This site's header leads to its lists and has no entries of its own. So a page that
stood in a menu is marked “show in menus” and comes in the menu's order, and the whole
menu is written down for whoever wants to build it again.
"""

from django.utils.translation import gettext as _

from articles.imports.storing.work import Outcome, Work
from articles.imports.wordpress import WordPressPost
from articles.imports.wordpress.items import MENU, MENU_ENTRY
from articles.models import ImportedItem

# A menu has a few dozen entries; more are counted and not written down.
MOST_ENTRIES = 500


def entries(work: Work) -> dict[str, list[WordPressPost]]:
    """Return the entries of each menu by its slug, in the menu's order."""
    found: dict[str, list[WordPressPost]] = {}
    for post in work.export.items(MENU_ENTRY):
        slug = next((u.slug for u in post.terms if u.taxonomy == MENU), "")
        menu = found.setdefault(slug, [])
        if len(menu) < MOST_ENTRIES:
            menu.append(post)
    for menu in found.values():
        menu.sort(key=lambda post: post.menu_order)
    return found


def places(work: Work) -> dict[int, int]:
    """Return each post and page that stands in a menu, with its place there."""
    found: dict[int, int] = {}
    for menu in entries(work).values():
        for post in menu:
            number = target(post)
            if number is not None:
                found.setdefault(number, len(found))
    return found


def target(post: WordPressPost) -> int | None:
    """Return the number of the item that an entry leads to, None for anything else."""
    number = post.meta.get("_menu_item_object_id", "")
    if post.meta.get("_menu_item_type") != "post_type":
        return None
    return int(number) if number.isascii() and number.isdigit() else None


def store_all(work: Work) -> None:
    """Write every menu down, once its pages are there."""
    names = {t.slug: t.name for t in work.export.terms() if t.taxonomy == MENU}
    for slug, menu in entries(work).items():
        name = names.get(slug) or next(
            (u.name for post in menu for u in post.terms if u.taxonomy == MENU), slug
        )
        work.take(
            f"menu {slug}",
            "menu",
            name,
            lambda item, menu=menu: _store(work, menu, item),
        )


def _store(work: Work, menu: list[WordPressPost], item: ImportedItem) -> None:
    item.outcome = Outcome.LEFT_OUT
    item.proof = {"entries": [_told(work, post) for post in menu]}
    item.notes.append(
        _(
            "the menu here is made of the site's lists; its pages are marked “show in "
            "menus”"
        )
    )


def _told(work: Work, post: WordPressPost) -> dict:
    number = target(post)
    above = post.meta.get("_menu_item_menu_item_parent", "0")
    named = work.export.item(number) if number else None
    return {
        "number": post.wordpress_id,
        "title": post.title or (named.title if named else ""),
        "url": post.meta.get("_menu_item_url", "") or (named.link if named else ""),
        "kind": post.meta.get("_menu_item_object", ""),
        "above": int(above) if above.isascii() and above.isdigit() else 0,
        "page": work.page_id(number) if number else None,
    }
