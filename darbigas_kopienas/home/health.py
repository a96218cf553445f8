"""For machines: is the process alive, and may it be given work?"""

from collections.abc import Callable

from celery import current_app
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie


@never_cache
@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """The process answers; asks nothing else, so that a lost database does not restart every process."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(_request: HttpRequest) -> JsonResponse:
    """200 when database, migrations and broker are there, else 503; which one is missing is in the answer."""
    parts = {"database": _passes(_database), "migrations": _passes(_migrations), "broker": _passes(_broker)}
    return JsonResponse(parts, status=200 if all(parts.values()) else 503)


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
