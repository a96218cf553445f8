"""Deeds on guidelines and on the register of publicity."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.audit.changes import Changed, put
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.actors import Actor, account_of
from darbigas_kopienas.programme.models import ClosingKind, Component, Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.programme.services import require_open, require_within
from darbigas_kopienas.values import clock, texts

from . import mails
from .models import Guideline, Publicity

WRITABLE = frozenset(
    {
        "title_lv",
        "title_en",
        "summary_lv",
        "summary_en",
        "body_lv",
        "body_en",
        "version",
        "licence",
        "authors",
        "component",
    }
)


class WrongComponent(ValidationError):
    """The component belongs to another programme."""


class OwnText(ValidationError):
    """Who wrote a text does not approve it."""


class NotADraft(ValidationError):
    """Only a draft is published."""


class EmptyText(ValidationError):
    """There is nothing to publish."""


class AnotherScope(ValidationError):
    """The activity belongs to another programme or municipality."""


@transaction.atomic
def write(*, by: Actor, scope: Scope, component: Component, title_lv: str, **fields: object) -> Guideline:
    """A new draft. Raises PermissionDenied, WrongComponent, ValidationError."""
    require(by, Permission.WRITE_GUIDELINE, scope)
    guideline = Guideline(
        programme_id=scope.programme_id,
        municipality_id=scope.municipality_id,
        written_by=account_of(by),
        component=component,
    )
    _put(guideline, {"title_lv": title_lv, **fields})
    guideline.save()
    record(by=by, verb="guideline.written", obj=guideline, changes={"version": guideline.version})
    return guideline


@transaction.atomic
def rewrite(*, by: Actor, guideline: Guideline, is_english_checked: bool = False, **fields: object) -> Guideline:
    """Change the text. A published one changes only by somebody who may publish, and stays published.

    Whoever ever changed a draft does not approve it: nobody approves their own words, even among others'.
    `is_english_checked` says that a person compared the English with the Latvian as it stands now.
    Raises PermissionDenied, WrongComponent, ValidationError.
    """
    require(by, Permission.WRITE_GUIDELINE, guideline.scope)
    locked = Guideline.objects.select_for_update(of=("self",)).select_related("component").get(pk=guideline.pk)
    if locked.state != Guideline.State.DRAFT:
        require(by, Permission.PUBLISH, locked.scope)
    changed = _put(locked, fields)
    if is_english_checked and (stale := texts.stale_texts(locked)):
        for name in stale:
            texts.stamp_translation(locked, name)
        changed = Changed(sorted({*changed, *(f"{name}_en_source" for name in stale)}), changed.values)
    if changed:
        locked.save()
        if locked.state == Guideline.State.DRAFT and (editor := account_of(by)) is not None:
            locked.editors.get_or_create(user=editor)
        record(by=by, verb="guideline.rewritten", obj=locked, changes={**changed.stored, "version": locked.version})
    return locked


@transaction.atomic
def publish(*, by: Actor, guideline: Guideline, on: date | None = None) -> Guideline:
    """Approve somebody else's draft and show it to everybody, from `on` (today).

    Raises PermissionDenied, NotADraft, OwnText, EmptyText, PeriodClosed.
    """
    require(by, Permission.PUBLISH, guideline.scope)
    locked = Guideline.objects.select_for_update(of=("self",)).get(pk=guideline.pk)
    if locked.state != Guideline.State.DRAFT:
        raise NotADraft(_("This guideline is already published."), code="state")
    if locked.is_written_by(by):
        raise OwnText(_("A guideline is approved by somebody who neither wrote nor changed it."), code="four_eyes")
    if not locked.body_lv.strip():
        raise EmptyText(_("Write the text in Latvian before publishing."), code="empty")
    day = on or clock.today()
    require_open(locked.scope, kind=ClosingKind.ACTIVITIES, on=day)
    locked.state, locked.published_on, locked.published_by = Guideline.State.PUBLISHED, day, account_of(by)
    locked.save(update_fields=["state", "published_on", "published_by"])
    record(by=by, verb="guideline.published", obj=locked, changes={"version": locked.version, "on": day.isoformat()})
    mails.notify_author(locked, by=by)
    return locked


@transaction.atomic
def archive(*, by: Actor, guideline: Guideline) -> Guideline:
    """Take a published one out of sight; reports still count it. Raises PermissionDenied, NotADraft for a draft."""
    require(by, Permission.PUBLISH, guideline.scope)
    locked = Guideline.objects.select_for_update(of=("self",)).get(pk=guideline.pk)
    if locked.state == Guideline.State.DRAFT:
        raise NotADraft(_("A draft has not been published yet."), code="state")
    if locked.state != Guideline.State.ARCHIVED:
        locked.state = Guideline.State.ARCHIVED
        locked.save(update_fields=["state"])
        record(by=by, verb="guideline.archived", obj=locked)
    return locked


@transaction.atomic
def record_publicity(
    *,
    by: Actor,
    scope: Scope,
    kind: str,
    on: date,
    title_lv: str,
    title_en: str = "",
    url: str = "",
    audience: int | None = None,
    channel: str = "",
    activity: Activity | None = None,
) -> Publicity:
    """One time the programme was made known; `audience` is how many people it reached, where somebody counted.

    Raises PermissionDenied, OutsideProgramme, PeriodClosed, AnotherScope, ValidationError (a day to come, a bad
    address).
    """
    require(by, Permission.WRITE_GUIDELINE, scope)
    if on > clock.today():
        raise ValidationError({"on": _("The day has not come yet.")}, code="future")
    if activity is not None and activity.scope not in {scope, Scope(scope.programme_id)}:
        raise AnotherScope(_("The activity belongs to another programme or municipality."), code="scope")
    require_within(Programme.objects.get(pk=scope.programme_id), on)
    require_open(scope, kind=ClosingKind.ACTIVITIES, on=on)
    publicity = Publicity(
        programme_id=scope.programme_id,
        municipality_id=scope.municipality_id,
        kind=kind,
        on=on,
        title_lv=title_lv,
        title_en=title_en,
        url=url,
        audience=audience,
        channel=channel,
        activity=activity,
    )
    texts.stamp_translation(publicity, "title")
    publicity.full_clean(exclude=["programme", "municipality", "activity", "documents"])
    publicity.save()
    record(by=by, verb="publicity.recorded", obj=publicity, changes={"kind": kind})
    return publicity


def _put(guideline: Guideline, fields: dict[str, object]) -> Changed:
    """Put the fields on the row, unsaved; what changed."""
    if unknown := set(fields) - WRITABLE:
        raise TypeError(f"not a field of a guideline: {sorted(unknown)}")
    changed = put(
        guideline,
        {name: value for name, value in fields.items() if not _is_same(getattr(guideline, name, None), value)},
    )
    if guideline.component.programme_id != guideline.programme_id:
        raise WrongComponent(_("The component belongs to another programme."), code="component")
    for name in texts.texts_of(guideline):
        if f"{name}_en" in changed:
            texts.stamp_translation(guideline, name)
    guideline.full_clean(exclude=["programme", "municipality", "written_by", "component", "documents"])
    return changed


def _is_same(before: object, after: object) -> bool:
    """A browser ends each line with CR LF: a text that nobody touched is no other text for that."""
    if isinstance(before, str) and isinstance(after, str):
        return before.splitlines() == after.splitlines()
    return before == after
