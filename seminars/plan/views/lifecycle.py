from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from darbigas_kopienas.participation.registration import mails
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.values import clock
from seminars.plan import services
from seminars.plan.forms.lifecycle import CancelForm, HeldForm, MistakeForm, MoveOnlineForm, PostponeForm
from seminars.seminar.views import answer_action, seminar_to_write


@login_required
@require_http_methods(["GET", "POST"])
def seminar_mark_held(request: SignedInRequest, pk: int) -> HttpResponse:
    seminar = seminar_to_write(request, pk)
    day = seminar.activity.last_held_on or min(seminar.last_day, clock.today())
    form = HeldForm(request.POST or None, initial={"held_on": day})
    here = reverse("seminars:seminar_detail", args=[pk])
    return answer_action(
        request,
        seminar,
        form,
        lambda: services.mark_seminar_held(
            by=request.user, seminar=seminar, held_on=form.cleaned_data["held_on"], counts=form.counts
        ),
        cancel_url=here,
        heading=_("The seminar was held"),
        lead=_("Count those whose names were not taken; registered people are counted from the attendance list."),
        act=_("Mark as held"),
        done=_("The seminar is marked as held."),
    )


@login_required
@require_http_methods(["GET", "POST"])
def seminar_postpone(request: SignedInRequest, pk: int) -> HttpResponse:
    seminar = seminar_to_write(request, pk)
    form = PostponeForm(request.POST or None)
    here = reverse("seminars:seminar_detail", args=[pk])
    return answer_action(
        request,
        seminar,
        form,
        lambda: services.postpone_seminar(
            by=request.user, seminar=seminar, reason=form.cleaned_data["reason"], until=form.cleaned_data["until"]
        ),
        cancel_url=here,
        heading=_("Postpone the seminar"),
        lead=_("Registrations stand, the other days move along; everybody registered is told at once."),
        act=_("Postpone the seminar"),
        done=_("The seminar is postponed."),
    )


@login_required
@require_http_methods(["GET", "POST"])
def seminar_move_online(request: SignedInRequest, pk: int) -> HttpResponse:
    seminar = seminar_to_write(request, pk)
    form = MoveOnlineForm(request.POST or None)
    here = reverse("seminars:seminar_detail", args=[pk])
    return answer_action(
        request,
        seminar,
        form,
        lambda: services.move_seminar_online(
            by=request.user,
            seminar=seminar,
            reason=form.cleaned_data["reason"],
            online_url=form.cleaned_data["online_url"],
        ),
        cancel_url=here,
        heading=_("Move the seminar online"),
        lead=_("The days stay; everybody registered is told at once."),
        act=_("Move online"),
        done=_("The seminar is moved online."),
    )


@login_required
@require_http_methods(["GET", "POST"])
def seminar_cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    seminar = seminar_to_write(request, pk)
    form = CancelForm(request.POST or None)
    here = reverse("seminars:seminar_detail", args=[pk])
    to_notify = mails.number_to_notify(seminar.activity)
    return answer_action(
        request,
        seminar,
        form,
        lambda: services.cancel_seminar(by=request.user, seminar=seminar, reason=form.cleaned_data["reason"]),
        cancel_url=here,
        heading=_("Cancel the seminar"),
        lead=_(
            "A cancelled seminar stays in the list as cancelled; everybody registered will be told. This cannot be "
            "undone."
        ),
        act=_yes_cancel(to_notify),
        back=_("Do not cancel"),
        is_final=True,
        done=_("The seminar is cancelled."),
    )


def _yes_cancel(to_notify: int) -> str:
    if not to_notify:
        return _("Yes, cancel the seminar")
    sentence = ngettext(
        "Yes, cancel the seminar and tell %(n)s person", "Yes, cancel the seminar and tell %(n)s people", to_notify
    )
    return sentence % {"n": to_notify}


@login_required
@require_http_methods(["GET", "POST"])
def seminar_set_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """It was marked as held by mistake; whoever regrets that marks it anew, with the same day."""
    seminar = seminar_to_write(request, pk)
    form = MistakeForm(request.POST or None)
    return answer_action(
        request,
        seminar,
        form,
        lambda: services.set_seminar_back(by=request.user, seminar=seminar, reason=form.cleaned_data["reason"]),
        cancel_url=reverse("seminars:seminar_detail", args=[pk]),
        heading=_("Marked as held by mistake"),
        lead=_("The seminar is planned again, until you mark it as held anew. Nothing that was counted is lost."),
        act=_("Set back to planned"),
        done=_("The seminar is planned again."),
    )
