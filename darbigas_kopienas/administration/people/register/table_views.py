"""The register of people as a table: taken along, and sent in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from darbigas_kopienas.administration.people.registers import programme_with
from darbigas_kopienas.audit.services import record_taken
from darbigas_kopienas.pages.table_export import answer_table, format_asked
from darbigas_kopienas.pages.table_import import TableForm, answer_import, answer_template
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission, require_anywhere
from darbigas_kopienas.programme.choices import reach_of

from . import resources
from .personal_codes import require_table_without_codes
from .views import filtered

MOST_ROWS = 500  # each is entered by itself, with its entry in the trail


@login_required
@require_GET
def person_export(request: SignedInRequest, programme_pk: int) -> HttpResponseBase:
    """Exactly the rows of the list with its filter."""
    programme = programme_with(request, programme_pk, Permission.SEE_REGISTRATIONS)
    require_anywhere(request.user, Permission.EXPORT, programme.pk)
    kind = format_asked(request, is_filtered=True)
    chosen = filtered(request, programme)
    rows = chosen.rows(also=("format",))
    pieces = resources.person_table(rows, request.user, kind, programme=programme, about=chosen.in_words)
    reach = reach_of(request.user, Permission.EXPORT, programme)
    record_taken(by=request.user, verb="people.exported", obj=programme, scope=reach)
    return answer_table(pieces, title=f"{_('People')} {programme.name}", kind=kind)


@login_required
@require_http_methods(["GET", "POST"])
def person_import(request: SignedInRequest, programme_pk: int) -> HttpResponse:
    programme = programme_with(request, programme_pk, Permission.WRITE_REGISTER)
    here = reverse("administration:person_list", args=[programme.pk])
    return answer_import(
        request,
        TableForm(request.POST or None, request.FILES or None),
        lambda: resources.PersonResource(by=request.user, programme=programme),
        headings=resources.HEADINGS,
        owner=f"people:{programme.pk}:{request.user.pk}",
        done_url=here,
        most=MOST_ROWS,
        require_fit=require_table_without_codes,
        context={
            "heading": _("People from a table"),
            "lead": _(
                "Whoever is known by address and name, or by name and school, is not entered again: only an empty "
                "address or school is filled in. Personal codes are not accepted."
            ),
            "list_name": _("People"),
            "list_url": here,
            "template_url": reverse("administration:person_template", args=[programme.pk]),
        },
    )


@login_required
@require_GET
def person_template(request: SignedInRequest, programme_pk: int) -> HttpResponse:
    programme_with(request, programme_pk, Permission.WRITE_REGISTER)
    return answer_template(resources.HEADINGS, _("People"))
