"""Who teaches a seminar: asked, confirmed or declined, by which agreement and for how much.

The names that the seminar announces are those of the engagements not declined; they are written here and nowhere else.
"""

import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from darbigas_kopienas.audit.changes import Changed, put
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.evidence import services as evidence
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.mailing import services as mailing
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.actors import Actor, account_of
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock, texts
from darbigas_kopienas.values.characters import has_letter, one_line
from seminars.seminar.models import Seminar

from .errors import AskedLately, TooLateToAnswer, TrainerIsEngaged, TrainerWithoutAddress
from .mails import answer_key, asked_key, organisers_of
from .models import Engagement, Trainer

State = Engagement.State
ABOUT_TRAINER = frozenset({"name", "email", "organisation", "profile_lv", "profile_en"})
ABOUT_ENGAGEMENT = frozenset({"agreement_number", "agreed_on", "fee"})
MOST_NAMES = 200  # letters that the announcement holds


@transaction.atomic
def add_trainer(*, by: Actor, scope: Scope, **fields: object) -> Trainer:
    """Somebody who teaches in this municipality (or in the whole programme). Raises PermissionDenied."""
    require(by, Permission.WRITE_SEMINAR, scope)
    trainer = Trainer(programme_id=scope.programme_id, municipality_id=scope.municipality_id)
    _write_trainer(trainer, fields)
    record(by=by, verb="trainer.added", obj=trainer)
    return trainer


@transaction.atomic
def edit_trainer(*, by: Actor, trainer: Trainer, **fields: object) -> Trainer:
    """The profile; a new name is announced by the seminars that are not over. Raises PermissionDenied."""
    require(by, Permission.WRITE_SEMINAR, trainer.scope)
    locked = Trainer.objects.select_for_update(of=("self",)).get(pk=trainer.pk)
    changed = _write_trainer(locked, fields)
    if changed:
        record(by=by, verb="trainer.edited", obj=locked, changes=changed.stored)
    if "name" in changed:
        for engagement in locked.engagements.select_related("seminar__activity"):
            if not engagement.seminar.activity.is_over_at(clock.now()):
                _announce(engagement.seminar)
    return locked


@transaction.atomic
def engage(*, by: Actor, seminar: Seminar, trainer: Trainer) -> Engagement:
    """The trainer is meant to teach here. Engaging again changes nothing. Raises PermissionDenied; ValidationError for
    one of another grant or municipality."""
    require(by, Permission.WRITE_SEMINAR, seminar.scope)
    if trainer.programme_id != seminar.activity.programme_id:
        raise ValidationError(_("The trainer belongs to another grant."), code="programme")
    if trainer.municipality_id not in _places(seminar):  # their address would be read by another's staff
        raise ValidationError(_("The trainer is known to another municipality only."), code="municipality")
    engagement, is_new = Engagement.objects.get_or_create(seminar=seminar, trainer=trainer)
    if is_new:
        record(by=by, verb="engagement.made", obj=engagement, scope=seminar.scope)
        _announce(seminar)
    return engagement


@transaction.atomic
def engage_by_names(*, by: Actor, seminar: Seminar, names: str) -> None:
    """The announced names as somebody typed them, commas between; known trainers are recognised, new ones made.

    Whoever is left out is no longer engaged. Raises PermissionDenied, TrainerIsEngaged; ValidationError for what is no
    name.
    """
    require(by, Permission.WRITE_SEMINAR, seminar.scope)
    wanted = {name.casefold(): name for written in re.split(r"[,;\n]", names) if (name := one_line(written))}
    if not all(map(has_letter, wanted)):
        raise ValidationError({"trainers": _("A name has at least one letter.")}, code="no_letter")
    engagements = list(seminar.engagements.exclude(state=State.DECLINED).select_related("trainer"))
    for engagement in engagements:
        if wanted.pop(engagement.trainer.name.casefold(), None) is None:
            _remove(by, seminar, engagement)
    known = Trainer.objects.in_scope(Scope(seminar.activity.programme_id)).order_by("pk")
    for name in wanted.values():
        trainers = [
            trainer for trainer in known.filter(name__iexact=name) if trainer.municipality_id in _places(seminar)
        ]
        trainer = next(iter(trainers), None) or add_trainer(by=by, scope=seminar.scope, name=name)
        declined = seminar.engagements.filter(trainer=trainer, state=State.DECLINED).first()
        if declined is None:
            engage(by=by, seminar=seminar, trainer=trainer)
        else:
            settle_engagement(by=by, engagement=declined, state=State.ASKED)
    _announce(seminar)


@transaction.atomic
def edit_engagement(
    *, by: Actor, engagement: Engagement, agreement: Document | None = None, **fields: object
) -> Engagement:
    """Agreement and fee; `agreement` is a staged file. Raises PermissionDenied, NotYours."""
    require(by, Permission.WRITE_SEMINAR, engagement.scope)
    unknown = set(fields) - ABOUT_ENGAGEMENT
    if unknown:
        raise TypeError(f"not a field of an engagement: {sorted(unknown)}")
    locked = Engagement.objects.select_for_update(of=("self",)).get(pk=engagement.pk)
    changed = put(locked, fields)
    if agreement is not None:
        locked.agreement = evidence.attach(by=by, document=agreement, scope=engagement.scope)
        changed.append("agreement")
    if changed:
        locked.save()
        record(by=by, verb="engagement.edited", obj=locked, scope=engagement.scope, changes=changed.stored)
    return locked


@transaction.atomic
def ask_trainer(*, by: Actor, engagement: Engagement) -> None:
    """A letter with a link by which the trainer says yes or no; to one address at most once an hour.

    Raises PermissionDenied, TrainerWithoutAddress, TooLateToAnswer, AskedLately.
    """
    require(by, Permission.WRITE_SEMINAR, engagement.scope)
    _require_coming(engagement.seminar)
    if not engagement.trainer.email:
        raise TrainerWithoutAddress(_("The trainer has no e-mail address here. Write it first."), code="address")
    key = asked_key(engagement)
    if mailing.used_keys([key]):
        raise AskedLately(_("The trainer was written to at this address within this hour already."), code="lately")
    Engagement.objects.filter(pk=engagement.pk).update(asked_by=account_of(by))
    mailing.queue(
        by=by,
        to=engagement.trainer.email,
        template="trainer_asked",
        language="lv",
        context={"engagement": engagement.pk},
        unique_key=key,
        scope=engagement.scope,
        about=engagement.seminar.activity,
    )


@transaction.atomic
def answer_engagement(*, by: Actor, engagement: Engagement, comes: bool, reason: str = "") -> Engagement:
    """The trainer says so by the link of the letter; may be said otherwise until the day.

    Whoever asked is told, with the reason for declining. Saying the same again tells nobody. Raises TooLateToAnswer.
    """
    _require_coming(engagement.seminar)
    answered = _settle(by, engagement, State.CONFIRMED if comes else State.DECLINED, "" if comes else reason)
    if answered.state != engagement.state:
        _notify_organisers(answered, by=by)
    return answered


@transaction.atomic
def settle_engagement(*, by: Actor, engagement: Engagement, state: str) -> Engagement:
    """What the trainer told the coordinator. Raises PermissionDenied."""
    require(by, Permission.WRITE_SEMINAR, engagement.scope)
    return _settle(by, engagement, state)


@transaction.atomic
def end_engagement(*, by: Actor, engagement: Engagement) -> None:
    """It was entered by mistake. Raises PermissionDenied, TrainerIsEngaged where money or paper stands behind it."""
    require(by, Permission.WRITE_SEMINAR, engagement.scope)
    _remove(by, engagement.seminar, engagement)
    _announce(engagement.seminar)


def _write_trainer(trainer: Trainer, fields: dict[str, object]) -> Changed:
    unknown = set(fields) - ABOUT_TRAINER
    if unknown:
        raise TypeError(f"not a field of a trainer: {sorted(unknown)}")
    changed = put(trainer, fields)
    if "profile_en" in changed:
        texts.stamp_translation(trainer, "profile")
    if changed:
        trainer.full_clean(exclude=["sort_key"])
        trainer.save()
    return changed


def _places(seminar: Seminar) -> set[int | None]:
    """Where trainers of this seminar may be known: the municipality, and the whole programme."""
    return {seminar.activity.municipality_id, None}


def _settle(by: Actor, engagement: Engagement, state: str, reason: str = "") -> Engagement:
    locked = Engagement.objects.select_for_update(of=("self",)).get(pk=engagement.pk)
    if locked.state != state:
        locked.state, locked.answered_at = state, None if state == State.ASKED else clock.now()
        locked.reason = " ".join(reason.split())[:300]
        locked.save(update_fields=["state", "answered_at", "reason"])
        record(by=by, verb=f"engagement.{state}", obj=locked, scope=engagement.scope)
        _announce(engagement.seminar)
    return locked


def _notify_organisers(engagement: Engagement, *, by: Actor) -> None:
    repeat_key = answer_key(engagement)
    for user in organisers_of(engagement):
        mailing.queue_to(
            user,
            by=by,
            template="trainer_answered",
            context={"engagement": engagement.pk, "turn": repeat_key},
            unique_key=f"engagement:{engagement.pk}:answered:{repeat_key}:{user.pk}",
            scope=engagement.scope,
            about=engagement.seminar.activity,
        )


def _remove(by: Actor, seminar: Seminar, engagement: Engagement) -> None:
    if engagement.agreement_number or engagement.agreement_id or engagement.fee is not None:
        sentence = _("%(name)s has an agreement or a fee here: mark the engagement as declined instead.")
        raise TrainerIsEngaged({"trainers": sentence % {"name": engagement.trainer.name}}, code="engaged")
    record(by=by, verb="engagement.ended", obj=engagement, scope=seminar.scope)
    engagement.delete()


def _require_coming(seminar: Seminar) -> None:
    if seminar.activity.state in {"held", "cancelled"}:
        raise TooLateToAnswer(_("The seminar is over or cancelled, so there is nothing to answer."), code="late")


def _announce(seminar: Seminar) -> None:
    """Keep the announced names in step; the row is read anew, so that nothing else on it is written back."""
    read = Seminar.objects.select_related("activity", "training_programme").get(pk=seminar.pk)
    names = read.engagements.exclude(state=State.DECLINED).values_list("trainer__name", flat=True)
    read.trainers = ", ".join(names)[:MOST_NAMES]
    read.save(update_fields=["trainers", "folded"])
    seminar.trainers, seminar.folded = read.trainers, read.folded


def fees_of(seminar: Seminar) -> Decimal:
    """Of those not declined."""
    fees = seminar.engagements.exclude(state=State.DECLINED).values_list("fee", flat=True)
    return sum((fee for fee in fees if fee is not None), Decimal(0))
