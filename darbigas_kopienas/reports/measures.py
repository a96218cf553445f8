"""What a promise of the grant is measured by: `Indicator.measured_by` names one of these."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from community_events.models import CommunityEvent
from community_events.reporting import CommunityEventFigures
from darbigas_kopienas.values.figures import Record
from guidelines.reporting import GuidelineFigures
from resource_centre.reporting import CentreFigures
from seminars.report.chapter import SeminarFigures

Type = CommunityEvent.Type


@dataclass(frozen=True)
class Participation:
    """Over everything held in the span: institutions that took part, and different people."""

    institutions: tuple[Record, ...]
    activities: tuple[Record, ...]
    attendances: int
    unique: int


@dataclass(frozen=True)
class Told:
    """What the rooms told of one span."""

    seminars: SeminarFigures
    centres: CentreFigures
    events: CommunityEventFigures
    guidelines: GuidelineFigures
    participation: Participation


@dataclass(frozen=True)
class Measured:
    """A number and the rows that it stands on."""

    value: int
    records: tuple[Record, ...]


def _listed(records: Iterable[Record]) -> Measured:
    kept = tuple(records)
    return Measured(len(kept), kept)


def _events(told: Told, *types: str) -> Measured:
    label = CommunityEvent._meta.label_lower
    return _listed(Record(label, one.pk, one.title) for one in told.events.events if one.type in types)


MEASURES: dict[str, Callable[[Told], Measured]] = {
    "seminars.days": lambda told: Measured(told.seminars.days, tuple(one.record for one in told.seminars.lines)),
    "seminars.seminars": lambda told: _listed(one.record for one in told.seminars.counted),
    "resource_centre.centres": lambda told: _listed(one.record for one in told.centres.centres),
    "community_events.events": lambda told: _events(told, *Type.values),
    "community_events.mobilisation_events": lambda told: _events(told, Type.MOBILISATION),
    "community_events.social_entrepreneurship_events": lambda told: _events(told, Type.SOCIAL_ENTREPRENEURSHIP),
    "community_events.partner_meetings": lambda told: _events(told, Type.PARTNER_MEETING),
    "community_events.symposia": lambda told: _events(told, Type.SYMPOSIUM),
    "guidelines.published": lambda told: _listed(one.record for one in told.guidelines.guidelines),
    "participation.institutions": lambda told: _listed(told.participation.institutions),
    "participation.attendances": lambda told: Measured(told.participation.attendances, told.participation.activities),
    "participation.unique_people": lambda told: Measured(told.participation.unique, told.participation.activities),
}


def measure(told: Told, measured_by: str) -> Measured | None:
    """None for a measure that this portal does not know: the report then says "—", never a wrong zero."""
    found = MEASURES.get(measured_by)
    return found(told) if found else None
