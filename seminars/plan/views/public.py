from decimal import Decimal
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from darbigas_kopienas.activities.models import Activity, Session
from darbigas_kopienas.activities.querysets import TO_COME
from darbigas_kopienas.activities.states import NEEDS_REASON, State
from darbigas_kopienas.pages.list_query import page_of
from darbigas_kopienas.pages.page_cache import drawn_once
from darbigas_kopienas.participation.participants.unique_people import turnout
from darbigas_kopienas.participation.registration.offer import offer_for
from darbigas_kopienas.programme.access import Permission, may, may_anywhere
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.current import current_programme
from darbigas_kopienas.programme.history import history_about
from darbigas_kopienas.values import clock
from darbigas_kopienas.web.components.text import machine_time
from seminars.materials.readers import reader_of
from seminars.plan.forms.filter import ALL, PAST, SeminarFilter
from seminars.plan.listed import ListedSeminars
from seminars.plan.month import month_of
from seminars.plan.public_page import materials_of, trainers_of, with_public_facts
from seminars.plan.reporting import cost_of
from seminars.seminar.models import Seminar

PER_PAGE = 20


@require_GET
@drawn_once
def seminar_list(request: HttpRequest) -> HttpResponse:
    """Seminars to come, soonest first; the past ones and those of a month behind their own addresses."""
    programme = current_programme(request)
    form = SeminarFilter(request.GET, programme=programme, also=("page",))
    wanted = form.wanted
    seminars = ListedSeminars(request.user, programme, form)
    context: dict[str, object] = {
        "filter_form": form,
        "is_past": wanted["when"] == PAST,
        "is_all": wanted["when"] == ALL,
        "month_to_open": seminars.next_day or clock.today(),
        "words": form.words,
        "query": request.GET.urlencode(),
        "is_filtered": bool(form.words),
        "may_add": programme is not None and may_anywhere(request.user, Permission.WRITE_SEMINAR, programme.pk),
        "may_export": programme is not None and may_anywhere(request.user, Permission.EXPORT, programme.pk),
    }
    if first := form.first_of_month:
        context["month"] = month_of(first, seminars.in_full)
        return render(request, "seminars/plan/seminar_month.html", context)
    page = context["page"] = page_of(request, seminars.rows, PER_PAGE)
    context["to_publish"] = {
        seminar.pk
        for seminar in page
        if not seminar.is_published
        and seminar.activity.state in TO_COME
        and may(request.user, Permission.WRITE_SEMINAR, seminar.scope)
    }
    return render(request, "seminars/plan/seminar_list.html", context)


@require_GET
@drawn_once
def seminar_detail(request: HttpRequest, pk: int) -> HttpResponse:
    visible = Seminar.objects.visible_to(request.user).with_activity().with_seats()
    seminar = get_object_or_404(with_public_facts(visible).prefetch_related("activity__sessions"), pk=pk)
    activity, user = seminar.activity, request.user
    place = request.GET.get("place", "")
    offer = offer_for(request, activity, is_brief=may(user, Permission.SEE_STAFF, seminar.scope))
    reader = reader_of(user, seminar, place, own=offer.registration if offer else None)
    materials = materials_of(seminar)
    context: dict[str, Any] = {
        "seminar": seminar,
        "activity": activity,
        **_days(request, seminar),
        "take_part": offer,
        "reader": reader,
        "place": place if reader.is_participant else "",
        "materials": [material for material in materials if reader.may_open(material, clock.today())],
        "has_more_materials": not reader.sees_links
        and any(material.audience == "participants" for material in materials),
        "profiles": [trainer for trainer in trainers_of(seminar) if trainer.organisation or trainer.trainer.profile],
        "is_staff_side": reader.is_staff,
        "is_over": activity.is_over_at(clock.now()),
        "is_turned": activity.state in NEEDS_REASON,
        "may_take_hours_along": may(user, Permission.SEE_REGISTRATIONS, seminar.scope)
        and may(user, Permission.EXPORT, seminar.scope),
        "may_send_hours_in": may(user, Permission.SEE_REGISTRATIONS, seminar.scope)
        and may(user, Permission.RECORD_ATTENDANCE, seminar.scope),
        **_actions(user, seminar),
    }
    if reader.is_staff and activity.is_held:
        context["turnout"] = turnout([activity]).of(activity.pk)
    if reader.is_staff and may(user, Permission.SEE_BUDGET, seminar.scope):
        came = context.get("turnout")
        context["cost"] = cost_of(seminar, came.attendances if came else 0)
    if may(user, Permission.SEE_AUDIT, seminar.scope):
        context["history"] = history_about(user, seminar, activity)
    answer = render(request, "seminars/plan/seminar_detail.html", context)
    if place:
        answer["Cache-Control"] = "private, no-store"
    return answer


def _days(request: HttpRequest, seminar: Any) -> dict[str, object]:
    """Days, how they are held, and what machines read of them. `seminar` was read by `with_public_facts`."""
    activity = seminar.activity
    active = activity.shown_sessions
    modes = {session.mode for session in active}
    hours = sum((session.academic_hours for session in active), Decimal(0))
    is_unknown = any(session.state == State.POSTPONED for session in active)
    return {
        "sessions": activity.every_session,
        "is_online": modes == {Session.Mode.ONLINE},
        "is_hybrid": len(modes) > 1 or Session.Mode.HYBRID in modes,
        "hours": hours or None,
        "microdata": {
            "starts": machine_time(active[0].starts_at if active else activity.day),
            "ends": machine_time(active[-1].ends_at if active else activity.day),
            "status": _status(activity, is_unknown=is_unknown),
            "mode": _mode(modes),
            "was_on": seminar.first_day_before if activity.state == State.POSTPONED and not is_unknown else None,
            "url": settings.PUBLIC_URL + request.path,
        },
    }


def _status(activity: Activity, *, is_unknown: bool) -> str:
    is_on_another_day = activity.state == State.POSTPONED and not is_unknown
    return "EventRescheduled" if is_on_another_day else activity.event_status


def _mode(modes: set[str]) -> str:
    if modes == {Session.Mode.ONLINE}:
        return "OnlineEventAttendanceMode"
    return "OfflineEventAttendanceMode" if modes <= {Session.Mode.IN_PERSON} else "MixedEventAttendanceMode"


def _actions(user: Reader, seminar: Seminar) -> dict[str, object]:
    """What this user may do with the seminar as it stands."""
    activity, may_write = seminar.activity, may(user, Permission.WRITE_SEMINAR, seminar.scope)
    return {
        "may_write": may_write and activity.state != "cancelled",
        "may_publish": may_write and activity.state in TO_COME and not seminar.is_published,
        "may_repeat": may_write,
        "may_mark_held": may_write and activity.may_become("held") and activity.has_begun,
        **{f"may_{state}": may_write and activity.may_become(state) for state in (*NEEDS_REASON, State.PLANNED)},
    }
