"""What the centres of a span come to: centres opened, things acquired, purchases. Component 2 of the report."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values.figures import Chapter, Column, Figure, Photo, Record, Row, Table, TextPair

from .models import Centre, Item, Purchase

PHOTOS_PER_REPORT = 6


@dataclass(frozen=True)
class CentreLine:
    """A centre that is open by the end of the span."""

    pk: int
    name: TextPair
    municipality: TextPair
    address: str
    opened_on: date
    is_new: bool

    @property
    def record(self) -> Record:
        return Record("resource_centre.centre", self.pk, self.name)


@dataclass(frozen=True)
class PurchaseLine:
    """An order or delivery in the span; `amount` in EUR with tax, as stated to the budget."""

    pk: int
    on: date
    description: TextPair
    supplier: str
    amount: Decimal
    state: TextPair
    is_received: bool

    @property
    def record(self) -> Record:
        return Record("resource_centre.purchase", self.pk, self.description)


@dataclass(frozen=True)
class CentreFigures:
    centres: tuple[CentreLine, ...]
    purchases: tuple[PurchaseLine, ...]
    items: int
    photos: tuple[Photo, ...]

    @property
    def opened(self) -> int:
        """Centres opened in the span."""
        return sum(line.is_new for line in self.centres)

    @property
    def received_amount(self) -> Decimal:
        """EUR of what was received; orders on their way are in the table but not in the sum."""
        return sum((line.amount for line in self.purchases if line.is_received), Decimal("0.00"))

    def chapter(self) -> Chapter:
        opened = tuple(line.record for line in self.centres if line.is_new)
        received = tuple(line.record for line in self.purchases if line.is_received)
        return Chapter(
            code="C",
            title=TextPair.translated(_("Community resource centres")),
            component_label="2",
            figures=(
                Figure("C1", TextPair.translated(_("Centres opened")), self.opened, "count", opened),
                Figure(
                    "C2",
                    TextPair.translated(_("Centres open at the end of the period")),
                    len(self.centres),
                    "count",
                    tuple(line.record for line in self.centres),
                ),
                Figure("C3", TextPair.translated(_("Purchases received")), len(received), "count", received),
                Figure(
                    "C4",
                    TextPair.translated(_("Amount of purchases received")),
                    self.received_amount,
                    "money",
                    received,
                ),
                Figure("C5", TextPair.translated(_("Things acquired")), self.items, "count"),
            ),
            tables=(self._centres(), self._purchases()),
            photos=self.photos,
        )

    def _centres(self) -> Table:
        return Table(
            code="C.centres",
            title=TextPair.translated(_("Resource centres")),
            columns=(
                Column(TextPair.translated(_("Centre"))),
                Column(TextPair.translated(_("Municipality"))),
                Column(TextPair.translated(_("Address"))),
                Column(TextPair.translated(_("Opened on")), "date"),
            ),
            rows=tuple(
                Row(
                    (line.name, line.municipality, line.address, line.opened_on),
                    line.record,
                    ("C1", "C2") if line.is_new else ("C2",),
                )
                for line in self.centres
            ),
        )

    def _purchases(self) -> Table:
        return Table(
            code="C.purchases",
            title=TextPair.translated(_("Purchases for the resource centres")),
            columns=(
                Column(TextPair.translated(_("Day")), "date"),
                Column(TextPair.translated(_("Description"))),
                Column(TextPair.translated(_("Supplier"))),
                Column(TextPair.translated(_("State"))),
                Column(TextPair.translated(_("Amount")), "money"),
            ),
            rows=tuple(
                Row(
                    (line.on, line.description, line.supplier, line.state, line.amount),
                    line.record,
                    ("C3", "C4") if line.is_received else (),
                )
                for line in self.purchases
            ),
            total=Row((None, TextPair.translated(_("Received in total")), "", "", self.received_amount)),
        )


def figures(scope: Scope, starts_on: date, ends_on: date) -> CentreFigures:
    """Of a programme, or of one municipality in it; both days inclusive. Four statements, however many rows."""
    span = (starts_on, ends_on)
    centres = Centre.objects.in_scope(scope).open_on(ends_on).for_lists().order_by("opened_on", "pk")
    purchases = (
        Purchase.objects.in_scope(scope)
        .filter(Q(received_on__range=span) | Q(received_on__isnull=True, ordered_on__range=span))
        .order_by("received_on", "ordered_on", "pk")
    )
    items = Item.objects.in_scope(scope).filter(acquired_on__range=span).values_list("quantity", flat=True)
    return CentreFigures(
        centres=tuple(_centre_line(centre, starts_on) for centre in centres),
        purchases=tuple(
            sorted((_purchase_line(purchase) for purchase in purchases), key=lambda line: (line.on, line.pk))
        ),
        items=sum(items),
        photos=_photos(scope, starts_on, ends_on),
    )


def _centre_line(centre: Centre, starts_on: date) -> CentreLine:
    municipality = centre.municipality
    opened_on = centre.opened_on or date.min
    return CentreLine(
        pk=centre.pk,
        name=TextPair.of(centre, "name"),
        municipality=TextPair.of(municipality, "name") if municipality else TextPair.same(""),
        address=centre.address,
        opened_on=opened_on,
        is_new=opened_on >= starts_on,
    )


def _purchase_line(purchase: Purchase) -> PurchaseLine:
    return PurchaseLine(
        pk=purchase.pk,
        on=purchase.on,
        description=TextPair.of(purchase, "description"),
        supplier=purchase.supplier,
        amount=purchase.amount,
        state=TextPair.translated(Purchase.State(purchase.state).label),
        is_received=purchase.state == Purchase.State.RECEIVED,
    )


def _photos(scope: Scope, starts_on: date, ends_on: date) -> tuple[Photo, ...]:
    """Only photos whose people agreed, taken in the span or opening with a centre that opened in it."""
    centres = Centre.objects.in_scope(scope).filter(opened_on__range=(starts_on, ends_on))
    cleared = Document.objects.publishable().filter(centres__in=centres).distinct().order_by("pk")
    return tuple(
        Photo(photo.pk, photo.sha256, TextPair.of(photo, "caption"), TextPair.of(photo, "alt"))
        for photo in cleared[:PHOTOS_PER_REPORT]
    )
