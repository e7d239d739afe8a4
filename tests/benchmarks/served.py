"""Settings of a site that a benchmark puts behind a server: as in use, without keys."""

import os
from pathlib import Path

from clinic_site.settings.caches import caches
from clinic_site.settings.test import *  # noqa: F403

PAGE_CACHE = True
# Limits are counted where a clinic's own installation counts them.
REDIS_URL = os.environ.get("REDIS_URL", "")
CACHES = caches(REDIS_URL)
VAR_DIR = Path(os.environ["VAR_DIR"])
SITE_URL = os.environ["SITE_URL"]
VISITS_WRITTEN_EVERY = 10
# Whoever sends a form says in X-Forwarded-For where it comes from.
TRUSTED_PROXIES = 1
