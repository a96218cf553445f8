from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.values import formats
from seminars.plan import services
from seminars.plan.forms.days import SessionForm
from seminars.seminar.views import answer_action, seminar_to_write


@login_required
@require_http_methods(["GET", "POST"])
def seminar_day_add(request: SignedInRequest, pk: int) -> HttpResponse:
    seminar = seminar_to_write(request, pk)
    form = SessionForm(request.POST or None, initial={"place": seminar.activity.place})
    here = reverse("seminars:seminar_detail", args=[pk])
    return answer_action(
        request,
        seminar,
        form,
        lambda: services.add_day(by=request.user, seminar=seminar, **form.session),
        heading=_("Add a day"),
        act=_("Add the day"),
        cancel_url=here,
        done=_("The day is added."),
        to=here,
    )


@login_required
@require_http_methods(["GET", "POST"])
def seminar_day_edit(request: SignedInRequest, pk: int, session_pk: int) -> HttpResponse:
    seminar = seminar_to_write(request, pk)
    session = get_object_or_404(seminar.activity.sessions.all(), pk=session_pk)
    form = SessionForm(request.POST or None, initial=SessionForm.initial_from(session))
    here = reverse("seminars:seminar_detail", args=[pk])
    return answer_action(
        request,
        seminar,
        form,
        lambda: services.move_day(by=request.user, seminar=seminar, session=session, **form.session),
        cancel_url=here,
        heading=_("Correct the day"),
        lead=_("Those who are registered are told of a change in ten minutes, of all changes together."),
        act=_("Save the day"),
        second_url=reverse("seminars:seminar_day_remove", args=[pk, session_pk]),
        second_act=_("Remove the day"),
        done=_("The day is saved."),
    )


@login_required
@require_http_methods(["GET", "POST"])
def seminar_day_remove(request: SignedInRequest, pk: int, session_pk: int) -> HttpResponse:
    seminar = seminar_to_write(request, pk)
    session = get_object_or_404(seminar.activity.sessions.all(), pk=session_pk)
    here = reverse("seminars:seminar_detail", args=[pk])
    lead = _("%(day)s will not take place. Those who are registered will be told.")
    return answer_action(
        request,
        seminar,
        Form(request.POST if request.method == "POST" else None),
        lambda: services.take_off_day(by=request.user, seminar=seminar, session=session),
        heading=_("Remove the day"),
        lead=lead % {"day": formats.long_date(session.starts_at, formats.Case.GENITIVE)},
        act=_("Remove the day"),
        is_final=True,
        cancel_url=here,
        done=_("The day is removed."),
        to=here,
    )
