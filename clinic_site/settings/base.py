"""What every installation shares; safe to deploy as it stands.

Every value that differs between installations comes from the environment
(`.env.example` lists all of them). Secrets have no default here: `dev` makes its
own, `production` refuses to start without them.
"""

from datetime import timedelta
from pathlib import Path

import environ

from .caches import caches

BASE_DIR = Path(__file__).resolve().parent.parent.parent

env = environ.Env()
env.read_env(BASE_DIR / ".env")

# A variable that is set but empty counts as unset.
VAR_DIR = Path(env("VAR_DIR", default="") or BASE_DIR / "var")

# Identity and keys

SECRET_KEY = env("SECRET_KEY", default="")
# The first key encrypts, all of them decrypt; the first lookup key writes, all search.
FIELD_ENCRYPTION_KEYS = env.list("FIELD_ENCRYPTION_KEYS", default=[])
LOOKUP_KEYS = env.list("LOOKUP_KEYS", default=[])
AUDIT_KEY = env("AUDIT_KEY", default="")
# A file outside the database that each day is told where the reading trail ends.
AUDIT_ANCHOR = env("AUDIT_ANCHOR", default="")
BACKUP_KEY = env("BACKUP_KEY", default="")

# No promise to delete something may be shorter than backups are kept, in days.
BACKUP_KEEP_DAYS = env.int("BACKUP_KEEP_DAYS", default=30)
# Managers are told when the last backup is older, in days; 0: nobody is.
BACKUP_ALARM_DAYS = env.int("BACKUP_ALARM_DAYS", default=2)

DEBUG = False
SITE_URL = env("SITE_URL", default="http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = [SITE_URL]
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
PORT = env.int("PORT", default=8000)

# Demo accounts and the banner that says so; only `dev` switches this on.
DEMO = False
SECOND_STEP_REQUIRED = True

INSTALLED_APPS = [
    "clinic_site",
    "articles",
    "consultations",
    "clinic",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.typed_table_block",
    "wagtail.contrib.frontend_cache",
    "wagtail.locales",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "clinic_site.desk.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    # Outermost, so that both see what a cache answers, too.
    "clinic.visits.VisitsMiddleware",
    "clinic_site.counters.CountingMiddleware",
    # The last to change what goes out: it goes by the headers that all others set.
    "clinic_site.compression.CompressionMiddleware",
    "clinic_site.page_cache.middleware.PageCacheMiddleware",
    "clinic_site.headers.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "clinic_site.headers.NeverServedMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "clinic_site.errors.DatabaseAwayMiddleware",
    "clinic_site.errors.LostKeyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "clinic_site.sign_in.SecondStepMiddleware",
    "clinic_site.sign_in.IdleLockMiddleware",
    "clinic.review.middleware.NotApprovedMiddleware",
    # Stands in for the one of Wagtail's redirects, whose answers it gives too.
    "clinic_site.old_addresses.OldAddressMiddleware",
]

ROOT_URLCONF = "clinic_site.urls"
WSGI_APPLICATION = "clinic_site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "clinic.context.practice",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS += ["django.forms"]

# Data

DATABASES = {
    "default": env.db_url_config(
        env("DATABASE_URL", default="") or f"sqlite:///{VAR_DIR / 'db.sqlite3'}"
    )
}
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Writers queue instead of failing: WAL lets readers go on, IMMEDIATE takes the
    # write lock when a transaction begins, so it is never refused halfway. What is
    # deleted is overwritten, so that a purged request is in no free page.
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
                "PRAGMA secure_delete=ON;"
            ),
        }
    )
else:
    # A host that does not answer is away: the visitor gets the phone number in
    # seconds, not when the network gives up.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env("REDIS_URL", default="")
CACHES = caches(REDIS_URL)
# Pages that are the same for everybody, in the memory of each web process: so many, and
# so many bytes of them. The least used go first.
PAGE_CACHE = True
PAGE_CACHE_PAGES = 3_000
PAGE_CACHE_BYTES = 48 * 1024 * 1024

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440

# Mail

vars().update(
    env.email_url_config(env("EMAIL_URL", default="") or "smtp://localhost:25")
)
EMAIL_TIMEOUT = 20
MAIL_FROM = env("MAIL_FROM", default="")
MAIL_DESK = env("MAIL_DESK", default="")
# Told whenever the emergency account is made or used.
OWNER_EMAIL = env("OWNER_EMAIL", default="")
DEFAULT_FROM_EMAIL = MAIL_FROM or "webmaster@localhost"
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Shown by error pages when the database has never answered.
CLINIC_PHONE = env("CLINIC_PHONE", default="")

# Watching

# Whoever sends it as `Authorization: Bearer ...` reads `/metrics`; unset, nobody does.
METRICS_TOKEN = env("METRICS_TOKEN", default="")
BUILD_VERSION = env("BUILD_VERSION", default="")
# Less free space than this, in megabytes, is an alarm.
DISK_RESERVE_MB = env.int("DISK_RESERVE_MB", default=1024)

# Language and time

LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
WAGTAIL_I18N_ENABLED = True
USE_I18N = True
USE_TZ = True
TIME_ZONE = env("TIME_ZONE", default="America/New_York")

# Files

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "clinic_site.stylesheet.BundleFinder",
]
MEDIA_URL = "/media/"
MEDIA_ROOT = env("MEDIA_ROOT", default="") or str(VAR_DIR / "media")
# Several machines share one place for uploads; unset, they lie in MEDIA_ROOT.
MEDIA_S3_BUCKET = env("MEDIA_S3_BUCKET", default="")
STORAGES = {
    "default": (
        {
            "BACKEND": "clinic_site.bucket.Bucket",
            "OPTIONS": {
                "bucket_name": MEDIA_S3_BUCKET,
                "endpoint_url": env("MEDIA_S3_ENDPOINT", default="") or None,
                "region_name": env("MEDIA_S3_REGION", default="") or None,
                "access_key": env("MEDIA_S3_KEY_ID", default="") or None,
                "secret_key": env("MEDIA_S3_SECRET", default="") or None,
            },
        }
        if MEDIA_S3_BUCKET
        else {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    ),
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# Exports and documents on their way in. Nothing hands them out; several machines share
# the folder.
IMPORTS_ROOT = env("IMPORTS_ROOT", default="") or str(VAR_DIR / "imports")
# A web server in front hands out MEDIA_ROOT by itself; out of a bucket the site does.
SERVE_MEDIA = bool(MEDIA_S3_BUCKET)
WHITENOISE_MAX_AGE = 60 * 60

# People and sign-in

AUTH_USER_MODEL = "clinic.User"
# The full path: a session keeps it, and ends where it names another than this.
AUTHENTICATION_BACKENDS = ["clinic_site.sign_in.backend.StaffBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "sign_in_home"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "clinic_site.sign_in.StaffAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
# Computers at a desk are shared: closing the browser signs out.
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "clinic_site.sign_in.SignInForm",
    "change_password": "clinic_site.sign_in.NewPasswordForm",
}
ACCOUNT_PREVENT_ENUMERATION = True
# The views count what comes from one network themselves: computers that are known are
# left out, so that guests of the clinic's network cannot lock its desk out.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "5/5m/key,30/5m/ip"}
MFA_RATE_LIMITS = {"webauthn_login": None}
MFA_ADAPTER = "clinic_site.sign_in.SecondStepAdapter"
MFA_FORMS = {
    "activate_totp": "clinic_site.sign_in.EnrolTotpForm",
    "add_webauthn": "clinic_site.sign_in.NewKeyForm",
    "authenticate": "clinic_site.sign_in.CodeForm",
    "reauthenticate": "clinic_site.sign_in.CodeOnceMoreForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True

# Browser security

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds())
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
# How long nobody has to be at the desk until it locks; the session goes on.
DESK_LOCKS_AFTER = timedelta(minutes=15)
CSRF_FAILURE_VIEW = "consultations.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"

# Wagtail

WAGTAIL_SITE_NAME = "Nova Health Recovery"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
WAGTAILIMAGES_IMAGE_MODEL = "clinic.ClinicImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "clinic.picture_form.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp", "avif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
# What a phone takes fits; a file that unpacks to more than this eats the memory.
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000
WAGTAILDOCS_EXTENSIONS = ["pdf"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILDOCS_DOCUMENT_FORM_BASE = "clinic.document_form.DocumentForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
# A document is handed over as a file; nothing in it is opened on this site.
WAGTAILDOCS_INLINE_CONTENT_TYPES = []
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_WORKFLOW_ENABLED = True
# Whom a text waits for is told through the outbox, and a superuser may hold no role.
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
# One clinic, one clock; and some systems list zones that no browser knows.
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database"},
}
TAGGIT_CASE_INSENSITIVE = True

# Seconds after which each process writes down how often its pages were read.
VISITS_WRITTEN_EVERY = 10

DEFAULT_EXCEPTION_REPORTER = "clinic_site.web_log.ReportWithoutWords"

# Logs hold what happened, never what a person typed: no query strings, no bodies.
# "json" is for a machine that keeps them, "line" for whoever watches a terminal.
LOG_AS = "json"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "clinic_site.web_log.Discreet",
            "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s",
        },
        "json": {"()": "clinic_site.json_log.JsonLine"},
    },
    "filters": {
        "without_query": {"()": "clinic_site.web_log.WithoutQuery"},
        "refused": {"()": "clinic_site.web_log.RefusedInOneLine"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": LOG_AS,
            "filters": ["without_query", "refused"],
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
        # Both tell what the database keeps anyway; a first start would scroll away.
        "django_tasks": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
    },
}
