"""Which e-mails were sent to whom, and what became of them."""

import re
from collections.abc import Iterator

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_GET, require_POST

from darbigas_kopienas.administration.people.registers import programme_with
from darbigas_kopienas.audit.services import record_taken
from darbigas_kopienas.exchange import Column, export_table
from darbigas_kopienas.exchange.tables import Format
from darbigas_kopienas.mailing.models import OutgoingMailQuerySet
from darbigas_kopienas.mailing.services import settle
from darbigas_kopienas.pages.forms import answer_button
from darbigas_kopienas.pages.list_query import page_of, require_known
from darbigas_kopienas.pages.table_export import answer_table, format_asked
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission, may_anywhere, require_anywhere
from darbigas_kopienas.programme.choices import reach_of
from darbigas_kopienas.programme.current import programme_where
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import clock, formats

from .filters import MailFilter
from .log import Exported, Lines, drawn, lines_of, mails_of

PER_PAGE = 50
NUMBER = re.compile(r"[0-9]{1,18}")


@login_required
@require_GET
def mail(request: SignedInRequest) -> HttpResponse:
    """Of the screen's programme: lines of a menu know no programme."""
    require_known(request.GET, {})
    programme = programme_where(request, Permission.SEE_MAIL)
    return redirect("administration:mail_log", programme.pk)


def _filtered(request: SignedInRequest, programme: Programme) -> MailFilter:
    mails = mails_of(request.user, programme)
    return MailFilter(request.GET, queryset=mails, request=request, programme=programme)


@login_required
@require_GET
def mail_log(request: SignedInRequest, programme_pk: int) -> HttpResponse:
    """`?person=`: to one person; `?about=`: about one thing."""
    programme = programme_with(request, programme_pk, Permission.SEE_MAIL)
    chosen = _filtered(request, programme)
    page = page_of(request, drawn(chosen.rows()), PER_PAGE)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "programme": programme,
        "filter": chosen,
        "page_obj": page,
        "lines": lines_of(list(page.object_list), request.user),
        "may_export": may_anywhere(request.user, Permission.EXPORT, programme.pk),
        "query": query.urlencode(),
    }
    return render(request, "administration/mail/mail_log.html", context)


@login_required
@require_POST
def mail_settle(request: SignedInRequest, programme_pk: int) -> HttpResponse:
    """Those ticked in the list; the filter stays in the address."""
    programme = programme_with(request, programme_pk, Permission.SEE_MAIL)
    ticked = [int(number) for number in request.POST.getlist("letters") if NUMBER.fullmatch(number)]
    mails = mails_of(request.user, programme).filter(pk__in=ticked)
    here, query = reverse("administration:mail_log", args=[programme.pk]), request.GET.urlencode()
    return answer_button(
        request, lambda: _settle(request, mails), to=f"{here}?{query}" if query else here, done=_settled
    )


def _settle(request: SignedInRequest, mails: OutgoingMailQuerySet) -> int:
    chosen = list(mails)
    if not chosen:
        raise ValidationError(_("Choose the e-mails that are settled."))
    return settle(by=request.user, mails=chosen)


def _settled(number: object) -> str:
    """Nothing new where a colleague was faster."""
    if not isinstance(number, int) or not number:
        return _("These e-mails are settled already.")
    sentence = ngettext("%(n)s e-mail is marked as settled.", "%(n)s e-mails are marked as settled.", number)
    return sentence % {"n": formats.number(number)}


@login_required
@require_GET
def mail_export(request: SignedInRequest, programme_pk: int) -> HttpResponseBase:
    """Exactly the rows of the list with its filter."""
    programme = programme_with(request, programme_pk, Permission.SEE_MAIL)
    require_anywhere(request.user, Permission.EXPORT, programme.pk)
    kind = format_asked(request, is_filtered=True)
    pieces = _table(request, programme, _filtered(request, programme), kind)
    reach = reach_of(request.user, Permission.EXPORT, programme)
    record_taken(by=request.user, verb="mail.exported", obj=programme, scope=reach)
    return answer_table(pieces, title=f"{_('E-mails')} {programme.name}", kind=kind)


def _table(request: SignedInRequest, programme: Programme, chosen: MailFilter, kind: Format) -> Iterator[bytes]:
    rows = chosen.rows(also=("format",))
    lines = Lines(request.user, rows.order_by().values_list("about", flat=True).distinct())
    columns = (
        Column(pgettext_lazy("e-mail", "Written at"), "moment", lambda row: row.created_at),
        Column(pgettext_lazy("e-mail", "Sent at"), "moment", lambda row: row.sent_at),
        Column(pgettext_lazy("e-mail", "Address"), "text", lambda row: row.to_email),
        Column(pgettext_lazy("e-mail", "Whose account"), "text", lambda row: lines.line(row).account),
        Column(gettext_lazy("Kind of e-mail"), "text", lines.kind),
        Column(pgettext_lazy("e-mail", "About what"), "text", lambda row: lines.line(row).thing.name),
        Column(pgettext_lazy("e-mail", "State"), "text", lambda row: row.get_state_display()),
        Column(pgettext_lazy("e-mail", "Why not"), "text", lambda row: row.why_not),
        Column(pgettext_lazy("e-mail", "Settled at"), "moment", lambda row: row.settled_at),
    )
    notes = [
        str(programme.name),
        *chosen.in_words,
        _("Made on %(day)s in the portal “Active communities”.") % {"day": formats.day(clock.today())},
        _("Personal data: keep it only as long as the work needs it."),
    ]
    return export_table(Exported(rows), request.user, columns, kind=kind, title=_("E-mails"), notes=notes)
