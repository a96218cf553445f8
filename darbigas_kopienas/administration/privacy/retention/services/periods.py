"""How long data of a kind are stored, from a day on."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from darbigas_kopienas.administration.privacy.retention.errors import UnknownKind, WrongDay, WrongSpan
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.people.models import RetentionPeriod
from darbigas_kopienas.people.retention import RetentionKind, days_of, kind_of, span_in_words
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.actors import Actor, account_of
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import clock

MOST_DAYS = 36525  # a hundred years


@transaction.atomic
def set_retention(
    *, by: Actor, programme: Programme, kind: str, days: int, valid_from: date, reason: str
) -> RetentionPeriod:
    """From a day on (today at the earliest); the settings are one for all programmes, the trail stands with this one.

    Raises PermissionDenied, UnknownKind, WrongSpan, WrongDay.
    """
    require(by, Permission.MANAGE_PRIVACY, programme.scope)
    known = kind_of(kind)
    if known is None:
        raise UnknownKind({"kind": _("There is no such kind of data.")}, code="unknown")
    _require_span(known, days)
    if valid_from < clock.today():
        raise WrongDay({"valid_from": _("Choose today or a later day: what is over does not change.")}, code="past")
    before = days_of(known, valid_from)
    try:
        with transaction.atomic():
            row = RetentionPeriod.objects.create(
                kind=kind, days=days, valid_from=valid_from, reason=reason, set_by=account_of(by)
            )
    except IntegrityError as error:
        raise WrongDay({"valid_from": _("A span is set from this day already.")}, code="twice") from error
    changes = {"kind": kind, "values": {"days": [before, days]}, "fields": ["days"]}
    record(by=by, verb="retention.set", obj=row, scope=programme.scope, changes=changes)
    return row


def _require_span(kind: RetentionKind, days: int) -> None:
    if days < kind.least:
        sentence = _("The law asks for at least %(span)s (%(days)s days).")
        if not kind.law:
            sentence = _("Write at least %(days)s.")
        words = {"span": span_in_words(kind.least), "days": kind.least}
        raise WrongSpan({"days": sentence % words}, code="too_short")
    if days > MOST_DAYS:
        raise WrongSpan({"days": _("Write at most %(days)s days.") % {"days": MOST_DAYS}}, code="too_long")
