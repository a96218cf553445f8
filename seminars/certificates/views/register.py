from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from darbigas_kopienas.audit.services import record_taken
from darbigas_kopienas.pages.list_query import page_of
from darbigas_kopienas.pages.table_export import answer_table, format_asked
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission, may_anywhere
from darbigas_kopienas.programme.choices import reach_of
from darbigas_kopienas.programme.current import programme_where
from seminars.certificates.filters import CertificateFilter
from seminars.certificates.models import Certificate
from seminars.certificates.register import register_table

PER_PAGE = 50


@login_required
@require_GET
def certificate_register(request: SignedInRequest) -> HttpResponse:
    """All papers of the programme: by name for those who issue them, number and state for the auditor."""
    programme = programme_where(request, Permission.SEE_CERTIFICATE_STATE)
    is_by_name = may_anywhere(request.user, Permission.ISSUE_CERTIFICATE, programme.pk)
    certificates = Certificate.objects.whose_state_is_seen_by(request.user)
    if is_by_name:
        certificates = Certificate.objects.for_staff(request.user).select_related("seminar__activity")
    certificates = certificates.filter(seminar__activity__programme=programme)
    chosen = CertificateFilter(request.GET, queryset=certificates, request=request, is_by_name=is_by_name)
    context = {
        "programme": programme,
        "filter": chosen,
        "page": page_of(request, chosen.rows(), PER_PAGE),
        "query": request.GET.urlencode(),
        "is_by_name": is_by_name,
    }
    return render(request, "seminars/certificates/certificate_register.html", context)


@login_required
@require_GET
def certificate_export(request: SignedInRequest) -> StreamingHttpResponse:
    """The register with its filter as a workbook or CSV, for those who issue papers."""
    programme = programme_where(request, Permission.ISSUE_CERTIFICATE)
    if not may_anywhere(request.user, Permission.EXPORT, programme.pk):
        raise PermissionDenied(_("Your role in this programme does not allow exporting."))
    kind = format_asked(request, is_filtered=True)
    certificates = Certificate.objects.for_staff(request.user).filter(seminar__activity__programme=programme)
    chosen = CertificateFilter(request.GET, queryset=certificates, request=request, is_by_name=True)
    pieces = register_table(chosen.rows(also=("format",)), request.user, kind)
    reach = reach_of(request.user, Permission.EXPORT, programme)
    record_taken(by=request.user, verb="certificates.exported", obj=programme, scope=reach)
    return answer_table(pieces, title=_("Certificates"), kind=kind)
