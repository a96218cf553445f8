from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from darbigas_kopienas.evidence.downloads import send_document
from darbigas_kopienas.evidence.models import State as DocumentState
from darbigas_kopienas.pages.forms import answer_form, attempt
from darbigas_kopienas.pages.list_query import list_page
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission, may, may_anywhere, require
from darbigas_kopienas.programme.current import current_programme
from darbigas_kopienas.programme.history import history_about
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import texts

from . import services
from .check import report_check, report_check_form
from .forms import FileForm, ReportForm
from .freeze import figures_of
from .models import Rendering, Report
from .records import seen_by
from .untranslated import untranslated

__all__ = [
    "figure_detail",
    "rendering_download",
    "rendering_make",
    "report_check",
    "report_check_form",
    "report_delete",
    "report_detail",
    "report_list",
    "report_make",
    "report_submit",
]
REMEMBERED = "report_wish"
PER_PAGE = 20
READING = (Permission.SEE_REPORT, Permission.SEE_FINAL_REPORT)


def _programme(request: HttpRequest) -> Programme:
    """The programme whose reports this person reads. Raises Http404 and PermissionDenied."""
    programme = current_programme(request)
    if programme is None:
        raise Http404
    if not any(may_anywhere(request.user, language, programme.pk) for language in READING):
        raise PermissionDenied(_("Reports are read by those who run the programme, its funder and its auditor."))
    return programme


def _form(request: SignedInRequest, programme: Programme) -> ReportForm | None:
    """None for those who only read."""
    if not may_anywhere(request.user, Permission.MAKE_REPORT, programme.pk):
        return None
    last_choice = request.session.get(REMEMBERED, {})
    remembered = last_choice.get("wish", {}) if last_choice.get("programme") == programme.pk else {}
    return ReportForm(request.POST or None, user=request.user, programme=programme, remembered=remembered)


def _list_page(request: HttpRequest, programme: Programme, form: ReportForm | None, status: int = 200) -> HttpResponse:
    reports = Report.objects.visible_to(request.user).filter(programme=programme).for_lists()
    page = list_page(request, reports.prefetch_related("renderings"), PER_PAGE)
    may_share = may(request.user, Permission.MANAGE_ROLES, programme.scope)
    context = {"programme": programme, "page": page, "form": form, "may_share": may_share}
    return render(request, "reports/report_list.html", context, status=status)


@login_required
@require_GET
def report_list(request: SignedInRequest) -> HttpResponse:
    """One button for the report that is due, and the reports made before."""
    programme = _programme(request)
    return _list_page(request, programme, _form(request, programme))


@login_required
@require_POST
def report_make(request: SignedInRequest) -> HttpResponse:
    """Two clicks make one job: by the form's key, and by what is asked for while it is being made."""
    programme = _programme(request)
    form = _form(request, programme)
    if form is None:
        raise PermissionDenied(_("Your role in this programme does not allow this."))
    if not form.is_valid():
        return _list_page(request, programme, form, status=422)
    outcome = attempt(
        request,
        form,
        lambda: services.ask_for_report(by=request.user, wish=form.wish),
        to=lambda job: reverse("jobs:job_detail", args=[job.pk]),
    )
    if not isinstance(outcome, HttpResponse):
        return _list_page(request, programme, form, status=422)
    request.session[REMEMBERED] = {"programme": programme.pk, "wish": form.to_remember}
    return outcome


def _report(request: HttpRequest, code: str) -> Report:
    reports = Report.objects.visible_to(request.user).select_related("programme", "municipality")
    return get_object_or_404(reports, code=code.upper())


@login_required
@require_GET
def report_detail(request: SignedInRequest, code: str) -> HttpResponse:
    """The frozen figures on the screen, each with the code that leads to what it stands on."""
    report = _report(request, code)
    scope = report.scope
    figures = figures_of(report)
    renderings = list(report.renderings.all())
    missing = _missing(renderings) if may(request.user, Permission.MAKE_REPORT, scope) else []
    is_english_to_come = any(file["language"] == "en" for file in missing)
    return render(request, "reports/report_detail.html", {
        "report": report,
        "figures": figures,
        "renderings": renderings,
        "missing": missing,
        "untranslated": untranslated(request.user, figures) if is_english_to_come else None,
        "may_delete": services.may_delete(request.user, report),
        "may_submit": not report.is_submitted and may(request.user, Permission.SUBMIT_REPORT, scope),
        "history": history_about(request.user, report)
        if may(request.user, Permission.SEE_AUDIT, scope)
        else None,
    })  # fmt: skip


def _missing(renderings: list[Rendering]) -> list[dict[str, str]]:
    """Files that can still be made."""
    made = {(rendering.language, rendering.format) for rendering in renderings}
    return [
        {"language": language, "language_name": str(name), "format": str(format_)}
        for format_ in Rendering.Format.values
        for language, name in texts.LANGUAGES
        if (language, format_) not in made
    ]


@login_required
@require_GET
def figure_detail(request: SignedInRequest, code: str, figure_code: str) -> HttpResponse:
    """The records behind a figure that this person may see, and how many are not shown."""
    report = _report(request, code)
    figures = figures_of(report)
    figure = figures.traceable().get(figure_code.upper())
    if figure is None:
        raise Http404
    records = seen_by(request.user, figure.records)
    context: dict[str, object] = {
        "report": report,
        "figures": figures,
        "figure": figure,
        "records": records,
        "hidden": len(figure.records) - len(records),
    }
    return render(request, "reports/figure_detail.html", context)


@login_required
@require_POST
def rendering_make(request: SignedInRequest, code: str) -> HttpResponse:
    """Another language or format of the same frozen figures."""
    report = _report(request, code)
    require(request.user, Permission.MAKE_REPORT, report.scope)
    form = FileForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose the language and the kind of file."))
        return redirect("reports:report_detail", code=report.code)
    job = services.ask_for_file(by=request.user, report=report, **form.cleaned_data)
    return redirect("jobs:job_detail", pk=job.pk)


@login_required
@require_GET
def rendering_download(request: SignedInRequest, code: str, language: str, format: str) -> HttpResponseBase:  # noqa: A002 - URL word
    """The stored bytes; whoever may read the report may have its files."""
    files = Rendering.objects.visible_to(request.user).filter(document__state=DocumentState.STORED)
    wanted = {"report__code": code.upper(), "language": language, "format": format}
    rendering = get_object_or_404(files.select_related("document"), **wanted)
    return send_document(rendering.document, reader=request.user)


@login_required
@require_http_methods(["GET", "POST"])
def report_submit(request: SignedInRequest, code: str) -> HttpResponse:
    """It cannot be undone, so it asks first."""
    report = _report(request, code)
    require(request.user, Permission.SUBMIT_REPORT, report.scope)
    return answer_form(
        request,
        Form(request.POST if request.method == "POST" else None),
        lambda: services.submit_report(by=request.user, report=report),
        template="reports/report_submit.html",
        context={"report": report, "renderings": report.renderings.all()},
        done=_("The report is submitted. The funder can read it now."),
        to=reverse("reports:report_detail", args=[report.code]),
    )


@login_required
@require_http_methods(["GET", "POST"])
def report_delete(request: SignedInRequest, code: str) -> HttpResponse:
    """It cannot be undone, so it asks first."""
    report = _report(request, code)
    services.require_may_delete(request.user, report)
    return answer_form(
        request,
        Form(request.POST or None),
        lambda: services.delete_draft(by=request.user, report=report),
        template="reports/report_delete.html",
        context={"report": report},
        done=_("The draft of the report is deleted."),
        to=reverse("reports:report_list"),
    )
