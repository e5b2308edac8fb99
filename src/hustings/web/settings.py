"""How the site runs: safe for production unless ``HUSTINGS_DEVELOPMENT=1`` says that this is one person's machine."""

import os
from importlib.util import find_spec
from pathlib import Path

from csp.constants import NONE, SELF

from hustings.web.databases import postgresql, sqlite
from hustings.web.secret import secret_key

# --- where things are ---------------------------------------------------------------------------

WEB = Path(__file__).resolve().parent
DATA = Path(os.environ.get("HUSTINGS_DATA", "var")).resolve()
DEVELOPMENT = os.environ.get("HUSTINGS_DEVELOPMENT") == "1"
DEBUG = False  # never: our own pages say what happened, and a debug page shows personal data
SECRET_KEY = secret_key(DATA)
PROXIES = int(os.environ.get("HUSTINGS_TRUSTED_PROXIES", "0"))
ADDRESS = os.environ.get("HUSTINGS_ADDRESS", "http://localhost:8000" if DEVELOPMENT else "")
"""Where people reach the site, ``https://vote.example.org``; letters name it."""

ALLOWED_HOSTS = (
    ["localhost", "127.0.0.1", "[::1]", "testserver"]
    if DEVELOPMENT
    else [host for host in os.environ.get("HUSTINGS_HOSTS", "").split(",") if host]
)

# --- the organisation ---------------------------------------------------------------------------

HUSTINGS_ORGANISATION = os.environ.get("HUSTINGS_ORGANISATION", "Hustings")
HUSTINGS_ACCENT = os.environ.get("HUSTINGS_ACCENT", "")
HUSTINGS_ACCENT_DARK = os.environ.get("HUSTINGS_ACCENT_DARK", "")
HUSTINGS_SEAT_MAP = os.environ.get("HUSTINGS_SEAT_MAP", str(DATA / "seats.hexjson"))
"""A HexJSON file that says where seats lie on the front page's map; without it they stand in rows."""
HUSTINGS_DIRECTORY = os.environ.get("HUSTINGS_DIRECTORY", "hustings.conduct.persons.StoreDirectory")
HUSTINGS_PRINTER = "hustings.web.letters.printer.TypstPrinter"
HUSTINGS_KEYRING = os.environ.get("HUSTINGS_KEYRING", "hustings.conduct.persons.StoreKeyring")

# --- what it is made of -------------------------------------------------------------------------

AUDIENCES = tuple(
    name
    for name in ("public", "member", "office", "teller", "candidate", "signing", "booth")
    if (WEB / name / "urls.py").exists()
)
"""The page packages that exist; each is an app with ``urls.py``, ``views.py`` and ``templates/<name>/``."""

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "csp",
    "django_tasks",
    "django_tasks_db",
    *(["hustings.store"] if find_spec("hustings.store.models") else []),
    "hustings.web.base",
    "hustings.web.signin",
    "hustings.web.mailbox",
    *(f"hustings.web.{name}" for name in AUDIENCES),
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "hustings.web.base.middleware.headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "hustings.web.base.middleware.person",
    "hustings.web.base.middleware.reading_only",
    "hustings.web.base.middleware.not_too_much",
    "hustings.web.base.middleware.not_at_this_moment",
]

ROOT_URLCONF = "hustings.web.urls"
WSGI_APPLICATION = "hustings.web.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [WEB / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n", "hustings.web.base.templatetags.hustings"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hustings.web.base.context.organisation",
            ],
        },
    }
]

# --- the database, and what is not in it --------------------------------------------------------

_DATABASE_URL = os.environ.get("HUSTINGS_DATABASE_URL", "")
DATABASES = {
    "default": postgresql(_DATABASE_URL) if _DATABASE_URL else sqlite(DATA / "hustings.sqlite3")
}
HUSTINGS_LOG_KEYS = Path(os.environ.get("HUSTINGS_LOG_KEYS", DATA / "log-keys"))
"""The folder of the logs' own signing keys, one file for each organisation, readable by its owner only."""
CACHES = {
    # in the database, so that every process counts the same attempts to sign in
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "hustings_attempts",
        # a fuller cache would drop counts that still run
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
TASKS = {
    "default": {
        "BACKEND": "hustings.web.background.BehindThePage"
        if DEVELOPMENT
        else "django_tasks_db.DatabaseBackend"
    }
}

# --- sign-in: a code by e-mail, for people whom the organisation knows ----------------------------

AUTH_USER_MODEL = "signin.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "hustings.web.signin.adapter.CodeOnly"
ACCOUNT_FORMS = {
    "request_login_code": "hustings.web.signin.forms.AskForCode",
    "confirm_login_code": "hustings.web.signin.forms.EnterCode",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # entering the code is the verification
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {"request_login_code": "20/m/ip,3/m/key", "login": "30/m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES

# --- e-mail -------------------------------------------------------------------------------------

EMAIL_BACKEND = (
    "hustings.web.mailbox.backend.Mailbox"
    if DEVELOPMENT
    else "django.core.mail.backends.smtp.EmailBackend"
)
HUSTINGS_MAILBOX = DATA / "mailbox"
EMAIL_HOST = os.environ.get("HUSTINGS_MAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("HUSTINGS_MAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("HUSTINGS_MAIL_NAME", "")
EMAIL_HOST_PASSWORD = os.environ.get("HUSTINGS_MAIL_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("HUSTINGS_MAIL_TLS", "1") == "1" and EMAIL_PORT != 25
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("HUSTINGS_MAIL_FROM", "office@example.org")

# --- what a browser may do ----------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = not DEVELOPMENT
SECURE_HSTS_SECONDS = 0 if DEVELOPMENT else 31_536_000
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not DEVELOPMENT
SESSION_COOKIE_NAME = "hustings" if DEVELOPMENT else "__Host-hustings"
CSRF_COOKIE_NAME = "hustings-form" if DEVELOPMENT else "__Host-hustings-form"
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_FAILURE_VIEW = "hustings.web.base.refusals.stale_form"

# --- languages and time -------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]
LOCALE_PATHS = [WEB / "locale"]
LANGUAGE_COOKIE_NAME = "hustings-language"
USE_TZ = True
TIME_ZONE = os.environ.get("HUSTINGS_ZONE", "Europe/London")

# --- files for browsers -------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [WEB / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEVELOPMENT
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEVELOPMENT
WHITENOISE_AUTOREFRESH = DEVELOPMENT

# --- the log: what happened, never to whom --------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"nobody": {"()": "hustings.web.base.log.WithoutPersons"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "filters": ["nobody"],
            "formatter": "line",
        }
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
    },
}
