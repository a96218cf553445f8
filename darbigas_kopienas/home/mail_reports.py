"""Where the service that sends our e-mails says which of them came back: for a machine that holds the key."""

import json
from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from darbigas_kopienas.mailing import services
from darbigas_kopienas.mailing.bounces import NotAReport, Report, report_of, reports_in
from darbigas_kopienas.programme.actors import MAIL_SERVICE

MAX_BYTES = 1024 * 1024
MAX_REPORTS = 100
WAY = "Bearer "


@csrf_exempt  # no page of ours sends it, and no form of another site can set the header that it needs
@never_cache
def mail_reports(request: HttpRequest) -> HttpResponseBase:
    """A raw message, or JSON: `{"message_id": …, "recipient": …, "status": "5.1.1"}`, or a list of such."""
    if not settings.BOUNCES_WEBHOOK_KEY:
        raise Http404
    return _take(request)


@require_POST
def _take(request: HttpRequest) -> JsonResponse:
    said = request.headers.get("Authorization", "")
    if not said.startswith(WAY):
        answer = _refused(HTTPStatus.UNAUTHORIZED, "Say Authorization: Bearer and the key.")
        answer["WWW-Authenticate"] = WAY.strip()
        return answer
    if not constant_time_compare(said.removeprefix(WAY).strip(), settings.BOUNCES_WEBHOOK_KEY):
        return _refused(HTTPStatus.FORBIDDEN, "This is not the key.")
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BYTES:
        return _refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"At most {MAX_BYTES} bytes at once.")
    try:
        reports = reports_in(request.body) if request.content_type == "message/rfc822" else _said_in_json(request)
    except NotAReport as mistake:
        return _refused(HTTPStatus.BAD_REQUEST, str(mistake))
    return JsonResponse({"noted": sum(_note(report) for report in reports)})


def _said_in_json(request: HttpRequest) -> list[Report]:
    """Raises NotAReport: of a list with a mistake nothing is taken."""
    try:
        said = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise NotAReport("Send a raw message as message/rfc822, or JSON.") from error
    listed = said if isinstance(said, list) else [said]
    if len(listed) > MAX_REPORTS:
        raise NotAReport(f"At most {MAX_REPORTS} reports at once.")
    return [report for report in map(report_of, listed) if report is not None]


def _note(report: Report) -> bool:
    return services.note_bounce(
        by=MAIL_SERVICE, message_id=report.message_id, recipient=report.recipient, status=report.status
    )


def _refused(status: HTTPStatus, sentence: str) -> JsonResponse:
    return JsonResponse({"error": sentence}, status=status)
