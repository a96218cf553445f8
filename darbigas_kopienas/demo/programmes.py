"""The two programmes: the true one of 2019–2021 and a demonstration that runs around today.

Facts of the first are public (the municipality's description of the project and its pages); the second is
invented, marked as such, and has its own 115 029,00 and 1 000,00.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from darbigas_kopienas.people.models import Municipality, Organisation
from darbigas_kopienas.programme import proposed_periods
from darbigas_kopienas.programme.models import Component, Indicator, Partnership, Party, Period, Programme
from darbigas_kopienas.values import clock, texts
from seminars.models import HoursRule

TRUE_CODE = "dk-2019"
DEMO_CODE = "dk-demo"
SEPTEMBER = 9

GOAL_LV = (
    "Attīstīt izglītības iestāžu un vietējās sabiedrības prasmes un iesaistīšanās iespējas darbīgu vietējo kopienu "
    "izveidei un sociālās uzņēmējdarbības veicināšanai."
)
GOAL_EN = (
    "To develop the skills of educational institutions and local people, and their opportunities to take part in "
    "building active local communities and promoting social entrepreneurship."
)
TARGET_LV = (
    "Daugavpils pilsētas pirmsskolu un skolu pedagogi; netiešā mērķa grupa – vietējās kopienas aktīvisti (vecāki, "
    "pašvaldību institūciju darbinieki, NVO, mediji u. tml.)."
)
TARGET_EN = (
    "Preschool and school teachers of Daugavpils; indirectly the active members of the local community (parents, "
    "staff of municipal institutions, NGOs, media and others)."
)
CREDIT_LV = (
    "Projektu „Darbīgās kopienas” finansē Britu Padome (British Council). Materiālu saturs atspoguļo autoru viedokli."
)
CREDIT_EN = (
    "The project “Active Communities” is funded by the British Council. The content reflects the authors’ views."
)

# The grant keeps its own labels; the source has no item 5.
COMPONENTS = {
    "1": (
        "Apmācību programmu izstrāde un semināri pedagogiem un jauktām iedzīvotāju grupām",
        "Training programmes and seminars for teachers and mixed groups of residents",
    ),
    "2": (
        "Kopienu resursu centra izveide – mēbeļu un materiālu iegāde, centra darbības plānošana, stiprināšana un "
        "attīstīšana",
        "Community resource centre: furniture and materials, planning and developing its work",
    ),
    "3": (
        "Vietējo kopienu mobilizēšanas un aktivizēšanas pasākumi, vietējā koordinatora darba apmaksa",
        "Mobilisation events; pay of the local coordinator",
    ),
    "4": (
        "Atbalsta materiālu (vadlīnijas u.c.) izstrāde",
        "Support materials (guidelines and others)",
    ),
    "6": (
        "Sociālās uzņēmējdarbības popularizēšanas pasākumi, simpozijs un labās prakses apkopošana un izplatīšana",
        "Social entrepreneurship promotion, symposium, good practice collected and spread",
    ),
}

# code: (Latvian, English, target, more than, measured by, component)
INDICATORS = {
    "seminar-days": ("Semināru dienas", "Seminar days", 64, False, "seminars.days", "1"),
    "centres": ("Kopienu resursu centri", "Community resource centres", 4, False, "resource_centre.centres", "2"),
    "mobilisation-events": (
        "Mobilizēšanas pasākumi", "Mobilisation events", 20, False, "community_events.mobilisation_events", "3",
    ),
    "partner-meetings": (
        "Partneru sanāksmes", "Partner meetings", 8, False, "community_events.partner_meetings", "3",
    ),
    "symposia": ("Simpozijs", "Symposium", 1, False, "community_events.symposia", "6"),
    "institutions": (
        "Iesaistītās iestādes", "Institutions involved", 40, True, "participation.institutions", None,
    ),
    "participants": ("Dalībnieki", "Participants", 1400, False, "participation.unique_people", None),
}  # fmt: skip


@dataclass(frozen=True)
class Facts:
    """What differs between the two programmes."""

    code: str
    name_lv: str
    name_en: str
    starts_on: date
    starts_known_to: str
    ends_on: date
    partners: tuple[str, ...]
    agreements: dict[str, tuple[str, str, date | None]]  # municipality: state, number, day
    is_demo: bool


def true_facts() -> Facts:
    return Facts(
        code=TRUE_CODE,
        name_lv="Darbīgās kopienas",
        name_en="Active Communities",
        starts_on=date(2019, 3, 1),
        starts_known_to=Programme.KnownTo.MONTH,
        ends_on=date(2021, 2, 28),
        partners=("daugavpils", "rezeknes-novads", "preili", "aglona"),
        # The description says of Daugavpils that an agreement is planned; of the others it says nothing.
        agreements={},
        is_demo=False,
    )


def demo_facts() -> Facts:
    """Two years around today; once loaded, its first day stays."""
    existing = Programme.objects.filter(code=DEMO_CODE).first()
    today = clock.today()
    begun_this_year = today.month >= SEPTEMBER
    starts = existing.starts_on if existing else date(today.year if begun_this_year else today.year - 1, 1, 1)
    signed = (Partnership.State.SIGNED, "1-12/{}", starts + timedelta(days=20))
    partners = ("daugavpils", "rezeknes-novads", "preilu-novads", "kraslavas-novads")
    return Facts(
        code=DEMO_CODE,
        name_lv="Darbīgās kopienas (paraugs)",
        name_en="Active Communities (demonstration)",
        starts_on=starts,
        starts_known_to=Programme.KnownTo.DAY,
        ends_on=date(starts.year + 1, 12, 31),
        partners=partners,
        agreements={
            code: (signed[0], signed[1].format(number), signed[2]) for number, code in enumerate(partners[:3], start=7)
        },
        is_demo=True,
    )


def load_rules() -> None:
    """The state's rule on teachers' hours: MK 569 (2018) §15, in force since 14 September 2018."""
    HoursRule.objects.get_or_create(
        valid_from=date(2018, 9, 14),
        defaults={"hours": 36, "years": 3, "source": "MK 11.09.2018. noteikumi Nr. 569, 15. punkts"},
    )


def load(facts: Facts, municipalities: dict[str, Municipality], bodies: dict[str, Organisation]) -> Programme:
    """A new programme with its parties, partnerships, components, indicators and periods."""
    programme = Programme.objects.create(
        code=facts.code,
        name_lv=facts.name_lv,
        name_en=facts.name_en,
        name_en_source=texts.source_hash(facts.name_lv),
        goal_lv=GOAL_LV,
        goal_en=GOAL_EN,
        goal_en_source=texts.source_hash(GOAL_LV),
        target_group_lv=TARGET_LV,
        target_group_en=TARGET_EN,
        target_group_en_source=texts.source_hash(TARGET_LV),
        credit_lv=CREDIT_LV,
        credit_en=CREDIT_EN,
        credit_en_source=texts.source_hash(CREDIT_LV),
        starts_on=facts.starts_on,
        starts_known_to=facts.starts_known_to,
        ends_on=facts.ends_on,
        is_demo=facts.is_demo,
    )
    _parties(programme, bodies)
    _partnerships(programme, facts, municipalities)
    _components_and_indicators(programme)
    _periods(programme)
    return programme


def has_loaded_facts(programme: Programme, facts: Facts) -> bool:
    """Whether nobody has changed the days, partners and components on which the demonstration's people act."""
    partners = set(programme.partnerships.values_list("municipality__code", flat=True))
    labels = set(programme.components.values_list("label", flat=True))
    days = (programme.starts_on, programme.ends_on)
    return days == (facts.starts_on, facts.ends_on) and partners >= set(facts.partners) and labels >= set(COMPONENTS)


def _parties(programme: Programme, bodies: dict[str, Organisation]) -> None:
    roles = [
        ("british-council", Party.Role.FUNDER),
        ("iic", Party.Role.IMPLEMENTER),
        ("daugavpils-education", Party.Role.APPLICANT),
        ("daugavpils-council", Party.Role.CO_FINANCER),
    ]
    for order, (body, role) in enumerate(roles):
        Party.objects.create(programme=programme, organisation=bodies[body], role=role, order=order)


def _partnerships(programme: Programme, facts: Facts, municipalities: dict[str, Municipality]) -> None:
    for order, code in enumerate(facts.partners):
        state, number, agreed_on = facts.agreements.get(code, (Partnership.State.PLANNED, "", None))
        Partnership.objects.create(
            programme=programme,
            municipality=municipalities[code],
            agreement_state=state,
            agreement_number=number,
            agreed_on=agreed_on,
            joined_on=facts.starts_on,
            order=order,
        )


def _components_and_indicators(programme: Programme) -> None:
    components = {}
    for order, (label, (lv, en)) in enumerate(COMPONENTS.items()):
        components[label] = Component.objects.create(
            programme=programme,
            label=label,
            name_lv=lv,
            name_en=en,
            name_en_source=texts.source_hash(lv),
            order=order,
        )
    for order, (code, (lv, en, target, is_more, measured_by, heading)) in enumerate(INDICATORS.items()):
        Indicator.objects.create(
            programme=programme,
            code=code,
            name_lv=lv,
            name_en=en,
            name_en_source=texts.source_hash(lv),
            target=target,
            is_more_than=is_more,
            measured_by=measured_by,
            component=components.get(heading or ""),
            order=order,
        )


def _periods(programme: Programme) -> None:
    """Half-years; assumed here, as the funder's other programmes have them."""
    days = {"months": proposed_periods.MONTHS, "days_until_due": proposed_periods.DAYS_UNTIL_DUE}
    for period in proposed_periods.proposed_periods(programme.starts_on, programme.ends_on, **days):
        lv, en = proposed_periods.names_of(period.number)
        Period.objects.create(
            programme=programme,
            starts_on=period.starts_on,
            ends_on=period.ends_on,
            name_lv=lv,
            name_en=en,
            name_en_source=texts.source_hash(lv),
            due_on=period.due_on,
        )
