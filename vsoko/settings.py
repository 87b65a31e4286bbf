"""One settings file for every place: it runs with no services, and the environment turns it into a school's server."""

from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF

from vsoko import environment
from vsoko.launch import address, object_store

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(environment.text("DATA_DIR", str(BASE_DIR / "data")))

DEBUG = environment.flag("DEBUG")
SECRET_KEY = environment.secret_key(DATA_DIR)
HOST = environment.text("HOST", "127.0.0.1")
PORT = environment.number("PORT", 8000)
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]", *address.hosts(HOST)])
CSRF_TRUSTED_ORIGINS = environment.words("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "vsoko",
    "roadmap",
    "audits",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "axes",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "vsoko.middleware.FirstVisitMiddleware",
    "vsoko.middleware.EntranceMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "vsoko.urls"
WSGI_APPLICATION = "vsoko.wsgi.application"

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
                "vsoko.context.frame",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASE_URL = environment.text("DATABASE_URL", f"sqlite:///{DATA_DIR / 'vsoko.sqlite3'}")
DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    Path(DATABASES["default"]["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    # IMMEDIATE takes the write lock at BEGIN, so two writers wait for each other instead of failing half-way.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-512;",
        # Each thread has a connection of its own with all this; the pages of a database lie in the cache of the system anyway.
        "cached_statements": 16,
    }
else:
    # Compiling a query of many counts takes the server seconds, where answering it takes milliseconds.
    given = DATABASES["default"].setdefault("OPTIONS", {})
    given["options"] = f"-c jit=off {given.get('options', '')}".strip()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "vsoko.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "vsoko.backends.SchoolBackend",
    "vsoko.second_factor.SecondFactorBackend",
]
PASSWORD_HASHERS = [
    "vsoko.hashers.Hasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "vsoko.passwords.NotLikeThePerson", "OPTIONS": {"user_attributes": ("username", "name", "email")}},
    {"NAME": "vsoko.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "vsoko.passwords.NotUsual"},
    {"NAME": "vsoko.passwords.NotOnlyFigures"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "login"
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600
AXES_HANDLER = "vsoko.lockout.Handler"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
# Who came in when, and from where, is not kept; what was refused is, in the log of the school.
AXES_DISABLE_ACCESS_LOG = True
AXES_LOCKOUT_TEMPLATE = "registration/locked.html"
AXES_VERBOSE = False

LANGUAGE_CODE = "ru"
TIME_ZONE = environment.text("TIME_ZONE", "Europe/Moscow")
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "files"
S3_BUCKET = environment.text("S3_BUCKET")
STORAGES = {
    "default": object_store.storage(S3_BUCKET)
    if S3_BUCKET
    else {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "vsoko.launch.storage.StaticStorage"},
}
# Copies of the installation: where they lie, and of how many days. Another disk than that of the data outlives it.
COPIES_DIR = Path(environment.text("COPIES_DIR", str(DATA_DIR / "copies")))
COPIES_KEPT = environment.number("COPIES_KEPT", 14, least=1)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 1000  # a checklist entered from its blank has a field for a file beside each question
MAX_UPLOAD_BYTES = 20 * 1024 * 1024

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
FILTERS_EMPTY_CHOICE_LABEL = "все"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "copies"]}}

HAS_MAIL_SERVER = bool(environment.text("EMAIL_HOST"))
if HAS_MAIL_SERVER:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = environment.text("EMAIL_HOST")
    EMAIL_PORT = environment.number("EMAIL_PORT", 587)
    EMAIL_HOST_USER = environment.text("EMAIL_HOST_USER")
    EMAIL_HOST_PASSWORD = environment.text("EMAIL_HOST_PASSWORD")
    EMAIL_USE_TLS = environment.flag("EMAIL_USE_TLS", True)
    EMAIL_TIMEOUT = 20
else:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
# Letters are written without a request at hand, so they have to know where the product stands.
SITE_URL = environment.text("SITE_URL", f"http://{address.hosts(HOST)[0]}:{PORT}").rstrip("/")
DEFAULT_FROM_EMAIL = environment.text("DEFAULT_FROM_EMAIL", "vsoko@localhost")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "frame-src": [NONE],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "manifest-src": [SELF],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_ENGINE = "vsoko.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 14 * 24 * 3600  # the longest; a school closes it sooner by its own term
SESSION_COOKIE_NAME = "vsoko_session"
CSRF_FAILURE_VIEW = "vsoko.views.failures.stale"
CSRF_COOKIE_NAME = "vsoko_csrf"

# A school's server on a LAN often has no certificate; with HTTPS=1 everything is closed to plain http.
TRUSTED_PROXY = environment.text("TRUSTED_PROXY", "127.0.0.1")
if environment.flag("HTTPS"):
    SECURE_SSL_REDIRECT = True
    # Whoever watches over the processes asks each of them, past the proxy.
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    # Other addresses of the school's domain, and its place in the lists built into browsers, are for its owner to decide:
    # a neighbour without a certificate would be out of reach for a year.
    SECURE_HSTS_INCLUDE_SUBDOMAINS = environment.flag("HSTS_SUBDOMAINS")
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "vsoko.logs.Line", "format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {"()": "vsoko.logs.JsonLine"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": environment.choice("LOG_FORMAT", ["line", "json"]),
        }
    },
    "root": {"handlers": ["console"], "level": environment.text("LOG_LEVEL", "WARNING")},
}
