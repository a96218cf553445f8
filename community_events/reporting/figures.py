"""Reads the rows of a span once and lets go of them: from here on only plain values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from community_events.models import CommunityEvent
from darbigas_kopienas.activities.models import Activity, Change
from darbigas_kopienas.activities.reporting import deviation_of
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.participation.participants.unique_people import Turnout, turnout
from darbigas_kopienas.people.models import Organisation
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values.figures import Chapter, Photo, TextPair

from .chapters import DEVIATIONS, TO_A_DAY, chapter_of
from .lines import DeviationLine, EventLine, PhotoLine, unique_of

COMPONENTS = ("3", "6")  # the grant's own labels of this room; an event moved to another one gets its own chapter


@dataclass(frozen=True)
class CommunityEventFigures:
    """Everything this room can say of a span."""

    starts_on: date
    ends_on: date
    events: tuple[EventLine, ...]
    deviations: tuple[DeviationLine, ...]
    photos: tuple[PhotoLine, ...]

    @property
    def held(self) -> int:
        return len(self.events)

    @property
    def attendances(self) -> int:
        return sum(event.attendances for event in self.events)

    @property
    def unique(self) -> int:
        """A registered person once, however many events; of those only counted, the estimates."""
        return unique_of(self.events)

    @property
    def held_by_type(self) -> dict[str, int]:
        """Number of held events of every type, the zeros too: indicators are measured by it."""
        return {type_: sum(event.type == type_ for event in self.events) for type_ in CommunityEvent.Type.values}

    @property
    def components(self) -> tuple[str, ...]:
        components = {event.component for event in self.events} | {deviation.component for deviation in self.deviations}
        return (*COMPONENTS, *sorted(components - set(COMPONENTS)))

    def chapters(self) -> tuple[Chapter, ...]:
        """One for each component: 3 and 6 always, another where an event was put under it."""
        return tuple(chapter_of(self, label, code_from=5 * number + 1) for number, label in enumerate(self.components))

    def chapter(self, label: str = "3") -> Chapter:
        """The chapter of one component."""
        return dict(zip(self.components, self.chapters(), strict=True))[label]


def figures(scope: Scope, starts_on: date, ends_on: date) -> CommunityEventFigures:
    """What was held in the scope from one local day to another, both inclusive; at most eight statements."""
    rows = _held(scope, starts_on, ends_on)
    came = turnout([row.activity for row in rows])
    return CommunityEventFigures(
        starts_on=starts_on,
        ends_on=ends_on,
        events=tuple(_line(row, came) for row in rows),
        deviations=_deviations(scope, starts_on, ends_on),
        photos=_photos(rows),
    )


def _held(scope: Scope, starts_on: date, ends_on: date) -> list[CommunityEvent]:
    took_part = Prefetch("activity__organisations", Organisation.objects.order_by("sort_key"))
    events = CommunityEvent.objects.in_scope(scope).filter(
        activity__held_on__gte=starts_on, activity__held_on__lte=ends_on
    )
    return list(events.with_activity().prefetch_related(took_part).order_by("activity__held_on", "pk"))


def _line(row: CommunityEvent, came: Turnout) -> EventLine:
    activity = row.activity
    here = came.of(activity.pk)
    return EventLine(
        pk=row.pk,
        activity_id=activity.pk,
        day=activity.day,
        title=TextPair.of(activity, "title"),
        place=activity.place,
        type=row.type,
        component=activity.component.label,
        municipality=_municipality(activity),
        by_group=tuple(sorted(here.by_group.items())),
        attendances=here.attendances,
        organisations=tuple(organisation.name_lv for organisation in activity.organisations.all()),
        people=here.people,
        unique_counted=here.unique_counted,
    )


def _deviations(scope: Scope, starts_on: date, ends_on: date) -> tuple[DeviationLine, ...]:
    changes = (
        Change.objects.deviations_between(starts_on, ends_on)
        .filter(activity__in=Activity.objects.in_scope(scope), activity__community_event__isnull=False)
        .select_related("activity__component")
    )
    return tuple(
        DeviationLine(
            activity_id=change.activity_id,
            component=change.activity.component.label,
            text=deviation_of(change, DEVIATIONS, TO_A_DAY),
        )
        for change in changes
    )


def _photos(rows: Iterable[CommunityEvent]) -> tuple[PhotoLine, ...]:
    component = {row.activity_id: row.activity.component.label for row in rows}
    links: QuerySet[Any] = Activity.documents.through._default_manager.filter(
        activity__in=list(component), document__in=Document.objects.publishable()
    )
    return tuple(
        PhotoLine(component[link.activity_id], _photo(link.document))
        for link in links.select_related("document").order_by("activity__held_on", "document_id")
    )


def _photo(document: Document) -> Photo:
    return Photo(document.pk, document.sha256, TextPair.of(document, "caption"), TextPair.of(document, "alt"))


def _municipality(activity: Activity) -> TextPair | None:
    return TextPair.of(activity.municipality, "name") if activity.municipality else None
