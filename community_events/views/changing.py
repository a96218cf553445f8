"""Turns in an event's life: held, postponed, moved online, cancelled, shown to everybody."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from community_events import services
from community_events.forms import HoldForm, PostponeForm, ReasonForm
from community_events.models import CommunityEvent
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.submissions.services import once
from darbigas_kopienas.values import clock


def done_once(request: SignedInRequest, event: CommunityEvent, deed: Callable[[], None]) -> str:
    """Do the deed, once for the form's key, and give the event's address. What the services refuse goes through."""

    def do() -> str:
        deed()
        return reverse("community_events:event_detail", args=[event.pk])

    form = f"{request.resolver_match.url_name}:{event.pk}" if request.resolver_match else ""
    return once(by=request.user, key=request.POST.get("submission_key", ""), form=form, deed=do)


def _event_to_write(request: HttpRequest, pk: int) -> CommunityEvent:
    event = get_object_or_404(CommunityEvent.objects.for_staff(request.user).with_activity(), pk=pk)
    require(request.user, Permission.WRITE_ACTIVITY, event.scope)
    return event


@login_required
@require_http_methods(["GET", "POST"])
def event_hold(request: SignedInRequest, pk: int) -> HttpResponse:
    event = _event_to_write(request, pk)
    initial = {"held_on": min(event.activity.starts_on, clock.today())}
    form = HoldForm(request.POST or None, request.FILES or None, user=request.user, scope=event.scope, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(done_once(request, event, lambda: _hold(request, event, form)))
        except ValidationError as error:
            form.refuse(error)
    context = {"form": form, "event": event}
    return render(request, "community_events/event_hold.html", context, status=422 if form.errors else 200)


def _hold(request: SignedInRequest, event: CommunityEvent, form: HoldForm) -> None:
    data = form.cleaned_data
    services.hold_event(
        by=request.user,
        event=event,
        held_on=data["held_on"],
        counts=form.counts,
        photos=data["documents"],
        consent=data["consent"],
        unique_people=data["unique_people"],
    )
    messages.success(request, _("The event is marked as held."))


@login_required
@require_http_methods(["GET", "POST"])
def event_postpone(request: SignedInRequest, pk: int) -> HttpResponse:
    event = _event_to_write(request, pk)
    form = PostponeForm(request.POST or None)

    def deed(reason: str) -> None:
        until = form.cleaned_data["until"]
        services.postpone_event(by=request.user, event=event, reason=reason, until=until)
        messages.success(request, _("The event is postponed."))

    words = {"heading": _("Postpone the event"), "button": _("Postpone")}
    return _reasoned(request, event, form, deed, words)


@login_required
@require_http_methods(["GET", "POST"])
def event_move_online(request: SignedInRequest, pk: int) -> HttpResponse:
    event = _event_to_write(request, pk)

    def deed(reason: str) -> None:
        services.move_event_online(by=request.user, event=event, reason=reason)
        messages.success(request, _("The event takes place online."))

    words = {"heading": _("Move the event online"), "button": _("Move online")}
    return _reasoned(request, event, ReasonForm(request.POST or None), deed, words)


@login_required
@require_http_methods(["GET", "POST"])
def event_cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    event = _event_to_write(request, pk)

    def deed(reason: str) -> None:
        services.cancel_event(by=request.user, event=event, reason=reason)
        messages.success(request, _("The event is cancelled."))

    words = {"heading": _("Cancel the event"), "button": _("Cancel the event")}
    return _reasoned(request, event, ReasonForm(request.POST or None), deed, words)


@login_required
@require_POST
def event_publish(request: SignedInRequest, pk: int) -> HttpResponse:
    event = get_object_or_404(CommunityEvent.objects.for_staff(request.user).with_activity(), pk=pk)
    is_public = request.POST.get("is_public") != "no"
    services.publish_event(by=request.user, event=event, is_public=is_public)
    said = gettext_lazy("The event is shown to everybody.") if is_public else gettext_lazy("The event is hidden again.")
    messages.success(request, said)
    return redirect("community_events:event_detail", event.pk)


def _reasoned(
    request: SignedInRequest, event: CommunityEvent, form: Any, deed: Callable[[str], None], words: dict[str, str]
) -> HttpResponse:
    """A turn that asks for its reason."""
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(done_once(request, event, lambda: deed(form.cleaned_data["reason"])))
        except ValidationError as error:
            form.refuse(error)
    context = {"form": form, "event": event, **words}
    return render(request, "community_events/event_reason.html", context, status=422 if form.errors else 200)
