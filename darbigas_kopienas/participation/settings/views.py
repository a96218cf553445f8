from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.pages.forms import answer_form
from darbigas_kopienas.participation.questions.columns import question_ids
from darbigas_kopienas.participation.registration.seat_columns import registered_counts
from darbigas_kopienas.participation.settings import services
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission, require

from .forms import EnrolmentForm


@login_required
@require_http_methods(["GET", "POST"])
def enrolment_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = Activity.objects.for_staff(request.user).select_related("programme", "municipality", "enrolment")
    activity = get_object_or_404(rows.annotate(question_ids=question_ids()), pk=pk)
    require(request.user, Permission.MANAGE_REGISTRATIONS, activity.scope)
    form = EnrolmentForm(request.POST or None, activity=activity, enrolment=getattr(activity, "enrolment", None))
    context = {
        "activity": activity,
        "taken": registered_counts([activity]).get(activity.pk, 0),
        "questions": activity.question_ids,  # type: ignore[attr-defined]  # annotated above
        "cancel_url": reverse("participation:registration_list", args=[pk]),
    }
    return answer_form(
        request,
        form,
        lambda: _set_up(request.user, activity, form),
        template="participation/settings/enrolment_edit.html",
        context=context,
        done=_("The settings of registration are saved."),
        to=reverse("participation:enrolment_edit", args=[pk]),
    )


def _set_up(user: User, activity: Activity, form: EnrolmentForm) -> None:
    reserves = form.reserved_seats if form.reserves.has_changed() else None
    services.set_up(by=user, activity=activity, reserves=reserves, **form.cleaned_data)
