"""Invitations: the list and its state, asking from a pasted list, reminding, and the page where one answers."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.pages.forms import attempt, take_up_draft
from darbigas_kopienas.pages.list_query import list_page
from darbigas_kopienas.participation.enrolment.lookup import activity_for_staff
from darbigas_kopienas.participation.enrolment.rules import why_closed
from darbigas_kopienas.participation.registration import links, mails
from darbigas_kopienas.participation.registration.invitations import services
from darbigas_kopienas.participation.registration.invitations.models import Invitation
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission, may
from darbigas_kopienas.programme.actors import INVITATION
from darbigas_kopienas.values import clock, signed_tokens
from darbigas_kopienas.web.request_limits import PRIVATE

from .about import about
from .forms import InviteForm
from .links import invitation_or_404

PER_PAGE = 50
STATES = ("registered", "declined", "silent")


@login_required
@require_GET
def invitation_list(request: SignedInRequest, pk: int) -> HttpResponse:
    return _list_page(request, activity_for_staff(request, pk, Permission.SEE_REGISTRATIONS))


def _list_page(request: SignedInRequest, activity: Activity, refused: ValidationError | None = None) -> HttpResponse:
    rows = Invitation.objects.visible_to(request.user).filter(activity=activity)
    may_manage = may(request.user, Permission.MANAGE_REGISTRATIONS, activity.scope)
    context = {
        "activity": activity,
        "page_obj": list_page(request, rows.select_related("registration"), PER_PAGE),
        "counts": rows.counts(),
        "may_manage": may_manage,
        "is_over": activity.is_over_at(clock.now()),
        "batches": mails.batches_of(activity) if may_manage else [],
        "may_see_mail": may(request.user, Permission.SEE_MAIL, activity.scope),
        "refused": refused.messages if refused else [],
    }
    return render(
        request, "participation/registration/invitations/invitation_list.html", context, status=422 if refused else 200
    )


@login_required
@require_http_methods(["GET", "POST"])
def invitation_add(request: SignedInRequest, pk: int) -> HttpResponse:
    """First what was read, line by line; a second press sends all of them or none."""
    activity = activity_for_staff(request, pk, Permission.MANAGE_REGISTRATIONS)
    form = InviteForm(request.POST or None, request.FILES or None, initial={"language": "lv"})
    here = reverse("participation:invitation_list", args=[pk])
    context: dict[str, object] = {"activity": activity, "form": form, "cancel_url": here, "most": form.most}
    take_up_draft(request, form)
    if request.method != "POST":
        return render(request, "participation/registration/invitations/invitation_add.html", context)
    if form.is_valid():
        context |= _preview(activity, form)
        if request.POST.get("step") != "send":
            return render(request, "participation/registration/invitations/invitation_add.html", context)
        people = form.pasted.people
        asked = {name: form.cleaned_data[name] for name in ("language", "words")}
        outcome = attempt(
            request,
            form,
            lambda: services.invite(by=request.user, activity=activity, people=people, **asked),
            done=_invited,
            to=here,
        )
        if isinstance(outcome, HttpResponse):
            return outcome
    return render(request, "participation/registration/invitations/invitation_add.html", context, status=422)


def _invited(made: list[Invitation]) -> str:
    sentence = ngettext("%(n)s invitation is on its way.", "%(n)s invitations are on their way.", len(made))
    return sentence % {"n": len(made)}


def _preview(activity: Activity, form: InviteForm) -> dict[str, object]:
    people = form.pasted.people
    registered, invited = services.known_among(activity, [person.email for person in people])
    rows = [(person, "registered" if person.email in registered else "invited" if person.email in invited else "")
            for person in people]  # fmt: skip
    return {"preview": rows, "new": sum(not known for _row, known in rows)}


@login_required
@require_POST
def invitation_remind(request: SignedInRequest, pk: int) -> HttpResponse:
    activity = activity_for_staff(request, pk, Permission.SEE_REGISTRATIONS)
    outcome = attempt(
        request,
        forms.Form(request.POST),
        lambda: services.remind_silent(by=request.user, activity=activity),
        name=f"remind:{pk}",
        done=_reminded,
        to=reverse("participation:invitation_list", args=[pk]),
    )
    return outcome if isinstance(outcome, HttpResponse) else _list_page(request, activity, outcome)


def _reminded(number: int) -> str:
    sentence = ngettext("%(n)s reminder is on its way.", "%(n)s reminders are on their way.", number)
    return sentence % {"n": number}


@require_http_methods(["GET", "POST"])
def invitation_answer(request: HttpRequest, token: str) -> HttpResponse:
    """Yes leads to the form of registering; no is said here. Whoever holds the link needs no account."""
    invitation = invitation_or_404(token)
    if request.method == "POST":
        if request.POST.get("answer") != "no":
            raise Http404
        services.decline(by=INVITATION, invitation=invitation)
        answer: HttpResponse = redirect("participation:invitation_answer", token)
    else:
        activity = invitation.activity
        context = {
            **about(invitation),
            "why_closed": why_closed(activity.enrolment),
            "register_url": f"{reverse('participation:register', args=[activity.pk])}?invitation="
            f"{signed_tokens.token(links.INVITATION, invitation.pk)}",
        }
        answer = render(request, "participation/registration/invitations/invitation_answer.html", context)
    answer["Cache-Control"] = PRIVATE
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer
