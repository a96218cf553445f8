"""What people are told about their data, and the words that they agree to: published, never changed afterwards."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from darbigas_kopienas.audit.services import record
from darbigas_kopienas.people.given_consents import kinds
from darbigas_kopienas.people.models import ConsentWording, PrivacyNotice
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.actors import Actor, account_of
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock, formats
from darbigas_kopienas.values.characters import one_line
from darbigas_kopienas.values.texts import stamp_translation

from .errors import (
    BeforeTheLast,
    InThePast,
    NothingNew,
    NothingWritten,
    PublishedMeanwhile,
    TooFarAhead,
    UnknownKind,
)

LONGEST_AHEAD = timedelta(days=366)  # what is published never changes, and nothing can hold before it


@transaction.atomic
def publish_notice(
    *,
    by: Actor,
    programme: Programme,
    body_lv: str,
    body_en: str,
    changes_lv: str = "",
    changes_en: str = "",
    valid_from: date,
) -> PrivacyNotice:
    """The next version, which holds from a day on; earlier ones stay to be read. Texts of the body are Markdown.

    Raises PermissionDenied, NothingWritten, NothingNew, InThePast, TooFarAhead, BeforeTheLast, PublishedMeanwhile.
    """
    require(by, Permission.MANAGE_PRIVACY, Scope(programme.pk))
    _require_written(body_lv=body_lv, body_en=body_en)
    last = PrivacyNotice.objects.order_by("pk").last()
    if last is not None:
        _require_what_is_new(changes_lv=changes_lv, changes_en=changes_en)
    _require_day(valid_from, last.valid_from if last is not None else None)
    notice = PrivacyNotice(
        version=last.version + 1 if last is not None else 1,
        body_lv=body_lv.strip(),
        body_en=body_en.strip(),
        changes_lv=one_line(changes_lv),
        changes_en=one_line(changes_en),
        valid_from=valid_from,
        published_by=account_of(by),
    )
    stamp_translation(notice, "body")
    stamp_translation(notice, "changes")
    _save_as_next(notice)
    changes = {"version": notice.version}
    record(by=by, verb="notice.published", obj=notice, scope=Scope(programme.pk), changes=changes)
    return notice


@transaction.atomic
def publish_wording(
    *, by: Actor, programme: Programme, kind: str, text_lv: str, text_en: str, valid_from: date
) -> ConsentWording:
    """New words of a consent from a day on: then what was agreed to in older ones ends, and people are asked anew.

    Raises PermissionDenied, UnknownKind, NothingWritten, InThePast, TooFarAhead, BeforeTheLast, PublishedMeanwhile.
    """
    require(by, Permission.MANAGE_PRIVACY, Scope(programme.pk))
    if kind not in kinds():
        raise UnknownKind({"kind": _("Choose which consent it is.")}, code="unknown_kind")
    _require_written(text_lv=text_lv, text_en=text_en)
    last = ConsentWording.objects.filter(kind=kind).order_by("pk").last()
    _require_day(valid_from, last.valid_from if last is not None else None, is_once_a_day=True)
    wording = ConsentWording(
        kind=kind,
        version=last.version + 1 if last is not None else 1,
        text_lv=one_line(text_lv),
        text_en=one_line(text_en),
        valid_from=valid_from,
    )
    stamp_translation(wording, "text")
    _save_as_next(wording)
    record(by=by, verb="consent.reworded", obj=wording, scope=Scope(programme.pk), changes={"version": wording.version})
    return wording


def _save_as_next(row: PrivacyNotice | ConsentWording) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        sentence = _("A colleague has just published a version. Look at it before you publish another.")
        raise PublishedMeanwhile(sentence, code="published_meanwhile") from error


def _require_written(**texts: str) -> None:
    if empty := [name for name, text in texts.items() if not one_line(text)]:
        raise NothingWritten({name: _("Write the text.") for name in empty}, code="nothing_written")


def _require_what_is_new(**texts: str) -> None:
    if empty := [name for name, text in texts.items() if not one_line(text)]:
        raise NothingNew(
            {name: _("Say in a sentence what is new; people read it first.") for name in empty}, code="new"
        )


def _require_day(day: date, last: date | None, *, is_once_a_day: bool = False) -> None:
    if day < clock.today():
        raise InThePast({"valid_from": _("This day is over. Choose today or a later day.")}, code="in_the_past")
    if day > clock.today() + LONGEST_AHEAD:
        raise TooFarAhead({"valid_from": _("Choose a day within a year.")}, code="too_far")
    if last is None:
        return
    if day < last:
        sentence = _("The version before is valid from %(day)s, so this one cannot be valid earlier.")
        raise BeforeTheLast({"valid_from": sentence % {"day": formats.day(last)}}, code="before_the_last")
    if is_once_a_day and day == last:
        sentence = _("Other words are valid from this day already. Choose a later day.")
        raise BeforeTheLast({"valid_from": sentence}, code="same_day")
