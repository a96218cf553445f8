from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from darbigas_kopienas.pages.forms import answer_form
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission
from seminars.catalogue.views import programme_to_write
from seminars.plan import services
from seminars.plan.forms.more_days import DayButton
from seminars.plan.forms.seminar import NewSeminarForm, SeminarForm
from seminars.seminar.views import seminar_to_write


@login_required
@require_http_methods(["GET", "POST"])
def seminar_add(request: SignedInRequest) -> HttpResponse:
    programme = programme_to_write(request)
    form = NewSeminarForm(
        request.POST or None,
        initial={"contact_email": getattr(request.user, "email", ""), "is_published": True},
        programme=programme,
        user=request.user,
        permission=Permission.WRITE_SEMINAR,
    )
    context = {"is_new": True, "cancel_url": reverse("seminars:seminar_list")}
    if (press := DayButton.pressed(request.POST)) is not None:
        form.shown_with_days(press)
        return render(request, "seminars/plan/seminar_form.html", {**context, "form": form, "is_day_added": True})
    return answer_form(
        request,
        form,
        lambda: services.plan_seminar(by=request.user, scope=form.scope, **form.seminar),
        template="seminars/plan/seminar_form.html",
        context=context,
        done=_("The seminar is saved."),
        to=lambda seminar: reverse("seminars:seminar_detail", args=[seminar.pk]),
    )


@login_required
@require_http_methods(["GET", "POST"])
def seminar_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    seminar = seminar_to_write(request, pk)
    form = SeminarForm(
        request.POST or None,
        initial=SeminarForm.initial_of(seminar),
        programme=seminar.activity.programme,
        needs_place=seminar.activity.sessions.exclude(mode="online").exists(),
    )
    here = reverse("seminars:seminar_detail", args=[pk])

    context = {"seminar": seminar, "cancel_url": here}
    return answer_form(
        request,
        form,
        lambda: services.edit_seminar(by=request.user, seminar=seminar, **form.cleaned_data),
        template="seminars/plan/seminar_form.html",
        context=context,
        done=_("The seminar is saved."),
        to=here,
    )
