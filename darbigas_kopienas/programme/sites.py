"""Places of a programme: centres, educational institutions, halls and offices, each with its point on the map."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.people import places
from darbigas_kopienas.values import coordinates, texts

from .actors import Reader
from .scoping import Scoped, ScopedQuerySet


class SiteQuerySet(ScopedQuerySet["Site"]):
    def also_visible(self, user: Reader) -> Q:
        return Q(is_public=True)

    def public(self) -> Self:
        return self.filter(is_public=True)

    def for_lists(self) -> Self:
        return self.select_related("municipality")


class Site(Scoped):
    """A place where the programme works. Without coordinates it is listed, but stands on no map."""

    class Kind(models.TextChoices):
        CENTRE = "centre", _("resource centre")
        SCHOOL = "school", _("school or kindergarten")
        EVENTS = "events", _("place of events")
        OFFICE = "office", _("office")
        OTHER = "other", pgettext_lazy("place", "other")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    name_lv = models.CharField(_("name in Latvian"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    name_en_source = models.CharField(max_length=64, blank=True, editable=False)
    address = models.CharField(_("address"), max_length=200, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    is_public = models.BooleanField(_("shown to everybody"), default=False)
    order = models.PositiveSmallIntegerField(default=0)

    name = texts.Text("name")
    open_texts = frozenset({"name_lv", "name_en", "address"})

    objects = SiteQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("place")
        verbose_name_plural = _("places")
        constraints = [
            models.UniqueConstraint(fields=["programme", "name_lv", "address"], name="programme_site_once"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="programme_site_whole_point",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True) | Q(latitude__range=(coordinates.SOUTH, coordinates.NORTH)),
                name="programme_site_latitude",
            ),
            models.CheckConstraint(
                condition=Q(longitude__isnull=True) | Q(longitude__range=(coordinates.WEST, coordinates.EAST)),
                name="programme_site_longitude",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def where(self) -> str:
        """The address with its municipality, each said once."""
        return places.where(self.address, self.municipality)

    @property
    def point(self) -> coordinates.Point | None:
        if self.latitude is None or self.longitude is None:
            return None
        return coordinates.Point(self.latitude, self.longitude)

    @property
    def map_url(self) -> str:
        """The point on a public map; without one, the search for the address."""
        return places.point_url(*self.point) if self.point else places.map_url(self.address, self.municipality)
