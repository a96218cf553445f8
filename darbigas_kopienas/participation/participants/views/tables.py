"""The list of those registered as a table: taken along, and sent in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.audit.services import record_taken
from darbigas_kopienas.pages.list_query import not_offered, refuse
from darbigas_kopienas.pages.table_export import answer_table, format_asked
from darbigas_kopienas.pages.table_import import answer_import, answer_template
from darbigas_kopienas.participation.enrolment.lookup import activity_for_staff
from darbigas_kopienas.participation.participants import resources
from darbigas_kopienas.participation.participants.forms import ParticipantTableForm
from darbigas_kopienas.participation.registration.people_list import HEADINGS
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission, require

from .participant_list import filtered

MOST_ROWS = 300  # each is registered by itself behind the lock, and nobody else gets a seat meanwhile


@login_required
@require_GET
def registration_export(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """Exactly the rows of the list with its filter, with the chosen columns."""
    activity = activity_for_staff(request, pk, Permission.SEE_REGISTRATIONS)
    require(request.user, Permission.EXPORT, activity.scope)
    kind = format_asked(request, is_filtered=True)
    rows, keys = filtered(request, activity).rows(also=("format", "columns")), _columns(request, activity)
    pieces = resources.registration_table(rows, request.user, kind, activity=activity, keys=keys)
    record_taken(by=request.user, verb="participants.exported", obj=activity)
    return answer_table(pieces, title=f"{_('Participants')} {activity.title}", kind=kind)


def _columns(request: SignedInRequest, activity: Activity) -> list[str]:
    """All where the address names none. Raises UnknownWords for one that there is not."""
    keys, offered = request.GET.getlist("columns"), {key for key, _name in resources.column_choices(activity)}
    if unknown := next((key for key in keys if key not in offered), None):
        refuse({"columns": not_offered(_("Columns"), unknown)})
    return keys


@login_required
@require_http_methods(["GET", "POST"])
def registration_import(request: SignedInRequest, pk: int) -> HttpResponse:
    activity = activity_for_staff(request, pk, Permission.MANAGE_REGISTRATIONS)
    form = ParticipantTableForm(request.POST or None, request.FILES or None)
    here = reverse("participation:registration_list", args=[pk])
    return answer_import(
        request,
        form,
        lambda: resources.RegistrationResource(
            by=request.user, activity=activity, language=form.cleaned_data["language"]
        ),
        headings=HEADINGS,
        owner=f"participants:{pk}:{request.user.pk}",
        done_url=here,
        most=MOST_ROWS,
        context={
            "heading": _("Participants from a table"),
            "lead": _(
                "A seat if one is free, else the end of the waiting list; each gets the usual e-mail. "
                "A row with an address that is registered already corrects the name and the institution."
            ),
            "list_name": _("Participants"),
            "list_url": here,
            "template_url": reverse("participation:registration_import_template", args=[pk]),
        },
    )


@login_required
@require_GET
def registration_import_template(request: SignedInRequest, pk: int) -> HttpResponse:
    activity_for_staff(request, pk, Permission.MANAGE_REGISTRATIONS)
    return answer_template(HEADINGS, _("Participants"))
