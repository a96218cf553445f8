"""A school's contact registers colleagues: a pasted list, shown back, then all of them at once."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from darbigas_kopienas.activities.pages import page_of
from darbigas_kopienas.pages.forms import say
from darbigas_kopienas.participation.colleagues import services
from darbigas_kopienas.participation.enrolment.models import Enrolment
from darbigas_kopienas.participation.enrolment.rules import why_closed
from darbigas_kopienas.participation.registration.schools import schools_of
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.submissions.services import once

from .forms import ColleaguesForm


@login_required
@require_http_methods(["GET", "POST"])
def colleague_register(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = Enrolment.objects.visible_to(request.user).with_activity()
    enrolment = get_object_or_404(rows, activity=pk)
    schools = schools_of(request.user)
    if not schools:
        raise PermissionDenied(_("Colleagues are registered by somebody who works at the school or speaks for it."))
    form = ColleaguesForm(request.POST or None, schools=schools)
    here = reverse("participation:colleague_register", args=[pk])
    context: dict[str, Any] = {
        "activity": enrolment.activity,
        "form": form,
        "schools": schools,
        "why_closed": why_closed(enrolment),
        "made": services.registered_by(request.user, enrolment.activity),
        "cancel_url": page_of(enrolment.activity) or "",
    }
    if request.method != "POST":
        return render(request, "participation/colleagues/colleague_register.html", context)
    if form.is_valid():
        context["preview"] = form.pasted.people
        if request.POST.get("step") != "register":
            return render(request, "participation/colleagues/colleague_register.html", context)
        try:
            return redirect(once(by=request.user, key=request.POST.get("submission_key", ""), form=f"colleagues:{pk}",
                                 deed=lambda: _registered(request, enrolment, form, here)))  # fmt: skip
        except ValidationError as error:
            say(form, error)
    return render(request, "participation/colleagues/colleague_register.html", context, status=422)


def _registered(request: SignedInRequest, enrolment: Enrolment, form: ColleaguesForm, here: str) -> str:
    made = services.register_colleagues(
        by=request.user,
        activity=enrolment.activity,
        school=form.chosen_school,
        people=form.pasted.people,
        language=(get_language() or "lv")[:2],
    )
    told = ngettext(
        "%(n)s colleague is registered and gets a letter.",
        "%(n)s colleagues are registered and get letters.",
        len(made),
    )
    messages.success(request, told % {"n": len(made)})
    return here
