"""For machines: is the process alive, may it be given work, and how does the portal fare?"""

import secrets

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from . import checks
from .metrics import metrics_text


@never_cache
@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """The process answers; asks nothing else, so that a lost database does not restart every process."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when all is there and the work gets done, else 503. What is missing, only whoever holds the key reads."""
    moments = checks.moments()
    parts = checks.parts(moments)
    is_ready = all(parts.values())
    answer: dict[str, object] = {"ready": is_ready}
    if _holds_key(request):
        overdue = moments is not None and checks.is_backup_overdue(moments["since_backup"])
        answer |= {**parts, "backup_overdue": overdue, "seconds": checks.seconds(moments)}
    return JsonResponse(answer, status=200 if is_ready else 503)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """In the text format of Prometheus. Without METRICS_KEY in the request there is no such address."""
    if not _holds_key(request):
        raise Http404
    return HttpResponse(metrics_text(), content_type=CONTENT_TYPE_PLAIN_0_0_4)


def _holds_key(request: HttpRequest) -> bool:
    """As `Authorization: Bearer …`. No session is asked: these answer without a database too."""
    kind, _space, key = request.headers.get("Authorization", "").partition(" ")
    expected = settings.METRICS_KEY
    is_same = secrets.compare_digest(key.strip().encode(), expected.encode())
    return bool(expected) and kind.lower() == "bearer" and is_same
