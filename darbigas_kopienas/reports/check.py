"""The public check page: what the portal knows of a report whose code somebody holds in hand."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from darbigas_kopienas.values.codes import plain, spaced
from darbigas_kopienas.web.rate_limits import is_over_limit

from .forms import CodeForm
from .models import Rendering, Report

TRIES_ALLOWED = 120  # from one address in a minute, known codes and unknown; a school stands behind one address
FORGOTTEN_AFTER = 60  # seconds
TOO_MANY = 429


@require_GET
def report_check_form(request: HttpRequest) -> HttpResponse:
    """Type the code; its page has an address of its own, so that it can be printed and scanned."""
    form = CodeForm(request.GET or None)
    if form.is_valid():
        return redirect("reports:report_check", code=form.cleaned_data["code"])
    return _form_page(request, form)


def _form_page(request: HttpRequest, form: CodeForm, status: int = 0) -> HttpResponse:
    return render(
        request, "reports/report_check_form.html", {"form": form}, status=status or (422 if form.is_bound else 200)
    )


@never_cache
@require_GET
def report_check(request: HttpRequest, code: str) -> HttpResponse:
    """Open to everybody who has the code. An unknown one is said in a sentence; the answer is built the same way."""
    if is_over_limit(request, "report-check", most=TRIES_ALLOWED, seconds=FORGOTTEN_AFTER):
        return _page(request, code, None, [], status=TOO_MANY)
    facts = Report.objects.known_by(plain(code))
    files = list(Rendering.objects.of_code(plain(code)))
    if facts is None and not (form := CodeForm({"code": code})).is_valid():
        return _form_page(request, form, status=404)
    if facts is None:
        return _page(request, code, None, files, status=404)
    return _page(request, code, facts, files)


def _page(
    request: HttpRequest, code: str, facts: dict[str, object] | None, files: list[Rendering], status: int = 200
) -> HttpResponse:
    context = {
        "facts": facts,
        "files": files,
        "code": spaced(plain(code)),
        "form": CodeForm(initial={"code": spaced(plain(code))}),
        "is_too_many": status == TOO_MANY,
    }
    return render(request, "reports/report_check.html", context, status=status)
