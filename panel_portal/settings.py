"""All settings, from the environment. What is missing is named, with what to do about it.

PORTAL_MODE is one of
    production   (the default) refuses to start without its own database, key and hosts
    demo         embedded PostgreSQL, invented data, nothing to configure
    development  as demo, with Django's debug pages
    test         a throw-away database
"""

import os
import secrets
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from panel_portal import embedded_postgres

BASE_DIR = Path(__file__).resolve().parent.parent

MODES = ("production", "demo", "development", "test")
MODE = os.environ.get("PORTAL_MODE", "production")
if MODE not in MODES:
    raise ImproperlyConfigured(f"PORTAL_MODE is {MODE!r}; it must be one of {', '.join(MODES)}.")
PRODUCTION = MODE == "production"
DEBUG = MODE == "development"

REQUIRED_IN_PRODUCTION = {
    "DATABASE_URL": "the PostgreSQL database, as postgres://user:password@host:5432/name",
    "PORTAL_SECRET_KEY": "a long random text, kept secret (openssl rand -base64 48 makes one)",
    "PORTAL_HOSTS": "the host names the portal answers to, separated by commas",
}
if PRODUCTION and (missing := [name for name in REQUIRED_IN_PRODUCTION if not os.environ.get(name)]):
    lines = "\n".join(f"  {name}: {REQUIRED_IN_PRODUCTION[name]}" for name in missing)
    raise ImproperlyConfigured(
        "The portal cannot start in production, because these environment variables are not set:\n"
        f"{lines}\nTo look at the portal with invented data instead, run: python3 manage.py demo"
    )


def _flag(name: str, default: bool) -> bool:
    text = os.environ.get(name)
    if text is None:
        return default
    if text.lower() not in {"1", "0", "true", "false", "yes", "no", "on", "off"}:
        raise ImproperlyConfigured(f"{name} is {text!r}; write on or off.")
    return text.lower() in {"1", "true", "yes", "on"}


def _whole_number(name: str, default: int) -> int:
    text = os.environ.get(name, str(default))
    if not text.isdecimal():
        raise ImproperlyConfigured(f"{name} is {text!r}; write a whole number.")
    return int(text)


def _words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


# Where things are kept -----------------------------------------------------------------------------

DATA_DIR = Path(os.environ.get("PORTAL_DATA_DIR", BASE_DIR / ".data")).resolve()


def _local_secret_key() -> str:
    """A key of this installation's own, made once and kept with its data (never in production)."""
    path = DATA_DIR / "secret-key"
    if not path.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


SECRET_KEY = os.environ.get("PORTAL_SECRET_KEY") or ("only-for-tests" if MODE == "test" else _local_secret_key())
# Links in letters that were signed with an earlier key go on working.
SECRET_KEY_FALLBACKS = _words("PORTAL_EARLIER_SECRET_KEYS")
ALLOWED_HOSTS = _words("PORTAL_HOSTS", "localhost,127.0.0.1,[::1],testserver")

if "DATABASE_URL" not in os.environ:
    # Set in the environment, so that child processes (xdist, the worker, gunicorn) use this one server.
    os.environ["DATABASE_URL"] = (
        embedded_postgres.temporary() if MODE == "test" else embedded_postgres.ensure_running(DATA_DIR)
    )
DATABASES = {"default": dj_database_url.parse(os.environ["DATABASE_URL"])}
if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
    raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL database (postgres://…).")
# What is public is a join for each step to the top of the record. PostgreSQL weighs all orders of eight joins and
# compiles what it thinks dear, and for our queries (many joins, few rows) both take longer than running them.
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off -c join_collapse_limit=4")
if MODE != "test":
    # gunicorn runs 4 threads a worker: one connection for each, and none held when idle.
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 0, "max_size": 6, "timeout": 10}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Papers live outside the web root and leave it only through one view. There is no MEDIA_URL.
DOCUMENTS_DIR = Path(os.environ.get("PORTAL_DOCUMENTS_DIR", DATA_DIR / "documents"))
MEDIA_ROOT = DOCUMENTS_DIR
LARGEST_UPLOAD = _whole_number("PORTAL_LARGEST_UPLOAD_MB", 50) * 1024 * 1024
# Form text above Django's 2.5 MB must reach the form, or what was typed is lost with the request.
DATA_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_PERMISSIONS = 0o640

# Parts ---------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "panel_portal.records.admin_config.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
    "django_filters",
    "django_prose_editor",
    "js_asset",
    "pghistory",
    "pgtrigger",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "panel_portal.accounts",
    "panel_portal.records",
    "meetings",
    "questions",
    "reports",
    "panel_portal.pages",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "panel_portal.records.middleware.RefuseNulCharacters",
    "panel_portal.records.middleware.KnowTheHolidays",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "panel_portal.records.middleware.WhoChangedIt",
    "axes.middleware.AxesMiddleware",
]

# Seconds after which a web process reads again which bank holidays were entered by hand.
HOLIDAYS_REREAD = 60

ROOT_URLCONF = "panel_portal.urls"
WSGI_APPLICATION = "panel_portal.wsgi.application"
APPEND_SLASH = True

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
                "panel_portal.pages.context.portal",
            ],
        },
    }
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

LANGUAGE_CODE = "en-gb"
FORMAT_MODULE_PATH = ["panel_portal.formats"]  # how a day and a time of day may be typed
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(os.environ.get("PORTAL_STATIC_ROOT", BASE_DIR / "staticfiles"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
# Outside production nothing is collected: whitenoise serves straight from the source folders.
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = DEBUG

# The database is the one thing all workers share, so it is also their cache (allauth's throttles).
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "portal_cache"},
    # Public pages as they were made, in each process, under a key that changes with whatever is public (revision.py).
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "TIMEOUT": 24 * 60 * 60,
        "OPTIONS": {"MAX_ENTRIES": 400},
    },
    # What a search found, in the same way, but for all processes: the next page is asked of another one.
    "found": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_found",
        "TIMEOUT": 24 * 60 * 60,
        "OPTIONS": {"MAX_ENTRIES": 400},
    },
    # What pages of a long record have in common, again in each process: counts, what filters offer.
    "parts": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "parts",
        "TIMEOUT": 24 * 60 * 60,
        "OPTIONS": {"MAX_ENTRIES": 400},
    },
}

# Who may sign in -----------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
if MODE == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/accounts/start/"
ACCOUNT_ADAPTER = "panel_portal.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by an administrator, who knows the address
# A code comes after the password, never instead of it; the adapter decides for whom.
ACCOUNT_LOGIN_BY_CODE_REQUIRED = {"password"}
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = False
# allauth's throttle also counts the questions that come from one connection, and the links for one task that it tries;
# how often it asks for e-mails, and how many links of theirs it guesses.
ACCOUNT_RATE_LIMITS = {
    "ask_question": "20/h/ip",
    "one_task_link": "60/h/ip",
    "follow": "20/h/ip",
    "guess_follow_link": "60/h/ip",
}
# Behind a proxy everybody comes from its address; whose they are stands in X-Forwarded-For, written by so many proxies.
ALLAUTH_TRUSTED_PROXY_COUNT = _whole_number("PORTAL_PROXIES", 1 if PRODUCTION else 0)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Panel Portal"
# Clerks and administrators publish, so they need a second factor. The demo has nobody to protect.
SECOND_FACTOR_REQUIRED = _flag("PORTAL_SECOND_FACTOR_REQUIRED", default=PRODUCTION)
SESSION_COOKIE_AGE = 12 * 60 * 60

AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 1  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "panel_portal.accounts.adapter.address_tried"
AXES_CLIENT_IP_CALLABLE = "panel_portal.accounts.adapter.where_from"
AXES_LOCKOUT_TEMPLATE = "account/locked_out.html"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False

# What a browser may do -----------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "panel_portal.pages.errors.csrf_failure"
if PRODUCTION:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = _flag("PORTAL_REDIRECT_TO_HTTPS", default=True)
    SECURE_HSTS_SECONDS = _whole_number("PORTAL_HSTS_SECONDS", 31536000)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_REDIRECT_EXEMPT = [r"^health/$"]
# Whether all of a council's other sites are on HTTPS, and for good, is not for the portal to promise to browsers.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
CSRF_TRUSTED_ORIGINS = [f"https://{host.lstrip('*')}" for host in ALLOWED_HOSTS] if PRODUCTION else []

# Mail: every message is a row first, which the worker sends (records/mail.py) ------------------------

EMAIL_BACKEND = "panel_portal.records.mail.QueuedEmailBackend"
EMAIL_DELIVERY_BACKEND = {
    "production": "django.core.mail.backends.smtp.EmailBackend",
    "test": "django.core.mail.backends.locmem.EmailBackend",
}.get(MODE, "django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_HOST = os.environ.get("PORTAL_SMTP_HOST", "localhost")
EMAIL_PORT = _whole_number("PORTAL_SMTP_PORT", 25)
EMAIL_HOST_USER = os.environ.get("PORTAL_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("PORTAL_SMTP_PASSWORD", "")
EMAIL_USE_TLS = _flag("PORTAL_SMTP_TLS", default=False)
DEFAULT_FROM_EMAIL = os.environ.get("PORTAL_FROM_EMAIL", "panel-portal@localhost")

# What stands before an address of the portal in a letter, where no request says on which host it is served.
SITE_ADDRESS = os.environ.get(
    "PORTAL_ADDRESS", f"https://{ALLOWED_HOSTS[0]}" if PRODUCTION else "http://localhost:8000"
).rstrip("/")

# The panel's own words ------------------------------------------------------------------------------

FEEDBACK_EMAIL = os.environ.get("PORTAL_FEEDBACK_EMAIL", "feedback@panel.example")

# History ---------------------------------------------------------------------------------------------

PGHISTORY_APPEND_ONLY = True
# Triggers are installed once, after each `migrate`, not step by step inside the migrations: a fresh database is
# ready in 3 seconds instead of 27 (DEVELOPERS.md 3).
PGTRIGGER_MIGRATIONS = False
PGTRIGGER_INSTALL_ON_MIGRATE = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "panel_portal": {"level": "INFO"},
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
    },
}
