"""The list and the page of an event, for colleagues and for everybody; the list as a table to take along."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from community_events.filters import EventFilter
from community_events.models import CommunityEvent
from community_events.querysets import CommunityEventQuerySet
from community_events.resources import event_table
from darbigas_kopienas.activities.states import NEEDS_REASON, State
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.pages.list_query import list_page, page_of
from darbigas_kopienas.pages.page_cache import drawn_once
from darbigas_kopienas.pages.table_export import answer_table, format_asked
from darbigas_kopienas.participation.models import Group
from darbigas_kopienas.participation.participants.unique_people import turnout
from darbigas_kopienas.participation.registration.offer import offer_for
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.requests import AnyUser
from darbigas_kopienas.programme.access import Permission, may, may_anywhere
from darbigas_kopienas.programme.colleagues import holders_of
from darbigas_kopienas.programme.current import current_programme, programme_where
from darbigas_kopienas.programme.history import history_about
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.shared_statements import SharedRows
from darbigas_kopienas.values import clock, formats

PER_PAGE = 25
PUBLIC_PER_PAGE = 12


@require_GET
@drawn_once
def event_list(request: HttpRequest) -> HttpResponse:
    programme = current_programme(request)
    if programme is None:
        raise Http404
    if may_anywhere(request.user, Permission.SEE_STAFF, programme.pk) and request.GET.get("view") != "public":
        return _log(request, programme)
    return _public_list(request, programme)


def _log(request: HttpRequest, programme: Programme) -> HttpResponse:
    chosen = EventFilter(request.GET, request=request, programme=programme)
    chosen.require_known()

    def listed(user: AnyUser) -> CommunityEventQuerySet:
        narrowed: CommunityEventQuerySet = chosen.narrow(_logged(user, programme))
        return narrowed

    rows = SharedRows(f"events by {chosen.sorted_by}", request.user, programme.pk, listed)
    context = {
        "programme": programme,
        "filter": chosen,
        "page_obj": page_of(request, listed(request.user) if chosen.is_filtered else rows, PER_PAGE),
        "is_filtered": chosen.is_filtered,
        "may_add": may_anywhere(request.user, Permission.WRITE_ACTIVITY, programme.pk),
        "may_export": may_anywhere(request.user, Permission.EXPORT, programme.pk),
        "query": request.GET.urlencode(),
    }
    return render(request, "community_events/event_list.html", context)


def _logged(user: AnyUser, programme: Programme) -> CommunityEventQuerySet:
    rows = CommunityEvent.objects.for_staff(user).filter(activity__programme=programme)
    return rows.select_related("activity__municipality", "activity__component").with_day().with_attendances()


def _public_list(request: HttpRequest, programme: Programme) -> HttpResponse:
    rows = CommunityEvent.objects.visible_to(request.user).public().filter(activity__programme=programme)
    rows = rows.select_related("activity__municipality")
    context = {
        "programme": programme,
        "upcoming": rows.upcoming(clock.today())[:PER_PAGE],
        "page_obj": list_page(request, rows.held(), PUBLIC_PER_PAGE, view=("public",)),
        "is_staff": may_anywhere(request.user, Permission.SEE_STAFF, programme.pk),
    }
    return render(request, "community_events/event_public_list.html", context)


@require_GET
@drawn_once
def event_detail(request: HttpRequest, pk: int) -> HttpResponse:
    event = get_object_or_404(CommunityEvent.objects.visible_to(request.user).with_activity(), pk=pk)
    if may(request.user, Permission.SEE_STAFF, event.scope) and request.GET.get("view") != "public":
        return render(request, "community_events/event_detail.html", _staff_context(request, event))
    if not event.activity.is_public:
        raise Http404
    context = {
        "event": event,
        "activity": event.activity,
        "photos": _documents(request, event).publishable(),
        "take_part": offer_for(request, event.activity),
        "is_over": event.activity.is_over_at(clock.now()),
    }
    return render(request, "community_events/event_public.html", context)


def _documents(request: HttpRequest, event: CommunityEvent) -> Any:
    return Document.objects.visible_to(request.user).stored().filter(activities=event.activity_id)


def publishers_of(event: CommunityEvent) -> list[User]:
    """Whom a coordinator asks to publish it."""
    holders = holders_of(Permission.PUBLISH, event.activity.programme_id)
    return sorted(holders, key=lambda user: formats.sort_key(user.name))


def _staff_context(request: HttpRequest, event: CommunityEvent) -> dict[str, object]:
    activity, user = event.activity, request.user
    documents = list(_documents(request, event))
    came = turnout([activity]).of(activity.pk)
    may_publish = may(user, Permission.PUBLISH, event.scope)
    return {
        "event": event,
        "activity": activity,
        "came": came,
        "groups": [(Group(group).label, number) for group, number in came.by_group.items()],
        "registered": came.registered if may(user, Permission.SEE_REGISTRATIONS, event.scope) else None,
        "photos": [document for document in documents if document.is_photo],
        "files": [document for document in documents if not document.is_photo],
        "turns": activity.turns.with_reason() if activity.state != "planned" else [],
        "history": history_about(user, activity, event) if may(user, Permission.SEE_AUDIT, event.scope) else None,
        "may_write": may(user, Permission.WRITE_ACTIVITY, event.scope),
        "may_mark_held": activity.may_become("held") and activity.starts_on <= clock.today(),
        "may_publish": may_publish,
        "publishers": [] if may_publish or activity.is_public else publishers_of(event),
        "may_clear": may(user, Permission.CLEAR_PHOTO, event.scope),
        "may_see_budget": may(user, Permission.SEE_BUDGET, event.scope),
        "allowed": {state: activity.may_become(state) for state in (*NEEDS_REASON, State.PLANNED)},
    }


@login_required
@require_GET
def event_export(request: HttpRequest) -> StreamingHttpResponse:
    """The list with its filter, as a workbook or CSV; only what the person may export."""
    programme = programme_where(request, Permission.EXPORT, _("Your role in this programme does not allow exporting."))
    kind = format_asked(request, is_filtered=True)
    chosen = EventFilter(request.GET, request=request, programme=programme)
    chosen.require_known(also=("format",))
    pieces = event_table(chosen.narrow(_logged(request.user, programme)), request.user, kind)
    return answer_table(pieces, title=_("Events"), kind=kind)
