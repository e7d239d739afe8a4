"""A site under `make faults`: a cache beside the database, and less time to wait."""

from clinic_site.settings.dev import *  # noqa: F403
from clinic_site.settings.dev import VAR_DIR

CACHES = {
    "default": {
        "BACKEND": "clinic_site.steady_cache.SteadyCache",
        "LOCATION": str(VAR_DIR / "cache"),
        "OPTIONS": {"real": "tests.faults.shared_cache.FolderCache"},
    }
}
(VAR_DIR / "cache").mkdir(parents=True, exist_ok=True)

# Seconds a mail server has to answer: the same code, and a shorter evening.
EMAIL_TIMEOUT = 6
