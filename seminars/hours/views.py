"""A teacher's own page, and the page of a school for whoever speaks for it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from darbigas_kopienas.audit.services import record_taken
from darbigas_kopienas.pages.list_query import require_known
from darbigas_kopienas.participation.registration.links import place_path
from darbigas_kopienas.people.consents import SCHOOL_HOURS
from darbigas_kopienas.people.given_consents import usual_words, words_column
from darbigas_kopienas.people.models import Person, SchoolContact
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.people.services import let_school_see_hours
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock, formats
from seminars.certificates.services import ZIP, pack
from seminars.evaluation.links import evaluation_path
from seminars.hours.reporting.ledger import learning_span
from seminars.hours.reporting.own_page import seminars_of
from seminars.hours.reporting.school import certificates_of_school, school_hours


@login_required
@never_cache
@require_GET
def own_list(request: SignedInRequest) -> HttpResponse:
    """Mani semināri: what comes, what was attended, hours, papers."""
    require_known(request.GET, {})
    seminars = seminars_of(request.user, clock.today())
    mine = Person.objects.own(request.user).annotate(consent_words=words_column(SCHOOL_HOURS))
    person = mine.select_related("organisation").first()
    context = {
        "own": seminars,
        "coming": [(line, place_path(line.registration)) for line in seminars.coming],
        "past": [(line, evaluation_path(line.ticket) if line.ticket else "") for line in seminars.past],
        "person": person,
        "consent_words": getattr(person, "consent_words", None) or usual_words(SCHOOL_HOURS),
        "schools": SchoolContact.objects.own(request.user).select_related("organisation"),
    }
    return render(request, "seminars/hours/own_list.html", context)


@login_required
@require_POST
def school_consent(request: SignedInRequest) -> HttpResponse:
    """Whether the school's head may see the hours; taken back at once."""
    agrees = request.POST.get("agrees") == "yes"
    try:
        let_school_see_hours(by=request.user, agrees=agrees)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("home:my_data")
    said = _("Your school now sees your hours.") if agrees else _("Your school no longer sees your hours.")
    messages.success(request, said)
    return redirect("seminars:own_list")


@login_required
@never_cache
@require_GET
def school_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hours of the teachers who agreed, for the school's head or deputy; a former one finds nothing."""
    contacts = SchoolContact.objects.own(request.user).select_related("organisation__municipality")
    contact = get_object_or_404(contacts, organisation=pk)
    school = contact.organisation
    hours = school_hours(school, clock.today())
    context = {"school": school, "hours": hours, "has_papers": certificates_of_school(school, hours.span).exists()}
    return render(request, "seminars/hours/school_detail.html", context)


@login_required
@never_cache
@require_POST
def school_pack(request: SignedInRequest, pk: int) -> HttpResponse:
    """The valid papers of those who agreed, in one file; nothing of it is kept."""
    contact = get_object_or_404(SchoolContact.objects.own(request.user).select_related("organisation"), organisation=pk)
    rows = certificates_of_school(contact.organisation, learning_span(clock.today()))
    try:
        content = pack(rows, lambda _done, _total: None)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("seminars:school_detail", pk=pk)
    newest = rows.order_by("-pk").values_list("seminar__activity__programme", flat=True)[0]
    scope = Scope(newest, contact.organisation.municipality_id)
    record_taken(by=request.user, verb="certificates.exported", obj=contact.organisation, scope=scope)
    response = HttpResponse(content, content_type=ZIP)
    response["Content-Disposition"] = f'attachment; filename="{slugify(formats.folded(_("Certificates")))}.zip"'
    return response
