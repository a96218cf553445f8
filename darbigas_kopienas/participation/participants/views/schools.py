"""The organiser says once which institution people meant by what they typed."""

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.pages.forms import answer_button, attempt
from darbigas_kopienas.participation.enrolment.lookup import activity_for_staff
from darbigas_kopienas.participation.participants.forms import SchoolForm
from darbigas_kopienas.participation.participants.school_names import (
    TypedSchool,
    forget_spelling,
    map_school,
    typed_schools,
)
from darbigas_kopienas.participation.registration.offer import known_schools
from darbigas_kopienas.participation.registration.prepared import spellings_of
from darbigas_kopienas.participation.registration.spellings import SchoolSpellingQuerySet
from darbigas_kopienas.people.models import Municipality
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.choices import partners_of

REFUSED = 422


@login_required
@require_http_methods(["GET", "POST"])
def school_map(request: SignedInRequest, pk: int) -> HttpResponse:
    activity = activity_for_staff(request, pk, Permission.MANAGE_REGISTRATIONS)
    partners = partners_of(activity.programme_id)
    sent = SchoolForm(request.POST, partners=partners) if request.method == "POST" else None
    if sent is not None:
        outcome = attempt(
            request,
            sent,
            lambda: map_school(by=request.user, activity=activity, **sent.cleaned_data),
            name=f"school:{pk}",
            done=_done,
            to=reverse("participation:school_map", args=[pk]),
        )
        if isinstance(outcome, HttpResponse):
            return outcome
    schools = list(known_schools(activity))
    every = typed_schools(request.user, activity, schools)
    rows = [(typed, _form_of(typed, number, partners, sent)) for number, typed in enumerate(every, start=1)]
    context = {
        "activity": activity,
        "rows": rows,
        "schools": schools,
        "spellings": _spellings(request, activity),
        "form": sent,
    }
    status = REFUSED if sent is not None else 200
    return render(request, "participation/participants/school_map.html", context, status=status)


@login_required
@require_POST
def school_forget(request: SignedInRequest, pk: int, spelling_pk: int) -> HttpResponse:
    activity = activity_for_staff(request, pk, Permission.MANAGE_REGISTRATIONS)
    spelling = get_object_or_404(_spellings(request, activity), pk=spelling_pk)
    return answer_button(
        request,
        lambda: forget_spelling(by=request.user, spelling=spelling),
        done=_(
            "The portal no longer takes it for that. Whoever has registered already stays as they are: correct them on"
            " their own page."
        ),
        to=reverse("participation:school_map", args=[pk]),
    )


def _spellings(request: SignedInRequest, activity: Activity) -> SchoolSpellingQuerySet:
    """What this person, or a colleague, has said here and may take back."""
    return spellings_of(activity).visible_to(request.user)


def _form_of(
    typed: TypedSchool, number: int, partners: "QuerySet[Municipality]", sent: SchoolForm | None
) -> SchoolForm:
    """The one that was sent, with what was typed; else a new one with the likeliest institution."""
    auto_id = f"%s-{number}"
    if sent is not None and sent.data.get("typed") == typed.text:
        sent.auto_id = auto_id
        return sent
    initial = {"typed": typed.text, "school": typed.near[0] if typed.near else ""}
    return SchoolForm(partners=partners, initial=initial, auto_id=auto_id)


def _done(number: int) -> str:
    sentence = ngettext("%(n)d registration is put right.", "%(n)d registrations are put right.", number)
    return sentence % {"n": number}
