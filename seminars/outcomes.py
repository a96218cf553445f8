"""What a seminar leaves to whoever had a place: the certificate or when it comes, the evaluation, the materials."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.rooms import Outcome
from darbigas_kopienas.values import clock, formats

from .certificates.models import Certificate
from .evaluation.links import evaluation_path
from .evaluation.models import EvaluationTicket
from .plan.public_page import materials_of, with_public_facts
from .seminar.models import Seminar


def outcomes_of(registration: Registration, token: str) -> Iterator[Outcome]:
    """Nothing for a place at something else. One statement, and one for the attendances where they were not read."""
    ticket = EvaluationTicket.objects.filter(registration=registration.pk, is_used=False).values("pk")
    rows = with_public_facts(Seminar.objects.filter(activity=registration.activity_id))
    certificates = Certificate.objects.of(registration.pk).values(row=JSONObject(pk="pk", kind="kind", state="state"))
    seminar: Any = rows.annotate(ticket=Subquery(ticket), own_certificates=ArraySubquery(certificates)).first()
    if seminar is None:
        return
    seminar.activity = registration.activity
    own = [Certificate(**certificate) for certificate in seminar.own_certificates]
    yield from _certificates(own, registration, token)
    if seminar.ticket is not None:
        yield Outcome(_("Evaluate the seminar"), evaluation_path(EvaluationTicket(pk=seminar.ticket)), "pencil")
    yield from _materials(seminar, registration, token)


def _certificates(certificates: list[Certificate], registration: Registration, token: str) -> Iterator[Outcome]:
    valid = next((certificate for certificate in certificates if certificate.is_valid), None)
    if valid is not None:
        language = formats.active_language()
        url = reverse("seminars:certificate_place_download", args=[token, valid.pk, language])
        is_certificate = valid.kind == Certificate.Kind.CERTIFICATE
        text = _("Download the certificate") if is_certificate else _("Download the confirmation of attendance")
        yield Outcome(text, url, "download", is_main=True)
    if certificates:
        yield Outcome(_("Facts and check code"), reverse("seminars:certificate_place", args=[token]), "file-text")
    elif sentence := _when_it_comes(registration):
        yield Outcome(sentence)


def _when_it_comes(registration: Registration) -> str:
    attendances = list(registration.attendances.all())
    if any(not attendance.counts for attendance in attendances):
        return _("The organiser has yet to look at your check-in; certificates come after that.")
    if not registration.activity.is_held:
        return _("Certificates are prepared when the organiser has marked the seminar as held.")
    if not any(attendance.hours for attendance in attendances):
        return ""
    if not registration.email:
        return _("Your certificate is not issued yet; it will be here.")
    return _("Your certificate is not issued yet. When it is, we send the link to %(email)s.") % {
        "email": registration.email
    }


def _materials(seminar: Any, registration: Registration, token: str) -> Iterator[Outcome]:
    is_in = registration.state == Registration.State.CONFIRMED
    shown = [
        material
        for material in materials_of(seminar)
        if material.is_shown_on(clock.today()) and (is_in or material.audience == material.Audience.PUBLIC)
    ]
    if shown:
        text = ngettext("%(n)d material", "%(n)d materials", len(shown)) % {"n": len(shown)}
        page = reverse("seminars:seminar_detail", args=[seminar.pk])
        query = f"?{urlencode({'place': token})}" if is_in else ""
        yield Outcome(text, f"{page}{query}#materials", "file-text")
