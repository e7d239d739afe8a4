"""A demo or development site on localhost: own keys, demo accounts, plain HTTP."""

import warnings

from .base import *  # noqa: F403
from .base import LOGGING, PORT, STORAGES, VAR_DIR, env
from .local_keys import local_keys

_keys = local_keys(VAR_DIR / "keys.json")
SECRET_KEY = env("SECRET_KEY", default=_keys["SECRET_KEY"])
FIELD_ENCRYPTION_KEYS = env.list(
    "FIELD_ENCRYPTION_KEYS", default=[_keys["FIELD_ENCRYPTION_KEY"]]
)
LOOKUP_KEYS = env.list("LOOKUP_KEYS", default=[_keys["LOOKUP_KEY"]])
AUDIT_KEY = env("AUDIT_KEY", default=_keys["AUDIT_KEY"])
BACKUP_KEY = env("BACKUP_KEY", default=_keys["BACKUP_KEY"])
# A demo is not worth a backup.
BACKUP_ALARM_DAYS = env.int("BACKUP_ALARM_DAYS", default=0)

DEBUG = env.bool("DEBUG", default=False)
DEMO = True
SECOND_STEP_REQUIRED = False
SERVE_MEDIA = True

# Passkeys refuse IP addresses, so the address printed is always localhost.
SITE_URL = WAGTAILADMIN_BASE_URL = env("SITE_URL", default=f"http://localhost:{PORT}")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])

SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = False

if not env("EMAIL_URL", default=""):
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
MAIL_FROM = env("MAIL_FROM", default="desk@novahealth.example")
MAIL_DESK = env("MAIL_DESK", default="intake@novahealth.example")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL_FROM
CLINIC_PHONE = env("CLINIC_PHONE", default="+17035550142")

LOG_AS = LOGGING["handlers"]["console"]["formatter"] = "line"

if DEBUG:
    # What is changed in a template shows at once.
    PAGE_CACHE = False
    DEFAULT_EXCEPTION_REPORTER = "django.views.debug.ExceptionReporter"
    STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
    # Straight from the folders they are written in, without collecting them.
    WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
    warnings.filterwarnings("default", category=DeprecationWarning)
