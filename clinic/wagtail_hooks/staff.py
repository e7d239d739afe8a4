"""Staff are kept at the desk, where each step is on record: no second list here."""

from wagtail import hooks

USERS = "users"


@hooks.register("construct_settings_menu")
def leave_users_out_of_the_menu(request, menu_items) -> None:
    """Offer no link to a list that this site does not answer with."""
    menu_items[:] = [item for item in menu_items if item.name != USERS]


@hooks.register("construct_search")
def leave_users_out_of_the_search(request, search_areas) -> None:
    """Offer no tab of the search that leads there either."""
    search_areas[:] = [area for area in search_areas if area.name != USERS]
