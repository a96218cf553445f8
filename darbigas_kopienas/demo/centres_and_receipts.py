"""Centres, guidelines, publicity, and the receipts of both programmes."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from darbigas_kopienas.activities.models import Activity, Cost
from darbigas_kopienas.programme.models import Component, Site
from darbigas_kopienas.values import clock
from guidelines import services as guidelines
from guidelines.models import Guideline, Publicity
from resource_centre import services as centres
from resource_centre.models import Centre, Purchase

from .happenings import PLACES
from .money import Ledger
from .stage import Stage
from .writings import GUIDELINES

# (Latvian, English, inventory category, quantity, line, amount)
THINGS = (
    ("Galdu un krēslu komplekts nodarbībām", "Set of tables and chairs for classes", "furniture", 1, "2.1", "3890.00"),
    ("Materiālu komplekts darbnīcām", "Set of materials for workshops", "material", 12, "2.2", "600.00"),
)
EMBROIDERY = ("Izšūšanas mašīna", "Embroidery machine", "equipment", 1, "2.2", "2890.00")
OUTDOOR = ("Āra nodarbību komplekts", "Outdoor activity set", "equipment", 2, "2.2", "2140.00")


@dataclass(frozen=True)
class CentrePlan:
    municipality: str
    name_lv: str
    name_en: str
    opened_on: date


def furnish_centres(stage: Stage, plans: list[CentrePlan], ledger: Ledger) -> None:
    """Each centre with its things, bought for the grant; a purchase states its cost, the ledger books it once."""
    for plan in plans:
        scope, by = stage.scope(plan.municipality), stage.coordinator(plan.municipality)
        centre = Centre.objects.filter(programme=stage.programme, name_lv=plan.name_lv).first()
        if centre is None:
            with clock.frozen(min(plan.opened_on, ledger.today)):
                centre = centres.add_centre(
                    by=by, scope=scope, name_lv=plan.name_lv, name_en=plan.name_en,
                    address=PLACES[plan.municipality], opened_on=plan.opened_on,
                    opening_hours_lv="Pirmdien–ceturtdien 14.00–18.00",
                    opening_hours_en="Monday to Thursday 14:00–18:00",
                    description_lv="Telpa nodarbībām, sanāksmēm un ģimeņu darbnīcām; inventāru var aizņemties.",
                    description_en="A room for classes, meetings and family workshops; things can be borrowed.",
                    contact_email="centrs@example.lv", is_published=True,
                    site=Site.objects.filter(programme=stage.programme, name_lv=plan.name_lv).first(),
                )  # fmt: skip
        special = EMBROIDERY if plan.municipality == "daugavpils" else OUTDOOR
        for number, thing in enumerate((*THINGS, special), start=1):
            _buy(stage, ledger, centre, plan, number, thing)


def _buy(
    stage: Stage, ledger: Ledger, centre: Centre, plan: CentrePlan, number: int,
    thing: tuple[str, str, str, int, str, str],
) -> None:  # fmt: skip
    lv, en, category, quantity, line, amount = thing
    by, on = stage.coordinator(plan.municipality), plan.opened_on - timedelta(days=30 - number)
    if on > ledger.today or Purchase.objects.filter(centre=centre, description_lv=lv).exists():
        return
    with clock.frozen(on):
        purchase = centres.record_purchase(
            by=by, centre=centre, description_lv=lv, description_en=en, amount=Decimal(amount), state="received",
            on=on, supplier="SIA „Paraugs Tirgo”",
        )  # fmt: skip
        centres.add_item(
            by=by, centre=centre, name_lv=lv, name_en=en, category=category, quantity=quantity, acquired_on=on,
            value=Decimal(amount), inventory_number=f"{plan.municipality[:3].upper()}-{number:03}", condition="good",
        )  # fmt: skip
    cost = Cost.objects.get(origin=f"resource_centre.purchase:{purchase.pk}")
    ledger.write(
        f"PT-{plan.municipality[:3].upper()}-{on.year}-{number}", on, plan.municipality, "SIA „Paraugs Tirgo”",
        (lv, en), [(line, "grant", amount)], cost=cost,
    )  # fmt: skip


def write_guidelines(stage: Stage, first_on: date, every_days: int, today: date) -> None:
    """Written in turn by Ilze, published by Marta."""
    component = Component.objects.get(programme=stage.programme, label="4")
    for number, text in enumerate(GUIDELINES):
        on = first_on + timedelta(days=every_days * number)
        if on > today or Guideline.objects.filter(programme=stage.programme, title_lv=text["title_lv"]).exists():
            continue
        with clock.frozen(on):
            draft = guidelines.write(
                by=stage.users["ilze"], scope=stage.scope("daugavpils"), component=component, version="1.0",
                licence="CC BY 4.0", authors="Darbīgo kopienu komanda", **text,
            )  # fmt: skip
            guidelines.publish(by=stage.users["marta"], guideline=draft, on=on)


PUBLICITY = (
    ("video", "Video par ģimeņu stādītajām puķu dobēm", "Video about the families’ flower beds", 1850, "YouTube"),
    ("press", "Raksts: kopienas, kas dara", "Article: communities that act", 3200, "Reģionālā prese"),
    (
        "post",
        "Ziņa par resursu centra atvēršanu",
        "Post about the opening of the centre",
        940,
        "Pašvaldības tīmekļvietne",
    ),
    ("photo", "Fotostāsts „Darbīgās kopienas”", "Photo story “Active Communities”", 620, "Izstāde centrā"),
)


def publish_notices(stage: Stage, days: list[date], today: date) -> None:
    for on, (kind, lv, en, audience, channel) in zip(days, PUBLICITY, strict=True):
        if on > today or Publicity.objects.filter(programme=stage.programme, title_lv=lv).exists():
            continue
        with clock.frozen(on):
            guidelines.record_publicity(
                by=stage.users["ilze"], scope=stage.scope("daugavpils"), kind=kind, on=on, title_lv=lv, title_en=en,
                audience=audience, channel=channel,
            )  # fmt: skip


def book_activities(stage: Stage, ledger: Ledger) -> None:
    """A trainer's act and the rooms for every seminar acted out; materials for every event. Not for people's own."""
    codes = {code.pk: name for name, code in stage.municipalities.items()}
    activities = Activity.objects.filter(pk__in=stage.played, held_on__isnull=False).order_by("held_on", "pk")
    for activity in activities.prefetch_related("sessions").select_related("component"):
        municipality = codes.get(activity.municipality_id or 0)
        on = activity.day
        mark = f"{on:%y%m%d}-{activity.pk}"
        if activity.kind == Activity.Kind.SEMINAR:
            days = len(activity.sessions.all())
            ledger.write(
                f"LA-{mark}", on, municipality, "Lektore (autoratlīdzība)", ("Lektora darbs", "Trainer’s work"),
                [("1.1", "grant", f"{320 * days}.00")], activity, document_type="contract",
            )  # fmt: skip
            ledger.write(
                f"ED-{mark}", on, municipality, "SIA „Paraugs Kafejnīca”", ("Telpas un ēdināšana", "Room and catering"),
                [("1.2", "grant", str(Decimal("118.50") * days))], activity,
            )  # fmt: skip
        else:
            _book_event(ledger, activity, municipality, on, mark)


def _book_event(ledger: Ledger, activity: Activity, municipality: str | None, on: date, mark: str) -> None:
    by_kind = {str(Activity.Kind.PARTNER_MEETING): ("3.1", "96.00"), str(Activity.Kind.SYMPOSIUM): ("6.2", "3950.00")}
    usual = ("6.1", "840.00") if activity.component.label == "6" else ("3.1", "385.00")
    line, amount = by_kind.get(activity.kind, usual)
    if "puķu dobes" in activity.title_lv:
        return  # paid from the council's money, with their own receipts
    ledger.write(
        f"PM-{mark}", on, municipality, "SIA „Paraugs Materiāli”", ("Materiāli pasākumam", "Materials for the event"),
        [(line, "grant", amount)], activity,
    )  # fmt: skip


def pay_coordinators(ledger: Ledger, partners: list[str], quarters: list[date]) -> None:
    """A pay sheet a quarter for each municipality's coordinator."""
    for number, on in enumerate(quarters, start=1):
        for partner in partners:
            ledger.write(
                f"ALGA-{on:%y%m}-{partner[:3].upper()}", on, partner, "Pašvaldības grāmatvedība",
                (f"Koordinatora atlīdzība, {number}. ceturksnis", f"Coordinator’s pay, quarter {number}"),
                [("3.2", "grant", "870.00")], document_type="payroll",
            )  # fmt: skip


def spend_the_council_s_money(ledger: Ledger, days: tuple[date, date, date], *, until: str = "paid") -> None:
    """1 000,00 EUR to the cent: seedlings and soil for the flower beds, and Daugavpils's video and photo materials."""
    events = Activity.objects.filter(
        programme=ledger.stage.programme, municipality=ledger.stage.municipalities["daugavpils"],
        kind=Activity.Kind.EVENT, held_on__isnull=False,
    )  # fmt: skip
    activity = events.filter(title_lv__contains="puķu dobes").first() or events.order_by("-held_on").first()
    if activity is None:
        return
    seedlings = ("Stādi puķu dobēm", "Seedlings for the flower beds")
    ledger.write(
        f"ST-{days[0]:%y%m%d}", days[0], "daugavpils", "SIA „Paraugs Stādi”", seedlings,
        [("3.1", "council", "412.40"), ("3.1", "grant", "58.60")], activity, until=until,
    )  # fmt: skip
    ledger.write(
        f"AU-{days[1]:%y%m%d}", days[1], "daugavpils", "SIA „Paraugs Dārzs”",
        ("Augsne un darbarīki", "Soil and tools"), [("3.1", "council", "187.60")], activity, until=until,
    )  # fmt: skip
    ledger.write(
        f"VF-{days[2]:%y%m%d}", days[2], "daugavpils", "SIA „Paraugs Video”",
        ("Video un foto materiāli par Daugavpils pieredzi", "Video and photo materials on Daugavpils’s experience"),
        [("P.1", "council", "400.00")], publicity=True, until=until,
    )  # fmt: skip
