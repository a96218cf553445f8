"""What of the environment contradicts itself: a system check, so that a portal which could not work does not start.

It would send visitors in a circle, or believe whoever claims to be a proxy. Each mistake is a sentence that says what
to set; asked before tables are made (prepare.py) and before the first request (wsgi.py).
"""

from collections.abc import Callable, Iterator
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.http.request import validate_host

from darbigas_kopienas.values.contacts import contact_at

from .backup.keys import is_recipient
from .environment import NO, YES, host_of, whole_number, word

NUMBERS = ("PORT", "PROXY_COUNT", "EMAIL_PORT", "REQUEST_MAX_MB", "BOUNCES_IMAP_PORT", "BACKUP_GENERATIONS")
FLAGS = ("DEBUG", "DEMO", "SECOND_FACTOR_REQUIRED", "SECURE_SSL_REDIRECT", "EMAIL_USE_TLS", "EMAIL_USE_SSL")
SHORTEST_KEY = 32
SENDERS_OF_FILES = ("django", "x-accel", "redirect")
OF_THE_STORE = ("S3_ENDPOINT", "S3_REGION", "S3_ACCESS_KEY", "S3_SECRET_KEY")


def check_environment(**_asked: object) -> list[CheckMessage]:
    """For Django's system checks."""
    return [
        Error(sentence, id=f"portal.E{number:03}") for number, rule in enumerate(RULES, start=1) for sentence in rule()
    ]


def require_consistent() -> None:
    """Raises SystemExit with the sentences, for whoever starts."""
    if mistakes := check_environment():
        raise SystemExit("\n".join(["The portal does not start.", *(str(mistake.msg) for mistake in mistakes)]))


def _words() -> Iterator[str]:
    for name in NUMBERS:
        if word(name) and whole_number(word(name)) is None:
            yield f"{name} must be a whole number; it is “{word(name)}”."
    for name in FLAGS:
        if word(name) and word(name).lower() not in YES | NO:
            yield f"{name} must be 1 or 0; it is “{word(name)}”."
    if settings.SERVE_FILES_BY not in SENDERS_OF_FILES:
        yield f"SERVE_FILES_BY must be django, x-accel or redirect; it is “{settings.SERVE_FILES_BY}”."


def _public_address() -> Iterator[str]:
    address = _public()
    url = settings.PUBLIC_URL
    if address is None or not url.startswith(("http://", "https://")) or not address.hostname:
        yield f"PUBLIC_URL must be http:// or https:// and a host (https://portal.example); it is “{url}”."
    elif address.path or address.query or address.fragment or address.username is not None:
        port = f":{address.port}" if address.port else ""
        bare = f"{address.scheme}://{host_of(url)}{port}"
        yield f"PUBLIC_URL must end with the host or its port: set {bare}; the portal lies under no path."


def _public() -> SplitResult | None:
    """None where it cannot be read."""
    try:
        address = urlsplit(settings.PUBLIC_URL)
        _ = address.port
    except ValueError:
        return None
    return address


def _redirects() -> Iterator[str]:
    is_https = settings.PUBLIC_URL.startswith("https://")
    if is_https and not settings.SECURE_SSL_REDIRECT:
        yield "PUBLIC_URL is https://, so SECURE_SSL_REDIRECT must not be 0: leave it out."
    if settings.SECURE_SSL_REDIRECT and not is_https:
        yield "SECURE_SSL_REDIRECT=1 needs a PUBLIC_URL that begins with https://: set that, or leave the first out."


def _proxies() -> Iterator[str]:
    if settings.PUBLIC_URL.startswith("https://") and not settings.PROXY_COUNT:
        yield (
            "PUBLIC_URL is https://, which a proxy in front of the portal must provide: set PROXY_COUNT to the number "
            "of proxies (with PROXY_COUNT=0 each page would send on to itself without end)."
        )
    if settings.SERVE_FILES_BY == "x-accel" and not settings.PROXY_COUNT:
        yield "SERVE_FILES_BY=x-accel needs a proxy that sends the files: set PROXY_COUNT, or SERVE_FILES_BY=django."


def _hosts() -> Iterator[str]:
    host = host_of(settings.PUBLIC_URL)
    if host and not validate_host(host, settings.ALLOWED_HOSTS):
        yield f"ALLOWED_HOSTS must name the host of PUBLIC_URL: add {host} to it, or leave ALLOWED_HOSTS out."


def _mail() -> Iterator[str]:
    if settings.EMAIL_USE_TLS and settings.EMAIL_USE_SSL:
        yield "EMAIL_USE_TLS and EMAIL_USE_SSL exclude each other: leave out the one that the mail server does not use."


def _bounces() -> Iterator[str]:
    to = settings.MAIL_BOUNCES_TO
    if to and contact_at(to) is None:
        yield f"MAIL_BOUNCES_TO must be one e-mail address (returned@portal.example); it is “{to}”."
    if settings.BOUNCES_IMAP_HOST and not (settings.BOUNCES_IMAP_USER and settings.BOUNCES_IMAP_PASSWORD):
        yield "BOUNCES_IMAP_HOST needs BOUNCES_IMAP_USER and BOUNCES_IMAP_PASSWORD: set them, or leave all three out."
    yield from _short("BOUNCES_WEBHOOK_KEY", settings.BOUNCES_WEBHOOK_KEY)


def _monitoring() -> Iterator[str]:
    yield from _short("METRICS_KEY", settings.METRICS_KEY)


def _short(name: str, key: str) -> Iterator[str]:
    if 0 < len(key) < SHORTEST_KEY:
        yield f"{name} must have at least {SHORTEST_KEY} characters, by chance: it is guessed otherwise."


def _backups() -> Iterator[str]:
    if settings.BACKUP_KEY and not is_recipient(settings.BACKUP_KEY):
        yield (
            "BACKUP_KEY must be the public key of a pair (age1…), as `make backup-key` prints it; what is set is none. "
            "The secret one (AGE-SECRET-KEY-…) does not belong here."
        )


def _store() -> Iterator[str]:
    """The S3 store of files, or one disk."""
    if settings.S3_BUCKET:
        yield from _contradictions_of_store()
        return
    if said := [name for name in OF_THE_STORE if getattr(settings, name)]:
        yield f"{said[0]} needs S3_BUCKET, the name of the bucket: set it, or leave out all that begins with S3_."
    if settings.SERVE_FILES_BY == "redirect":
        yield "SERVE_FILES_BY=redirect needs files in an S3 store: set S3_BUCKET and its kin, or SERVE_FILES_BY=django."


def _contradictions_of_store() -> Iterator[str]:
    endpoint, sender = settings.S3_ENDPOINT, settings.SERVE_FILES_BY
    if endpoint and not (endpoint.startswith(("http://", "https://")) and host_of(endpoint)):
        yield f"S3_ENDPOINT must be http:// or https:// and a host (https://store.example:9000); it is “{endpoint}”."
    if not endpoint and not settings.S3_REGION:
        yield "S3_BUCKET without S3_ENDPOINT is a bucket of AWS: set S3_REGION (eu-north-1), or the store's endpoint."
    if bool(settings.S3_ACCESS_KEY) != bool(settings.S3_SECRET_KEY):
        yield "S3_ACCESS_KEY and S3_SECRET_KEY go together: set both, or neither where the machine has a role of AWS."
    if sender == "x-accel":
        yield "SERVE_FILES_BY=x-accel sends files of one disk, and S3_BUCKET is set: set it to django or redirect."
    if sender == "redirect" and endpoint.startswith("http://") and settings.PUBLIC_URL.startswith("https://"):
        yield "SERVE_FILES_BY=redirect from https:// needs an S3_ENDPOINT of https://: browsers refuse another."


# The number of a rule is part of its id, so a new one is added at the end.
RULES: tuple[Callable[[], Iterator[str]], ...] = (
    _words,
    _public_address,
    _redirects,
    _proxies,
    _hosts,
    _mail,
    _bounces,
    _store,
    _backups,
    _monitoring,
)
