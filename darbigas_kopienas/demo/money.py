"""The budgets: sources with their conditions, approved lines, and invented receipts that add up.

The split of the grant over lines is invented (the source tells only the total). Nothing here adds the two sources up.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from budget import services as budget
from budget.models import Allocation, BudgetLine, BudgetRule, Expense, FundingSource
from budget.services.checks import ShareOf
from darbigas_kopienas.activities.models import Activity, Cost
from darbigas_kopienas.evidence import services as evidence
from darbigas_kopienas.people.models import Organisation
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import clock, formats, texts

from . import pictures
from .stage import Stage

GRANT = Decimal("115029.00")
CO_FINANCING = Decimal("1000.00")
# The source writes the figure out with four thousand less; both are kept and the difference is shown.
GRANT_IN_WORDS = "simt vienpadsmit tūkstoši divdesmit deviņi eiro 00 eiro centi"
CO_FINANCING_IN_WORDS = "viens tūkstotis eiro 00 eirocenti"
CONDITIONS_LV = (
    "Apmēru un obligātumu nosaka finansētājs. Izmantojams visu projekta aktivitāšu īstenošanai Daugavpilī un "
    "Daugavpils pašvaldības publicitātei (video un foto materiāli)."
)
CONDITIONS_EN = (
    "Its size and whether it is obligatory are set by the funder. It may pay for any project activity in Daugavpils "
    "and for Daugavpils’s own publicity (video and photo materials)."
)

# code: (component, Latvian, English, from the grant, from Daugavpils)
LINES = {
    "1.1": ("1", "Lektoru un ekspertu atlīdzība", "Trainers’ and experts’ fees", "24300.00", None),
    "1.2": ("1", "Semināru telpas, ēdināšana, materiāli", "Seminar rooms, catering, materials", "9800.00", None),
    "2.1": ("2", "Mēbeles", "Furniture", "16400.00", None),
    "2.2": ("2", "Iekārtas un materiāli", "Equipment and materials", "12250.00", None),
    "3.1": ("3", "Mobilizēšanas pasākumi", "Mobilisation events", "10600.00", "600.00"),
    "3.2": ("3", "Vietējā koordinatora darba apmaksa", "Pay of the local coordinator", "21600.00", None),
    "4.1": ("4", "Vadlīniju izstrāde un maketēšana", "Writing and layout of guidelines", "7929.00", None),
    "6.1": ("6", "Sociālās uzņēmējdarbības pasākumi", "Social entrepreneurship events", "5450.00", None),
    "6.2": ("6", "Simpozijs un labās prakses krājums", "Symposium and good practice", "4200.00", None),
    "P.1": (None, "Publicitāte", "Publicity", "2500.00", "400.00"),
}


def load_budget(programme: Programme, bodies: dict[str, Organisation], co_financing_year: int, *, stated: bool) -> None:
    """Of a programme that is new: sources, lines, allocations, the 20 % rule; `stated` keeps the amounts in words as
    the source wrote them."""
    daugavpils = bodies["daugavpils-council"].municipality
    grant = _source(
        programme, bodies["british-council"], "grant", "Britu Padomes programmas atbalsts",
        "British Council programme support", GRANT, GRANT_IN_WORDS if stated else "", order=0,
    )  # fmt: skip
    council = _source(
        programme, bodies["daugavpils-council"], "municipal", "Daugavpils domes līdzfinansējums",
        "Daugavpils council’s co-financing", CO_FINANCING, CO_FINANCING_IN_WORDS if stated else "", order=1,
        municipality=daugavpils, only_in_municipality=daugavpils, allows_publicity=True,
        documents_from=date(co_financing_year, 1, 1), documents_to=date(co_financing_year, 12, 31),
        conditions_lv=CONDITIONS_LV, conditions_en=CONDITIONS_EN,
        conditions_en_source=texts.source_hash(CONDITIONS_LV),
    )  # fmt: skip
    components = {component.label: component for component in programme.components.all()}
    for order, (code, (label, lv, en, from_grant, from_council)) in enumerate(LINES.items()):
        line = BudgetLine.objects.create(
            programme=programme,
            code=code,
            component=components.get(label or ""),
            name_lv=lv,
            name_en=en,
            name_en_source=texts.source_hash(lv),
            is_publicity=label is None,
            order=order,
        )
        Allocation.objects.create(line=line, source=grant, amount=Decimal(from_grant))
        if from_council:
            Allocation.objects.create(line=line, source=council, amount=Decimal(from_council), municipality=daugavpils)
    BudgetRule.objects.create(programme=programme, valid_from=programme.starts_on, line_tolerance_percent=Decimal(20))


def has_loaded_budget(programme: Programme) -> bool:
    """Whether nobody has changed what invented receipts are written on."""
    allocations = Allocation.objects.filter(line__programme=programme)
    amounts = {
        (code, kind): amount for code, kind, amount in allocations.values_list("line__code", "source__kind", "amount")
    }
    loaded = {(code, "grant"): Decimal(line[3]) for code, line in LINES.items()}
    loaded |= {(code, "municipal"): Decimal(line[4]) for code, line in LINES.items() if line[4]}
    kinds = FundingSource.objects.filter(programme=programme).order_by("order").values_list("kind", flat=True)
    return list(kinds)[:2] == ["grant", "municipal"] and amounts.items() >= loaded.items()


def _source(
    programme: Programme, giver: Organisation, kind: str, lv: str, en: str, amount: Decimal, words: str, **more: object
) -> FundingSource:
    return FundingSource.objects.create(
        programme=programme,
        organisation=giver,
        kind=kind,
        name_lv=lv,
        name_en=en,
        name_en_source=texts.source_hash(lv),
        amount=amount,
        amount_stated_words=words,
        **more,
    )


class Ledger:
    """Writes receipts for a stage, numbered without repeating; running it again adds nothing."""

    def __init__(self, stage: Stage, today: date) -> None:
        self.stage, self.today = stage, today
        self.lines = {line.code: line for line in BudgetLine.objects.filter(programme=stage.programme)}
        sources = FundingSource.objects.filter(programme=stage.programme).order_by("order")
        self.grant, self.council = sources[0], sources[1]
        self.known = set(Expense.objects.filter(programme=stage.programme).values_list("document_number", flat=True))

    def write(
        self, number: str, on: date, municipality: str | None, supplier: str, what: tuple[str, str],
        parts: Iterable[tuple[str, str, str]], activity: Activity | None = None, *, cost: Cost | None = None,
        publicity: bool = False, until: str = "paid", document_type: str = "invoice",
    ) -> None:  # fmt: skip
        """One document; `parts` are (line, "grant" or "council", amount); `until` is draft, submitted, booked, paid."""
        if number in self.known or on > self.today:
            return
        shares = [
            ShareOf(self.lines[code], self.grant if giver == "grant" else self.council, Decimal(amount))
            for code, giver, amount in parts
        ]
        total = sum((share.amount for share in shares), Decimal(0))
        by, scope = self.stage.coordinator(municipality), self.stage.scope(municipality)
        with clock.frozen(min(on + timedelta(days=1), self.today)):
            slip = pictures.receipt(
                [number, formats.day(on), formats.folded(supplier), f"{total} EUR"], len(self.known)
            )
            proof = evidence.stage(by=by, upload=slip, scope=scope, kind="receipt", title=number)
            expense = budget.add_expense(
                by=by,
                scope=scope,
                shares=shares,
                documents=[proof],
                supplier_name=supplier,
                document_number=number,
                document_on=on,
                document_type=document_type,
                total=total,
                activity=activity,
                cost=cost,
                description_lv=what[0],
                description_en=what[1],
                is_publicity=publicity,
            )
            if until != "draft":
                budget.submit_expense(by=by, expense=expense)
        self.known.add(number)
        if until in {"booked", "paid"}:
            self._approve(expense, municipality, on, is_paid=until == "paid")

    def _approve(self, expense: Expense, municipality: str | None, on: date, *, is_paid: bool) -> None:
        by = self.stage.other(municipality)
        with clock.frozen(min(on + timedelta(days=4), self.today)):
            expense = Expense.objects.get(pk=expense.pk)
            budget.book_expense(by=by, expense=expense)
            if is_paid:
                expense = Expense.objects.get(pk=expense.pk)
                budget.pay_expense(by=by, expense=expense, paid_on=min(on + timedelta(days=4), self.today))
