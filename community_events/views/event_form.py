"""The log on a phone, and its correction while the period is open."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from community_events import services
from community_events.choices import last_used
from community_events.forms import EventForm
from community_events.models import CommunityEvent
from darbigas_kopienas.pages.forms import answer_form
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.choices import municipality_choices, scope_chosen
from darbigas_kopienas.programme.current import programme_of_form
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock


@login_required
@require_http_methods(["GET", "POST"])
def event_add(request: SignedInRequest) -> HttpResponse:
    programme = programme_of_form(request)
    if programme is None:
        raise Http404
    municipalities = municipality_choices(request.user, Permission.WRITE_ACTIVITY, programme)
    if not municipalities:
        require(request.user, Permission.WRITE_ACTIVITY, Scope(programme.pk))
    initial: dict[str, Any] = {"held_on": clock.today(), **last_used(request.user, programme)}
    offered = [value for value, _name in municipalities]
    if initial.get("municipality") not in offered:
        initial["municipality"] = offered[0]
    form = EventForm(
        request.POST or None,
        request.FILES or None,
        user=request.user,
        scope=scope_chosen(initial["municipality"], programme),
        programme=programme,
        municipalities=municipalities,
        initial=initial,
    )
    return answer_form(
        request,
        form,
        lambda: _plan(request.user, form) if form.is_plan else _log(request.user, form),
        template="community_events/event_edit.html",
        context={"event": None},
        done=lambda _event: _("The event is planned.") if form.is_plan else _("The event is saved."),
        to=lambda event: reverse("community_events:event_detail", args=[event.pk]),
    )


def _common(form: EventForm) -> dict[str, Any]:
    data = form.cleaned_data
    return {
        "scope": form.chosen_scope,
        "title": data["title"],
        "type": data["type"],
        "component": data["component"],
        "place": data["place"],
        "note": data["note"],
        "title_en": data["title_en"],
        "description": data["description"],
    }


def _log(user: User, form: EventForm) -> CommunityEvent:
    data = form.cleaned_data
    return services.log_event(
        by=user,
        held_on=data["held_on"],
        counts=form.counts,
        photos=data["documents"],
        consent=data["consent"],
        unique_people=data["unique_people"],
        **_common(form),
    )


def _plan(user: User, form: EventForm) -> CommunityEvent:
    event = services.plan_event(by=user, starts_on=form.cleaned_data["held_on"], **_common(form))
    services.add_photos(
        by=user, event=event, photos=form.cleaned_data["documents"], consent=form.cleaned_data["consent"]
    )
    return event


@login_required
@require_http_methods(["GET", "POST"])
def event_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    event = get_object_or_404(CommunityEvent.objects.for_staff(request.user).with_activity(), pk=pk)
    require(request.user, Permission.WRITE_ACTIVITY, event.scope)
    form = EventForm(
        request.POST or None,
        request.FILES or None,
        user=request.user,
        scope=event.scope,
        programme=event.activity.programme,
        municipalities=[],
        initial=_as_written(event),
    )
    form.form_key = ""  # its draft is that of its page
    return answer_form(
        request,
        form,
        lambda: _edit(request.user, event, form),
        template="community_events/event_edit.html",
        context={"event": event},
        done=_("The changes are saved."),
        to=reverse("community_events:event_detail", args=[pk]),
    )


def _as_written(event: CommunityEvent) -> dict[str, object]:
    activity = event.activity
    return {
        "title": activity.title_lv,
        "title_en": activity.title_en,
        "description": activity.description_lv,
        "held_on": activity.day,
        "place": activity.place,
        "type": event.type,
        "note": event.note,
        "component": activity.component_id,
        "unique_people": activity.unique_people,
        **{f"count_{group}": number for group, number in activity.head_counts.values_list("group", "count")},
    }


def _edit(user: User, event: CommunityEvent, form: EventForm) -> None:
    data = form.cleaned_data
    services.edit_event(
        by=user,
        event=event,
        day=data["held_on"],
        type=data["type"],
        note=data["note"],
        counts=form.counts,
        photos=data["documents"],
        consent=data["consent"],
        title_lv=data["title"],
        title_en=data["title_en"],
        description_lv=data["description"],
        place=data["place"],
        component=data["component"] or event.activity.component,
        unique_people=data["unique_people"],
    )
