"""Who gets which paper for a seminar, and why not another. Plain values in, plain values out: no database, no clock."""

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum

PRINTED = Decimal("0.01")  # as they are ticked; never rounded up


class Kind(StrEnum):
    """The same words as `Certificate.Kind`; NONE is no paper."""

    CERTIFICATE = "certificate"
    ATTENDANCE = "attendance"
    NONE = ""


class Why(StrEnum):
    """Why no paper, or why a confirmation of attendance and no certificate."""

    ENTITLED = ""
    NOT_HELD = "not_held"
    CANCELLED = "cancelled"
    UNSETTLED = "unsettled"
    NO_HOURS = "no_hours"
    NOT_A_TEACHER = "not_a_teacher"
    NO_PROGRAMME = "no_programme"
    NOT_APPROVED = "not_approved"
    TOO_FEW_HOURS = "too_few_hours"


@dataclass(frozen=True, slots=True)
class Training:
    """The A programme that the seminar ran: its hours, the share needed, whether its approval covers the last day."""

    hours: int
    share: int
    is_approved: bool


@dataclass(frozen=True, slots=True)
class Run:
    """The seminar: `hours` are those of its sessions that still stand. `training` is None on its own."""

    is_held: bool
    hours: Decimal
    training: Training | None = None


@dataclass(frozen=True, slots=True)
class Presence:
    """One participant; `hours` come from attendances that count, at sessions that still stand."""

    is_active: bool
    is_teacher: bool
    hours: Decimal
    has_unsettled: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """`hours` of `of_hours` are what the paper would say."""

    kind: Kind
    why: Why
    hours: Decimal
    of_hours: Decimal


def judge(who: Presence, run: Run) -> Verdict:
    """A certificate for a teacher with the needed share of an approved A programme; else a confirmation of any hours.

    What is judged is what would be printed, so nobody holds a certificate whose hours do not reach the share.
    """
    why = _why_nothing(who, run)
    if why is not None:
        return Verdict(Kind.NONE, why, _printed(who.hours), _printed(run.hours))
    why = _why_no_certificate(who, run)
    if run.training is None or why is not Why.ENTITLED:
        return Verdict(Kind.ATTENDANCE, why, _printed(who.hours), _printed(run.hours))
    hours = _of_training(who, run.training)
    return Verdict(Kind.CERTIFICATE, why, hours, Decimal(run.training.hours))


def is_teacher(*, group: str, is_seminar_for_teachers: bool, is_from_school: bool) -> bool:
    """The group as given or corrected by the coordinator; where nobody said, by the seminar and the institution."""
    return group == "teachers" if group else is_seminar_for_teachers or is_from_school


def _why_nothing(who: Presence, run: Run) -> Why | None:
    if not who.is_active:
        return Why.CANCELLED
    if not run.is_held:
        return Why.NOT_HELD
    if who.has_unsettled:  # the organiser has not looked yet: a paper of fewer hours would have to be replaced
        return Why.UNSETTLED
    return None if _printed(who.hours) > 0 else Why.NO_HOURS


def _why_no_certificate(who: Presence, run: Run) -> Why:
    if run.training is None:
        return Why.NO_PROGRAMME
    if not run.training.is_approved:
        return Why.NOT_APPROVED
    if not who.is_teacher:
        return Why.NOT_A_TEACHER
    is_enough = _of_training(who, run.training) * 100 >= run.training.share * run.training.hours
    return Why.ENTITLED if is_enough else Why.TOO_FEW_HOURS


def _of_training(who: Presence, training: Training) -> Decimal:
    """A programme gives no more hours than it was approved for, however long its sessions took."""
    return min(_printed(who.hours), Decimal(training.hours))


def _printed(hours: Decimal) -> Decimal:
    return hours.quantize(PRINTED, ROUND_DOWN)
