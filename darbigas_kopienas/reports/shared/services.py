"""A view link is made and ended by whoever lets people into the programme; each opening is written down."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import NotRequired, Required, TypedDict, Unpack

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from darbigas_kopienas.audit.services import record
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.actors import AUDIT_LINK, Actor, account_of
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.reports.models import Report
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.clock import RIGA

from .models import LONGEST, MOST_DAYS, SharedLink, SharedVisit

Opened = SharedVisit.Opened
APART = timedelta(minutes=1)


class BadLastDay(ValidationError):
    """The link's last day is over already, or too far away."""


class NotSubmitted(ValidationError):
    """A link shows submitted reports of its own programme and no other."""


class LinkOver(ValidationError):
    """It was ended, or its last day is over."""


class LinkFields(TypedDict):
    """What is said of a link when it is made. No reports: all submitted ones, also those submitted later."""

    for_whom: Required[str]
    last_on: Required[date]
    language: Required[str]
    reports: NotRequired[Iterable[Report]]
    shows_documents: NotRequired[bool]


@transaction.atomic
def make_link(*, by: Actor, programme: Programme, **fields: Unpack[LinkFields]) -> SharedLink:
    """Raises PermissionDenied, BadLastDay, NotSubmitted."""
    require(by, Permission.MANAGE_ROLES, programme.scope)
    reports = list(fields.get("reports", ()))
    if any(not report.is_submitted or report.programme_id != programme.pk for report in reports):
        raise NotSubmitted({"reports": _("Choose submitted reports of this programme.")})
    made_at = clock.now()
    link = SharedLink.objects.create(
        programme=programme,
        for_whom=fields["for_whom"],
        shows_all=not reports,
        shows_documents=fields.get("shows_documents", False),
        language=fields["language"],
        made_by=account_of(by),
        made_at=made_at,
        expires_at=_end_of(fields["last_on"], made_at),
    )
    link.reports.set(reports)
    changes = {"shows_all": link.shows_all, "reports": len(reports), "shows_documents": link.shows_documents}
    record(by=by, verb="shared_link.made", obj=link, changes=changes)
    return link


def last_day_possible() -> date:
    """Of a link that is made today; today is the first of its days."""
    return clock.today() + timedelta(days=MOST_DAYS - 1)


def _end_of(last_on: date, made_at: datetime) -> datetime:
    """The midnight after the last day. In the week in which summer time ends 90 days are an hour longer than that."""
    if last_on < clock.today():
        raise BadLastDay({"last_on": _("The last day is over already.")})
    if last_on > last_day_possible():
        sentence = ngettext(
            "A view link is valid for at most %(n)s day.", "A view link is valid for at most %(n)s days.", MOST_DAYS
        )
        raise BadLastDay({"last_on": sentence % {"n": MOST_DAYS}})
    midnight = datetime.combine(last_on + timedelta(days=1), time(), RIGA)
    return min(midnight, made_at + LONGEST)


@transaction.atomic
def end_link(*, by: Actor, link: SharedLink) -> SharedLink:
    """It opens nothing from now on. Raises PermissionDenied, LinkOver."""
    require(by, Permission.MANAGE_ROLES, link.scope)
    locked = SharedLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    _require_valid(locked)
    locked.ended_by, locked.ended_at = account_of(by), clock.now()
    locked.save(update_fields=["ended_by", "ended_at"])
    record(by=by, verb="shared_link.ended", obj=locked)
    return locked


def note_visit(
    *,
    by: Actor,
    link: SharedLink,
    opened: str,
    report: Report | None = None,
    detail: str = "",
    document: Document | None = None,
) -> SharedVisit:
    """The one thing that the holder's pages write, and they do so on GET: opening is itself what is noted.

    The same opened again within a minute is the opening that is noted already, so that a robot fills no log.
    Raises PermissionDenied for anybody but the link's holder, LinkOver.
    """
    if by is not AUDIT_LINK:
        raise PermissionDenied(_("Only whoever reads by a view link opens something by it."))
    _require_valid(link)
    what = {"link": link, "opened": opened, "report": report, "detail": detail, "document": document}
    noted = SharedVisit.objects.filter(**what, at__gt=clock.now() - APART).first()
    return noted or SharedVisit.objects.create(**what)


def _require_valid(link: SharedLink) -> None:
    if not link.is_valid:
        raise LinkOver(_("This view link has been ended, or its last day is over."), code=link.state)
