"""Where lines of the log go and in which form: all to the standard error, which whoever runs the process collects."""

FORMATS = {"line": "darbigas_kopienas.runtime.logs.ReadableLines", "json": "darbigas_kopienas.runtime.logs.JsonLines"}
# These have handlers of their own, or none at all, and hand nothing on.
APART = ("django.server", "gunicorn.error", "gunicorn.access", "multiprocessing")  # the last is Celery's pool


def log_settings(form: str, level: str) -> dict[str, object]:
    """For Django's LOGGING. `level` is the lowest that is written; unsaid, warnings, and of the portal's own more."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"chosen": {"()": FORMATS[form]}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "chosen"}},
        "root": {"handlers": ["console"], "level": level or "WARNING"},
        "loggers": {
            "portal": {"level": level or "INFO"},
            **({"portal.security": {"level": "INFO"}} if form == "json" else {}),  # whole, whatever else is wanted
            "django": {"handlers": []},  # its own would write everything twice, and send it by mail
            "flufl.bounce": {"level": "CRITICAL"},  # what it stumbles over, mailing/bounces.py says in one line
            **{name: {"handlers": ["console"], "propagate": False} for name in APART},
        },
    }
