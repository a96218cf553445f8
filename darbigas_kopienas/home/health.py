"""For machines: is the process alive, and may it be given work?"""

from collections.abc import Callable
from datetime import datetime

from celery import current_app
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Min
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie

from darbigas_kopienas.jobs.models import SWEEP, Job, LastRun, State
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.values import clock


@never_cache
@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """The process answers; asks nothing else, so that a lost database does not restart every process."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(_request: HttpRequest) -> JsonResponse:
    """200 when all is there and the work gets done, else 503; what is missing, and for how long, is in the answer."""
    checks = {
        "database": _database,
        "migrations": _migrations,
        "broker": _broker,
        "sweep": _is_swept,
        "letters": _are_letters_sent,
    }
    parts = {name: _passes(check) for name, check in checks.items()}
    seconds = {name: _seconds_since(age) for name, age in AGES.items()}
    return JsonResponse({**parts, "seconds": seconds}, status=200 if all(parts.values()) else 503)


@require_safe
@vary_on_cookie
def front_door(request: HttpRequest) -> HttpResponseRedirect:
    """The bare address leads to the language that was chosen before, else to Latvian."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return HttpResponseRedirect(f"/{chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE}/")


@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: /{language}/admin/" for language, _name in settings.LANGUAGES), ""]
    return HttpResponse("\n".join(lines), content_type="text/plain")


def _passes(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception:  # noqa: BLE001  (whatever it is, the answer is "not ready")
        return False


def _seconds_since(age: Callable[[], datetime | None]) -> int | None:
    """How long ago it was, in seconds; None where there is none, or nobody to ask."""
    try:
        moment = age()
    except Exception:  # noqa: BLE001  (the parts say what is missing)
        return None
    return None if moment is None else int((clock.now() - moment).total_seconds())


def _is_swept() -> bool:
    """A worker with long work in both hands sweeps afterwards; that it works says its lease."""
    return not LastRun.objects.overdue_sweep().exists() or Job.objects.in_hand().exists()


def _are_letters_sent() -> bool:
    return not OutgoingMail.objects.overdue().exists()


AGES: dict[str, Callable[[], datetime | None]] = {
    "since_sweep": lambda: LastRun.objects.filter(task=SWEEP).values_list("ended_at", flat=True).first(),
    "oldest_letter": lambda: OutgoingMail.objects.due().values_list("due_at", flat=True).first(),
    "oldest_job": lambda: Job.objects.filter(state=State.WAITING).aggregate(first=Min("created_at"))["first"],
}


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def _migrations() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _broker() -> bool:
    with current_app.connection_for_write() as broker:
        broker.default_channel  # noqa: B018  (opening it asks Redis)
    return True
