"""One registration as the organiser sees it: what was given, what became of it, what was written to them."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.mailing.unreachable import refused_letters
from darbigas_kopienas.pages.forms import answer_form, attempt
from darbigas_kopienas.participation.enrolment.lookup import activity_for_staff
from darbigas_kopienas.participation.participants import services
from darbigas_kopienas.participation.participants.forms import CorrectForm
from darbigas_kopienas.participation.registration import mails
from darbigas_kopienas.participation.registration.clashes import mark_clashes
from darbigas_kopienas.participation.registration.models import Registration
from darbigas_kopienas.participation.registration.services import (
    approve,
    cancel_registration,
    refuse,
    register_again,
    take_back_refusal,
)
from darbigas_kopienas.participation.registration.unreachable import mark_unreachable
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission, may
from darbigas_kopienas.programme.history import history_about

State = Registration.State


@login_required
@require_GET
def registration_detail(request: SignedInRequest, pk: int, registration_pk: int) -> HttpResponse:
    activity = activity_for_staff(request, pk, Permission.SEE_REGISTRATIONS)
    registration = registration_for_staff(request, activity, registration_pk)
    return _page(request, registration)


def _page(request: SignedInRequest, registration: Registration, refused: ValidationError | None = None) -> HttpResponse:
    activity = registration.activity
    mark_clashes([registration], activity, request.user)
    if registration.has_refused:  # type: ignore[attr-defined]  # annotated below
        mark_unreachable([registration])
    context = {
        "activity": activity,
        "registration": registration,
        "answers": registration.answers.select_related("question").order_by("question__order", "question"),
        "letters": mails.letters_of(registration),
        "may_manage": may(request.user, Permission.MANAGE_REGISTRATIONS, activity.scope),
        "actions": ACTIONS_BY_STATE[registration.state],
        "refused": refused.messages if refused else [],
    }
    if may(request.user, Permission.SEE_AUDIT, activity.scope):
        context["history"] = history_about(request.user, registration)
    return render(
        request, "participation/participants/registration_detail.html", context, status=422 if refused else 200
    )


Action = Callable[[Any, Registration, str], Registration | None]
ACTIONS: dict[str, tuple[Action, Any]] = {
    "approve": (lambda by, registration, _why: approve(by=by, registration=registration), gettext_lazy("Approved.")),
    "refuse": (
        lambda by, registration, why: refuse(by=by, registration=registration, reason=why),
        gettext_lazy("Refused; the person will be told the reason."),
    ),
    "cancel": (
        lambda by, registration, why: cancel_registration(by=by, registration=registration, reason=why),
        gettext_lazy("The registration is cancelled; the person will be told."),
    ),
    "take_back": (
        lambda by, registration, _why: take_back_refusal(by=by, registration=registration),
        gettext_lazy("The refusal is taken back; the registration waits for approval again."),
    ),
    "again": (
        lambda by, registration, _why: register_again(by=by, registration=registration),
        gettext_lazy("Registered again; the person will be told."),
    ),
    "link": (
        lambda by, registration, _why: services.send_link(by=by, registration=registration),
        gettext_lazy("The link is on its way."),
    ),
}  # fmt: skip
ACTIONS_BY_STATE: dict[str, tuple[str, ...]] = {
    State.ASKED: ("approve", "refuse", "cancel", "link"),
    State.CONFIRMED: ("cancel", "link"),
    State.WAITING: ("cancel", "link"),
    State.OFFERED: ("cancel", "link"),
    State.REFUSED: ("take_back",),
    State.CANCELLED: ("again",),
}


@login_required
@require_POST
def registration_act(request: SignedInRequest, pk: int, registration_pk: int, action: str) -> HttpResponse:
    """One deed on one registration; a refusal by the service is said on its page."""
    if action not in ACTIONS:
        raise Http404
    activity = activity_for_staff(request, pk, Permission.SEE_REGISTRATIONS)
    registration = registration_for_staff(request, activity, registration_pk)
    act, done = ACTIONS[action]
    outcome = attempt(
        request,
        forms.Form(request.POST),
        lambda: act(request.user, registration, request.POST.get("reason", "")),
        name=f"{action}:{registration_pk}",
        done=done,
        to=lambda made: reverse("participation:registration_detail", args=[pk, (made or registration).pk]),
    )
    return outcome if isinstance(outcome, HttpResponse) else _page(request, registration, outcome)


@login_required
@require_http_methods(["GET", "POST"])
def registration_edit(request: SignedInRequest, pk: int, registration_pk: int) -> HttpResponse:
    activity = activity_for_staff(request, pk, Permission.MANAGE_REGISTRATIONS)
    registration = registration_for_staff(request, activity, registration_pk)
    names = ("name", "school", "municipality", "group")
    form = CorrectForm(
        request.POST or None, activity=activity, initial={name: getattr(registration, name) for name in names}
    )
    here = reverse("participation:registration_detail", args=[pk, registration_pk])
    return answer_form(
        request,
        form,
        lambda: services.correct(by=request.user, registration=registration, **form.cleaned_data),
        template="participation/participants/registration_edit.html",
        context={"activity": activity, "registration": registration, "cancel_url": here},
        done=_("Saved."),
        to=here,
    )


def registration_for_staff(request: HttpRequest, activity: Activity, pk: int) -> Registration:
    rows = Registration.objects.for_staff(request.user).filter(activity=activity).with_rank()
    rows = rows.annotate(has_refused=Exists(refused_letters().filter(to_email=OuterRef("email"))))
    registration = get_object_or_404(rows.select_related("municipality", "organisation", "registered_by"), pk=pk)
    registration.activity = activity
    return registration
