"""One file; the environment decides; every default runs on a laptop.

Read here what can be set from outside (`_env`), and nowhere else.
"""

from pathlib import Path
from typing import Any

import dj_database_url
import django_stubs_ext
from django.utils.translation import gettext_lazy as _
from kombu import Queue

from darbigas_kopienas.people.own_forms import FORMS_OF_ACCOUNTS, FORMS_OF_FACTORS
from darbigas_kopienas.people.sign_in_limits import SIGN_IN_LIMITS
from darbigas_kopienas.runtime.broker import broker
from darbigas_kopienas.runtime.database import limits
from darbigas_kopienas.runtime.environment import flag as _flag
from darbigas_kopienas.runtime.environment import host_of, listed
from darbigas_kopienas.runtime.environment import number as _number
from darbigas_kopienas.runtime.environment import word as _env
from darbigas_kopienas.runtime.file_stores import s3_store, shown_from, storages
from darbigas_kopienas.runtime.log_settings import log_settings
from darbigas_kopienas.runtime.secret_key import secret_key
from darbigas_kopienas.web.content_policy import content_policy

django_stubs_ext.monkeypatch()  # generic admin classes and fields, also at run time

BASE_DIR = Path(__file__).resolve().parent.parent

# -- who we are and where our things lie ---------------------------------------------------------
DATA_DIR = Path(_env("PORTAL_DATA") or BASE_DIR / "data")
DEBUG = _flag("DEBUG")
DEMO = _flag("DEMO")  # demonstration data and log-ins; its own switch, real error pages stay
PUBLIC_URL = _env("PUBLIC_URL", f"http://localhost:{_env('PORT', '8000')}").rstrip("/")
_public_host = host_of(PUBLIC_URL)
_is_https = PUBLIC_URL.startswith("https://")
# Always by the machine's own names too: so a container asks after its health.
ALLOWED_HOSTS = [*listed(_env("ALLOWED_HOSTS", _public_host)), "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
PROXY_COUNT = _number("PROXY_COUNT", 0)
DRAIN_MARK = _env("DRAIN_MARK")  # the file that tells this web process to take no more requests (runtime/drain.py)
SERVE_FILES_BY = _env("SERVE_FILES_BY", "django")  # or "x-accel": the proxy; or "redirect": the S3 store

SECRET_KEY = secret_key(_env("SECRET_KEY"), folder=DATA_DIR)
SECRET_KEY_FALLBACKS = listed(_env("SECRET_KEY_FALLBACKS"))  # links in letters outlive a key

# -- the house -----------------------------------------------------------------------------------
INSTALLED_APPS = [
    "darbigas_kopienas.audit",
    "darbigas_kopienas.people",
    "darbigas_kopienas.programme",
    "darbigas_kopienas.evidence",
    "darbigas_kopienas.jobs",
    "darbigas_kopienas.submissions",
    "darbigas_kopienas.mailing",
    "darbigas_kopienas.activities",
    "darbigas_kopienas.participation",
    "seminars",
    "resource_centre",
    "community_events",
    "guidelines",
    "budget",
    "darbigas_kopienas.reports",
    "darbigas_kopienas.home",
    "darbigas_kopienas.administration",
    "darbigas_kopienas.demo",
    "darbigas_kopienas.runtime",  # last: what it starts is what the others have said (rooms.py)
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "django_filters",
    "import_export",
]
MIDDLEWARE = [
    "darbigas_kopienas.web.request_ids.RequestIdMiddleware",
    "darbigas_kopienas.web.noted_answers.NotedAnswerMiddleware",
    "csp.middleware.CSPMiddleware",  # these three before all answers: they stand on static files and mistakes too
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "darbigas_kopienas.web.plain_http.PlainHttpMiddleware",
    "django.middleware.security.SecurityMiddleware",  # what the one above builds on; Django's checks look for the name
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "darbigas_kopienas.web.head_requests.HeadMiddleware",
    "darbigas_kopienas.runtime.outage.OutageMiddleware",
    "darbigas_kopienas.web.request_limits.GuardMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "darbigas_kopienas.submissions.middleware.FormAcrossSignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "darbigas_kopienas.web.refused_verbs.RefusedVerbMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "darbigas_kopienas.people.middleware.SecondFactorMiddleware",
    "darbigas_kopienas.pages.list_query.UnknownWordsMiddleware",
    "darbigas_kopienas.pages.forms.SecondTapMiddleware",
]
ROOT_URLCONF = "darbigas_kopienas.urls"
WSGI_APPLICATION = "darbigas_kopienas.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "darbigas_kopienas.web.template_loader.Loader",
                    ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "darbigas_kopienas.home.context.portal",
            ],
            "libraries": {"certificates": "seminars.certificates.templatetags"},
            "builtins": [
                "django.templatetags.i18n",
                "darbigas_kopienas.web.components",
                "darbigas_kopienas.submissions.templatetags.submissions",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# -- database: two roles everywhere (docs/decisions) ---------------------------------------------
# The owner migrates; the portal role runs and owns nothing. `DATABASE_ROLE=owner` picks the first.
_ROLE = _env("DATABASE_ROLE", "portal")
_URL = _env("DATABASE_URL")
_OWNER_URL = _env("DATABASE_OWNER_URL") or _URL
if _URL:
    _database: dict[str, Any] = dict(dj_database_url.parse(_OWNER_URL if _ROLE == "owner" else _URL))
else:
    from darbigas_kopienas.runtime.embedded_postgres import connection_settings

    _database = connection_settings(DATA_DIR / "postgres", role=_ROLE)
_portal_login = dj_database_url.parse(_URL) if _URL else {}
DATABASE_PORTAL_ROLE = _portal_login.get("USER") or "portal"  # who is granted rows after every migration
DATABASE_PORTAL_PASSWORD = _portal_login.get("PASSWORD") or None
_database |= {"ENGINE": "darbigas_kopienas.runtime.database", "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
_database["LIMITS"] = limits.OWNER if _ROLE == "owner" else limits.WORK  # wsgi.py sets the web's
DATABASES = {"default": _database}

# Facts 1: the default cache carries allauth's rate limits, so it must not fail when Redis does.
CACHES: dict[str, dict[str, object]] = {
    # What holds off guessing, allauth's counts among it: past its size Django throws out a third, whatever it is, so no
    # stranger may reach it. `people.tidy` drops what has expired.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    },
    # counts that need not be exact, where asking the database would cost more than what is counted
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 10_000}},
}
SESSION_ENGINE = "darbigas_kopienas.people.sessions"  # says when one ends
SESSION_EXPIRE_AT_BROWSER_CLOSE = SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _is_https
COOKIE_PREFIX = "__Host-" if _is_https else ""  # web/cookies.py
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}django_language"
MESSAGE_STORAGE = "darbigas_kopienas.web.cookies.MessageStorage"
CSRF_FAILURE_VIEW = "darbigas_kopienas.home.views.csrf_failure"

# -- people sign in ------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "darbigas_kopienas.people.passwords.CommonCoreValidator"},
    {"NAME": "darbigas_kopienas.people.passwords.ContextValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:my_tasks"
ACCOUNT_ADAPTER = "darbigas_kopienas.mailing.adapter.PortalAccountAdapter"
ACCOUNT_FORMS, MFA_FORMS = FORMS_OF_ACCOUNTS, FORMS_OF_FACTORS
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""  # otherwise the subject carries the request's host
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = None  # asked, by a box that is empty
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = PASSWORD_RESET_TIMEOUT = 600  # seconds; ASVS 6.5.5
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # a session left open changes no address, password or second factor
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_RATE_LIMITS = SIGN_IN_LIMITS
ALLAUTH_TRUSTED_PROXY_COUNT = PROXY_COUNT
MFA_ADAPTER = "darbigas_kopienas.people.second_factor.EncryptingAdapter"
MFA_TOTP_TOLERANCE = 0  # 1 makes a code usable twice
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # by finger, face or PIN: else whoever holds the device is its owner
MFA_RATE_LIMITS = {"webauthn_login": SIGN_IN_LIMITS["webauthn_login"]}  # by network alone: nobody is locked out
SECOND_FACTOR_REQUIRED = _flag("SECOND_FACTOR_REQUIRED", not DEMO)

# -- languages, time -----------------------------------------------------------------------------
LANGUAGE_CODE = "lv"
LANGUAGES = [("lv", _("Latvian")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "packages"]  # the second: what packages say wrongly
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Riga"
FORMAT_MODULE_PATH = "darbigas_kopienas.values.locale_formats"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"

# -- static, private files -----------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(_env("STATIC_ROOT") or DATA_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(_env("MEDIA_ROOT") or DATA_DIR / "files")  # private: never served by address; without S3_BUCKET
S3_BUCKET, S3_ENDPOINT, S3_REGION = _env("S3_BUCKET"), _env("S3_ENDPOINT"), _env("S3_REGION")
S3_ACCESS_KEY, S3_SECRET_KEY = _env("S3_ACCESS_KEY"), _env("S3_SECRET_KEY")
_s3_store = s3_store(
    bucket=S3_BUCKET, endpoint=S3_ENDPOINT, region=S3_REGION, access_key=S3_ACCESS_KEY, secret_key=S3_SECRET_KEY
)
STORAGES = storages(_s3_store)
WHITENOISE_MAX_AGE = 31_536_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 40  # in one request: a day's attendance sheets; each is drawn anew while it waits
FILE_UPLOAD_PERMISSIONS = 0o640
UPLOAD_MAX_BYTES = 25 * 1024 * 1024
REQUEST_MAX_MB = _number("REQUEST_MAX_MB", 110)  # four photos of the largest kind; the proxy is given the same
REQUEST_MAX_BYTES = REQUEST_MAX_MB * 1024 * 1024

# -- looked after ---------------------------------------------------------------------------------
METRICS_KEY = _env("METRICS_KEY")  # by which a monitoring system asks /metrics, and /readyz for more than yes or no

# -- backups (runtime/backup) ----------------------------------------------------------------------
BACKUP_DIR = Path(_env("BACKUP_DIR") or DATA_DIR / "backups")
BACKUP_GENERATIONS = _number("BACKUP_GENERATIONS", 2 if DEMO else 14)  # made by night; 0: none
BACKUP_KEY = _env("BACKUP_KEY")  # an age recipient: whoever breaks in here can read no backup
POSTGRES_PROGRAMS = _env("POSTGRES_PROGRAMS")  # the folder of pg_dump and pg_restore; left out: those of the wheel
BACKUP_IDENTITY = _env("BACKUP_IDENTITY")  # the file with its secret key; only where a backup is opened

# -- the worker ----------------------------------------------------------------------------------
# The row is the queue, a task only a nudge: a broker may lose everything (docs/decisions).
REDIS_URL = _env("REDIS_URL")
CELERY_TASK_SOFT_TIME_LIMIT, CELERY_TASK_TIME_LIMIT = 540, 600  # seconds
CELERY_BROKER_URL, CELERY_BROKER_TRANSPORT, CELERY_BROKER_TRANSPORT_OPTIONS = broker(
    REDIS_URL, folder=DATA_DIR / "queue", longest_task=CELERY_TASK_TIME_LIMIT
)
CELERY_TASK_QUEUES = (Queue("celery"), Queue("letters"))
CELERY_TASK_ROUTES = {"mailing.send_due": {"queue": "letters"}}  # a sign-in code waits behind no report
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False  # its queue goes with the connection, and took the worker along
WORK_MARK = _env("WORK_MARK")  # the file that says to whoever guards this process that it works (runtime/marks.py)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for its broker, it does not give up
CELERY_TASK_PUBLISH_RETRY = False  # a lost nudge is found by the sweep; nobody waits for it
CELERY_TASK_ACKS_LATE = CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 50  # PDFs: memory is given back
CELERY_TIMEZONE = "Europe/Riga"
CELERY_BEAT_SCHEDULER = "darbigas_kopienas.runtime.scheduler:Scheduler"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")

# -- mail ----------------------------------------------------------------------------------------
EMAIL_HOST = _env("EMAIL_HOST")
EMAIL_PORT = _number("EMAIL_PORT", 587)
EMAIL_HOST_USER = _env("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = _env("EMAIL_HOST_PASSWORD")
EMAIL_USE_SSL = _flag("EMAIL_USE_SSL")  # encrypted from the first byte, most often at port 465
EMAIL_USE_TLS = _flag("EMAIL_USE_TLS", not EMAIL_USE_SSL)
EMAIL_TIMEOUT = 20
EMAIL_FILE_PATH = str(DATA_DIR / "mail")
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if EMAIL_HOST else "darbigas_kopienas.mailing.folder.EmailBackend"
)
DEFAULT_FROM_EMAIL = _env("DEFAULT_FROM_EMAIL", "Darbīgās kopienas <portals@example.lv>")
MAIL_BOUNCES_TO = _env("MAIL_BOUNCES_TO")  # where servers send what did not arrive; left out: to the sender
BOUNCES_IMAP_HOST, BOUNCES_IMAP_PORT = _env("BOUNCES_IMAP_HOST"), _number("BOUNCES_IMAP_PORT", 993)
BOUNCES_IMAP_USER, BOUNCES_IMAP_PASSWORD = _env("BOUNCES_IMAP_USER"), _env("BOUNCES_IMAP_PASSWORD")
BOUNCES_WEBHOOK_KEY = _env("BOUNCES_WEBHOOK_KEY")  # by which a mail service says so itself (home/mail_reports.py)

# -- security ------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = content_policy(shown_from(_s3_store, SERVE_FILES_BY))
SECURE_SSL_REDIRECT = _flag("SECURE_SSL_REDIRECT", _is_https)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
HSTS_SECONDS = 31_536_000  # the proxy says the same of files (deploy/nginx.conf)
SECURE_HSTS_SECONDS = HSTS_SECONDS if _is_https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _is_https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXY_COUNT else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# -- logs: what happened, never who it was (docs/logs.md) ------------------------------------------
LOG_FORMAT = _env("LOG_FORMAT", "line")  # "json": one object a line, for whatever collects them
LOGGING = log_settings(LOG_FORMAT, _env("LOG_LEVEL"))
