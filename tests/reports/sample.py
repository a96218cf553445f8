"""A report made by hand, so that pages, files and seals are tried without rooms and without a database."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from darbigas_kopienas.reports.snapshot import (
    VERSION,
    AgreementFacts,
    ComponentPart,
    PartyFacts,
    ProgrammeFacts,
    ReportFigures,
    Sum,
    Target,
)
from darbigas_kopienas.values.figures import Chapter, Column, ColumnKind, Figure, Record, Row, Table, TextPair

CODE = "7K2M9QXR4T6W"


def pair(lv: str, en: str) -> TextPair:
    return TextPair(lv=lv, en=en)


def columns(*named: tuple[str, str, ColumnKind]) -> tuple[Column, ...]:
    return tuple(Column(name=pair(lv, en), kind=kind) for lv, en, kind in named)


def record(label: str, pk: int, text: str) -> Record:
    return Record(label=label, pk=pk, text=TextPair.same(text))


def _seminars(rows: int) -> Chapter:
    behind = tuple(record("activities.activity", number, f"Seminārs {number}") for number in range(1, rows + 1))
    return Chapter(
        code="S",
        title=pair("Apmācību programmas un semināri", "Training programmes and seminars"),
        component_label="1",
        paragraphs=(
            pair(
                "Pedagogi apguva darba metodes, ar kurām ģimenes iesaista bērna mācībās un kopienas dzīvē.",
                "Teachers learned ways of bringing families into children's learning and community life.",
            ),
        ),
        figures=(
            Figure("S1", pair("Semināru dienas", "Seminar days"), 18, "count", behind),
            Figure("S2", pair("Apmeklējumi", "Attendances"), 412, "count", behind),
            Figure(
                "S3",
                pair("Unikālie dalībnieki", "Unique participants"),
                267,
                "count",
                behind,
                pair("katrs skaitīts vienreiz", "each counted once"),
            ),
            Figure("S4", pair("Akadēmiskās stundas", "Academic hours"), Decimal("1648.5"), "hours"),
        ),
        tables=(
            Table(
                "seminars.held",
                pair("Semināri", "Seminars"),
                columns(
                    ("Diena", "Day", "date"),
                    ("Seminārs", "Seminar", "text"),
                    ("Stundas", "Hours", "count"),
                    ("Dalībnieki", "Participants", "count"),
                ),
                tuple(
                    Row(
                        (
                            date(2020, 5, 1 + number % 28),
                            pair(f"Ģimene un skola, {number}. daļa", f"Family and school, part {number}"),
                            8,
                            23,
                        ),
                        record("activities.activity", number, f"Seminārs {number}"),
                        ("S1",),
                    )
                    for number in range(1, rows + 1)
                ),
                Row((None, pair("Kopā", "Total"), 8 * rows, 23 * rows)),
            ),
        ),
        deviations=(
            pair(
                "2020. gada 24. martā plānotais seminārs pārcelts uz tiešsaisti: ārkārtējā situācija valstī.",
                "The seminar planned for 24 March 2020 was moved online: state of emergency.",
            ),
        ),
    )


def _centre() -> Chapter:
    return Chapter(
        code="C",
        title=pair("Kopienu resursu centrs", "Community resource centre"),
        component_label="2",
        figures=(
            Figure("C1", pair("Atvērti centri", "Centres open"), 4, "count"),
            Figure("C2", pair("Iegādes", "Purchases"), Decimal("4120.55"), "money"),
        ),
    )


def _finance(rows: int) -> Chapter:
    money: tuple[tuple[str, str, ColumnKind], ...] = (
        ("Budžets", "Budget", "money"),
        ("Iepriekš", "Earlier", "money"),
        ("Šajā periodā", "This period", "money"),
        ("Kopā", "Total", "money"),
        ("Atlikums", "Left", "money"),
        ("Izlietots", "Spent", "percent"),
    )
    lines = [
        ("1.1", "Semināru vadītāju atlīdzība", "Seminar leaders' fees", "30000.00", "8000.00", "4120.50"),
        ("2.1", "Mēbeles un materiāli", "Furniture and materials", "35029.00", "20000.00", "3879.95"),
        ("3.1", "Vietējo koordinatoru darba apmaksa", "Local coordinators' pay", "24000.00", "9000.00", "3102.30"),
        ("4.1", "Atbalsta materiāli", "Support materials", "10000.00", "0.00", "1250.00"),
        ("6.1", "Simpozijs un labā prakse", "Symposium and good practice", "16000.00", "0.00", "0.00"),
    ]
    made, totals = [], [Decimal(0)] * 5
    for code, lv, en, budget, earlier, now in lines:
        sums = [Decimal(budget), Decimal(earlier), Decimal(now)]
        sums += [sums[1] + sums[2], sums[0] - sums[1] - sums[2]]
        totals = [total + part for total, part in zip(totals, sums, strict=True)]
        made.append(Row((TextPair.same(code), pair(lv, en), *sums, sums[3] / sums[0] * 100)))
    return Chapter(
        code="B",
        title=pair("Finanšu tabula", "Financial table"),
        figures=(
            Figure(
                "B1",
                pair("Izlietots šajā periodā", "Spent in this period"),
                totals[2],
                "money",
                tuple(record("budget.expense", number, f"Rēķins {number}") for number in range(1, rows + 1)),
            ),
            Figure("B2", pair("Izlietots kopā", "Spent in total"), totals[3], "money"),
            Figure("B3", pair("Atlikums", "Left"), totals[4], "money"),
        ),
        tables=(
            Table(
                "budget.lines",
                pair("Izdevumi pa budžeta pozīcijām", "Expenses by budget line"),
                columns(("Kods", "Code", "text"), ("Pozīcija", "Line", "text"), *money),
                tuple(made),
                Row((None, pair("Kopā", "Total"), *totals, totals[3] / totals[0] * 100)),
            ),
        ),
    )


def _plain(code: str, lv: str, en: str, table: Table | None = None, figures: tuple[Figure, ...] = ()) -> Chapter:
    return Chapter(code=code, title=pair(lv, en), tables=(table,) if table else (), figures=figures)


def _documents(rows: int) -> Table:
    return Table(
        "budget.documents",
        pair("Attaisnojuma dokumenti", "Supporting documents"),
        columns(
            ("Nr.", "No.", "count"),
            ("Datums", "Date", "date"),
            ("Dokuments", "Document", "text"),
            ("Izsniedzējs", "Issuer", "text"),
            ("Pozīcija", "Line", "text"),
            ("Summa", "Amount", "money"),
        ),
        tuple(
            Row(
                (
                    number,
                    date(2020, 4 + number % 6, 1 + number % 28),
                    TextPair.same(f"Rēķins Nr. {1000 + number}"),
                    TextPair.same("SIA „Ķiršu šķēle”" if number % 2 else "AS „Ābele un Žagars”"),
                    TextPair.same("1.1"),
                    Decimal("123.45"),
                ),
                record("budget.expense", number, f"Rēķins {number}"),
                ("B1",),
            )
            for number in range(1, rows + 1)
        ),
        Row((None, None, pair("Kopā", "Total"), None, None, Decimal("123.45") * rows)),
    )


def report(rows: int = 6, **changed: Any) -> ReportFigures:
    """A report of Daugavpils-sized content; `rows` makes it longer."""
    finance = _finance(rows)
    seminars = _seminars(rows)
    fields: dict[str, Any] = {
        "version": VERSION,
        "code": CODE,
        "programme": ProgrammeFacts(
            code="dk-2019",
            number="",
            name=pair("Darbīgās kopienas", "Active Communities"),
            goal=pair(
                "Attīstīt izglītības iestāžu un vietējās sabiedrības prasmes un iesaistīšanās iespējas darbīgu vietējo "
                "kopienu izveidei un sociālās uzņēmējdarbības veicināšanai.",
                "To develop the skills and opportunities of educational institutions and local people for creating "
                "active communities and promoting social entrepreneurship.",
            ),
            target_group=pair("Pirmsskolu un skolu pedagogi", "Preschool and school teachers"),
            credit=pair("Projektu finansē Britu Padome Latvijā.", "Funded by the British Council in Latvia."),
            starts_on=date(2019, 3, 1),
            starts_known_to="month",
            ends_on=date(2021, 2, 28),
            is_demo=False,
        ),
        "municipality": None,
        "starts_on": date(2020, 4, 1),
        "ends_on": date(2020, 9, 30),
        "as_of": datetime(2020, 10, 12, 9, 30, tzinfo=UTC),
        "parties": (
            PartyFacts(
                "funder", pair("finansētājs", "funder"), pair("Britu Padome Latvijā", "British Council, Latvia"), "", ""
            ),
            PartyFacts(
                "applicant",
                pair("projekta pieteicējs", "applicant"),
                pair("Daugavpils pilsētas Izglītības pārvalde", "Daugavpils City Education Department"),
                "",
                "",
            ),
            PartyFacts(
                "implementer",
                pair("īstenotājs", "implementer"),
                pair("Biedrība „Izglītības iniciatīvu centrs”", "Centre for Education Initiatives"),
                "",
                "Jēkabpils",
            ),
            PartyFacts(
                "co_financer",
                pair("līdzfinansētājs", "co-financer"),
                pair("Daugavpils pilsētas pašvaldība", "Daugavpils City Municipality"),
                "90000077325",
                "",
            ),
        ),
        "agreements": (
            AgreementFacts(TextPair.same("Daugavpils"), pair("parakstīta", "signed"), "12/2019", date(2019, 4, 2)),
            AgreementFacts(pair("Rēzeknes novads", "Rēzekne Municipality"), pair("parakstīta", "signed"), "", None),
            AgreementFacts(pair("Preiļu novads", "Preiļi Municipality"), pair("plānota", "planned"), "", None),
            AgreementFacts(pair("Aglonas novads", "Aglona Municipality"), pair("plānota", "planned"), "", None),
        ),
        "sums": (
            Sum(
                pair("Britu Padomes programmas atbalsts", "British Council programme grant"),
                pair("Britu Padome Latvijā", "British Council, Latvia"),
                Decimal("115029.00"),
                "simt vienpadsmit tūkstoši divdesmit deviņi eiro 00 eiro centi",
                Decimal("111029.00"),
                True,
                "",
                Decimal("12352.75"),
                Decimal("49352.75"),
            ),
            Sum(
                pair("Daugavpils domes līdzfinansējums 2020. gadā", "Co-financing by Daugavpils City Council in 2020"),
                TextPair.same("Daugavpils"),
                Decimal("1000.00"),
                "viens tūkstotis eiro 00 eirocenti",
                Decimal("1000.00"),
                False,
                "",
                Decimal("350.00"),
                Decimal("350.00"),
            ),
        ),
        "summary": Chapter(
            code="K",
            title=pair("Kopsavilkums", "Summary"),
            figures=(*seminars.figures[:3], *_centre().figures[:1], *finance.figures),
        ),
        "components": (
            ComponentPart(
                "1",
                pair(
                    "Apmācību programmu izstrāde un semināri pedagogiem un jauktām iedzīvotāju grupām",
                    "Training programmes and seminars for teachers and mixed groups of residents",
                ),
                (seminars,),
            ),
            ComponentPart("2", pair("Kopienu resursu centra izveide", "Community resource centre"), (_centre(),)),
            ComponentPart("3", pair("Vietējo kopienu mobilizēšanas pasākumi", "Mobilisation events")),
            ComponentPart("4", pair("Atbalsta materiālu izstrāde", "Support materials")),
            ComponentPart("6", pair("Sociālās uzņēmējdarbības popularizēšana", "Social entrepreneurship")),
        ),
        "targets": (
            Target("I1", pair("Semināru dienas", "Seminar days"), "1", 64, False, 18, 41),
            Target("I2", pair("Kopienu resursu centri", "Community resource centres"), "2", 4, False, 0, 4),
            Target("I3", pair("Iesaistītās iestādes", "Institutions involved"), None, 40, True, 12, 40),
            Target("I4", pair("Simpozijs", "Symposium"), "6", 1, False, 0, 0),
            Target("I5", pair("Dalībnieki", "Participants"), None, 1400, False, None, None),
        ),
        "finance": finance,
        "cofinancing": _plain("L", "Līdzfinansējums", "Co-financing"),
        "documents": _plain("D", "Attaisnojuma dokumenti", "Supporting documents", _documents(rows)),
        "purchases": _plain("P", "Iegādes", "Purchases"),
        "publicity": _plain("U", "Publicitāte", "Publicity"),
    }
    return ReportFigures(**fields | changed)
