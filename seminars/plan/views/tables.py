"""Tables to take along and to send in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from darbigas_kopienas.audit.services import record_taken
from darbigas_kopienas.pages.table_export import answer_table, format_asked
from darbigas_kopienas.pages.table_import import TableForm, answer_import, answer_template
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.current import programme_where
from darbigas_kopienas.programme.forms import PlacedForm
from seminars.catalogue.views import programme_to_write
from seminars.plan import resources
from seminars.plan.forms.filter import SeminarFilter
from seminars.plan.resources import AttendanceResource, SeminarResource
from seminars.seminar.models import Seminar
from seminars.seminar.views import seminar_or_404


class SeminarTableForm(PlacedForm, TableForm):
    """Where the plans of the table belong, where there is more than one answer."""

    field_order = ("table", "where")


@login_required
@require_GET
def seminar_export(request: SignedInRequest) -> StreamingHttpResponse:
    """The list with its filter; only what the person may export."""
    programme = programme_where(request, Permission.EXPORT, _("Your role in this programme does not allow exporting."))
    kind = format_asked(request, is_filtered=True)
    form = SeminarFilter(request.GET, programme=programme, also=("format", "page"))
    rows = Seminar.objects.exportable_by(request.user).filter(activity__programme=programme)
    rows = form.in_time(form.narrow(rows))
    return answer_table(resources.seminar_table(rows, request.user, kind), title=_("Seminars"), kind=kind)


@login_required
@require_http_methods(["GET", "POST"])
def seminar_import(request: SignedInRequest) -> HttpResponse:
    programme = programme_to_write(request)
    form = SeminarTableForm(
        request.POST or None,
        request.FILES or None,
        user=request.user,
        permission=Permission.WRITE_SEMINAR,
        programme=programme,
    )
    return answer_import(
        request,
        form,
        lambda: SeminarResource(by=request.user, programme=programme, scope=form.scope),
        headings=resources.SEMINAR_HEADINGS,
        owner=f"seminars:{programme.pk}:{request.user.pk}",
        done_url=reverse("seminars:seminar_list"),
        context={
            "heading": _("Seminars from a table"),
            "lead": _("Plans for a whole season at once. A row with a known title and day corrects that seminar."),
            "list_name": _("Seminars"),
            "list_url": reverse("seminars:seminar_list"),
            "template_url": reverse("seminars:seminar_import_template"),
        },
    )


@login_required
@require_GET
def seminar_import_template(request: SignedInRequest) -> HttpResponse:
    programme_to_write(request)
    return answer_template(resources.SEMINAR_HEADINGS, _("Seminars"))


@login_required
@require_GET
def attendance_export(request: SignedInRequest, pk: int) -> StreamingHttpResponse:
    """Who was at which session; names, so only for those who may read them."""
    seminar = seminar_or_404(request, pk)
    require(request.user, Permission.SEE_REGISTRATIONS, seminar.scope)
    require(request.user, Permission.EXPORT, seminar.scope)
    kind = format_asked(request)
    pieces = resources.attendance_table(seminar.activity, request.user, kind)
    record_taken(by=request.user, verb="attendance.exported", obj=seminar.activity)
    return answer_table(pieces, title=_("Attendance"), kind=kind)


@login_required
@require_http_methods(["GET", "POST"])
def attendance_import(request: SignedInRequest, pk: int) -> HttpResponse:
    seminar = _seminar_of_table(request, pk)
    here = reverse("seminars:seminar_detail", args=[pk])
    return answer_import(
        request,
        TableForm(request.POST or None, request.FILES or None),
        lambda: AttendanceResource(by=request.user, activity=seminar.activity),
        headings=resources.ATTENDANCE_HEADINGS,
        owner=f"attendance:{seminar.activity_id}:{request.user.pk}",
        done_url=here,
        context={
            "heading": _("Attendance from a table"),
            "lead": _("Hours of people who are registered. An empty cell of hours means the whole session."),
            "list_name": seminar.title,
            "list_url": here,
            "template_url": reverse("seminars:attendance_import_template", args=[pk]),
        },
    )


@login_required
@require_GET
def attendance_import_template(request: SignedInRequest, pk: int) -> HttpResponse:
    _seminar_of_table(request, pk)
    return answer_template(resources.ATTENDANCE_HEADINGS, _("Attendance"))


def _seminar_of_table(request: SignedInRequest, pk: int) -> Seminar:
    """A table answers with the names in it, whatever the day: to tick at the door is not enough."""
    seminar = seminar_or_404(request, pk)
    require(request.user, Permission.RECORD_ATTENDANCE, seminar.scope)
    require(request.user, Permission.SEE_REGISTRATIONS, seminar.scope)
    return seminar
