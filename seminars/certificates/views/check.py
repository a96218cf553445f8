"""The public check page: what the portal knows of a paper whose code somebody holds in hand."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from darbigas_kopienas.people.erasure import ERASED
from darbigas_kopienas.values import formats
from darbigas_kopienas.values.codes import plain, spaced
from darbigas_kopienas.web.rate_limits import is_over_limit
from seminars.certificates.facts import LANGUAGES, Facts, initials, rows
from seminars.certificates.forms import CertificateCodeForm
from seminars.certificates.models import Certificate
from seminars.certificates.services.check import find_by_code

TRIES_ALLOWED = 120  # from one address in a minute, known codes and unknown; a whole school stands behind one address
FORGOTTEN_AFTER = 60  # seconds
TOO_MANY = 429
# Drawn in place of an unknown paper and thrown away, so that it costs the same work as a known one.
_SAID = dict.fromkeys(
    ("title", "number", "version", "replaces", "holder", "seminar", "learnt", "training", "type", "module",
     "hours", "of_hours", "minutes", "dates", "place", "trainers", "approval", "issuer", "issuer_number", "issued_on",
     "signatory", "position", "grant", "credit"), "-",
)  # fmt: skip
NOTHING: Facts = {"is_demo": False, **dict.fromkeys(LANGUAGES, _SAID)}


@require_GET
def certificate_check_form(request: HttpRequest) -> HttpResponse:
    """Type the code; the answer has an address of its own, the one in the QR code."""
    form = CertificateCodeForm(request.GET or None)
    if form.is_valid():
        return redirect("seminars:certificate_check", code=form.cleaned_data["code"])
    return _form_page(request, form)


def _form_page(request: HttpRequest, form: CertificateCodeForm, status: int = 0) -> HttpResponse:
    template = "seminars/certificates/certificate_check_form.html"
    return _unlisted(render(request, template, {"form": form}, status=status or (422 if form.is_bound else 200)))


@never_cache
@require_GET
def certificate_check(request: HttpRequest, code: str) -> HttpResponse:
    """Open to everybody who has the code. A known and an unknown one take the same statements and the same work."""
    if is_over_limit(request, "certificate-check", most=TRIES_ALLOWED, seconds=FORGOTTEN_AFTER):
        return _page(request, code, {"is_too_many": True}, status=TOO_MANY)
    certificate = find_by_code(code)
    if certificate is None and not (form := CertificateCodeForm({"code": code})).is_valid():
        return _form_page(request, form, status=404)
    shown = _message(certificate)
    if certificate is None:
        return _page(request, code, {}, status=404)
    successor = certificate.successor
    return _page(request, code, {"certificate": certificate, "message": shown, "successor": successor})


def _message(certificate: Certificate | None) -> str:
    """Every printed fact; the name only as far as its holder allows."""
    language = formats.active_language()
    facts: Facts = certificate.facts if certificate is not None else NOTHING
    said = facts[language]
    shows_name = certificate is not None and certificate.shows_name
    holder = said["holder"] if shows_name else initials(said["holder"])
    return render_to_string(
        "seminars/certificates/_certificate_facts.html",
        {"said": said, "rows": rows(facts, language), "holder": holder, "has_initials": not shows_name,
         "is_demo": facts["is_demo"], "is_erased": said["holder"] == ERASED},
    )  # fmt: skip


def _page(request: HttpRequest, code: str, context: dict[str, object], status: int = 200) -> HttpResponse:
    context = {
        **context,
        "code": spaced(plain(code)),
        "form": CertificateCodeForm(initial={"code": "" if context.get("certificate") else spaced(plain(code))}),
    }
    return _unlisted(render(request, "seminars/certificates/certificate_check.html", context, status=status))


def _unlisted(answer: HttpResponse) -> HttpResponse:
    """Search engines neither list the page nor follow it."""
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer
