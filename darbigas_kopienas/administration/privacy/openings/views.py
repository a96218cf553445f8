"""Who opened files that name people or that not everybody may read."""

from collections.abc import Iterator

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.administration.people.registers import programme_with
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.exchange import Column, export_table
from darbigas_kopienas.exchange.tables import Format
from darbigas_kopienas.pages.list_query import page_of
from darbigas_kopienas.pages.table_export import answer_table, format_asked
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission, may_anywhere, require_anywhere
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import clock, formats

from .filters import OpeningFilter
from .log import Exported, Lines, drawn, lines_of, openings_of

PER_PAGE = 50


def _filtered(request: SignedInRequest, programme: Programme) -> OpeningFilter:
    return OpeningFilter(request.GET, queryset=openings_of(request.user, programme), request=request)


@login_required
@require_GET
def opening_list(request: SignedInRequest, programme_pk: int) -> HttpResponse:
    """`?document=`: of one file, with the places where it stands."""
    programme = programme_with(request, programme_pk, Permission.SEE_AUDIT)
    chosen = _filtered(request, programme)
    page = page_of(request, drawn(chosen.rows(), request.user), PER_PAGE)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "programme": programme,
        "filter": chosen,
        "page_obj": page,
        "lines": lines_of(list(page.object_list), request.user),
        "uses": _uses(request, chosen),
        "may_export": may_anywhere(request.user, Permission.EXPORT, programme.pk),
        "query": query.urlencode(),
    }
    return render(request, "administration/privacy/opening_list.html", context)


def _uses(request: SignedInRequest, chosen: OpeningFilter) -> list[object]:
    """Where the one file of the address stands, said to whoever may open it."""
    pk = chosen.chosen("document")
    document = Document.objects.visible_to(request.user).filter(pk=pk).first() if pk else None
    return list(document.uses()) if document is not None else []


@login_required
@require_GET
def opening_export(request: SignedInRequest, programme_pk: int) -> HttpResponseBase:
    """Exactly the rows of the list with its filter."""
    programme = programme_with(request, programme_pk, Permission.SEE_AUDIT)
    require_anywhere(request.user, Permission.EXPORT, programme.pk)
    kind = format_asked(request, is_filtered=True)
    pieces = _table(request, programme, _filtered(request, programme), kind)
    return answer_table(pieces, title=f"{_('Opened files')} {programme.name}", kind=kind)


def _table(request: SignedInRequest, programme: Programme, chosen: OpeningFilter, kind: Format) -> Iterator[bytes]:
    rows = chosen.rows(also=("format",))
    lines = Lines(request.user, Activity.objects.visible_to(request.user).filter(programme=programme))
    columns = (
        Column(gettext_lazy("When"), "moment", lambda row: row.at),
        Column(gettext_lazy("Who"), "text", lines.who),
        Column(gettext_lazy("File"), "text", lambda row: lines.line(row).file),
        Column(gettext_lazy("Kind"), "text", lambda row: row.document.get_kind_display()),
        Column(gettext_lazy("Activity"), "text", lambda row: lines.line(row).activity),
        Column(pgettext_lazy("opened", "How"), "text", lambda row: row.get_how_display()),
    )
    notes = [
        str(programme.name),
        *chosen.in_words,
        _("Made on %(day)s in the portal “Active communities”.") % {"day": formats.day(clock.today())},
        _("Personal data: keep it only as long as the work needs it."),
    ]
    return export_table(Exported(rows), request.user, columns, kind=kind, title=_("Opened files"), notes=notes)
