"""The bodies that people belong to: municipalities and organisations, as they were called in their time."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.values import formats, texts
from darbigas_kopienas.values.model_fields import ChoiceWords, NameField, is_seen

from .merged import NotMerged, merged_column, never_merged_into_itself


class Dated(models.Model):
    """Valid from–to, both days inclusive; empty means still. Reform splits bodies, documents keep the old name."""

    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        abstract = True

    def is_valid_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


class Municipality(Dated):
    """A municipality as it was called in a time; after the reform of 1 July 2021 it may have several successors."""

    code = models.SlugField(_("code"), unique=True)
    name_lv = models.CharField(_("name in Latvian"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    name_en_source = models.CharField(max_length=64, blank=True, editable=False)
    locative_lv = models.CharField(_("in Latvian, where"), max_length=120)
    iso = models.CharField("ISO 3166-2", max_length=10, blank=True)
    atvk = models.CharField("ATVK", max_length=7, blank=True)
    sort_key = models.CharField(max_length=400, editable=False, db_index=True)
    successors: "models.ManyToManyField[Municipality, models.Model]" = models.ManyToManyField(
        "self", symmetrical=False, related_name="predecessors", blank=True, verbose_name=_("successors")
    )

    name = texts.Text("name")
    open_texts = frozenset({"code", "name_lv", "name_en", "locative_lv", "iso", "atvk"})

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering = ["sort_key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="people_municipality_valid_order",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def is_named_in(self, text: str) -> bool:
        """In either language, whatever the case: a place that names it need not be followed by it."""
        words = formats.folded(text)
        return any(formats.folded(name) in words for name in (self.name_lv, self.name_en) if name)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = formats.sort_key(self.name_lv)[:400]
        super().save(*args, **kwargs)


class Organisation(ChoiceWords, Dated):
    """A school, kindergarten, association, company or office; its name is the one valid in its time."""

    class Kind(models.TextChoices):
        SCHOOL = "school", _("school")
        KINDERGARTEN = "kindergarten", _("kindergarten")
        NGO = "ngo", _("association or foundation")
        MUNICIPAL = "municipal", _("municipal institution")
        MEDIA = "media", _("media")
        COMPANY = "company", _("company")
        FUNDER = "funder", _("funder")
        OTHER = "other", _("other")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    name_lv = NameField(_("name in Latvian"), max_length=200)
    name_en = NameField(_("name in English"), max_length=200, blank=True)
    name_en_source = models.CharField(max_length=64, blank=True, editable=False)
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("municipality"),
    )
    registration_number = models.CharField(_("registration number"), max_length=20, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    sort_key = models.CharField(max_length=800, editable=False, db_index=True)
    folded = models.CharField(max_length=400, editable=False, db_index=True)
    successors: "models.ManyToManyField[Organisation, models.Model]" = models.ManyToManyField(
        "self", symmetrical=False, related_name="predecessors", blank=True
    )

    merged_into = merged_column()

    name = texts.Text("name")
    open_texts = frozenset({"name_lv", "name_en", "registration_number", "address"})

    objects = NotMerged()
    with_merged = models.Manager["Organisation"]()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["sort_key"]
        constraints = [
            models.UniqueConstraint(
                "name_lv", "valid_from", name="people_organisation_name_in_time", nulls_distinct=False
            ),
            is_seen("name_lv", name="people_organisation_name_is_seen"),
            never_merged_into_itself("people_organisation"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: Any) -> None:
        self.sort_key = formats.sort_key(self.name_lv)[:800]
        self.folded = formats.folded(f"{self.name_lv} {self.name_en}")[:400]
        super().save(*args, **kwargs)
