import contextlib
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.people.requests import SignedInRequest

from . import services
from .models import Job


@login_required
@never_cache
@require_GET
def job_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The page of one job; htmx asks for its changing part again after 1, 2, 5 seconds."""
    job = get_object_or_404(Job.objects.visible_to(request.user).select_related("result_document"), pk=pk)
    is_page = not request.headers.get("HX-Request")
    if not is_page and request.GET.get("seen") == job.mark:
        return HttpResponse(status=204)
    # Whoever asked may have another role by now, or none: then there is a result, and no file for them.
    may_open = Document.objects.visible_to(request.user).filter(pk=job.result_document_id or 0).exists()
    context = {"job": job, "may_open": may_open}
    return render(request, "jobs/job_detail.html" if is_page else "jobs/_progress.html", context)


@login_required
@require_POST
def job_retry(request: SignedInRequest, pk: UUID) -> HttpResponse:
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    with contextlib.suppress(services.NotFailed):  # pressed twice: the page shows how it stands
        job = services.retry(by=request.user, job=job)
    return redirect("jobs:job_detail", pk=job.pk)
