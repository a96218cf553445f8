"""What of a seminar a reader gets beside what everybody sees: the link to join, and materials for participants."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import JSONObject

from darbigas_kopienas.activities.models import Change
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.participation.registration import links
from darbigas_kopienas.people.models import Organisation
from darbigas_kopienas.programme.access import Permission, may

from .models import Engagement, Material, Seminar, Trainer
from .models.seminar import SeminarQuerySet

_OF_MATERIAL = ("id", "title_lv", "title_en", "audience", "when", "url", "document_id")
_OF_TRAINER = ("name", "profile_lv", "profile_en")


@dataclass(frozen=True)
class Reader:
    """Staff see all. A participant has a confirmed seat: those who wait, or whose seat is only offered, do not."""

    is_staff: bool = False
    is_participant: bool = False

    @property
    def sees_links(self) -> bool:
        return self.is_staff or self.is_participant

    def may_open(self, material: Material, day: date) -> bool:
        if self.is_staff:
            return True
        is_theirs = material.audience == Material.Audience.PUBLIC or self.is_participant
        return is_theirs and material.is_shown_on(day)


def with_what_is_told(seminars: SeminarQuerySet) -> SeminarQuerySet:
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
    turns = Change.objects.told().filter(activity=OuterRef("activity_id")).order_by("-pk")
    return seminars.annotate(
        trainers_told=ArraySubquery(trainers),
        materials_told=ArraySubquery(materials.values(told=JSONObject(**{name: F(name) for name in _OF_MATERIAL}))),
        last_reason=Subquery(turns.values("reason")[:1]),
        last_day_before=Subquery(turns.values("day_before")[:1]),
    )


@dataclass(frozen=True)
class TrainerTold:
    """What everybody reads of a trainer: never the address, the agreement or the fee."""

    trainer: Trainer
    organisation: str


def trainers_of(seminar: Any) -> list[TrainerTold]:
    """Of a seminar read by `with_what_is_told`."""
    return [
        TrainerTold(
            Trainer(**{name: one[name] for name in _OF_TRAINER}),
            str(Organisation(name_lv=one["organisation_lv"], name_en=one["organisation_en"] or ""))
            if one["organisation_lv"]
            else "",
        )
        for one in seminar.trainers_told
    ]


def materials_of(seminar: Any) -> list[Material]:
    """Of a seminar read by `with_what_is_told`."""
    return [Material(seminar=seminar, **one) for one in seminar.materials_told]


def reader_of(
    user: Any, seminar: Seminar, place: str = "", own: Registration | Literal[False] | None = False
) -> Reader:
    """By role, by one's own registration, or by the token of one's place (`?place=`).

    `own`, one's registration here where it is known already, spares a statement.
    """
    if may(user, Permission.SEE_STAFF, seminar.scope):
        return Reader(is_staff=True)
    confirmed = Registration.objects.confirmed().filter(activity=seminar.activity_id)
    pk = links.pk_in(links.PLACE, place) if place else None
    if pk is not None and confirmed.filter(pk=pk).exists():
        return Reader(is_participant=True)
    if own is False:
        own = confirmed.own(user).first()
    return Reader(is_participant=own is not None and own.state == Registration.State.CONFIRMED)
