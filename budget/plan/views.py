"""The budget lines from a table, with a look before they are written; the pages of each line are the engine's."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from budget.models import FundingSource
from darbigas_kopienas.pages.table_import import TableForm, answer_import, answer_template
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.models import Programme

from . import resources
from .amounts import field_name
from .kinds import BUDGET_LINES

MOST_ROWS = 300  # each is written by itself behind the lock


def _programme_to_write(request: SignedInRequest, pk: int) -> tuple[Programme, list[FundingSource]]:
    """With its sources."""
    programme = get_object_or_404(Programme.objects.visible_to(request.user), pk=pk)
    require(request.user, Permission.WRITE_PROGRAMME, programme.scope)
    return programme, list(FundingSource.objects.visible_to(request.user).filter(programme=programme))


@login_required
@require_http_methods(["GET", "POST"])
def budget_line_import(request: SignedInRequest, programme_pk: int) -> HttpResponse:
    programme, sources = _programme_to_write(request, programme_pk)
    columns = "-".join(str(source.pk) for source in sources)  # a table that was looked at has these, and no others
    return answer_import(
        request,
        TableForm(request.POST or None, request.FILES or None),
        lambda: resources.BudgetLineResource(by=request.user, programme=programme),
        headings=resources.headings_of(sources),
        owner=f"budget lines:{programme.pk}:{columns}:{request.user.pk}",
        done_url=BUDGET_LINES.address(programme.pk),
        most=MOST_ROWS,
        context={
            "heading": _("Budget lines from a table"),
            "lead": _(
                "The template has the lines that there are, with a column for each source. A row with a known code "
                "corrects that line, and an empty cell leaves what is there."
            ),
            "list_name": BUDGET_LINES.words.plural,
            "list_url": BUDGET_LINES.address(programme.pk),
            "template_url": reverse("budget:budget_line_import_template", args=[programme.pk]),
        },
    )


@login_required
@require_GET
def budget_line_import_template(request: SignedInRequest, programme_pk: int) -> HttpResponse:
    programme, sources = _programme_to_write(request, programme_pk)
    lines = BUDGET_LINES.rows(programme.pk).prefetch_related("allocations__municipality")
    return answer_template(
        resources.headings_of(sources),
        str(BUDGET_LINES.words.plural),
        resources.rows_of(lines, sources),
        money=[field_name(source.pk) for source in sources],
    )
