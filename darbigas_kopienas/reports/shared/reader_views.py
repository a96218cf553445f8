"""What whoever holds a view link reads, with an account or without. Each opening is noted; nothing can be sent here."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from darbigas_kopienas.evidence.downloads import send_document
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.pages.broken_links import BrokenSharedLink
from darbigas_kopienas.programme.actors import AUDIT_LINK
from darbigas_kopienas.reports.freeze import figures_of
from darbigas_kopienas.reports.models import Report
from darbigas_kopienas.web.request_limits import PRIVATE

from . import contents, services
from .models import SharedLink, SharedVisit
from .tokens import link_behind

NOT_FOUND = 404
Opened = SharedVisit.Opened


def _by_link(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Asked anew at every address: the link is valid. The answer is kept by no cache and found by no search engine."""

    @wraps(view)
    def answer(request: HttpRequest, token: str, **kwargs: object) -> HttpResponseBase:
        link = link_behind(token)
        if link is None:
            raise BrokenSharedLink
        try:
            page = view(request, link, **kwargs) if link.is_valid else _over(request, link)
        except services.LinkOver:  # its last second passed while the page was put together
            page = _over(request, link)
        page["Cache-Control"] = PRIVATE
        page["X-Robots-Tag"] = "noindex, nofollow"
        return page

    return require_GET(answer)


def _over(request: HttpRequest, link: SharedLink) -> HttpResponseBase:
    return render(request, "reports/shared/over.html", {"link": link}, status=NOT_FOUND)


def _report(link: SharedLink, code: str) -> Report:
    report = contents.report_in(link, code)
    if report is None:
        raise Http404
    return report


def _context(request: HttpRequest, link: SharedLink, **more: object) -> dict[str, object]:
    match: Any = request.resolver_match
    return {"link": link, "token": match.kwargs["token"], "programme": link.programme, **more}


@_by_link
def shared_reports(request: HttpRequest, link: SharedLink) -> HttpResponseBase:
    reports = contents.reports_of(link).prefetch_related("renderings")
    services.note_visit(by=AUDIT_LINK, link=link, opened=Opened.LIST)
    return render(request, "reports/shared/reports.html", _context(request, link, reports=reports))


@_by_link
def shared_report(request: HttpRequest, link: SharedLink, code: str) -> HttpResponseBase:
    report = _report(link, code)
    figures = figures_of(report)
    services.note_visit(by=AUDIT_LINK, link=link, opened=Opened.REPORT, report=report)
    context = _context(
        request,
        link,
        report=report,
        figures=figures,
        renderings=report.renderings.all(),
        photos=contents.photos_of(figures) if link.shows_documents else [],
    )
    return render(request, "reports/shared/report.html", context)


@_by_link
def shared_figure(request: HttpRequest, link: SharedLink, code: str, figure_code: str) -> HttpResponseBase:
    report = _report(link, code)
    figures = figures_of(report)
    figure = figures.traceable().get(figure_code.upper())
    if figure is None:
        raise Http404
    rows = contents.rows_behind(link, report, figure.records)
    services.note_visit(by=AUDIT_LINK, link=link, opened=Opened.FIGURE, report=report, detail=figure.code)
    context = _context(
        request, link, report=report, figures=figures, figure=figure, rows=rows, hidden=len(figure.records) - len(rows)
    )
    return render(request, "reports/shared/figure.html", context)


@_by_link
def shared_file(_request: HttpRequest, link: SharedLink, code: str, language: str, format: str) -> HttpResponseBase:  # noqa: A002 - URL word
    report = _report(link, code)
    rendering = contents.file_of(report, language, format)
    if rendering is None:
        raise Http404
    answer = send_document(rendering.document, reader=AUDIT_LINK)
    detail = f"{rendering.language}.{rendering.format}"
    services.note_visit(by=AUDIT_LINK, link=link, opened=Opened.FILE, report=report, detail=detail)
    return answer


@_by_link
def shared_document(_request: HttpRequest, link: SharedLink, code: str, pk: int) -> HttpResponseBase:
    report = _report(link, code)
    document = contents.document_in(link, report, figures_of(report), pk)
    if document is None:
        raise Http404
    answer = send_document(document, reader=AUDIT_LINK, called=called(document))
    services.note_visit(by=AUDIT_LINK, link=link, opened=Opened.DOCUMENT, report=report, document=document)
    return answer


def called(document: Document) -> str:
    """By its kind and number: whoever added it may have named somebody in its title."""
    return f"{document.get_kind_display()} {document.pk}"
