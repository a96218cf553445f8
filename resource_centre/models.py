"""Community resource centres: where things are lent and people meet, what a centre owns and what was bought for it."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.people import places
from darbigas_kopienas.programme.access import Permission, sites_of
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.models import Site
from darbigas_kopienas.programme.scoping import Scope, Scoped, ScopedQuerySet
from darbigas_kopienas.values import clock, formats, texts
from darbigas_kopienas.values.model_fields import ChoiceWords, MoneyField


class CentreQuerySet(ScopedQuerySet["Centre"]):
    def also_visible(self, user: Reader) -> Q:
        return Q(is_published=True) | Q(site__in=sites_of(user, *self.see))

    def of_worker(self, user: Reader) -> Self:
        """Those in which alone the person works."""
        return self.filter(site__in=sites_of(user, Permission.WRITE_CENTRE))

    def published(self) -> Self:
        return self.filter(is_published=True)

    def open_on(self, day: date) -> Self:
        return self.filter(opened_on__lte=day)

    def for_lists(self) -> Self:
        return self.select_related("programme", "municipality")


class Centre(Scoped):
    """A room with furniture and materials that a municipality's residents use."""

    site = models.OneToOneField(
        Site,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="resource_centre",
        verbose_name=_("place in the register"),
        help_text=_("Whoever is given the role of this place’s centre worker looks after this centre."),
    )
    name_lv = models.CharField(_("name in Latvian"), max_length=160)
    name_en = models.CharField(_("name in English"), max_length=160, blank=True)
    name_en_source = models.CharField(max_length=64, blank=True, editable=False)
    address = models.CharField(_("address"), max_length=200, blank=True)
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    opening_hours_lv = models.TextField(_("opening hours in Latvian"), blank=True)
    opening_hours_en = models.TextField(_("opening hours in English"), blank=True)
    opening_hours_en_source = models.CharField(max_length=64, blank=True, editable=False)
    description_lv = models.TextField(_("description in Latvian"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True)
    description_en_source = models.CharField(max_length=64, blank=True, editable=False)
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    is_published = models.BooleanField(_("shown to everybody"), default=False)
    photos: "models.ManyToManyField[Document, models.Model]" = models.ManyToManyField(
        Document, blank=True, related_name="centres", verbose_name=_("photos")
    )
    sort_key = models.CharField(max_length=800, editable=False, db_index=True)

    name = texts.Text("name")
    opening_hours = texts.Text("opening_hours")
    description = texts.Text("description")

    objects = CentreQuerySet.as_manager()

    class Meta:
        verbose_name = _("resource centre")
        verbose_name_plural = _("resource centres")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "municipality", "name_lv"], name="resource_centre_name_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def scope(self) -> Scope:
        return Scope(self.programme_id, self.municipality_id, self.site_id)

    @property
    def where(self) -> str:
        """The address with its municipality, each said once."""
        return places.where(self.address, self.municipality)

    @property
    def map_url(self) -> str:
        return places.map_url(self.address, self.municipality)

    def save(self, *args: object, **kwargs: Any) -> None:
        self.sort_key = formats.sort_key(self.name_lv)[:800]
        super().save(*args, **kwargs)


class ItemQuerySet(ScopedQuerySet["Item"]):
    """The catalogue is public with its centre; what a thing cost is the staff's."""

    scope_path = "centre__"

    def also_visible(self, user: Reader) -> Q:
        return Q(centre__is_published=True) | Q(centre__site__in=sites_of(user, *self.see))


class Item(ChoiceWords, models.Model):
    """Something that a centre has: one thing with its inventory number, or a number of equal things."""

    class Category(models.TextChoices):
        FURNITURE = "furniture", _("furniture")
        EQUIPMENT = "equipment", _("equipment")
        TOOL = "tool", _("tools")
        MATERIAL = "material", _("materials")
        BOOK = "book", _("books and games")
        OTHER = "other", _("other")

    class Condition(models.TextChoices):
        NEW = "new", _("new")
        GOOD = "good", _("good")
        WORN = "worn", _("worn")
        BROKEN = "broken", _("out of use")

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="items", verbose_name=_("centre"))
    name_lv = models.CharField(_("name in Latvian"), max_length=160)
    name_en = models.CharField(_("name in English"), max_length=160, blank=True)
    name_en_source = models.CharField(max_length=64, blank=True, editable=False)
    inventory_number = models.CharField(_("inventory number"), max_length=40, blank=True)
    quantity = models.PositiveIntegerField(_("quantity"), default=1)
    category = models.CharField(_("category"), max_length=20, choices=Category.choices, default=Category.OTHER)
    acquired_on = models.DateField(_("acquired on"), null=True, blank=True)
    value = MoneyField(_("value, EUR"), null=True, blank=True)
    condition = models.CharField(_("condition"), max_length=20, choices=Condition.choices, default=Condition.GOOD)
    source_note = models.CharField(_("where it came from"), max_length=200, blank=True)
    sort_key = models.CharField(max_length=800, editable=False, db_index=True)

    name = texts.Text("name")

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="resource_centre_item_quantity_positive"),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__gte=0), name="resource_centre_item_value_positive"
            ),
            models.UniqueConstraint(
                fields=["centre", "inventory_number"],
                condition=~Q(inventory_number=""),
                name="resource_centre_inventory_number_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def scope(self) -> Scope:
        return self.centre.scope

    def save(self, *args: object, **kwargs: Any) -> None:
        self.sort_key = formats.sort_key(self.name_lv)[:800]
        super().save(*args, **kwargs)


class PurchaseQuerySet(ScopedQuerySet["Purchase"]):
    scope_path = "centre__"

    def also_visible(self, user: Reader) -> Q:
        return Q(centre__site__in=sites_of(user, *self.see))

    def for_lists(self) -> Self:
        return self.select_related("centre__municipality", "activity")


class Purchase(ChoiceWords, models.Model):
    """Furniture or materials for a centre, from the wish to the delivery. What it costs is stated to the budget."""

    class State(models.TextChoices):
        WISHED = "wished", _("wished")
        ORDERED = "ordered", _("ordered")
        RECEIVED = "received", _("received")

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="purchases", verbose_name=_("centre"))
    activity = models.ForeignKey(
        Activity, models.PROTECT, null=True, blank=True, related_name="purchases", verbose_name=_("activity")
    )
    description_lv = models.CharField(_("what, in Latvian"), max_length=200)
    description_en = models.CharField(_("what, in English"), max_length=200, blank=True)
    description_en_source = models.CharField(max_length=64, blank=True, editable=False)
    supplier = models.CharField(_("supplier"), max_length=160, blank=True)
    wished_on = models.DateField(_("wished on"), default=clock.today)
    ordered_on = models.DateField(_("ordered on"), null=True, blank=True)
    received_on = models.DateField(_("received on"), null=True, blank=True)
    amount = MoneyField(_("amount, EUR"))
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.WISHED)

    description = texts.Text("description")

    named_by = ("description",)

    objects = PurchaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("purchase")
        verbose_name_plural = _("purchases")
        ordering = ["-wished_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="resource_centre_purchase_amount_positive"),
            models.CheckConstraint(
                condition=Q(state="wished", ordered_on__isnull=True, received_on__isnull=True)
                | Q(state="ordered", ordered_on__isnull=False, received_on__isnull=True)
                | Q(state="received", received_on__isnull=False),
                name="resource_centre_purchase_state_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(ordered_on__isnull=True)
                | Q(received_on__isnull=True)
                | Q(received_on__gte=F("ordered_on")),
                name="resource_centre_purchase_received_after_order",
            ),
        ]

    def __str__(self) -> str:
        return self.description

    @property
    def scope(self) -> Scope:
        return self.centre.scope

    @property
    def on(self) -> date:
        """The day of the state it is in: that of the delivery, else of the order, else of the wish."""
        return self.received_on or self.ordered_on or self.wished_on

    @property
    def origin(self) -> str:
        """What its cost is known by in the budget: one purchase, one cost."""
        return f"resource_centre.purchase:{self.pk}"
