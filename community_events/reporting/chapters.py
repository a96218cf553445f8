"""The room's figures as a chapter of the report: codes, tables, words in both languages."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from community_events.models import CommunityEvent
from darbigas_kopienas.activities.states import State
from darbigas_kopienas.participation.models import Group
from darbigas_kopienas.values import formats
from darbigas_kopienas.values.figures import Chapter, Column, Figure, Record, Row, Table, TextPair

from .lines import EventLine, unique_of

if TYPE_CHECKING:
    from .figures import CommunityEventFigures

pair = TextPair.translated
TITLES = {
    "3": _("Mobilisation of local communities"),
    "6": _("Social entrepreneurship, symposium and good practice"),
}
DEVIATIONS = {
    State.POSTPONED: _("%(day)s “%(title)s” was postponed. Reason: %(reason)s"),
    State.MOVED_ONLINE: _("%(day)s “%(title)s” was moved online. Reason: %(reason)s"),
    State.CANCELLED: _("%(day)s “%(title)s” was cancelled. Reason: %(reason)s"),
}
TO_A_DAY = _("%(day)s “%(title)s” was postponed to %(moved_to)s. Reason: %(reason)s")


def chapter_of(figures: "CommunityEventFigures", label: str, code_from: int) -> Chapter:
    """The chapter of one component; its figures take the codes E<code_from> onward."""
    events = [event for event in figures.events if event.component == label]
    title = TITLES.get(label, _("Events"))
    deviations = tuple(deviation.text for deviation in figures.deviations if deviation.component == label)
    records = tuple(_record(event) for event in events)
    return Chapter(
        code=f"events-{label}",
        title=pair(title),
        component_label=label,
        figures=_figures(events, records, code_from),
        tables=tuple(_tables(events, label)),
        paragraphs=(_summary(events),),
        photos=tuple(line.photo for line in figures.photos if line.component == label),
        deviations=deviations,
    )


def _figures(events: list[EventLine], records: tuple[Record, ...], code_from: int) -> tuple[Figure, ...]:
    institutions = {name for event in events for name in event.organisations}
    estimate = pair(_("Of people counted without names it is an estimate: a head count cannot tell who came twice."))
    made = (
        Figure("", pair(_("Events held")), len(events), "count", records),
        Figure("", pair(_("Attendances")), _attendances(events), "count", records),
        Figure("", pair(_("Unique participants")), unique_of(events), "count", records, estimate),
        Figure("", pair(_("Organisations that took part")), len(institutions), "count", records),
    )
    return tuple(replace(figure, code=f"E{code_from + number}") for number, figure in enumerate(made))


def _tables(events: list[EventLine], label: str) -> Iterable[Table]:
    if not events:
        return
    yield _event_table(events, label)
    yield _count_table(
        f"events-{label}-types",
        pair(_("Events by type")),
        [(kind.label, sum(event.type == kind.value for event in events)) for kind in CommunityEvent.Type],
        _("Events"),
    )
    yield _count_table(
        f"events-{label}-groups",
        pair(_("Attendances by group (people counted without names)")),
        [(group.label, sum(dict(event.by_group).get(group.value, 0) for event in events)) for group in Group],
        _("Attendances"),
    )
    if len({event.municipality for event in events}) > 1:
        yield _municipality_table(events, label)


def _event_table(events: list[EventLine], label: str) -> Table:
    columns = (
        Column(pair(_("Day")), "date"),
        Column(pair(_("Event"))),
        Column(pair(_("Place"))),
        Column(pair(_("Type"))),
        Column(pair(_("Municipality"))),
        Column(pair(_("Attendances")), "count"),
        Column(pair(_("Unique participants")), "count"),
    )
    rows = tuple(
        Row(
            (
                event.day,
                event.title,
                event.place,
                pair(CommunityEvent.Type(event.type).label),
                event.municipality or pair(_("whole programme")),
                event.attendances,
                event.unique,
            ),
            _record(event),
        )
        for event in events
    )
    total = Row((None, pair(_("Together")), None, None, None, _attendances(events), unique_of(events)))
    return Table(f"events-{label}", pair(_("Events held")), columns, rows, total)


def _count_table(code: str, title: TextPair, counts: list[tuple[object, int]], heading: str | Promise) -> Table:
    rows = tuple(Row((pair(name), number)) for name, number in counts if number)
    total = Row((pair(_("Together")), sum(number for _name, number in counts)))
    return Table(code, title, (Column(pair(_("Name"))), Column(pair(heading), "count")), rows, total)


def _municipality_table(events: list[EventLine], label: str) -> Table:
    groups: dict[TextPair, list[EventLine]] = {}
    for event in events:
        groups.setdefault(event.municipality or pair(_("whole programme")), []).append(event)
    rows = tuple(
        Row((name, len(groups[name]), _attendances(groups[name]), unique_of(groups[name])))
        for name in sorted(groups, key=lambda name: formats.sort_key(name.lv))
    )
    columns = (
        Column(pair(_("Municipality"))),
        Column(pair(_("Events")), "count"),
        Column(pair(_("Attendances")), "count"),
        Column(pair(_("Unique participants")), "count"),
    )
    total = Row((pair(_("Together")), len(events), _attendances(events), unique_of(events)))
    return Table(f"events-{label}-municipalities", pair(_("By municipality")), columns, rows, total)


def _summary(events: list[EventLine]) -> TextPair:
    if not events:
        return pair(_("No events were held in this period."))
    return pair(
        _("Events held: %(events)s; attendances: %(attendances)s; unique participants: %(unique)s."),
        events=len(events),
        attendances=_attendances(events),
        unique=unique_of(events),
    )


def _attendances(events: list[EventLine]) -> int:
    return sum(event.attendances for event in events)


def _record(event: EventLine) -> Record:
    return Record(CommunityEvent._meta.label_lower, event.pk, event.title)
