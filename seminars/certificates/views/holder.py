"""A paper in the hands of its holder: signed in, or a guest with the link of their place; and of the staff."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from darbigas_kopienas.audit.services import record_taken
from darbigas_kopienas.evidence.downloads import send_document
from darbigas_kopienas.pages.broken_links import BrokenLink
from darbigas_kopienas.participation.registration import links
from darbigas_kopienas.people.given_consents import words_of
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission, may
from darbigas_kopienas.programme.actors import PLACE_LINK, Actor, Holder
from darbigas_kopienas.programme.history import history_about
from darbigas_kopienas.values import formats, signed_tokens
from darbigas_kopienas.values.codes import spaced
from seminars.certificates import services
from seminars.certificates.consents import WHOLE_NAME
from seminars.certificates.facts import LANGUAGES, rows
from seminars.certificates.models import Certificate, CertificateQuerySet


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def certificate_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """The holder reads it and decides about the name; the staff also revoke and replace."""
    certificate = _seen(request, pk)
    if request.method == "POST":
        return _wish(request, certificate, by=request.user)
    is_staff = may(request.user, Permission.ISSUE_CERTIFICATE, certificate.scope)
    context = {
        "certificates": [_shown(certificate)],
        "certificate": certificate,
        "consent_words": SimpleLazyObject(lambda: words_of(WHOLE_NAME)),
        "is_own": Certificate.objects.own(request.user).filter(pk=pk).exists(),
        "is_staff": is_staff,
        "history": history_about(request.user, certificate) if is_staff else None,
    }
    return render(request, "seminars/certificates/certificate_detail.html", context)


@login_required
@require_GET
def certificate_download(request: SignedInRequest, pk: int, language: str) -> HttpResponseBase:
    """Who opens somebody else's is written down."""
    certificate = _seen(request, pk)
    if not certificate.is_valid and not may(request.user, Permission.ISSUE_CERTIFICATE, certificate.scope):
        raise Http404  # an ended paper is not handed out any more
    return _file(certificate, language, by=request.user)


@never_cache
@require_http_methods(["GET", "POST"])
def certificate_place(request: HttpRequest, token: str) -> HttpResponse:
    """The papers of one place, for whoever holds its link."""
    registration = _of_place(token)
    if request.method == "POST":
        meant = [certificate for certificate in registration if str(certificate.pk) == request.POST.get("certificate")]
        if not meant:
            raise Http404
        return _wish(request, meant[0], by=PLACE_LINK)
    context = {
        "certificates": [_shown(certificate) for certificate in registration],
        "token": token,
        "is_own": True,
        "consent_words": SimpleLazyObject(lambda: words_of(WHOLE_NAME)),
    }
    if not context["certificates"]:
        raise Http404
    answer = render(request, "seminars/certificates/certificate_place.html", context)
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


@never_cache
@require_GET
def certificate_place_download(_request: HttpRequest, token: str, pk: int, language: str) -> HttpResponseBase:
    return _file(get_object_or_404(_of_place(token).valid(), pk=pk), language, by=PLACE_LINK)


def _seen(request: HttpRequest, pk: int) -> Certificate:
    return get_object_or_404(Certificate.objects.visible_to(request.user).with_facts(), pk=pk)


def _of_place(token: str) -> CertificateQuerySet:
    pk = signed_tokens.pk_in(links.PLACE, token)
    if pk is None:
        raise BrokenLink
    return Certificate.objects.of(pk).with_facts()


def _shown(certificate: Certificate) -> dict[str, object]:
    language = formats.active_language()
    return {
        "certificate": certificate,
        "said": certificate.facts[language],
        "rows": rows(certificate.facts, language),
        "code": spaced(certificate.code),
    }


def _wish(request: HttpRequest, certificate: Certificate, *, by: Actor) -> HttpResponse:
    shows_name = request.POST.get("shows_name") == "yes"
    services.show_name(by=by, certificate=certificate, shows_name=shows_name)
    if shows_name:
        messages.success(request, _("The check page now shows your whole name."))
    else:
        messages.success(request, _("The check page now shows only your initials."))
    return redirect(request.path)


def _file(certificate: Certificate, language: str, *, by: User | Holder) -> HttpResponseBase:
    """The stored file; until the worker has made it, the same bytes made now and not kept."""
    if language not in LANGUAGES:
        raise Http404
    document = certificate.paper_lv if language == "lv" else certificate.paper_en
    is_own = not isinstance(by, User) or Certificate.objects.own(by).filter(pk=certificate.pk).exists()
    if document is not None and document.state == "stored":
        return send_document(document, reader=by, is_own=is_own)
    answer = HttpResponse(services.made(certificate, language), content_type=services.PDF)
    if not is_own:
        record_taken(by=by, verb="certificate.opened", obj=certificate)
    answer["Content-Disposition"] = f'attachment; filename="{certificate.number}-{language}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer
