"""The rule by itself, at its edges."""

from dataclasses import replace
from decimal import Decimal

import pytest

from seminars.certificates.rules import Kind, Presence, Run, Training, Verdict, Why, is_teacher, judge

APPROVED = Training(hours=6, share=80, is_approved=True)
RUN = Run(is_held=True, hours=Decimal(6), training=APPROVED)
TEACHER = Presence(is_active=True, is_teacher=True, hours=Decimal(6))


def _judged(who: Presence = TEACHER, run: Run = RUN) -> tuple[str, str, Decimal]:
    verdict = judge(who, run)
    return verdict.kind.value, verdict.why.value, verdict.hours


def test_teacher_who_attended_all_gets_a_certificate() -> None:
    assert judge(TEACHER, RUN) == Verdict(Kind.CERTIFICATE, Why.ENTITLED, Decimal("6.0"), Decimal(6))


@pytest.mark.parametrize(
    ("hours", "kind", "printed"),
    [
        ("4.8", "certificate", "4.8"),  # exactly 80 %
        ("4.79", "attendance", "4.79"),
        ("4.859", "certificate", "4.85"),  # printed hours are never rounded up
        ("4.5", "attendance", "4.5"),  # half hours
        ("5.5", "certificate", "5.5"),
        ("0.1", "attendance", "0.1"),
    ],
)
def test_share_is_judged_by_the_hours_that_are_printed(hours: str, kind: str, printed: str) -> None:
    why = "" if kind == "certificate" else "too_few_hours"
    assert _judged(replace(TEACHER, hours=Decimal(hours))) == (kind, why, Decimal(printed))


def test_hours_that_print_as_nothing_give_nothing() -> None:
    assert _judged(replace(TEACHER, hours=Decimal("0.009"))) == ("", "no_hours", Decimal("0.0"))
    assert _judged(replace(TEACHER, hours=Decimal(0))) == ("", "no_hours", Decimal("0.0"))


def test_full_share_asks_for_every_hour() -> None:
    run = replace(RUN, training=replace(APPROVED, share=100))
    assert _judged(replace(TEACHER, hours=Decimal("5.9")), run) == ("attendance", "too_few_hours", Decimal("5.9"))
    assert _judged(TEACHER, run) == ("certificate", "", Decimal("6.0"))


def test_share_is_of_the_programme_and_not_of_the_run() -> None:
    half = replace(RUN, hours=Decimal(3))
    assert _judged(replace(TEACHER, hours=Decimal(3)), half) == ("attendance", "too_few_hours", Decimal("3.0"))


def test_certificate_gives_no_more_hours_than_the_programme_has() -> None:
    long_run = replace(RUN, hours=Decimal(8))
    verdict = judge(replace(TEACHER, hours=Decimal(8)), long_run)
    assert (verdict.kind, verdict.hours, verdict.of_hours) == (Kind.CERTIFICATE, Decimal(6), Decimal(6))


@pytest.mark.parametrize(
    ("who", "run", "expected"),
    [
        (replace(TEACHER, is_teacher=False), RUN, ("attendance", "not_a_teacher")),
        (TEACHER, replace(RUN, training=None), ("attendance", "no_programme")),
        (TEACHER, replace(RUN, training=replace(APPROVED, is_approved=False)), ("attendance", "not_approved")),
        (replace(TEACHER, is_active=False), RUN, ("", "cancelled")),
        (TEACHER, replace(RUN, is_held=False), ("", "not_held")),
        (replace(TEACHER, has_unsettled=True), RUN, ("", "unsettled")),
    ],
)
def test_reason_is_said(who: Presence, run: Run, expected: tuple[str, str]) -> None:
    assert _judged(who, run)[:2] == expected


def test_hours_stay_decimal() -> None:
    verdict = judge(TEACHER, RUN)
    assert (type(verdict.hours), type(verdict.of_hours)) == (Decimal, Decimal)


@pytest.mark.parametrize(
    ("group", "for_teachers", "from_school", "expected"),
    [
        ("", True, False, True),
        ("", False, True, True),
        ("", False, False, False),
        ("teachers", False, False, True),
        ("parents", True, True, False),  # the coordinator's word wins
    ],
)
def test_who_counts_as_a_teacher(group: str, for_teachers: bool, from_school: bool, expected: bool) -> None:
    assert is_teacher(group=group, is_seminar_for_teachers=for_teachers, is_from_school=from_school) is expected
