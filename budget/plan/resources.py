"""The budget lines as a table: taken along with their amounts, and sent in. A column for each source."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export import fields

from budget.models import BudgetLine, FundingSource
from budget.models.plan import BudgetLineQuerySet
from budget.shares import ZERO
from darbigas_kopienas.exchange.imports import Headings, Table
from darbigas_kopienas.exchange.service_resource import ServiceResource
from darbigas_kopienas.exchange.tables import Heading
from darbigas_kopienas.exchange.yes_no import says_yes
from darbigas_kopienas.people.models import Municipality
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.programme.choices import partners_of
from darbigas_kopienas.programme.facts.kinds import Row
from darbigas_kopienas.programme.facts.services import add_fact, edit_fact
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import formats

from . import services
from .amounts import Pair, allocated_to, divided, field_name, main_pair, pair_of, require_no_more
from .forms import LineForm

Cells = Mapping[str, str]
Slips = dict[str, Any]
"""By field: whatever ValidationError takes."""

COLUMNS: Headings = {
    "code": gettext_lazy("Code"),
    "name_lv": gettext_lazy("Name in Latvian"),
    "name_en": gettext_lazy("Name in English"),
    "component": gettext_lazy("Component"),
    "is_publicity": gettext_lazy("Publicity"),
    "municipality": gettext_lazy("Municipality"),
}


def headings_of(sources: Iterable[FundingSource]) -> Headings:
    """A source's column has its name in either language, by the key that its field has in the form."""
    return {**COLUMNS, **{field_name(source.pk): Heading(source.name_lv, (source.name_en,)) for source in sources}}


def rows_of(lines: Iterable[BudgetLine], sources: list[FundingSource]) -> Iterator[list[object]]:
    """As the import reads them: a line, and below it a row for each municipality that has amounts of its own."""
    for line in lines:
        allocated = allocated_to(line)
        mains = {source.pk: main_pair(source, allocated) for source in sources}
        names = {part.municipality_id: part.municipality for part in line.allocations.all()}
        own = {pair[1] for pair in allocated if pair != mains[pair[0]]}
        publicity = _("yes") if line.is_publicity else _("no")
        label = line.component.label if line.component is not None else ""
        first: list[object] = [line.code, line.name_lv, line.name_en, label, publicity]
        yield [*first, "", *(allocated.get(mains[source.pk]) for source in sources)]
        for place in sorted(own, key=str):
            amounts = [allocated.get((source.pk, place)) for source in sources]
            at_main = [mains[source.pk] == (source.pk, place) for source in sources]
            yield [
                *first,
                str(names[place]),
                *(None if is_main else amount for amount, is_main in zip(amounts, at_main, strict=True)),
            ]


class BudgetLineResource(ServiceResource):
    """The lines of one programme: the code is the natural key, with the municipality for amounts given by name.

    A known code is corrected, and an empty cell leaves what is there. All rows or none; of each source the rows
    together divide no more than it has.
    """

    code = fields.Field(column_name="code")

    class Meta:
        model = BudgetLine
        fields = ("code",)
        import_id_fields = ("code",)
        skip_diff = True
        use_transactions = True

    def __init__(self, *, by: Actor, programme: Programme) -> None:
        super().__init__()
        self.by, self.programme = by, programme

    def get_queryset(self) -> BudgetLineQuerySet:
        lines = BudgetLine.objects.visible_to(self.by).filter(programme=self.programme)
        return lines.select_related("component").prefetch_related("allocations")

    def before_import(self, dataset: Table, **_more: object) -> None:
        services.lock_plan(by=self.by, programme=self.programme)
        sources = FundingSource.objects.visible_to(self.by).filter(programme=self.programme)
        self._sources = {field_name(source.pk): source for source in sources}
        self._components = {formats.folded(row.label): row.pk for row in self.programme.components.all()}
        self._places: dict[str, Municipality] = {
            formats.folded(name): place
            for place in partners_of(self.programme.pk)
            for name in (place.code, place.name_en, place.name_lv)
        }
        self._known = {line.code: line for line in self.get_queryset()}
        self._seen: set[tuple[str, int | None]] = set()
        self._too_much = self._summed(dataset.dict)

    def _summed(self, rows: Iterable[Cells]) -> dict[str, ValidationError]:
        """By column: what the table as a whole would divide too much of. What cannot be read is said row by row."""
        wanted: dict[tuple[str, Pair], Decimal] = {}
        for row in rows:
            for key, source in self._sources.items():
                pair = self._pair(row, source)
                try:
                    if pair is not None and row.get(key):
                        wanted[self._code(row), pair] = formats.parse_money(row[key])
                except formats.NotMoney:
                    continue
        before = divided(self.programme.pk)
        wrong: dict[str, ValidationError] = {}
        for key, source in self._sources.items():
            own = {at: amount for at, amount in wanted.items() if at[1][0] == source.pk}
            more = {at: amount - self._before(*at) for at, amount in own.items()}
            try:
                if any(difference > 0 for difference in more.values()):
                    require_no_more(source, before.get(source.pk, ZERO) + sum(more.values()))
            except ValidationError as refusal:
                wrong[key] = refusal
        return wrong

    def _before(self, code: str, pair: Pair) -> Decimal:
        line = self._known.get(code)
        return ZERO if line is None else allocated_to(line).get(pair, ZERO)

    def _code(self, row: Cells) -> str:
        """A spreadsheet may take 1.1 for a number and write 1,1."""
        code = str(row.get("code", "")).strip()
        dotted = code.replace(",", ".")
        return code if code in self._known or not dotted.replace(".", "").isdigit() else dotted

    def _pair(self, row: Cells, source: FundingSource) -> Pair | None:
        """None where the row names a municipality that there is not."""
        word = formats.folded(str(row.get("municipality", "")).strip())
        if word:
            place = self._places.get(word)
            return None if place is None else (source.pk, place.pk)
        line = self._known.get(self._code(row))
        return main_pair(source, {} if line is None else allocated_to(line))

    def get_instance(self, instance_loader: object, row: Cells) -> BudgetLine | None:
        return self._known.get(self._code(row))

    def import_instance(self, instance: BudgetLine, row: Cells, **_more: object) -> None:
        """Reads the row as the page's form would; `_read` is what the service gets."""
        instance.programme = self.programme
        line = instance if instance.pk else None
        before = LineForm.values_of(line) if line is not None else {}
        wrong: Slips = {}
        cells = ((row.get(key), self._pair(row, source)) for key, source in self._sources.items())
        pairs = {pair: cell for cell, pair in cells if cell and pair is not None}
        amounts = {field_name(*pair): cell for pair, cell in pairs.items()}
        form = LineForm({**self._columns(row, before, wrong), **amounts}, programme=self.programme, row=line)
        self._slips_of_place(row, wrong)
        wrong |= {name: _not_for_place(self._sources[_key(name)]) for name in amounts if name not in form.fields}
        if not form.is_valid():
            wrong = {**form.errors.as_data(), **wrong}
        read = {name: value for name, value in form.cleaned_data.items() if pair_of(name) is None or name in amounts}
        for pair in pairs:
            refusal, amount = self._too_much.get(field_name(pair[0])), read.get(field_name(*pair)) or ZERO
            if refusal is not None and amount > self._before(instance.code, pair):
                wrong.setdefault(field_name(*pair), refusal)
        if wrong:
            raise ValidationError({_key(name): slips for name, slips in wrong.items()})
        self._read = read
        self._differs = any(getattr(value, "pk", value) != before.get(name) for name, value in read.items())

    def _columns(self, row: Cells, before: Mapping[str, object], wrong: Slips) -> dict[str, object]:
        """What the form gets; an empty cell says what was there."""
        cells = {name: str(row.get(name, "")).strip() for name in COLUMNS}
        data = {name: cells[name] or before.get(name, "") for name in ("name_lv", "name_en")}
        data["code"] = self._code(row)
        data["component"] = before.get("component")
        if cells["component"]:
            data["component"] = self._components.get(formats.folded(cells["component"]))
            if data["component"] is None:
                wrong["component"] = _("There is no component “%(label)s”.") % {"label": cells["component"]}
        data["is_publicity"] = before.get("is_publicity", False)
        if cells["is_publicity"]:
            try:
                data["is_publicity"] = says_yes(cells["is_publicity"])
            except ValidationError as refusal:
                wrong["is_publicity"] = refusal.messages
        return data

    def _slips_of_place(self, row: Cells, wrong: Slips) -> None:
        word = str(row.get("municipality", "")).strip()
        place = self._places.get(formats.folded(word))
        if word and place is None:
            wrong["municipality"] = _("“%(word)s” is not a municipality of the programme.") % {"word": word}
            return
        key = (self._code(row), place.pk if place is not None else None)
        if key in self._seen:
            wrong["code"] = _("The same line and municipality appear in the table twice.")
        self._seen.add(key)

    def skip_row(self, instance: Row, original: object, row: object, import_validation_errors: object = None) -> bool:
        return not import_validation_errors and instance.pk is not None and not self._differs

    def save_instance(self, instance: Row, is_create: bool, row: object, **_more: object) -> None:
        """By the engine's own deeds, so every rule holds and each is in the history."""
        kind = services.LINES_OF_TABLE
        try:
            if is_create:
                saved = add_fact(by=self.by, kind=kind, programme=self.programme, fields=self._read)
                instance.pk = saved.pk
            else:
                saved = edit_fact(by=self.by, kind=kind, row=instance, fields=self._read)
        except ValidationError as refusal:
            raise _at_columns(refusal) from refusal
        self._known[saved.code] = self.get_queryset().get(pk=saved.pk)


def _key(name: str) -> str:
    """The column of a form's field."""
    pair = pair_of(name)
    return name if pair is None else field_name(pair[0])


def _at_columns(refusal: ValidationError) -> ValidationError:
    if not hasattr(refusal, "error_dict"):
        return refusal
    return ValidationError({_key(name): errors for name, errors in refusal.error_dict.items()})


def _not_for_place(source: FundingSource) -> str:
    return _("“%(source)s” is only for %(place)s.") % {"source": source, "place": source.only_in_municipality}
