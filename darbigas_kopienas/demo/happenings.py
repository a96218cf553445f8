"""What happened in the true programme: public facts where there are any, else invented so that it adds up.

Public: the Daugavpils centre opened on 23 January 2020 in the children's club „Mezgls”; on 4 and 5 June 2020 families
of several kindergartens planted flower beds at ten addresses; later gatherings were postponed or moved online.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

PLACES = {
    "daugavpils": "Bērnu klubs „Mezgls”, Smilšu iela 92, Daugavpils",
    "rezeknes-novads": "Kultūras nams, Rēzeknes novads",
    "preili": "Bibliotēka, Preiļi",
    "aglona": "Jauniešu centrs, Aglona",
    "preilu-novads": "Bibliotēka, Preiļi",
    "kraslavas-novads": "Tautas nams, Krāslavas novads",
}

# Each: Latvian, English, for whom.
SEMINAR_TOPICS = (
    ("Ģimenes iesaiste bērna mācīšanās procesā", "Involving families in children’s learning", "teachers"),
    ("Soli pa solim: kopienas skolas pieeja", "Step by step: the community school approach", "teachers"),
    ("Kā sākt kopienas iniciatīvu", "How to start a community initiative", "mixed"),
    ("Sociālā uzņēmējdarbība izglītības iestādē", "Social entrepreneurship in a school", "teachers"),
    ("Dabas darbnīcas ģimenēm", "Nature workshops for families", "mixed"),
    ("Sadarbība, līdzatbildība, kopīga telpa", "Cooperation, shared duty, shared space", "mixed"),
)

# Each: Latvian, English, type of event.
EVENT_TOPICS = (
    ("Kopienas pikniks", "Community picnic", "mobilisation"),
    ("Ģimeņu darbnīca", "Family workshop", "mobilisation"),
    ("Lielā pagalma talka", "The big yard clean-up", "mobilisation"),
    ("Paaudžu stāstu vakars", "Evening of stories across generations", "mobilisation"),
    ("Zaļais tirdziņš", "Green market", "social_entrepreneurship"),
    ("Sociālo uzņēmēju stāsti", "Stories of social entrepreneurs", "social_entrepreneurship"),
)

LONG_SEMINARS = 16  # of 24: 16 with three days and 8 with two make 64
COVID = date(2020, 3, 13)  # from here gatherings move online or wait


@dataclass(frozen=True)
class SeminarPlan:
    municipality: str
    title_lv: str
    title_en: str
    audience: str
    days: tuple[date, ...]
    teachers: int
    others: int
    is_online: bool = False
    was_due_on: date | None = None  # postponed from this day


@dataclass(frozen=True)
class EventPlan:
    municipality: str | None
    title_lv: str
    title_en: str
    type: str
    on: date
    counts: dict[str, int] = field(default_factory=dict)
    place: str = ""
    note: str = ""
    description: str = ""
    is_online: bool = False
    was_due_on: date | None = None
    cancelled: bool = False
    is_public: bool = True
    has_photo: bool = False


def thursday(year: int, month: int, week: int = 2) -> date:
    """The Thursday of that week of the month: seminars and events fall on working days."""
    first = date(year, month, 1)
    return first + timedelta(days=(3 - first.weekday()) % 7 + 7 * (week - 1))


def month_after(start: date, months: int) -> tuple[int, int]:
    month = start.month - 1 + months
    return start.year + month // 12, month % 12 + 1


def true_seminars() -> list[SeminarPlan]:
    """24 seminars with 64 days together, as the public target says."""
    plans = []
    partners = ("daugavpils", "rezeknes-novads", "preili", "aglona")
    for number in range(24):
        topic = SEMINAR_TOPICS[number % len(SEMINAR_TOPICS)]
        year, month = month_after(date(2019, 5, 1), number * 21 // 23)
        first = thursday(year, month, 1 + number % 3)
        length = 3 if number < LONG_SEMINARS else 2
        postponed = date(2020, 3, 19) if first.year == 2020 and first.month == 6 else None  # noqa: PLR2004  June 2020
        plans.append(
            SeminarPlan(
                municipality=partners[number % 4],
                title_lv=topic[0],
                title_en=topic[1],
                audience=topic[2],
                days=tuple(first + timedelta(days=offset) for offset in range(length)),
                teachers=14 + (number * 5) % 11,
                others=(number * 3) % 7 + (4 if topic[2] == "mixed" else 0),
                is_online=first > COVID and number % 2 == 1,
                was_due_on=postponed,
            )
        )
    return plans


def _crowd(number: int) -> dict[str, int]:
    return {
        "children": 12 + (number * 7) % 19,
        "parents": 9 + (number * 5) % 13,
        "teachers": 3 + number % 4,
        "municipal_staff": 1 + number % 2,
        "ngo": number % 3,
        "others": (number * 2) % 5,
    }


def true_events() -> list[EventPlan]:
    """20 mobilisation events, 6 of social entrepreneurship, 8 partner meetings and the symposium, moved online."""
    plans = [_flower_beds(date(2020, 6, 4), 1), _flower_beds(date(2020, 6, 5), 2)]
    partners = ("daugavpils", "rezeknes-novads", "preili", "aglona")
    for number in range(18):
        topic = EVENT_TOPICS[number % 4]
        on = thursday(*month_after(date(2019, 6, 1), number), 3) + timedelta(days=2)
        plans.append(_event(partners[number % 4], topic, on, number))
    for number in range(6):
        topic = EVENT_TOPICS[4 + number % 2]
        on = thursday(*month_after(date(2019, 10, 1), number * 3), 4)
        plans.append(_event(partners[(number + 1) % 4], topic, on, number + 3))
    for number in range(8):
        on = thursday(*month_after(date(2019, 4, 1), number * 3), 4) - timedelta(days=1)
        plans.append(
            EventPlan(
                None, f"{number + 1}. partneru sanāksme", f"Partner meeting {number + 1}", "partner_meeting", on,
                {"municipal_staff": 8, "ngo": 3}, "Jēkabpils" if on < COVID else "tiešsaistē",
                is_online=on > COVID, is_public=False,
            )
        )  # fmt: skip
    plans.append(
        EventPlan(
            None, "Simpozijs „Darbīgās kopienas Latgalē”", "Symposium “Active Communities in Latgale”", "symposium",
            date(2021, 2, 12), {"teachers": 46, "municipal_staff": 14, "ngo": 11, "media": 3, "others": 9},
            "tiešsaistē", is_online=True, was_due_on=date(2020, 10, 15),
        )
    )  # fmt: skip
    plans.append(
        EventPlan(
            "rezeknes-novads", "Lieldienu tirdziņš", "Easter market", "mobilisation", date(2020, 4, 11),
            place=PLACES["rezeknes-novads"], cancelled=True,
        )
    )  # fmt: skip
    return plans


def _flower_beds(on: date, day: int) -> EventPlan:
    return EventPlan(
        "daugavpils",
        f"Ģimenes stāda puķu dobes ({day}. diena)",
        f"Families plant flower beds (day {day})",
        "mobilisation",
        on,
        {"children": 31 if day == 1 else 27, "parents": 24 if day == 1 else 22, "teachers": 9, "others": 3},
        "Piecas adreses Daugavpilī",
        note="Daļa stādu pirkta, daļa izaudzēta mājās.",
        description="Vairāku pirmsskolu ģimenes divās dienās iestādīja puķu dobes pie desmit namiem Daugavpilī.",
        has_photo=True,
    )


def _event(municipality: str, topic: tuple[str, str, str], on: date, number: int) -> EventPlan:
    lv, en, type_ = topic
    return EventPlan(
        municipality, lv, en, type_, on, _crowd(number), PLACES[municipality],
        is_online=on > COVID and number % 5 == 0, has_photo=number % 3 == 0,
    )  # fmt: skip


def demo_seminars(starts_on: date, today: date) -> list[SeminarPlan]:
    """One a month in turn for each municipality, from the second month until three months from today."""
    plans = []
    partners = ("daugavpils", "rezeknes-novads", "preilu-novads", "kraslavas-novads")
    for number in range(26):
        year, month = month_after(starts_on, number + 1)
        first = thursday(year, month)
        if (first - today).days > 100:  # noqa: PLR2004  days ahead
            break
        topic = SEMINAR_TOPICS[(number + 1) % len(SEMINAR_TOPICS)]
        length = 2 if number % 2 == 0 else 1
        plans.append(
            SeminarPlan(
                partners[number % 4], topic[0], topic[1], topic[2],
                tuple(first + timedelta(days=offset) for offset in range(length)),
                12 + (number * 5) % 11, (number * 3) % 6,
            )
        )  # fmt: skip
    # One more within reach of whoever opens the portal today.
    soon = today.replace(day=1) + timedelta(days=40)
    nearest = thursday(soon.year, soon.month, 1)
    topic = SEMINAR_TOPICS[soon.month % len(SEMINAR_TOPICS)]
    plans.append(SeminarPlan("daugavpils", topic[0], topic[1], topic[2], (nearest,), 16, 2))
    return plans


def demo_events(starts_on: date, today: date) -> list[EventPlan]:
    plans = []
    partners = ("daugavpils", "rezeknes-novads", "preilu-novads", "kraslavas-novads")
    for number in range(24):
        on = thursday(*month_after(starts_on, number + 1), 3) + timedelta(days=2)
        if (on - today).days > 60:  # noqa: PLR2004  days ahead
            break
        plans.append(_event(partners[number % 4], EVENT_TOPICS[number % len(EVENT_TOPICS)], on, number))
        if number % 6 == 2:  # noqa: PLR2004  every half-year
            plans.append(
                EventPlan(
                    None, f"{number // 6 + 1}. partneru sanāksme", f"Partner meeting {number // 6 + 1}",
                    "partner_meeting", on - timedelta(days=3), {"municipal_staff": 9, "ngo": 4}, "Jēkabpils",
                    is_public=False,
                )
            )  # fmt: skip
    return [plan if not (plan.on > COVID and plan.is_online) else _in_person(plan) for plan in plans]


def _in_person(plan: EventPlan) -> EventPlan:
    return EventPlan(**{**plan.__dict__, "is_online": False})
