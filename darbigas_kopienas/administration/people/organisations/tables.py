"""The register of organisations as a table to take along, and a table sent in with a look before it is written."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from darbigas_kopienas.administration.people.registers import programme_with
from darbigas_kopienas.pages.table_export import answer_table, format_asked
from darbigas_kopienas.pages.table_import import TableForm, answer_import, answer_template
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission, require_anywhere

from .resources import HEADINGS, OrganisationResource, organisation_table
from .views import chosen_of

MOST_ROWS = 200  # each name is compared with every other


@login_required
@require_GET
def organisation_export(request: SignedInRequest, programme_pk: int) -> StreamingHttpResponse:
    """The list with its filter; only what the reader may take along."""
    programme = programme_with(request, programme_pk, Permission.SEE_REGISTRATIONS)
    require_anywhere(request.user, Permission.EXPORT, programme.pk)
    kind = format_asked(request, is_filtered=True)
    rows = chosen_of(request, programme).rows(also=("format",))
    return answer_table(organisation_table(rows, request.user, programme, kind), title=_("Organisations"), kind=kind)


@login_required
@require_http_methods(["GET", "POST"])
def organisation_import(request: SignedInRequest, programme_pk: int) -> HttpResponse:
    programme = programme_with(request, programme_pk, Permission.WRITE_REGISTER)
    list_url = reverse("administration:organisation_list", args=[programme.pk])
    return answer_import(
        request,
        TableForm(request.POST or None, request.FILES or None),
        lambda: OrganisationResource(by=request.user, programme=programme),
        headings=HEADINGS,
        owner=f"organisations:{programme.pk}:{request.user.pk}",
        done_url=list_url,
        most=MOST_ROWS,
        context={
            "heading": _("Organisations from a table"),
            "lead": _(
                "A row with a known registration number or name corrects that organisation, and an empty cell leaves "
                "what is there. All rows are written, or none."
            ),
            "list_name": _("Organisations"),
            "list_url": list_url,
            "template_url": reverse("administration:organisation_template", args=[programme.pk]),
        },
    )


@login_required
@require_GET
def organisation_template(request: SignedInRequest, programme_pk: int) -> HttpResponse:
    programme_with(request, programme_pk, Permission.WRITE_REGISTER)
    return answer_template(HEADINGS, _("Organisations"))
