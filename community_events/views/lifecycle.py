"""Turns in an event's life: held, postponed, moved online, cancelled, shown to everybody."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from community_events import services
from community_events.forms import HeldForm, MistakeForm, PostponeForm, ReasonForm
from community_events.models import CommunityEvent
from darbigas_kopienas.pages.forms import answer_button, answer_form
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.values import clock


def _event_to_write(request: HttpRequest, pk: int) -> CommunityEvent:
    event = get_object_or_404(CommunityEvent.objects.for_staff(request.user).with_activity(), pk=pk)
    require(request.user, Permission.WRITE_ACTIVITY, event.scope)
    return event


@login_required
@require_http_methods(["GET", "POST"])
def event_mark_held(request: SignedInRequest, pk: int) -> HttpResponse:
    event = _event_to_write(request, pk)
    initial = {"held_on": event.activity.last_held_on or min(event.activity.starts_on, clock.today())}
    form = HeldForm(request.POST or None, request.FILES or None, user=request.user, scope=event.scope, initial=initial)
    return answer_form(
        request,
        form,
        lambda: _mark_held(request.user, event, form),
        template="community_events/event_hold.html",
        context={"event": event},
        done=_("The event is marked as held."),
        to=reverse("community_events:event_detail", args=[pk]),
    )


def _mark_held(user: User, event: CommunityEvent, form: HeldForm) -> None:
    data = form.cleaned_data
    services.mark_event_held(
        by=user,
        event=event,
        held_on=data["held_on"],
        counts=form.counts,
        photos=data["documents"],
        consent=data["consent"],
        unique_people=data["unique_people"],
    )


@login_required
@require_http_methods(["GET", "POST"])
def event_postpone(request: SignedInRequest, pk: int) -> HttpResponse:
    event = _event_to_write(request, pk)
    form = PostponeForm(request.POST or None)
    return _answer_with_reason(
        request,
        event,
        form,
        lambda: services.postpone_event(by=request.user, event=event, **form.cleaned_data),
        heading=_("Postpone the event"),
        button=_("Postpone"),
        done=_("The event is postponed."),
    )


@login_required
@require_http_methods(["GET", "POST"])
def event_move_online(request: SignedInRequest, pk: int) -> HttpResponse:
    event = _event_to_write(request, pk)
    form = ReasonForm(request.POST or None)
    return _answer_with_reason(
        request,
        event,
        form,
        lambda: services.move_event_online(by=request.user, event=event, **form.cleaned_data),
        heading=_("Move the event online"),
        button=_("Move online"),
        done=_("The event takes place online."),
    )


@login_required
@require_http_methods(["GET", "POST"])
def event_cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    event = _event_to_write(request, pk)
    form = ReasonForm(request.POST or None)
    return _answer_with_reason(
        request,
        event,
        form,
        lambda: services.cancel_event(by=request.user, event=event, **form.cleaned_data),
        heading=_("Cancel the event"),
        lead=_("A cancelled event stays in the list as cancelled. This cannot be undone."),
        button=_("Yes, cancel the event"),
        back=_("Do not cancel"),
        done=_("The event is cancelled."),
    )


@login_required
@require_http_methods(["GET", "POST"])
def event_set_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """It was marked as held by mistake; whoever regrets that marks it anew, with the same day."""
    event = _event_to_write(request, pk)
    form = MistakeForm(request.POST or None)
    return _answer_with_reason(
        request,
        event,
        form,
        lambda: services.set_event_back(by=request.user, event=event, **form.cleaned_data),
        heading=_("Marked as held by mistake"),
        lead=_("The event is planned again, until you mark it as held anew. Nothing that was counted is lost."),
        button=_("Set back to planned"),
        done=_("The event is planned again."),
    )


@login_required
@require_POST
def event_publish(request: SignedInRequest, pk: int) -> HttpResponse:
    event = get_object_or_404(CommunityEvent.objects.for_staff(request.user).with_activity(), pk=pk)
    is_public = request.POST.get("is_public") != "no"
    return answer_button(
        request,
        lambda: services.publish_event(by=request.user, event=event, is_public=is_public),
        to=reverse("community_events:event_detail", args=[pk]),
        done=_("The event is shown to everybody.") if is_public else _("The event is hidden again."),
    )


def _answer_with_reason(
    request: SignedInRequest,
    event: CommunityEvent,
    form: ReasonForm | MistakeForm,
    action: Callable[[], object],
    *,
    heading: str,
    button: str,
    done: str,
    lead: str = "",
    back: str = "",
) -> HttpResponse:
    """`back` says the way out of what cannot be undone."""
    return answer_form(
        request,
        form,
        action,
        template="community_events/event_reason.html",
        context={
            "event": event,
            "heading": heading,
            "button": button,
            "lead": lead,
            "back": back,
            "is_final": bool(back),
        },
        done=done,
        to=reverse("community_events:event_detail", args=[event.pk]),
    )
