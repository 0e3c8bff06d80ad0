"""All settings, in one file; what differs between machines comes from the environment (docs/services.md).

Importing this starts nothing and connects to nothing. It may write one file, once: the secret key.
"""

import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import structlog
from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured

from workbench import env, mail
from workbench.services import addresses, secrets

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var"))).expanduser().resolve()
EVALUATION_DATA = Path(env.text("EVALUATION_DATA", str(BASE_DIR.parent / "shared"))).expanduser().resolve()
WORKBENCH_NAME = env.text("WORKBENCH_NAME", "Fact-check workbench")

DEBUG = env.flag("DEBUG")
SECURE = env.flag("SECURE")
"""True where people reach the workbench by https: secure cookies, HSTS, redirects to https."""
DISPOSABLE_DATA = env.flag("DISPOSABLE_DATA")
"""True allows a database that forgets acknowledged work in a crash: tests and trials only."""
PROTECTIONS_OFF = frozenset(env.words("PROTECTIONS_OFF"))
"""Protections that a test switches off to show the harm without them."""
if PROTECTIONS_OFF and not DISPOSABLE_DATA:
    raise ImproperlyConfigured("PROTECTIONS_OFF is for tests on disposable data. Unset it.")

HOST = env.text("HOST", "127.0.0.1")
PORT = env.number("PORT", 8000, highest=65535)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", f"localhost,127.0.0.1,[::1],{HOST}")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
SECRET_KEY = env.text("SECRET_KEY") or secrets.kept_secret(VAR_DIR / "secret-key")

# Application

INSTALLED_APPS = [
    "annotations",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "rest_framework",
    "drf_spectacular",
    "axes",
    "csp",
]
MIDDLEWARE = [
    "workbench.middleware.private_by_default",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "annotations.web.errors.DomainErrorPages",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "workbench.urls"
WSGI_APPLICATION = "workbench.wsgi.application"
ASGI_APPLICATION = "workbench.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
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
                "annotations.web.context.workbench",
            ]
        },
    },
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates" / "compiled"],
        "OPTIONS": {"environment": "annotations.templatetags.rows.environment"},
    },
]

# Database: `default` is the application's role, `owner` the one that migrates. Both reach the same database.

DATABASE = addresses.database(VAR_DIR, secret_key=SECRET_KEY)
EMBEDDED_DATABASE: Path | None = DATABASE.embedded
DATABASE_ROLES = DATABASE.roles
DATABASES: dict[str, dict[str, Any]] = {"default": DATABASE.app, "owner": DATABASE.owner}

# Queue: the rows in the database are the truth, a message only wakes a worker.

BROKER = addresses.broker(VAR_DIR)
EMBEDDED_BROKER: Path | None = BROKER.embedded
CELERY_BROKER_URL = BROKER.url
CELERY_BROKER_TRANSPORT_OPTIONS = BROKER.transport_options
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_TIMEOUT = 2.0
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SOFT_TIME_LIMIT = addresses.LONGEST_TASK_S - 20
CELERY_TASK_TIME_LIMIT = addresses.LONGEST_TASK_S
CELERY_TASK_DEFAULT_QUEUE = "work"
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    # Sends the jobs whose message was lost; an old request to look is worth nothing, so it expires.
    "sweep": {"task": "annotations.tasks.sweep", "schedule": 5.0, "options": {"expires": 10.0}},
    "relay": {"task": "annotations.tasks.relay", "schedule": 5.0, "options": {"expires": 10.0}},
    "digest": {"task": "annotations.tasks.digest", "schedule": 1800.0, "options": {"expires": 1800.0}},
    "watch-floors": {
        "task": "annotations.tasks.watch_floors",
        "schedule": 300.0,
        "options": {"expires": 300.0},
    },
    "learn-by-night": {"task": "annotations.tasks.learn_by_night", "schedule": crontab(hour=2, minute=15)},
    "measure": {
        "task": "annotations.tasks.measure_where_due",
        "schedule": 1800.0,
        "options": {"expires": 1800.0},
    },
    "tidy": {"task": "annotations.tasks.tidy", "schedule": 3600.0, "options": {"expires": 3600.0}},
}

# People

AUTH_USER_MODEL = "annotations.User"
CSRF_FAILURE_VIEW = "annotations.web.errors.csrf_failed"
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "sign-in"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "annotations.signing_in.People"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": _VALIDATION + "UserAttributeSimilarityValidator"},
    {"NAME": _VALIDATION + "MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": _VALIDATION + "CommonPasswordValidator"},
    {"NAME": _VALIDATION + "NumericPasswordValidator"},
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_HTTP_RESPONSE_CODE = 429
AXES_ENABLE_ACCESS_FAILURE_LOG = True

# Mail: notices that stay unread. Without MAIL_URL mails are written to the worker's output.

MAIL = mail.settings_from(env.text("MAIL_URL", "console:"))
EMAIL_BACKEND, EMAIL_HOST, EMAIL_PORT = MAIL.backend, MAIL.host, MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.starttls, MAIL.tls
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "workbench@localhost")
WORKBENCH_ADDRESS = env.text("WORKBENCH_ADDRESS", f"http://{HOST}:{PORT}").rstrip("/")
"""Where people reach the workbench, for the links in mails."""

# What leaves the server

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "workbench.static.ModuleStorage"},
}
MEDIA_ROOT = VAR_DIR / "files"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "annotations.signing_in"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SILENCED_SYSTEM_CHECKS: list[str] = []

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": WORKBENCH_NAME,
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
}

# What comes in

ARTICLE_BYTES_MAX = 25 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = ARTICLE_BYTES_MAX + 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_NUMBER_FILES = 100

# What is fetched from outside: public pages only (annotations/fetch.py).

FETCH_PORTS = frozenset(int(word) for word in env.words("FETCH_PORTS", "80,443") if word.isdigit())
FETCH_ALSO = frozenset(env.words("FETCH_ALSO"))
"""Further places as address:port, such as a test's own server."""
if FETCH_ALSO and not DISPOSABLE_DATA:
    raise ImproperlyConfigured("FETCH_ALSO is for tests on disposable data. Unset it.")

LANGUAGE_CODE = "en"
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True

# Logs: one JSON object a line, words on a terminal. Never a sentence's text, never a source's name.

LOG_LEVEL = env.text("LOG_LEVEL", "INFO").upper()
LOG_FORMAT = env.text("LOG_FORMAT", "console" if sys.stderr.isatty() else "json")
_LOG_STEPS: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
_LOG_RENDERER = (
    structlog.processors.JSONRenderer() if LOG_FORMAT == "json" else structlog.dev.ConsoleRenderer()
)
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "lines": {
            "()": "structlog.stdlib.ProcessorFormatter",
            "foreign_pre_chain": _LOG_STEPS,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                _LOG_RENDERER,
            ],
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        # Django's own handlers would write every line a second time, and mail it.
        "django": {"handlers": [], "level": LOG_LEVEL, "propagate": True},
        "django.server": {"handlers": [], "level": LOG_LEVEL, "propagate": True},
        "axes": {"level": "WARNING"},
        # Celery tells of every message; what became of the work stands in the jobs' table.
        "celery": {"level": "WARNING"},
    },
}
structlog.configure(
    processors=[*_LOG_STEPS, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)
