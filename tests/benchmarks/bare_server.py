"""The site's server for the yardsticks, which have no pages to load anything for."""

import gc

from clinic_site.web_server import *  # noqa: F403


def when_ready(server) -> None:
    """Leave what is loaded to all processes, as the site does."""
    gc.collect()
    gc.freeze()
