"""Every room is asked once for the period and once since the programme began; the answer is one frozen value."""

from dataclasses import replace
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from budget import reporting as budget
from budget.reporting import SourceFigures
from community_events import reporting as community_events
from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.evidence import logos
from darbigas_kopienas.evidence.models import Placement
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.participation.participants.unique_people import turnout
from darbigas_kopienas.people.models import Municipality, Organisation
from darbigas_kopienas.programme.models import Indicator, Partnership, Party, Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.figures import Chapter, Figure, Record, Table, TextPair
from guidelines import reporting as guidelines
from resource_centre import reporting as resource_centre
from seminars.report import reporting

from .measures import Gathered, Participation, measure
from .snapshot import VERSION, AgreementFacts, ComponentPart, PartyFacts, ProgrammeFacts, ReportFigures, Sum, Target

PURCHASES = "C.purchases"
PHOTOS_PER_CHAPTER = 6
pair = TextPair.translated


def gather(scope: Scope, starts_on: date, ends_on: date, *, code: str, as_of: datetime | None = None) -> ReportFigures:
    """All that a report of the scope and period says; both days inclusive.

    Call it inside one transaction that sees one moment, so that sums and lists agree to the cent.
    """
    programme = Programme.objects.get(pk=scope.programme_id)
    figures = ask(scope, starts_on, ends_on)
    since_start = figures if starts_on <= programme.starts_on else ask(scope, programme.starts_on, ends_on)
    money = budget.figures(scope, starts_on, ends_on)
    centre, purchases = _without_purchases(figures.centres.chapter())
    chapters = [figures.seminars.chapter(), centre, *figures.events.chapters(), figures.guidelines.chapter()]
    return ReportFigures(
        version=VERSION,
        code=code,
        programme=_programme(programme),
        municipality=_municipality(scope),
        starts_on=starts_on,
        ends_on=ends_on,
        as_of=as_of or clock.now(),
        parties=_parties(programme),
        agreements=_agreements(programme, scope),
        sums=tuple(_sum(source) for source in money.sources),
        summary=_summary(figures, money.chapter()),
        components=_components(programme, chapters),
        targets=_targets(programme, figures, since_start),
        finance=money.chapter(),
        cofinancing=money.cofinancing_chapter(),
        documents=money.documents_chapter(),
        purchases=purchases,
        publicity=figures.guidelines.publicity_chapter(),
        logos=logos.printed(programme.pk, Placement.REPORT),
    )


def ask(scope: Scope, starts_on: date, ends_on: date) -> Gathered:
    """What the rooms tell of one span."""
    return Gathered(
        seminars=reporting.figures(scope, starts_on, ends_on),
        centres=resource_centre.figures(scope, starts_on, ends_on),
        events=community_events.figures(scope, starts_on, ends_on),
        guidelines=guidelines.figures(scope, starts_on, ends_on),
        participation=_participation(scope, starts_on, ends_on),
    )


def _participation(scope: Scope, starts_on: date, ends_on: date) -> Participation:
    activities = list(Activity.objects.in_scope(scope).held_between(starts_on, ends_on).order_by("held_on", "pk"))
    sent = Registration.objects.filter(activity__in=activities).active().seen().exclude(organisation=None)
    took_part = Organisation.objects.filter(
        Q(took_part_in__in=activities) | Q(pk__in=sent.order_by().values("organisation"))
    )
    came = turnout(activities)
    return Participation(
        institutions=tuple(
            _record("people.organisation", organisation, "name")
            for organisation in took_part.distinct().order_by("sort_key", "pk")
        ),
        activities=tuple(_record("activities.activity", activity, "title") for activity in activities),
        attendances=came.attendances,
        unique=came.unique,
    )


def _record(label: str, row: Activity | Organisation, name: str) -> Record:
    return Record(label, row.pk, TextPair.of(row, name))


def _without_purchases(centre: Chapter) -> tuple[Chapter, Chapter]:
    """Purchases have a heading of their own in the report; said once, not twice."""
    bought = tuple(table for table in centre.tables if table.code == PURCHASES)
    rest = tuple(table for table in centre.tables if table.code != PURCHASES)
    return replace(centre, tables=rest), Chapter(code="purchases", title=pair(_("Purchases")), tables=bought)


def _programme(programme: Programme) -> ProgrammeFacts:
    return ProgrammeFacts(
        code=programme.code,
        number=programme.number,
        name=TextPair.of(programme, "name"),
        goal=TextPair.of(programme, "goal"),
        target_group=TextPair.of(programme, "target_group"),
        credit=TextPair.of(programme, "credit"),
        starts_on=programme.starts_on,
        starts_known_to=str(programme.starts_known_to),
        ends_on=programme.ends_on,
        is_demo=programme.is_demo,
    )


def _municipality(scope: Scope) -> TextPair | None:
    if scope.municipality_id is None:
        return None
    return TextPair.of(Municipality.objects.get(pk=scope.municipality_id), "name")


def _parties(programme: Programme) -> tuple[PartyFacts, ...]:
    return tuple(
        PartyFacts(
            role=party.role,
            role_name=pair(Party.Role(party.role).label),
            name=TextPair.of(party.organisation, "name"),
            registration_number=party.organisation.registration_number,
            address=party.organisation.address,
        )
        for party in programme.parties.select_related("organisation").order_by("order", "pk")
    )


def _agreements(programme: Programme, scope: Scope) -> tuple[AgreementFacts, ...]:
    partnerships = programme.partnerships.select_related("municipality").order_by("order", "pk")
    if scope.municipality_id is not None:
        partnerships = partnerships.filter(municipality_id=scope.municipality_id)
    return tuple(
        AgreementFacts(
            municipality=TextPair.of(partnership.municipality, "name"),
            state=pair(Partnership.State(partnership.agreement_state).label),
            number=partnership.agreement_number,
            agreed_on=partnership.agreed_on,
        )
        for partnership in partnerships
    )


def _sum(source: SourceFigures) -> Sum:
    says_otherwise = bool(source.stated_words) and source.stated_amount != source.amount
    return Sum(
        name=source.name,
        organisation=source.organisation,
        amount=source.amount,
        stated_words=source.stated_words,
        stated_amount=source.stated_amount,
        is_in_dispute=says_otherwise and not source.is_resolved,
        resolution=source.resolution,
        this_period=source.this_period,
        total=source.total,
    )


def _summary(gathered: Gathered, money: Chapter) -> Chapter:
    """The numbers that a reader looks for first. Those of a chapter keep its codes; I101… are of all rooms together."""
    people = gathered.participation
    events = measure(gathered, "community_events.events")
    figures: list[Figure] = [
        gathered.seminars.chapter().figure("S1"),
        gathered.centres.chapter().figure("C2"),
        Figure(
            "I101", pair(_("Events held in total")), gathered.events.held, "count", events.records if events else ()
        ),
        gathered.guidelines.chapter().figure("G1"),
        Figure("I102", pair(_("Attendances in total")), people.attendances, "count", people.activities),
        Figure("I103", pair(_("Unique participants in total")), people.unique, "count", people.activities),
        *(figure for figure in money.figures if figure.kind == "money"),
    ]
    return Chapter(code="summary", title=pair(_("Summary")), figures=tuple(figures))


def _components(programme: Programme, chapters: list[Chapter]) -> tuple[ComponentPart, ...]:
    """The grant's own headings in its own order; a chapter of a heading that the grant lacks is never lost."""
    components = list(programme.components.order_by("order", "pk"))
    known = {component.label for component in components}
    parts = [
        ComponentPart(
            label=component.label,
            name=TextPair.of(component, "name"),
            chapters=tuple(
                _with_few_photos(chapter) for chapter in chapters if chapter.component_label == component.label
            ),
        )
        for component in components
    ]
    others = [chapter for chapter in chapters if chapter.component_label not in known]
    parts += [
        ComponentPart(component.component_label or component.code, component.title, (component,))
        for component in others
        if _says_something(component)
    ]
    return tuple(parts)


def _with_few_photos(chapter: Chapter) -> Chapter:
    """A report shows that things happened; the album stays in the portal."""
    return replace(chapter, photos=chapter.photos[:PHOTOS_PER_CHAPTER])


def _says_something(chapter: Chapter) -> bool:
    tables: tuple[Table, ...] = chapter.tables
    return any(figure.value for figure in chapter.figures) or any(table.rows for table in tables)


def _targets(programme: Programme, gathered: Gathered, since_start: Gathered) -> tuple[Target, ...]:
    targets: list[Target] = []
    rows = Indicator.objects.filter(programme=programme).select_related("component").order_by("order", "pk")
    for number, indicator in enumerate(rows, start=1):
        now, so_far = measure(gathered, indicator.measured_by), measure(since_start, indicator.measured_by)
        targets.append(
            Target(
                code=f"I{number}",
                name=TextPair.of(indicator, "name"),
                component_label=indicator.component.label if indicator.component else None,
                target=indicator.target,
                is_more_than=indicator.is_more_than,
                this_period=now.value if now else None,
                so_far=so_far.value if so_far else None,
                records=so_far.records if so_far else (),
            )
        )
    return tuple(targets)
