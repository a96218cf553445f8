"""The staff side of papers: issuing, ending, one file of all."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from darbigas_kopienas.pages.forms import attempt
from darbigas_kopienas.pages.list_query import require_known
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.values import clock, formats
from seminars.certificates import services
from seminars.certificates.forms import IssueForm, PackForm, ReasonForm, ReplaceForm
from seminars.certificates.models import Certificate
from seminars.certificates.services.entitlement import Entitled, entitled, read_seminar
from seminars.seminar.models import Seminar
from seminars.seminar.views import answer_action, seminar_or_404


def _to_issue(request: HttpRequest, pk: int) -> Seminar:
    seminar = seminar_or_404(request, pk)
    require(request.user, Permission.ISSUE_CERTIFICATE, seminar.scope)
    return seminar


@login_required
@require_http_methods(["GET", "POST"])
def certificate_list(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everybody who took part: hours, which paper and why not another, papers issued; below, who signs."""
    require_known(request.GET, {})
    _to_issue(request, pk)
    seminar = read_seminar(pk)
    people = entitled(seminar)
    form = IssueForm(
        request.POST if request.method == "POST" else None,
        initial={"issued_on": max(clock.today(), seminar.last_day), **services.last_signing(seminar)},
        people=[person.registration.pk for person in people],
        ready=[person.registration.pk for person in people if person.is_ready],
    )
    if request.method == "POST":
        outcome = attempt(
            request,
            form,
            lambda: services.issue(
                by=request.user,
                seminar=seminar,
                signing=form.signing,
                registrations=form.cleaned_data["registrations"],
            ),
            done=_issued,
            to=reverse("seminars:certificate_list", args=[pk]),
        )
        if isinstance(outcome, HttpResponse):
            return outcome
    context = {"form": form, **_about(seminar, people)}
    return render(request, "seminars/certificates/certificate_list.html", context, status=422 if form.is_bound else 200)


def _issued(issued: services.Issued) -> str:
    number = len(issued.made)
    said = ngettext("%(number)s document is issued.", "%(number)s documents are issued.", number)
    return said % {"number": number}


def _about(seminar: Seminar, people: list[Entitled]) -> dict[str, object]:
    valid = [person for person in people if person.valid is not None]
    schools = {certificate.registration.school for certificate in valid if certificate.registration.school}
    return {
        "seminar": seminar,
        "people": people,
        "ready": sum(person.is_ready for person in people),
        "issued": len(valid),
        "schools": sorted(schools, key=formats.sort_key),
    }


@login_required
@require_POST
def certificate_pack(request: SignedInRequest, pk: int) -> HttpResponse:
    """All papers of the run, or of a school in it, as one file made by the worker; two clicks make one job."""
    seminar = seminar_or_404(request, pk)
    form = PackForm(request.POST)
    school = form.cleaned_data["school"] if form.is_valid() else ""
    language = formats.active_language()
    try:
        job = services.ask_for_pack(by=request.user, seminar=seminar, school=school, language=language)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("seminars:certificate_list", pk=pk)
    return redirect("jobs:job_detail", pk=job.pk)


@login_required
@require_POST
def certificate_group(request: SignedInRequest, pk: int, registration_pk: int) -> HttpResponse:
    """Whether somebody is a teacher, as the coordinator knows."""
    seminar = _to_issue(request, pk)
    registrations = Registration.objects.for_staff(request.user).filter(activity=seminar.activity_id)
    registration = get_object_or_404(registrations.select_related("activity"), pk=registration_pk)
    group = "teachers" if request.POST.get("group") == "teachers" else "others"
    try:
        services.set_group(by=request.user, seminar=seminar, registration=registration, group=group)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The group is corrected."))
    return redirect("seminars:certificate_list", pk=pk)


def _to_end(request: HttpRequest, pk: int) -> Certificate:
    certificate = get_object_or_404(Certificate.objects.visible_to(request.user).with_facts(), pk=pk)
    require(request.user, Permission.ISSUE_CERTIFICATE, certificate.scope)
    return certificate


@login_required
@require_http_methods(["GET", "POST"])
def certificate_revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    certificate = _to_end(request, pk)
    form = ReasonForm(request.POST or None)
    here = reverse("seminars:certificate_detail", args=[pk])
    return answer_action(
        request,
        certificate.seminar,
        form,
        lambda: services.revoke(by=request.user, certificate=certificate, reason=form.cleaned_data["reason"]),
        cancel_url=here,
        heading=_("Revoke %(number)s") % {"number": certificate.number},
        lead=_("The check page says at once that the document is not valid. This cannot be undone."),
        act=_("Revoke the document"),
        is_final=True,
        done=_("The document is revoked."),
    )


@login_required
@require_http_methods(["GET", "POST"])
def certificate_replace(request: SignedInRequest, pk: int) -> HttpResponse:
    certificate = _to_end(request, pk)
    lv, en = certificate.facts["lv"], certificate.facts["en"]
    signing = {"signatory": lv["signatory"], "position_lv": lv["position"], "position_en": en["position"]}
    initial = {**signing, "issued_on": clock.today(), "name": certificate.registration.name}
    form = ReplaceForm(request.POST or None, initial=initial)
    return answer_action(
        request,
        certificate.seminar,
        form,
        lambda: services.replace(
            by=request.user,
            certificate=certificate,
            reason=form.cleaned_data["reason"],
            signing=form.signing,
            name=form.cleaned_data["name"],
        ),
        cancel_url=reverse("seminars:certificate_detail", args=[pk]),
        heading=_("Replace %(number)s") % {"number": certificate.number},
        lead=_("The new document has its own number and today’s hours; the old one says by which it was replaced."),
        act=_("Issue the new document"),
        done=_("The document is replaced."),
        to=lambda made: reverse("seminars:certificate_detail", args=[made.pk]),
    )
