from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from darbigas_kopienas import clock
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.participation.reporting import registered_counts, turnout
from darbigas_kopienas.participation.taking_part import offer_for
from darbigas_kopienas.programme.access import Permission, may, may_anywhere
from darbigas_kopienas.programme.current import current_programme
from darbigas_kopienas.programme.visitors import drawn_once
from seminars.forms import SeminarFilter
from seminars.models import Seminar

from .finding import seminar_or_404

PER_PAGE = 20
HISTORY = 20


@require_GET
@drawn_once
def seminar_list(request: HttpRequest) -> HttpResponse:
    """Seminars to come, soonest first; the past ones behind their own address."""
    programme = current_programme(request)
    form = SeminarFilter(request.GET, programme=programme)
    wanted = form.cleaned_data if form.is_valid() else {}
    is_past = wanted.get("when") == "past"
    found = Seminar.objects.visible_to(request.user).filter(activity__programme=programme).for_lists()
    found = found.over_before(clock.today()) if is_past else found.ending_since(clock.today())
    if wanted.get("place"):
        found = found.filter(activity__municipality=wanted["place"])
    if wanted.get("audience"):
        found = found.filter(audience_group=wanted["audience"])
    found = found.about(wanted.get("topic", ""))
    return render(
        request,
        "seminars/seminar_list.html",
        {
            "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
            "filter_form": form,
            "is_past": is_past,
            "is_filtered": any(wanted.get(name) for name in ("place", "audience", "topic")),
            "may_add": programme is not None and may_anywhere(request.user, Permission.WRITE_SEMINAR, programme.pk),
        },
    )


@require_GET
@drawn_once
def seminar_detail(request: HttpRequest, pk: int) -> HttpResponse:
    seminar = seminar_or_404(request, pk)
    scope, activity = seminar.scope, seminar.activity
    context: dict[str, Any] = {
        "seminar": seminar,
        "activity": activity,
        "sessions": activity.sessions.all(),
        "take_part": offer_for(request, activity, is_brief=may(request.user, Permission.SEE_STAFF, scope)),
        "is_staff_side": may(request.user, Permission.SEE_STAFF, scope),
        "may_write": may(request.user, Permission.WRITE_SEMINAR, scope) and activity.state != "cancelled",
        "may_hold": may(request.user, Permission.RECORD_ATTENDANCE, scope)
        and activity.may_become("held")
        and activity.starts_on <= clock.today(),
        "may_cancel": may(request.user, Permission.WRITE_SEMINAR, scope) and activity.may_become("cancelled"),
    }
    if context["is_staff_side"]:
        context["registered"] = registered_counts([activity]).get(activity.pk, 0)
        context["turnout"] = turnout([activity]).of(activity.pk)
    if may(request.user, Permission.SEE_AUDIT, scope):
        context["history"] = Entry.objects.of(seminar)[:HISTORY]
    return render(request, "seminars/seminar_detail.html", context)
