"""The one loader: facts always, people and what they did only for the demonstration. Running it again adds nothing."""

from dataclasses import replace
from datetime import date, timedelta

from django.db import transaction

from darbigas_kopienas.people.models import Municipality, Organisation, User
from darbigas_kopienas.programme.models import Closing, ClosingKind, Programme
from darbigas_kopienas.programme.services import close_period
from darbigas_kopienas.values import clock

from . import (
    centres_and_receipts,
    consents,
    enrolments,
    entered_people,
    erasure_requests,
    happenings,
    logos,
    mails,
    municipalities,
    openings,
    people,
    programmes,
    register,
    retention,
    roles,
    shared_links,
    sites,
)
from .money import Ledger, has_loaded_budget, load_budget
from .stage import Stage, play_event, play_seminar


def load_facts() -> tuple[Programme, dict[str, Municipality]]:
    """The true programme: parties, partners, components, targets, periods and money.

    Loaded once: what people corrected or removed since then stays as they left it.
    """
    with transaction.atomic():
        places = municipalities.load()
        programmes.load_rules()
        retention.load_facts()
        known = _codes()
        programme = _loaded(programmes.true_facts(), places, 2020, stated=True)
        if programme.code not in known:
            register.load_true(programme, places)
            sites.load(programme, places, sites.TRUE)
    return programme, places


def _codes() -> set[str]:
    return set(Programme.objects.values_list("code", flat=True))


def _loaded(
    facts: programmes.Facts, places: dict[str, Municipality], co_financing_year: int, *, stated: bool
) -> Programme:
    programme = Programme.objects.filter(code=facts.code).first()
    if programme is None:
        bodies = people.load_bodies(places)
        programme = programmes.load(facts, places, bodies)
        load_budget(programme, bodies, co_financing_year, stated=stated)
    return programme


def load_demo() -> dict[str, User]:
    """People with log-ins, the true programme's years acted out, and a programme that runs today."""
    true, places = load_facts()
    with transaction.atomic():
        facts = programmes.demo_facts()
        known = _codes()
        running = _loaded(facts, places, clock.today().year, stated=False)
        schools = {
            code: people.load_schools(places[code]) for code in {*programmes.true_facts().partners, *facts.partners}
        }
        if running.code not in known:
            sites.load(true, places, sites.TRUE_ACTED_OUT)
            sites.load(running, places, sites.RUNNING)
        consents.load_words()
        users = people.load_logins([true, running], places)
        consents.load_reading(users["marta"])
        for programme in (true, running):
            roles.load_invitation(programme, places["daugavpils"], users["marta"])
        if running.code not in known:
            register.load_demo(running, places, users["marta"], clock.today())
            entered_people.load(running, schools, users)
            register.load_contacts(true)
            register.load_contacts(running)
            people.load_likely_duplicate(places["daugavpils"])
            bodies = people.load_bodies(places)
            for programme in (true, running):
                logos.load(users["marta"], programme, bodies)
    for programme, stated, act_out in (
        (true, programmes.true_facts(), _act_out_true),
        (running, facts, _act_out_running),
    ):
        # The story relies on these facts: where somebody has changed them, it ends as far as it was told.
        if programmes.has_loaded_facts(programme, stated) and has_loaded_budget(programme):
            act_out(_stage(programme, places, users, schools))
    _write_afterwards(true, running, users)
    if running.code not in known:
        mails.leave()
    return users


def _write_afterwards(true: Programme, running: Programme, users: dict[str, User]) -> None:
    """What stands on the story: links to its reports, a request to be erased, papers destroyed, files opened."""
    shared_links.load(true, users["marta"])
    erasure_requests.load(running, users["marta"])
    retention.load_act(true, users["marta"])
    for programme in (true, running):
        openings.load(programme, users)


def _stage(
    programme: Programme,
    places: dict[str, Municipality],
    users: dict[str, User],
    schools: dict[str, list[Organisation]],
) -> Stage:
    partners = set(programme.partnerships.values_list("municipality__code", flat=True))
    return Stage(programme, places, users, {code: rows for code, rows in schools.items() if code in partners})


@transaction.atomic
def _act_out_true(stage: Stage) -> None:
    """March 2019 to February 2021, then closed for money and activities."""
    if Closing.objects.filter(programme=stage.programme).exists():
        return
    today = date(2021, 2, 28)
    for seminar in happenings.true_seminars():
        play_seminar(stage, seminar, today)
    for event in happenings.true_events():
        play_event(stage, event, today)
    ledger = Ledger(stage, today)
    opened = {
        "daugavpils": date(2020, 1, 23),
        "rezeknes-novads": date(2020, 2, 13),
        "preili": date(2020, 2, 27),
        "aglona": date(2020, 9, 10),
    }
    names = {
        "daugavpils": ("Kopienu resursu centrs „Mezgls”", "Community resource centre “Mezgls”"),
        "rezeknes-novads": ("Rēzeknes novada kopienu resursu centrs", "Rēzekne community resource centre"),
        "preili": ("Preiļu kopienu resursu centrs", "Preiļi community resource centre"),
        "aglona": ("Aglonas kopienu resursu centrs", "Aglona community resource centre"),
    }
    plans = [centres_and_receipts.CentrePlan(code, *names[code], opened[code]) for code in opened]
    centres_and_receipts.furnish_centres(stage, plans, ledger)
    centres_and_receipts.write_guidelines(stage, date(2019, 11, 20), 200, today)
    centres_and_receipts.publish_notices(
        stage, [date(2020, 6, 12), date(2020, 9, 3), date(2020, 1, 24), date(2020, 11, 18)], today
    )
    centres_and_receipts.spend_the_council_s_money(ledger, (date(2020, 6, 2), date(2020, 6, 3), date(2020, 11, 16)))
    centres_and_receipts.book_activities(stage, ledger)
    quarters = [date(2019, 9, 30), date(2019, 12, 30), date(2020, 3, 31), date(2020, 6, 30), date(2020, 9, 30),
                date(2020, 12, 30)]  # fmt: skip
    centres_and_receipts.pay_coordinators(ledger, list(opened), quarters)
    _write_the_rest(ledger)
    with clock.frozen(date(2021, 3, 25)):
        for kind in ClosingKind:
            close_period(
                by=stage.users["marta"],
                scope=stage.scope(None),
                kind=kind,
                starts_on=stage.programme.starts_on,
                ends_on=stage.programme.ends_on,
            )


def _write_the_rest(ledger: Ledger) -> None:
    """Layout of the guidelines and the grant's own publicity."""
    texts = ("Vadlīniju izstrāde un maketēšana", "Writing and layout of guidelines")
    for number, on in enumerate((date(2019, 11, 29), date(2020, 6, 15), date(2020, 12, 21)), start=1):
        ledger.write(f"MK-{number}", on, None, "SIA „Paraugs Makets”", texts, [("4.1", "grant", "2450.00")])
    texts = ("Publicitātes materiāli", "Publicity materials")
    for number, on in enumerate((date(2019, 10, 8), date(2020, 2, 4), date(2020, 8, 11), date(2021, 1, 19)), start=1):
        ledger.write(f"PUB-{number}", on, None, "SIA „Paraugs Druka”", texts, [("P.1", "grant", "550.00")])


@transaction.atomic
def _act_out_running(stage: Stage) -> None:
    """As far as today has come; some expenses still wait for approval, the next seminars are open."""
    today, starts = clock.today(), stage.programme.starts_on
    runs = happenings.demo_seminars(starts, today)
    past_days = [run.days[-1] for run in runs if run.municipality == "daugavpils" and run.days[-1] <= today]
    stage = replace(stage, certificates_wait_on=max(past_days, default=None))
    for seminar in runs:
        play_seminar(stage, seminar, today)
    enrolments.open_registrations(stage, today)
    for event in happenings.demo_events(starts, today):
        play_event(stage, event, today)
    ledger = Ledger(stage, today)
    partners = list(stage.schools)
    names = {
        "daugavpils": ("Kopienu resursu centrs „Mezgls”", "Community resource centre “Mezgls”"),
        "rezeknes-novads": ("Rēzeknes novada kopienu resursu centrs", "Rēzekne community resource centre"),
        "preilu-novads": ("Preiļu novada kopienu resursu centrs", "Preiļi community resource centre"),
        "kraslavas-novads": ("Krāslavas novada kopienu resursu centrs", "Krāslava community resource centre"),
    }
    plans = [
        centres_and_receipts.CentrePlan(code, *names[code], starts + timedelta(days=75 + 20 * number))
        for number, code in enumerate(names)
        if starts + timedelta(days=75 + 20 * number) <= today
    ]
    centres_and_receipts.furnish_centres(stage, plans, ledger)
    centres_and_receipts.write_guidelines(stage, starts + timedelta(days=120), 90, today)
    centres_and_receipts.publish_notices(stage, [starts + timedelta(days=90 + 60 * n) for n in range(4)], today)
    centres_and_receipts.book_activities(stage, ledger)
    quarters = [date(*happenings.month_after(starts, 3 * n), 1) - timedelta(days=1) for n in range(1, 9)]
    centres_and_receipts.pay_coordinators(ledger, sorted(partners), quarters)
    _write_what_waits(ledger, today)
    mails.load(stage)


def _write_what_waits(ledger: Ledger, today: date) -> None:
    """A part of the council's money is spent, and something waits for Anna, Ilze and Marta."""
    year = date(today.year, 1, 1)
    if (today - year).days > 60:  # noqa: PLR2004  days: earlier in the year nothing has been bought yet
        ledger.write(
            "ST-1", today - timedelta(days=40), "daugavpils", "SIA „Paraugs Video”",
            ("Video un foto materiāli", "Video and photo materials"), [("P.1", "council", "248.50")], publicity=True,
        )  # fmt: skip
    texts = ("Materiāli darbnīcai", "Materials for a workshop")
    recent = max(today - timedelta(days=6), year)
    ledger.write("PM-G1", recent, "daugavpils", "SIA „Paraugs Materiāli”", texts, [("2.2", "grant", "86.40")],
                 until="submitted")  # fmt: skip
    ledger.write("PM-G2", recent, "daugavpils", "SIA „Paraugs Druka”", texts, [("P.1", "grant", "42.15")],
                 until="draft")  # fmt: skip
