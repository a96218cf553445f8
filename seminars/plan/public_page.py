"""Trainers and materials as everybody reads them on the seminar's page, read with the seminar in one statement."""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import JSONObject

from darbigas_kopienas.activities.models import Change
from darbigas_kopienas.people.models import Organisation
from seminars.materials.models import Material
from seminars.seminar.models import SeminarQuerySet
from seminars.trainers.models import Engagement, Trainer

_OF_MATERIAL = ("id", "title_lv", "title_en", "audience", "when", "url", "document_id")


_OF_TRAINER = ("name", "profile_lv", "profile_en")


def with_public_facts(seminars: SeminarQuerySet) -> SeminarQuerySet:
    """With trainers, materials and the last turn's reason in the seminar's own statement; read them by the functions
    below. A public page sends few statements, and these would be three more.
    """
    engagements = Engagement.objects.filter(seminar=OuterRef("pk")).exclude(state=Engagement.State.DECLINED)
    trainers = engagements.order_by("pk").values(
        told=JSONObject(
            **{name: F(f"trainer__{name}") for name in _OF_TRAINER},
            organisation_lv=F("trainer__organisation__name_lv"),
            organisation_en=F("trainer__organisation__name_en"),
        )
    )
    materials = Material.objects.filter(seminar=OuterRef("pk")).order_by("order", "pk")
    changes = Change.objects.with_reason().filter(activity=OuterRef("activity_id")).order_by("-pk")
    return seminars.annotate(
        public_trainers=ArraySubquery(trainers),
        public_materials=ArraySubquery(materials.values(told=JSONObject(**{name: F(name) for name in _OF_MATERIAL}))),
        last_reason=Subquery(changes.values("reason")[:1]),
        first_day_before=Subquery(changes.values("day_before")[:1]),
        last_day_before=Subquery(changes.values("last_day_before")[:1]),
    )


@dataclass(frozen=True)
class PublicTrainer:
    """What everybody reads of a trainer: never the address, the agreement or the fee."""

    trainer: Trainer
    organisation: str


def trainers_of(seminar: Any) -> list[PublicTrainer]:
    """Of a seminar read by `with_public_facts`."""
    return [
        PublicTrainer(
            Trainer(**{name: trainer[name] for name in _OF_TRAINER}),
            str(Organisation(name_lv=trainer["organisation_lv"], name_en=trainer["organisation_en"] or ""))
            if trainer["organisation_lv"]
            else "",
        )
        for trainer in seminar.public_trainers
    ]


def materials_of(seminar: Any) -> list[Material]:
    """Of a seminar read by `with_public_facts`."""
    return [Material(seminar=seminar, **material) for material in seminar.public_materials]
