"""Deeds on events: log what happened, plan what will, correct, postpone, cancel, count, add photos."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NotRequired, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from darbigas_kopienas.activities import services as activities
from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.audit.changes import put
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.evidence import services as evidence
from darbigas_kopienas.evidence.models import Consent, Document
from darbigas_kopienas.participation.services import count_heads
from darbigas_kopienas.people.models import Organisation
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.programme.models import Component
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values.figures import TextPair

from .models import CommunityEvent, usual_component

KIND_OF_TYPE = {
    CommunityEvent.Type.MOBILISATION: Activity.Kind.EVENT,
    CommunityEvent.Type.SOCIAL_ENTREPRENEURSHIP: Activity.Kind.EVENT,
    CommunityEvent.Type.SYMPOSIUM: Activity.Kind.SYMPOSIUM,
    CommunityEvent.Type.PARTNER_MEETING: Activity.Kind.PARTNER_MEETING,
}


class NoComponent(ValidationError):
    """The programme has no component of the label that this type belongs to, and none was chosen."""


class PlannedEvent(TypedDict):
    """What is said of an event, by the words of its form."""

    title: str
    type: str
    component: NotRequired[Component | None]
    place: NotRequired[str]
    note: NotRequired[str]
    title_en: NotRequired[str]
    description: NotRequired[str]
    organiser: NotRequired[Organisation | None]


@transaction.atomic
def log_event(
    *,
    by: Actor,
    scope: Scope,
    held_on: date,
    counts: Mapping[str, int] | None = None,
    photos: Iterable[Document] = (),
    consent: str = Consent.UNKNOWN,
    unique_people: int | None = None,
    **planned: Unpack[PlannedEvent],
) -> CommunityEvent:
    """An event that took place: planned and held in one deed, with who came and what was photographed.

    Raises PermissionDenied, PeriodClosed, DayInFuture, OutsideProgramme, NegativeCount, NoComponent, NotYours; nothing
    is kept then.
    """
    require(by, Permission.WRITE_ACTIVITY, scope)
    event = plan_event(by=by, scope=scope, starts_on=held_on, **planned)
    return mark_event_held(
        by=by,
        event=event,
        held_on=held_on,
        counts=counts,
        photos=photos,
        consent=consent,
        unique_people=unique_people,
    )


@transaction.atomic
def plan_event(*, by: Actor, scope: Scope, starts_on: date, **planned: Unpack[PlannedEvent]) -> CommunityEvent:
    """An event still to come. Raises PermissionDenied, OutsideProgramme, WrongComponent, NoComponent."""
    require(by, Permission.WRITE_ACTIVITY, scope)
    kind = CommunityEvent.Type(planned["type"])
    activity = activities.plan(
        by=by,
        scope=scope,
        component=planned.get("component") or component_for(scope.programme_id, kind),
        kind=KIND_OF_TYPE[kind],
        title_lv=planned["title"],
        title_en=planned.get("title_en", ""),
        description_lv=planned.get("description", ""),
        place=planned.get("place", ""),
        starts_on=starts_on,
        organiser=planned.get("organiser"),
    )
    event = CommunityEvent.objects.create(activity=activity, type=kind, note=planned.get("note", ""))
    record(by=by, verb="event.logged", obj=event, scope=scope, changes={"type": kind.value})
    return event


@transaction.atomic
def mark_event_held(
    *,
    by: Actor,
    event: CommunityEvent,
    held_on: date,
    counts: Mapping[str, int] | None = None,
    photos: Iterable[Document] = (),
    consent: str = Consent.UNKNOWN,
    unique_people: int | None = None,
) -> CommunityEvent:
    """It took place on that day, with these people. Raises as `log_event`."""
    require(by, Permission.WRITE_ACTIVITY, event.scope)
    activities.mark_held(by=by, activity=event.activity, held_on=held_on)
    if unique_people is not None:
        activities.edit(by=by, activity=event.activity, unique_people=unique_people)
    if counts:
        count_heads(by=by, activity=event.activity, counts=counts)
    add_photos(by=by, event=event, photos=photos, consent=consent)
    return event


@transaction.atomic
def edit_event(
    *,
    by: Actor,
    event: CommunityEvent,
    day: date | None = None,
    type: str | None = None,  # noqa: A002 - the coordinator's word
    note: str | None = None,
    counts: Mapping[str, int] | None = None,
    photos: Iterable[Document] = (),
    consent: str = Consent.UNKNOWN,
    **fields: object,
) -> CommunityEvent:
    """Correct an event while its period is open; `fields` as of activities.services.edit. None leaves as it was.

    Raises PeriodClosed (also for a note or a photo alone), WrongTransition when cancelled, and as `log_event`.
    """
    require(by, Permission.WRITE_ACTIVITY, event.scope)
    if type is not None and type != event.type:
        fields["kind"] = KIND_OF_TYPE[CommunityEvent.Type(type)]
    activities.edit(by=by, activity=event.activity, day=day, **fields)
    wanted = {"type": type, "note": note}
    if changed := put(event, {name: value for name, value in wanted.items() if value is not None}):
        event.save(update_fields=changed)
        record(by=by, verb="event.edited", obj=event, changes=changed.stored)
    if counts is not None and event.activity.is_held:
        count_heads(by=by, activity=event.activity, counts=counts)
    add_photos(by=by, event=event, photos=photos, consent=consent)
    return event


@transaction.atomic
def add_photos(
    *, by: Actor, event: CommunityEvent, photos: Iterable[Document], consent: str = Consent.UNKNOWN
) -> list[Document]:
    """Tie uploaded photos to the event, with the answer on publishing them.

    Not asked yet is an answer too: such photos are shown to nobody outside. Raises PermissionDenied, NotYours.
    """
    require(by, Permission.WRITE_ACTIVITY, event.scope)
    added = []
    title = TextPair.of(event.activity, "title")
    alt = TextPair.translated(gettext_lazy("Photo of the event “%(title)s”"), title=title)
    for photo in photos:
        document = evidence.attach(by=by, document=photo, scope=event.scope)
        if consent == Consent.CLEARED:
            document = evidence.clear_photo(
                by=by, document=document, alt_lv=alt.lv, alt_en=alt.en, caption_lv=title.lv, caption_en=title.en
            )
        elif consent == Consent.REFUSED:
            evidence.refuse_photo(by=by, document=document)
        added.append(document)
    event.activity.documents.add(*added)
    return added


def postpone_event(*, by: Actor, event: CommunityEvent, reason: str, until: date | None = None) -> CommunityEvent:
    """To another day, or to one not known yet. Raises as activities.services.postpone."""
    require(by, Permission.WRITE_ACTIVITY, event.scope)
    activities.postpone(by=by, activity=event.activity, reason=reason, until=until)
    return event


def move_event_online(*, by: Actor, event: CommunityEvent, reason: str) -> CommunityEvent:
    """Raises as activities.services.move_online."""
    require(by, Permission.WRITE_ACTIVITY, event.scope)
    activities.move_online(by=by, activity=event.activity, reason=reason)
    return event


def cancel_event(*, by: Actor, event: CommunityEvent, reason: str) -> CommunityEvent:
    """It will not happen. Raises as activities.services.cancel."""
    require(by, Permission.WRITE_ACTIVITY, event.scope)
    activities.cancel(by=by, activity=event.activity, reason=reason)
    return event


def set_event_back(*, by: Actor, event: CommunityEvent, reason: str) -> CommunityEvent:
    """It was recorded as held by mistake. Raises as activities.services.set_back."""
    require(by, Permission.WRITE_ACTIVITY, event.scope)
    activities.set_back(by=by, activity=event.activity, reason=reason)
    return event


def publish_event(*, by: Actor, event: CommunityEvent, is_public: bool = True) -> CommunityEvent:
    """Show the event to everybody, or take it back. Raises PermissionDenied."""
    require(by, Permission.PUBLISH, event.scope)
    activities.publish(by=by, activity=event.activity, is_public=is_public)
    return event


def component_for(programme_id: int, type_: str) -> Component:
    """The component that this type usually belongs to. Raises NoComponent."""
    label = usual_component(type_)
    component = Component.objects.select_related("programme").filter(programme_id=programme_id, label=label).first()
    if component is None:
        raise NoComponent(
            _("Choose the component: the programme has none with the label %(label)s.") % {"label": label}
        )
    return component
