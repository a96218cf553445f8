"""The database of reports: a half-year told in every room, so that a report has something to add up.

Made once for the run (tests/databases.py); the fixtures find its rows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

import community_events.services as events
import guidelines.services as guidelines
import resource_centre.services as centres
from budget import services as budget
from budget.models import Allocation, BudgetLine, Expense, FundingSource
from budget.services import ShareOf
from darbigas_kopienas.evidence import services as evidence
from darbigas_kopienas.evidence.models import Document, Kind
from darbigas_kopienas.jobs import services as jobs
from darbigas_kopienas.people.models import Municipality, Organisation, User
from darbigas_kopienas.programme.models import Component, Indicator, Partnership, Period, Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.reports import freeze, services
from darbigas_kopienas.reports.models import Report, SharedLink
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.clock import RIGA
from seminars.plan import services as plan
from tests.community_events.pictures import jpeg
from tests.reports.shared_link import given

FROM, TO = date(2020, 4, 1), date(2020, 9, 30)
INDICATORS = {
    "seminar-days": ("Semināru dienas", "Seminar days", 64, False, "seminars.days"),
    "centres": ("Centri", "Centres", 4, False, "resource_centre.centres"),
    "events": ("Mobilizēšanas pasākumi", "Mobilisation events", 20, False, "community_events.mobilisation_events"),
    "institutions": ("Iestādes", "Institutions", 40, True, "participation.institutions"),
    "people": ("Dalībnieki", "Participants", 1400, False, "participation.unique_people"),
    "unknown": ("Nezināms", "Unknown", 1, False, "nobody.knows"),
}


@dataclass(frozen=True)
class HalfYear:
    """What the tests look for again."""

    programme: Programme
    daugavpils: Scope
    grant: FundingSource
    council: FundingSource
    booked: list[Expense]
    photo: Document
    shy_photo: Document


NOW = datetime(2020, 10, 12, 9, 30, tzinfo=RIGA)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


@pytest.fixture
def periods(programme: Programme) -> list[Period]:
    return list(programme.periods.order_by("starts_on"))


@pytest.fixture
def half_year(programme: Programme, in_daugavpils: Scope) -> HalfYear:
    return HalfYear(
        programme,
        in_daugavpils,
        grant=FundingSource.objects.get(kind="grant"),
        council=FundingSource.objects.get(kind="municipal"),
        booked=list(Expense.objects.order_by("pk")),
        photo=Document.objects.get(title="stadi.jpg"),
        shy_photo=Document.objects.get(title="seja.jpg"),
    )


def make() -> None:
    """Called once, in a process of its own, on a database with the cast."""
    programme = Programme.objects.get(code="dk-test")
    ilze, marta = (User.objects.get(email=f"{name}@example.lv") for name in ("ilze", "marta"))
    with clock.frozen(NOW), translation.override("lv"):
        _log_half_year(programme, Municipality.objects.get(code="daugavpils"), ilze, marta)


def _make_periods(programme: Programme) -> None:
    spans = [(date(2019, 10, 1), date(2020, 3, 31)), (FROM, TO), (date(2020, 10, 1), date(2021, 2, 28))]
    for at, (starts, ends) in enumerate(spans, start=1):
        Period.objects.create(
            programme=programme, name_lv=f"{at}. periods", name_en=f"Period {at}", starts_on=starts, ends_on=ends
        )


def _source(programme: Programme, name: str, amount: str, **more: object) -> FundingSource:
    given = {"organisation": Organisation.objects.get(kind="funder"), "kind": "grant", "name_en": name, **more}
    return FundingSource.objects.create(programme=programme, name_lv=name, amount=Decimal(amount), **given)


def _grant(programme: Programme) -> FundingSource:
    return _source(
        programme,
        "Britu Padomes atbalsts",
        "115029.00",
        amount_stated_words="simt vienpadsmit tūkstoši divdesmit deviņi eiro 00 eiro centi",
    )


def _council(programme: Programme, daugavpils: Municipality) -> FundingSource:
    return _source(
        programme,
        "Daugavpils domes līdzfinansējums",
        "1000.00",
        organisation=Organisation.objects.create(kind="municipal", name_lv="Daugavpils dome"),
        kind="municipal",
        municipality=daugavpils,
        only_in_municipality=daugavpils,
        allows_publicity=True,
        documents_from=date(2020, 1, 1),
        documents_to=date(2020, 12, 31),
        amount_stated_words="viens tūkstotis eiro 00 eirocenti",
        conditions_lv="Aktivitātēm Daugavpilī.",
        conditions_en="For activities in Daugavpils.",
        order=1,
    )


def _photo(by: User, scope: Scope, name: str) -> Document:
    return evidence.stage(
        by=by, upload=SimpleUploadedFile(name, jpeg(), "image/jpeg"), scope=scope, kind=Kind.PHOTO, title=name
    )


def _expense(
    by: User,
    approver: User,
    scope: Scope,
    line: BudgetLine,
    source: FundingSource,
    total: str,
    day: date,
    **more: object,
) -> None:
    receipt = evidence.store_bytes(
        by=by,
        content=f"%PDF-1.4 {source.pk} {total} {day}".encode(),
        name="ceks.pdf",
        content_type="application/pdf",
        scope=scope,
        kind=Kind.RECEIPT,
    )
    expense = budget.add_expense(
        by=by,
        scope=scope,
        shares=[ShareOf(line, source, Decimal(total))],
        documents=[receipt],
        supplier_name="SIA „Ķiršu šķēle”",
        document_number=f"R-{total}",
        document_on=day,
        total=Decimal(total),
        **more,  # type: ignore[arg-type]  # the fields of an expense
    )
    budget.submit_expense(by=by, expense=expense)
    budget.book_expense(by=approver, expense=Expense.objects.get(pk=expense.pk))


def _log_half_year(programme: Programme, daugavpils: Municipality, ilze: User, marta: User) -> None:
    _make_periods(programme)
    grant, council = _grant(programme), _council(programme, daugavpils)
    components = {component.label: component for component in programme.components.all()}
    scope = Scope(programme.pk, daugavpils.pk)
    for order, (code, (lv, en, target, is_more, by)) in enumerate(INDICATORS.items()):
        Indicator.objects.create(
            programme=programme, code=code, name_lv=lv, name_en=en, target=target, is_more_than=is_more,
            measured_by=by, order=order, component=components["1"] if order == 0 else None,
        )  # fmt: skip
    Partnership.objects.filter(municipality=daugavpils).update(
        agreement_state="signed", agreement_number="7", agreed_on=date(2019, 4, 2)
    )
    line = BudgetLine.objects.create(
        programme=programme, component=components["3"], code="3.1", name_lv="Pasākumi", name_en="Events"
    )
    Allocation.objects.create(line=line, source=grant, amount=Decimal("20000.00"))
    photo, shy = _photo(ilze, scope, "stadi.jpg"), _photo(ilze, scope, "seja.jpg")
    planting = events.log_event(
        by=ilze, scope=scope, title="Puķu stādīšana „Mezglā”", title_en="Planting flowers", held_on=date(2020, 6, 4),
        type="mobilisation", place="Smilšu iela 92", counts={"children": 30, "parents": 12}, photos=[photo, shy],
    )  # fmt: skip
    evidence.clear_photo(
        by=ilze, document=photo, caption_lv="Ģimenes stāda ķirbjus", caption_en="Families plant", alt_lv="Dobe",
        alt_en="A flower bed",
    )  # fmt: skip
    late = events.plan_event(
        by=ilze, scope=scope, title="Atceltais pasākums", starts_on=date(2020, 5, 2), type="mobilisation"
    )
    events.cancel_event(by=ilze, event=late, reason="ārkārtējā situācija")
    _rooms(ilze, marta, scope, components)
    _expense(ilze, marta, scope, line, grant, "100.10", date(2020, 2, 3), activity=planting.activity)
    _expense(ilze, marta, scope, line, grant, "250.25", date(2020, 6, 4), activity=planting.activity)
    _expense(ilze, marta, scope, line, council, "350.00", date(2020, 6, 5), activity=planting.activity)


def _rooms(ilze: User, marta: User, scope: Scope, components: dict[str, Component]) -> None:
    seminar = plan.plan_seminar(
        by=ilze,
        scope=scope,
        title_lv="Ģimene un skola",
        title_en="Family and school",
        starts_at=datetime(2020, 8, 20, 10, tzinfo=RIGA),
        ends_at=datetime(2020, 8, 20, 14, tzinfo=RIGA),
    )
    session = seminar.activity.sessions.get()
    plan.mark_seminar_held(by=ilze, seminar=seminar, held_on=date(2020, 8, 20), counts={"teachers": 25})
    session.refresh_from_db()
    centre = centres.add_centre(by=ilze, scope=scope, name_lv="„Mezgls”", opened_on=date(2020, 1, 23))
    centres.record_purchase(
        by=ilze, centre=centre, description_lv="Izšūšanas mašīna", amount=Decimal("899.00"), state="received",
        on=date(2020, 5, 11), supplier="SIA Adata",
    )  # fmt: skip
    guide = guidelines.write(by=ilze, scope=scope, component=components["4"], title_lv="Vadlīnijas", body_lv="Teksts.")
    guidelines.publish(by=marta, guideline=guide, on=date(2020, 9, 1))
    guidelines.record_publicity(
        by=ilze, scope=scope, kind="press", on=date(2020, 6, 8), title_lv="Raksts avīzē", channel="Latgales Laiks"
    )


@pytest.fixture
def report(half_year: HalfYear, marta: User) -> Report:
    """Daugavpils's own report, a draft; its file's bytes do not matter here."""
    frozen_report = freeze.freeze(by=marta, scope=half_year.daugavpils, starts_on=FROM, ends_on=TO)
    services.store_rendering(by=marta, report=frozen_report, language="lv", format="pdf", content=b"%PDF-1.7 a report")
    return frozen_report


def wish(half_year: HalfYear, **more: object) -> services.Wish:
    given = {
        "scope": Scope(half_year.programme.pk),
        "starts_on": FROM,
        "ends_on": TO,
        "language": "lv",
        "format": "pdf",
    }
    return services.Wish(**given | more)  # type: ignore[arg-type]  # the fields of a wish


def made(half_year: HalfYear, by: User, **more: object) -> Report:
    job = services.ask_for_report(by=by, wish=wish(half_year, **more))
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == ("done", "")
    return Report.objects.get(job=job)


def content(report: Report, language: str = "lv", format_: str = "pdf") -> bytes:
    with report.renderings.get(language=language, format=format_).document.file.open() as file:
        stored: bytes = file.read()
    return stored


@pytest.fixture
def pay_sheet(half_year: HalfYear, ilze: User, marta: User) -> Document:
    line = BudgetLine.objects.get()
    sheet = evidence.store_bytes(
        by=ilze, content=b"%PDF-1.4 pay", name="alga.pdf", content_type="application/pdf", scope=half_year.daugavpils,
        kind=Kind.RECEIPT,
    )  # fmt: skip
    expense = budget.add_expense(
        by=ilze, scope=half_year.daugavpils, shares=[ShareOf(line, half_year.grant, Decimal("87.00"))],
        documents=[sheet], supplier_name="Grāmatvedība", document_number="ALGA-1", document_on=date(2020, 6, 30),
        document_type="payroll", total=Decimal("87.00"),
    )  # fmt: skip
    budget.submit_expense(by=ilze, expense=expense)
    budget.book_expense(by=marta, expense=Expense.objects.get(pk=expense.pk))
    assert Allocation.objects.filter(line=line).exists()
    return sheet


@pytest.fixture
def submitted(pay_sheet: Document, half_year: HalfYear, marta: User) -> Report:
    frozen = freeze.freeze(by=marta, scope=half_year.daugavpils, starts_on=FROM, ends_on=TO)
    services.store_rendering(by=marta, report=frozen, language="lv", format="pdf", content=b"%PDF-1.7 a report")
    return services.submit_report(by=marta, report=frozen)


@pytest.fixture
def receipt(half_year: HalfYear) -> Document:
    """Of a document of the period; the first one is of the winter before."""
    return half_year.booked[1].documents.get()


@pytest.fixture
def link(programme: Programme, marta: User, submitted: Report) -> SharedLink:
    return given(marta, programme)
