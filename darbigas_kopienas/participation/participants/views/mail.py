"""A letter of the organiser's own words to those in the list."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from darbigas_kopienas.pages.forms import attempt, take_up_draft
from darbigas_kopienas.participation.enrolment.lookup import activity_for_staff
from darbigas_kopienas.participation.participants import services
from darbigas_kopienas.participation.participants.forms import LetterForm
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission

from .participant_list import filtered


@login_required
@require_http_methods(["GET", "POST"])
def registration_letter(request: SignedInRequest, pk: int) -> HttpResponse:
    """To those in the list with its filter: written, read through, sent."""
    activity = activity_for_staff(request, pk, Permission.MANAGE_REGISTRATIONS)
    people = [row for row in filtered(request, activity).rows() if row.email]
    form = LetterForm(request.POST or None)
    query = request.GET.urlencode()
    here = reverse("participation:registration_list", args=[pk]) + (f"?{query}" if query else "")
    context: dict[str, object] = {"activity": activity, "form": form, "number": len(people), "cancel_url": here}
    take_up_draft(request, form)
    if request.method != "POST":
        return render(request, "participation/participants/registration_letter.html", context)
    if form.is_valid():
        context["is_preview"] = True
        if request.POST.get("step") != "send":
            return render(request, "participation/participants/registration_letter.html", context)
        outcome = attempt(
            request,
            form,
            lambda: services.write_to(by=request.user, activity=activity, registrations=people, **form.cleaned_data),
            done=_message,
            to=here,
        )
        if isinstance(outcome, HttpResponse):
            return outcome
    return render(request, "participation/participants/registration_letter.html", context, status=422)


def _message(number: int) -> str:
    if not number:
        return gettext("The same words have gone to everybody in the list today already; no e-mail was written.")
    return ngettext("%(n)s e-mail is on its way.", "%(n)s e-mails are on their way.", number) % {"n": number}
