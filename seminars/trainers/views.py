"""Who teaches a seminar, and the staff's page of a seminar's trainers and materials."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from darbigas_kopienas.pages.broken_links import BrokenTrainerLink
from darbigas_kopienas.pages.forms import answer_button
from darbigas_kopienas.pages.list_query import require_known
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission, may, require
from darbigas_kopienas.programme.actors import TRAINER_LINK
from seminars.seminar.models import Seminar
from seminars.seminar.views import answer_running, seminar_or_404, seminar_to_write

from . import links, services
from .forms import AnswerForm, EngageForm, EngagementForm, TrainerForm
from .models import Engagement

State = Engagement.State


@login_required
@require_GET
def running_list(request: SignedInRequest, pk: int) -> HttpResponse:
    """Trainers with their agreements, and materials: the staff side."""
    require_known(request.GET, {})
    seminar = seminar_or_404(request, pk)
    require(request.user, Permission.SEE_STAFF, seminar.scope)
    engagements = list(seminar.engagements.select_related("trainer__organisation", "agreement"))
    fees = [
        engagement.fee
        for engagement in engagements
        if engagement.fee is not None and engagement.state != State.DECLINED
    ]
    context = {
        "seminar": seminar,
        "engagements": engagements,
        "fees": sum(fees) if fees else None,
        "materials": seminar.materials.select_related("document"),
        "may_write": may(request.user, Permission.WRITE_SEMINAR, seminar.scope),
        "is_coming": seminar.activity.state not in {"held", "cancelled"},
    }
    return render(request, "seminars/trainers/running_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def engagement_add(request: SignedInRequest, pk: int) -> HttpResponse:
    seminar = seminar_to_write(request, pk)
    form = EngageForm(request.POST or None, scope=seminar.scope)
    return answer_running(
        request,
        seminar,
        form,
        lambda: _engage(request.user, seminar, form),
        heading=_("Add a trainer"),
        act=_("Add the trainer"),
        done=_("The trainer is added."),
    )


def _engage(user: User, seminar: Seminar, form: EngageForm) -> None:
    data = form.cleaned_data
    trainer = data["trainer"] or services.add_trainer(
        by=user, scope=seminar.scope, name=data["name"], email=data["email"]
    )
    services.engage(by=user, seminar=seminar, trainer=trainer)


def _engagement(seminar: Seminar, pk: int) -> Engagement:
    engagement = get_object_or_404(seminar.engagements.select_related("trainer__organisation", "agreement"), pk=pk)
    engagement.seminar = seminar
    return engagement


@login_required
@require_http_methods(["GET", "POST"])
def engagement_edit(request: SignedInRequest, pk: int, engagement_pk: int) -> HttpResponse:
    seminar = seminar_to_write(request, pk)
    engagement = _engagement(seminar, engagement_pk)
    form = EngagementForm(
        request.POST or None,
        request.FILES or None,
        user=request.user,
        scope=seminar.scope,
        initial=EngagementForm.initial_of(engagement),
    )
    return answer_running(
        request,
        seminar,
        form,
        lambda: services.edit_engagement(
            by=request.user,
            engagement=engagement,
            agreement=form.document,
            **{name: form.cleaned_data[name] for name in ("agreement_number", "agreed_on", "fee")},
        ),
        heading=str(engagement.trainer),
        act=_("Save the agreement"),
        done=_("The agreement is saved."),
        document=engagement.agreement,
    )


@login_required
@require_http_methods(["GET", "POST"])
def trainer_edit(request: SignedInRequest, pk: int, engagement_pk: int) -> HttpResponse:
    """The profile of somebody who teaches here. That of the whole programme is its coordinator's to write."""
    seminar = seminar_to_write(request, pk)
    trainer = _engagement(seminar, engagement_pk).trainer
    require(request.user, Permission.WRITE_SEMINAR, trainer.scope)
    form = TrainerForm(request.POST or None, scope=trainer.scope, initial=TrainerForm.initial_of(trainer))
    return answer_running(
        request,
        seminar,
        form,
        lambda: services.edit_trainer(by=request.user, trainer=trainer, **form.cleaned_data),
        heading=str(trainer),
        act=_("Save the profile"),
        done=_("The profile is saved."),
    )


@login_required
@require_POST
def engagement_act(request: SignedInRequest, pk: int, engagement_pk: int) -> HttpResponse:
    """One press on the list: ask by letter, note the answer, end what was entered by mistake."""
    seminar = seminar_to_write(request, pk)
    engagement = _engagement(seminar, engagement_pk)
    return answer_button(
        request,
        lambda: _do(request, engagement, request.POST.get("deed", "")),
        to=reverse("seminars:running_list", args=[pk]),
        done=str,
    )


def _do(request: SignedInRequest, engagement: Engagement, action: str) -> str:
    if action == "ask":
        services.ask_trainer(by=request.user, engagement=engagement)
        return _("The e-mail to the trainer is on its way.")
    if action == "end":
        services.end_engagement(by=request.user, engagement=engagement)
        return _("The trainer is removed.")
    if action not in State.values:
        raise ValidationError(_("This page is out of date. Reload it."))
    services.settle_engagement(by=request.user, engagement=engagement, state=action)
    return _("The answer is noted.")


@require_http_methods(["GET", "POST"])
def engagement_answer(request: HttpRequest, token: str) -> HttpResponse:
    """The trainer's own page, by the link of the letter: looking changes nothing, a press answers."""
    engagement = links.engagement_by(token)
    if engagement is None:
        raise BrokenTrainerLink
    error, form = "", AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        comes, reason = request.POST.get("answer") == "yes", form.cleaned_data["reason"]
        try:
            services.answer_engagement(by=TRAINER_LINK, engagement=engagement, comes=comes, reason=reason)
        except ValidationError as refusal:
            error = " ".join(refusal.messages)
        else:
            messages.success(request, _("Thank you, your answer is noted."))
            return redirect(request.path)
    activity = engagement.seminar.activity
    context = {
        "engagement": engagement,
        "seminar": engagement.seminar,
        "sessions": activity.sessions.exclude(state="cancelled"),
        "is_coming": activity.state not in {"held", "cancelled"},
        "error": error,
        "form": form,
    }
    status = 422 if error or form.errors else 200
    answer = render(request, "seminars/trainers/engagement_answer.html", context, status=status)
    answer["Cache-Control"] = "private, no-store"
    return answer
