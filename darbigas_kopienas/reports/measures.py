"""What a promise of the grant is measured by: `Indicator.measured_by` names one of these.

Unique people are counted by `participation.participants.unique_people`.
"""

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
class Gathered:
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
    listed = tuple(records)
    return Measured(len(listed), listed)


def _events(gathered: Gathered, *types: str) -> Measured:
    label = CommunityEvent._meta.label_lower
    return _listed(Record(label, event.pk, event.title) for event in gathered.events.events if event.type in types)


MEASURES: dict[str, Callable[[Gathered], Measured]] = {
    "seminars.days": lambda gathered: Measured(
        gathered.seminars.days, tuple(line.record for line in gathered.seminars.lines)
    ),
    "seminars.seminars": lambda gathered: _listed(seminar.record for seminar in gathered.seminars.counted),
    "resource_centre.centres": lambda gathered: _listed(centre.record for centre in gathered.centres.centres),
    "community_events.events": lambda gathered: _events(gathered, *Type.values),
    "community_events.mobilisation_events": lambda gathered: _events(gathered, Type.MOBILISATION),
    "community_events.social_entrepreneurship_events": lambda gathered: _events(gathered, Type.SOCIAL_ENTREPRENEURSHIP),
    "community_events.partner_meetings": lambda gathered: _events(gathered, Type.PARTNER_MEETING),
    "community_events.symposia": lambda gathered: _events(gathered, Type.SYMPOSIUM),
    "guidelines.published": lambda gathered: _listed(guideline.record for guideline in gathered.guidelines.guidelines),
    "participation.institutions": lambda gathered: _listed(gathered.participation.institutions),
    "participation.attendances": lambda gathered: Measured(
        gathered.participation.attendances, gathered.participation.activities
    ),
    "participation.unique_people": lambda gathered: Measured(
        gathered.participation.unique, gathered.participation.activities
    ),
}


def measure(gathered: Gathered, measured_by: str) -> Measured | None:
    """None for a measure that this portal does not know: the report then says "—", never a wrong zero."""
    measure_of = MEASURES.get(measured_by)
    return measure_of(gathered) if measure_of else None
