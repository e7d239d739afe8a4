"""Settings of the test suite: fixed keys, fast hashing, nothing leaves the process."""

import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import LOGGING

SECRET_KEY = "only-for-tests-" + "0123456789" * 5
FIELD_ENCRYPTION_KEYS = ["dGVzdHMtb25seS1rZXktb2YtMzItYnl0ZXMtbG9uZyE="]
LOOKUP_KEYS = ["only-for-tests-lookup"]
AUDIT_KEY = "only-for-tests-audit"
AUDIT_ANCHOR = ""
BACKUP_KEY = "only-for-tests-backup-0123456789"
BACKUP_ALARM_DAYS = 0

SITE_URL = WAGTAILADMIN_BASE_URL = "http://localhost"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
ALLOWED_HOSTS = ["localhost", "testserver"]
SECURE_SSL_REDIRECT = False
SECOND_STEP_REQUIRED = False
DEMO = False
SERVE_MEDIA = True

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
METRICS_TOKEN = ""
DISK_RESERVE_MB = 1
MAIL_FROM = "desk@clinic.example"
MAIL_DESK = "intake@clinic.example"
OWNER_EMAIL = "owner@clinic.example"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL_FROM
CLINIC_PHONE = "+17035550100"
LOG_AS = LOGGING["handlers"]["console"]["formatter"] = "line"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
VAR_DIR = Path(tempfile.gettempdir()) / "clinic-site-tests"
MEDIA_ROOT = tempfile.mkdtemp(prefix="clinic-media-")
IMPORTS_ROOT = tempfile.mkdtemp(prefix="clinic-imports-")
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)

# Tests change what pages show in transactions that nobody commits.
PAGE_CACHE = False

# Tests say themselves when visits are written down.
VISITS_WRITTEN_EVERY = 0
