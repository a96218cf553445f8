"""A school's contact registers colleagues: a pasted list, shown back, then all of them at once."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from darbigas_kopienas.activities.pages import page_of
from darbigas_kopienas.pages.forms import attempt, take_up_draft
from darbigas_kopienas.participation.colleagues import services
from darbigas_kopienas.participation.enrolment.models import Enrolment
from darbigas_kopienas.participation.enrolment.rules import why_closed
from darbigas_kopienas.participation.registration.models import Registration
from darbigas_kopienas.participation.registration.schools import schools_of
from darbigas_kopienas.people.models import SchoolContact, User
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.values import formats

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
    context: dict[str, object] = {
        "activity": enrolment.activity,
        "form": form,
        "schools": schools,
        "why_closed": why_closed(enrolment),
        "confirms": not SchoolContact.objects.own(request.user).filter(organisation__in=schools).exists(),
        "made": services.registered_by(request.user, enrolment.activity),
        "cancel_url": page_of(enrolment.activity) or "",
    }
    take_up_draft(request, form)
    if request.method != "POST":
        return render(request, "participation/colleagues/colleague_register.html", context)
    if form.is_valid():
        context["preview"] = form.pasted.people
        if request.POST.get("step") != "register":
            return render(request, "participation/colleagues/colleague_register.html", context)
        outcome = attempt(
            request,
            form,
            lambda: _register(request.user, enrolment, form),
            done=_message(len(form.pasted.people)),
            to=reverse("participation:colleague_register", args=[pk]),
        )
        if isinstance(outcome, HttpResponse):
            return outcome
    return render(request, "participation/colleagues/colleague_register.html", context, status=422)


def _register(user: User, enrolment: Enrolment, form: ColleaguesForm) -> list[Registration]:
    return services.register_colleagues(
        by=user,
        activity=enrolment.activity,
        school=form.chosen_school,
        people=form.pasted.people,
        language=formats.active_language(),
    )


def _message(number: int) -> str:
    """Of the whole list: who was registered before is not told."""
    message = ngettext(
        "We write to %(n)s colleague; the e-mail says what place it is.",
        "We write to %(n)s colleagues; the e-mail says what place each has.",
        number,
    )
    return message % {"n": number}
