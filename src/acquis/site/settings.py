"""Django's settings, derived from `config`."""

from __future__ import annotations

import json
import os
from importlib.util import find_spec
from urllib.parse import urlsplit

from . import frontend, logs, security
from .address import database_settings
from .config import ROOT, config
from .postgres.server import last_url

CONFIG = config()
#: The typed configuration, for the contexts: they may not import this storey.
ACQUIS = CONFIG

DEBUG = CONFIG.debug
#: Signs what a developer's own machine signs; a system check refuses it anywhere else.
PLACEHOLDER = "development-only-not-a-secret"
SECRET_KEY = CONFIG.secret_key or PLACEHOLDER
ALLOWED_HOSTS = CONFIG.allowed_hosts.split(",")
ROOT_URLCONF = "acquis.site.urls"
WSGI_APPLICATION = "acquis.site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "Europe/Paris"
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
#: The languages a reader may choose: those whose pages are wholly translated (a house test says so).
LANGUAGES_OFFERED = ["fr", "en"]
USE_I18N = True
LOCALE_PATHS = [ROOT / "src" / "acquis" / "locale"]

#: From the ground up, as the storeys of ARCHITECTURE.md.
CONTEXTS = [
    "acquis.journal",
    "acquis.ledger",
    "acquis.people",
    "acquis.providers",
    "acquis.employers",
    "acquis.accounts",
    "acquis.declarations",
    "acquis.crediting",
    "acquis.catalogue",
    "acquis.treasury",
    "acquis.funders",
    "acquis.endowing",
    "acquis.accounting",
    "acquis.enrolments",
    "acquis.attendance",
    "acquis.hearings",
    "acquis.stops",
    "acquis.joining",
    "acquis.insight",
    "acquis.watches",
    "acquis.partners",
    "acquis.support",
]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    *CONTEXTS,
    "acquis.site",
]

#: What plays the foreign systems in the demonstration, by the prefix of its addresses.
STAND_INS = {
    "demo/identity/": "acquis.outside.identity_standin",
    "demo/cards/": "acquis.outside.payments_standin",
    "demo/register/": "acquis.outside.identity_register_standin",
    "demo/payee/": "acquis.outside.payee_check_standin",
}
if CONFIG.demo:
    INSTALLED_APPS += [name for name in STAND_INS.values() if find_spec(name) is not None]

#: The server given, else the address the embedded server last had (commands start it, and give it here).
_url = CONFIG.database_url or last_url(CONFIG.home / "postgres") or "postgresql://acquis@127.0.0.1/acquis"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        **database_settings(_url),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }
}

MIDDLEWARE = [
    "acquis.site.logs.number_requests",
    "django.middleware.security.SecurityMiddleware",
    "acquis.site.security.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "acquis.site.compression.CompressionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "acquis.web.session.identify",
    "acquis.web.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "acquis.site.security.NoNulMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [ROOT / "src" / "acquis" / "web"],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "acquis.web.design.environment.environment"},
    },
]

#: The session's cookie must come back with the identity provider's redirect: Lax, not Strict.
_SECURE = CONFIG.site_url.startswith("https://")
SESSION_ENGINE = "acquis.web.session_store"
SESSION_COOKIE_NAME = "__Host-acquis" if _SECURE else "acquis"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = CONFIG.session_absolute_hours * 3600

#: Jobs live in each context's `jobs.py` and are deferred in the transaction of the act that wants them.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

CSRF_FAILURE_VIEW = "acquis.web.errors.not_allowed"

#: How e-mail leaves: anything that Django or anymail offers; the demonstration shows it on a page and sends nothing.
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend" if CONFIG.demo else CONFIG.email_backend
DEFAULT_FROM_EMAIL = CONFIG.email_from
EMAIL_HOST, EMAIL_PORT = CONFIG.email_host, CONFIG.email_port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = CONFIG.email_user, CONFIG.email_password
EMAIL_USE_TLS, EMAIL_TIMEOUT = CONFIG.email_tls, 10
ANYMAIL = json.loads(CONFIG.anymail or "{}")

#: Where the search index is made and read; it can be made anew from the database at any time.
SEARCH_PATH = CONFIG.home / "search"
# The loops of the search are compiled once for a machine (`catalogue.search.columns.machine`).
os.environ.setdefault("ACQUIS_COMPILED", str(CONFIG.home.absolute() / "compiled"))
EXPORTS_PATH = CONFIG.home / "exports"

STATIC_URL = "/static/"
STATIC_ROOT = CONFIG.home / "static"
#: Our own scripts and styles, and the parts from npm that `site.frontend` gathers.
STATICFILES_DIRS = [ROOT / "src" / "acquis" / "web" / "static", frontend.BUILT]
#: A production site serves what `collectstatic` compressed and hashed; the demonstration serves the folders themselves.
HASHED = not (CONFIG.demo or CONFIG.debug)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if HASHED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not HASHED
WHITENOISE_AUTOREFRESH = CONFIG.debug

# What browsers are forbidden, and how the site is reached.
SITE_IS_LOCAL = (urlsplit(CONFIG.site_url).hostname or "") in ("127.0.0.1", "localhost", "::1")
CONTENT_SECURITY_POLICY = security.content_policy(CONFIG)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = _SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz/"]
SECURE_HSTS_SECONDS = 63_072_000 if _SECURE and not CONFIG.demo else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_HSTS_SECONDS > 0
if CONFIG.behind_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_COOKIE_NAME = "__Host-acquis-csrf" if _SECURE else "acquis-csrf"
CSRF_FAILURE_VIEW = "acquis.web.errors.not_allowed"
CSRF_TRUSTED_ORIGINS = [security.origin(CONFIG.site_url)] if _SECURE else []
LANGUAGE_COOKIE_SECURE = _SECURE
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
FILE_UPLOAD_HANDLERS = [
    "acquis.web.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

LOGGING = logs.configuration(CONFIG)
