"""Closing of periods. Rules of the agreement are asked here by every room before it writes."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.audit import services as audit
from darbigas_kopienas.rooms import registered
from darbigas_kopienas.values import clock, formats

from .access import Permission, require
from .actors import Actor, account_of
from .closings import MAX_DAYS_OPEN
from .models import Closing, ClosingKind, Programme, Reopening
from .scoping import Scope


class PeriodClosed(ValidationError):
    """The day lies in a span that has been closed for this municipality and kind."""


class OutsideProgramme(ValidationError):
    """The day lies before the programme's first or after its last day."""


class FourEyes(ValidationError):
    """The same person cannot do both halves of the deed."""


def require_open(scope: Scope, *, kind: ClosingKind | str, on: date, may_ask: bool = True) -> None:
    """Raise PeriodClosed when nothing of this kind may change on this day; else hold the programme open.

    The programme's row is locked FOR SHARE until the transaction ends, and closing takes it FOR UPDATE: a booking
    and a closing can never pass each other unseen. Money goes by the document's date, activities by the day held.
    `may_ask` False: whoever is told is not let onto the page where opening is asked for, so no way leads there.
    """
    _lock_programme(scope.programme_id)
    closing = Closing.objects.covering(scope, str(kind), on).first()
    if closing is None:
        return
    raise PeriodClosed(
        _("The period %(from)s–%(to)s is closed. Ask to open it: %(address)s")
        if may_ask
        else _("The period %(from)s–%(to)s is closed. The municipality’s coordinator can ask to open it."),
        code="period_closed",
        params={
            "from": formats.day(closing.starts_on),
            "to": formats.day(closing.ends_on),
            "address": reverse("programme:closing_list"),  # shown as a link (`with_links`)
        },
    )


def require_within(programme: Programme, on: date) -> None:
    """Raise OutsideProgramme unless the day lies in the programme; its start may be known to the month only.

    The programme's row is held as `require_open` holds it and its days are read anew: nothing comes to lie outside
    while somebody else brings the programme's last day forward.
    """
    programme = _lock_programme(programme.pk)
    if not programme.is_running_on(on):
        raise OutsideProgramme(
            _("The day %(day)s lies outside the programme (%(from)s–%(to)s)."),
            code="outside_programme",
            params={
                "day": formats.day(on),
                "from": formats.day(programme.starts_on),
                "to": formats.day(programme.ends_on),
            },
        )


def _lock_programme(programme_id: int) -> Programme:
    # Django has no FOR SHARE; a row lock that other sharers do not wait for.
    return Programme.objects.raw("SELECT * FROM programme_programme WHERE id = %s FOR SHARE", [programme_id])[0]


@transaction.atomic
def close_period(*, by: Actor, scope: Scope, kind: ClosingKind | str, starts_on: date, ends_on: date) -> Closing:
    """Close a span for a municipality (or the whole programme); those who work there get a letter.

    Raises PermissionDenied; ValidationError for a span that is not over yet, and for one of which some is closed there
    already: it would have to be opened twice.
    """
    require(by, Permission.CLOSE_PERIOD, Scope(scope.programme_id))
    Programme.objects.select_for_update().get(pk=scope.programme_id)
    if ends_on < starts_on:
        raise ValidationError(_("The last day must not be before the first."), code="order")
    if ends_on > clock.today():
        raise ValidationError(_("This period is not over yet: close it after its last day."), code="future")
    closed = Closing.objects.overlapping(scope, str(kind), starts_on, ends_on).first()
    if closed is not None:
        days = formats.period(closed.starts_on, closed.ends_on)
        raise ValidationError(
            _("Part of this period is closed already: %(period)s. Choose other days."),
            code="overlap",
            params={"period": days},
        )
    closing = Closing(
        programme_id=scope.programme_id,
        municipality_id=scope.municipality_id,
        kind=kind,
        starts_on=starts_on,
        ends_on=ends_on,
        closed_by=account_of(by),
    )
    closing.save()
    audit.record(by=by, verb="period.closed", obj=closing, changes={"kind": str(kind), "to": ends_on.isoformat()})
    for room in registered():
        if room.period_closed is not None:
            room.period_closed(closing, by)
    return closing


@transaction.atomic
def ask_reopening(*, by: Actor, closing: Closing, reason: str, scope: Scope | None = None) -> Reopening:
    """The first of the two people: says why, for all that the closing covers or for `scope`; those who may open get a
    letter.

    Raises PermissionDenied; ValidationError without a reason, for a scope that the closing does not cover, and where
    this person's request waits already.
    """
    scope = scope or closing.scope
    require(by, Permission.ASK_CLOSING, scope)
    if not closing.covers(scope):
        raise ValidationError(_("This closing does not concern the chosen municipality."), code="scope")
    if not reason.strip():
        raise ValidationError(_("Write why the period has to be opened."), code="reason")
    Programme.objects.select_for_update().get(pk=closing.programme_id)
    asked = Reopening.objects.filter(closing=closing, municipality=scope.municipality_id, asked_by=account_of(by))
    if asked.unanswered().exists():
        raise ValidationError(_("You have asked already; the answer will come by e-mail."), code="asked")
    reopening = Reopening(
        closing=closing,
        programme_id=scope.programme_id,
        municipality_id=scope.municipality_id,
        asked_by=account_of(by),
        reason=reason.strip(),
    )
    reopening.save()
    audit.record(by=by, verb="period.reopening_asked", obj=closing, scope=scope, changes={"reopening": reopening.pk})
    _notify(reopening)
    return reopening


def _notify(reopening: Reopening) -> None:
    """The roof, which has the outbox, writes the letters: in the same transaction, so what is said to be sent is."""
    for room in registered():
        if room.reopening_changed is not None:
            room.reopening_changed(reopening)


def _locked_to_answer(by: Actor, reopening: Reopening) -> Reopening:
    """Raises FourEyes for whoever asked, ValidationError where it is answered already."""
    Programme.objects.select_for_update().get(pk=reopening.programme_id)
    locked = Reopening.objects.select_for_update(of=("self",)).select_related("closing").get(pk=reopening.pk)
    if locked.state != Reopening.State.ASKED:
        raise ValidationError(_("This request has been answered already."), code="answered")
    if locked.asked_by_id == by.pk:
        raise FourEyes(_("A period is opened by two people: one asks, another opens."), code="four_eyes")
    return locked


@transaction.atomic
def reopen_period(*, by: Actor, reopening: Reopening, days: int) -> Reopening:
    """The second of the two people: opens it for so many days, today counted; then it closes by itself.

    Raises PermissionDenied, FourEyes for whoever asked; ValidationError when it is answered already or for no days.
    """
    require(by, Permission.CLOSE_PERIOD, Scope(reopening.programme_id))
    locked = _locked_to_answer(by, reopening)
    if not 1 <= days <= MAX_DAYS_OPEN:
        raise ValidationError(
            _("A period can be opened for 1 to %(most)s days."), code="days", params={"most": MAX_DAYS_OPEN}
        )
    locked.open_until = clock.today() + timedelta(days=days - 1)
    return _answered(by, locked, Reopening.State.OPENED, "period.reopened", {"until": locked.open_until.isoformat()})


@transaction.atomic
def decline_reopening(*, by: Actor, reopening: Reopening, answer: str) -> Reopening:
    """The period stays closed, and whoever asked is told why.

    Raises PermissionDenied, FourEyes for whoever asked; ValidationError when it is answered already or without words.
    """
    require(by, Permission.CLOSE_PERIOD, Scope(reopening.programme_id))
    locked = _locked_to_answer(by, reopening)
    if not answer.strip():
        raise ValidationError(_("Write why the period stays closed."), code="answer")
    locked.answer = answer.strip()
    return _answered(by, locked, Reopening.State.DECLINED, "period.reopening_declined", {"reopening": locked.pk})


def _answered(by: Actor, locked: Reopening, state: Reopening.State, verb: str, changes: dict[str, object]) -> Reopening:
    locked.state, locked.answered_by, locked.answered_at = state, account_of(by), clock.now()
    locked.save(update_fields=["state", "answered_by", "answered_at", "open_until", "answer"])
    audit.record(by=by, verb=verb, obj=locked.closing, scope=locked.scope, changes=changes)
    _notify(locked)
    return locked
