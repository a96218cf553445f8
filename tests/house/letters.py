"""One letter of each kind, made by the deeds that send it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from budget import reminders
from budget import services as budget
from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.administration.models import ErasureRequest
from darbigas_kopienas.administration.people.duplicates import services as duplicates
from darbigas_kopienas.administration.privacy.erasure import letters as erasure
from darbigas_kopienas.administration.privacy.erasure.services.requests import refuse_request
from darbigas_kopienas.administration.privacy.notices.services import publish_wording
from darbigas_kopienas.administration.roles import invitations as role_invitations
from darbigas_kopienas.administration.roles import services as roles
from darbigas_kopienas.home.lapsed_consents import lapse_older_words
from darbigas_kopienas.mailing import account_changes
from darbigas_kopienas.mailing import services as mailing
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.participation import services as participation
from darbigas_kopienas.participation.registration import mails
from darbigas_kopienas.participation.registration.invitations import services as invitations
from darbigas_kopienas.participation.registration.people_list import Pasted
from darbigas_kopienas.people.models import Organisation, Person
from darbigas_kopienas.people.services import let_school_see_hours, person_of
from darbigas_kopienas.programme import services as programme_services
from darbigas_kopienas.programme.actors import SYSTEM, TRAINER_LINK, VISITOR
from darbigas_kopienas.programme.models import Period
from darbigas_kopienas.reports import due_letters
from darbigas_kopienas.reports import services as reports
from darbigas_kopienas.values import clock
from guidelines import services as guidelines
from seminars.certificates import services as certificates
from seminars.evaluation import tasks as evaluation
from seminars.models import Seminar
from seminars.plan import services as plan
from seminars.trainers import services as trainers
from tests.builders import AFTER, TODAY, attend, held, implementer, issue, open_seminar, register
from tests.house.rows_of_daugavpils import Rows

STATES: dict[str, dict[str, Any]] = {
    "asked": {"state": "asked"},
    "waiting": {"state": "waiting", "waiting_no": 7},
    "offered": {"state": "offered"},
    "refused": {"state": "refused", "reason": "Domāts pedagogiem."},
    "cancelled": {"state": "cancelled", "ending": "self"},
    "lapsed": {"state": "cancelled", "ending": "offer_lapsed"},
    "unopened": {"state": "cancelled", "ending": "not_confirmed"},
    "removed": {"state": "cancelled", "ending": "organiser", "reason": "Kļūda sarakstā."},
}
Cast = dict[str, Any]


def open_activity(cast: Cast) -> Activity:
    activity = open_seminar(cast["ilze"], cast["scope"], capacity=2, confirm_hours=24)
    cast["about"] = activity
    return activity


def _registration(cast: Cast, occasion: str) -> None:
    activity = open_activity(cast)
    registration = register(by=VISITOR, activity=activity, via="guest", name="Jana", email="jana@example.com")
    for name, value in STATES.get(occasion, {}).items():
        setattr(registration, name, value)
    if occasion == "offered":
        registration.offer_until = clock.now() + timedelta(hours=24)
    registration.save()
    if occasion == "called_off":
        plan.cancel_seminar(by=cast["ilze"], seminar=activity.seminar, reason="Slimība")
    if occasion == "message":
        participation.write_to(by=cast["ilze"], activity=activity, registrations=[registration],
                               subject="Par vietu", text="Sveicināti!\n\nTiekamies.")  # fmt: skip
    elif occasion == "moved":
        session = activity.sessions.get()
        later = {"starts_at": session.starts_at + timedelta(days=1), "ends_at": session.ends_at + timedelta(days=1)}
        plan.move_day(by=cast["ilze"], seminar=activity.seminar, session=session, **later)
    else:
        OutgoingMail.objects.all().delete()
        key = mails.repeat_key_of(activity.sessions.get().starts_at)
        mails.notify(registration, occasion, by=SYSTEM, repeat_key=key)


def _invitation(cast: Cast, template: str) -> None:
    activity = open_activity(cast)
    invitations.invite(by=cast["ilze"], activity=activity, people=[Pasted(1, "Jana", "jana@example.com")])
    if template == "invitation_reminder":
        with clock.frozen(TODAY + timedelta(days=1)):
            invitations.remind_silent(by=cast["ilze"], activity=activity)


def _held(cast: Cast) -> Seminar:
    activity = open_activity(cast)
    seminar = Seminar.objects.get(activity=activity)
    implementer(cast["programme"])
    attend(cast["ilze"], seminar, "Jana Kalniņa", email="jana@example.com")
    with clock.frozen(AFTER):
        return held(cast["ilze"], seminar)


def _certificate(cast: Cast, template: str) -> None:
    seminar = _held(cast)
    with clock.frozen(AFTER):
        certificate = issue(cast["ilze"], seminar)[0]
        if template == "certificate_revoked":
            certificates.revoke(by=cast["ilze"], certificate=certificate, reason="Kļūda vārdā")


def _thanks(cast: Cast, _template: str) -> None:
    _held(cast)
    with clock.frozen(AFTER):
        evaluation.thank()


def _trainer(cast: Cast, template: str) -> None:
    seminar = Seminar.objects.get(activity=open_activity(cast))
    trainer = trainers.add_trainer(by=cast["ilze"], scope=seminar.scope, name="Ozols", email="ozols@example.com")
    engagement = trainers.engage(by=cast["ilze"], seminar=seminar, trainer=trainer)
    trainers.ask_trainer(by=cast["ilze"], engagement=engagement)
    if template == "trainer_answered":
        trainers.answer_engagement(by=TRAINER_LINK, engagement=engagement, comes=True)
        cast["answered_by"] = "ozols@example.com"


def _reopening(cast: Cast, template: str) -> None:
    closing = programme_services.close_period(
        by=cast["marta"], scope=cast["scope"], kind="money", starts_on=date(2020, 5, 1), ends_on=date(2020, 5, 31)
    )
    asked = programme_services.ask_reopening(by=cast["ilze"], closing=closing, reason="Trūkst čeka")
    cast["answered_by"] = "ilze@example.lv"
    if template == "reopening_answered":
        programme_services.reopen_period(by=cast["marta"], reopening=asked, days=3)
        cast["answered_by"] = "marta@example.lv"


def _role(cast: Cast, template: str) -> None:
    role, cast["answered_by"] = cast["anna"].memberships.get(), "marta@example.lv"
    if template == "role_ended":
        roles.end_role(by=cast["marta"], membership=role)
    else:
        roles.change_role(by=cast["marta"], membership=role, role="funder", ends_on=TODAY + timedelta(days=9))


def _merged(cast: Cast, template: str) -> None:
    rows = Rows(programme=cast["programme"], scope=cast["scope"], ilze=cast["ilze"], janis=cast["anna"])
    names = ("Zane Zile", "Zile Zane")
    first, second = (Person.objects.create(name=name, entered_for_id=rows.scope.municipality_id) for name in names)
    Person.objects.filter(pk=first.pk).update(email="zane@example.org", email_verified_at=clock.now())
    pair: dict[str, Any] = {"first": first, "second": second, "note": "Viena persona"}
    merged = duplicates.merge_people(by=cast["ilze"], programme=cast["programme"], **pair)
    if template == "person_merge_undone":
        duplicates.undo_merge(by=cast["ilze"], programme=cast["programme"], duplicate=merged)
    cast["answered_by"] = "ilze@example.lv"


def _erasure(cast: Cast, template: str) -> None:
    owner = person_of(cast["anna"])
    row = ErasureRequest.objects.create(person=owner, asked_by=cast["anna"])
    cast["answered_by"] = "portals@example.lv" if template == erasure.WAITING else "marta@example.lv"
    if template == erasure.WAITING:
        erasure.write_to_coordinators(by=cast["anna"], request=row)
    elif template == erasure.DONE:
        erasure.write_last_letter(by=cast["marta"], request=row, stays={})
        ErasureRequest.objects.filter(pk=row.pk).update(state="erased_person", answered_at=clock.now())
    elif template == erasure.REFUSED:
        refuse_request(by=cast["marta"], request=row, reason="Likums liek glabāt.")
    else:
        erasure.write_to_person(by=cast["anna"], request=row, template=template)


def _reworded(cast: Cast, _template: str) -> None:
    school = Organisation.objects.create(kind="school", name_lv="1. vidusskola", name_en="School 1")
    Person.objects.filter(pk=person_of(cast["anna"]).pk).update(organisation=school)
    let_school_see_hours(by=cast["anna"], agrees=True)
    publish_wording(
        by=cast["marta"], programme=cast["programme"], kind="people.school_hours", text_lv="Jauni vārdi",
        text_en="New words", valid_from=TODAY,
    )  # fmt: skip
    lapse_older_words(by=SYSTEM)


def _account(cast: Cast, _template: str) -> None:
    account_changes.notify_of_change(by=SYSTEM, user=cast["ilze"], change="password_set")


def _role_invitation(cast: Cast, _template: str) -> None:
    role_invitations.invite(
        by=cast["marta"], programme=cast["programme"], email="liga@example.org", role="programme_coordinator"
    )
    cast["answered_by"] = "marta@example.lv"


def _expense(cast: Cast, template: str) -> None:
    rows = Rows(programme=cast["programme"], scope=cast["scope"], ilze=cast["ilze"], janis=cast["anna"])
    expense = rows.expense
    expense.documents.add(rows.photo)
    budget.submit_expense(by=cast["ilze"], expense=expense)
    cast["answered_by"] = "ilze@example.lv"
    if template != "expense_waiting":
        cast["answered_by"] = "anna@example.lv"
    if template == "expense_returned":
        budget.return_expense(by=cast["anna"], expense=expense, comment="Čekā nav summas")
    if template == "expense_booked":
        budget.book_expense(by=cast["anna"], expense=expense)


def _expense_reminder(cast: Cast, _template: str) -> None:
    rows = Rows(programme=cast["programme"], scope=cast["scope"], ilze=cast["ilze"], janis=cast["anna"])
    rows.expense.documents.add(rows.photo)
    with clock.frozen(TODAY - timedelta(days=7)):
        budget.submit_expense(by=cast["ilze"], expense=rows.expense)
    reminders.remind(by=SYSTEM)
    cast["answered_by"] = "ilze@example.lv"


def _report(cast: Cast, _template: str) -> None:
    rows = Rows(programme=cast["programme"], scope=cast["scope"], ilze=cast["ilze"], janis=cast["anna"])
    reports.store_rendering(by=SYSTEM, report=rows.report, language="lv", format="pdf", content=b"%PDF-1.7 a report")
    reports.submit_report(by=cast["marta"], report=rows.report)
    cast["answered_by"] = "marta@example.lv"


def _due_report(cast: Cast, template: str) -> None:
    days: dict[str, Any] = {"starts_on": date(2020, 1, 1), "ends_on": date(2020, 3, 31)}
    left = timedelta(days=3 if template == due_letters.DUE else -1)
    Period.objects.create(
        programme=cast["programme"], name_lv="1. periods", name_en="Period 1", due_on=TODAY + left, **days
    )
    due_letters.remind(by=SYSTEM)


def _closing(cast: Cast, _template: str) -> None:
    programme_services.close_period(
        by=cast["marta"], scope=cast["scope"], kind="money", starts_on=date(2020, 5, 1), ends_on=date(2020, 5, 31)
    )
    cast["answered_by"] = "marta@example.lv"


def _guideline(cast: Cast, _template: str) -> None:
    rows = Rows(programme=cast["programme"], scope=cast["scope"], ilze=cast["ilze"], janis=cast["anna"])
    draft = guidelines.rewrite(by=cast["ilze"], guideline=rows.guideline, body_lv="Teksts", title_en="Text")
    guidelines.publish(by=cast["marta"], guideline=draft)
    cast["answered_by"] = "marta@example.lv"


def _job(_cast: Cast, template: str) -> None:
    context: dict[str, object] = {"path": "/lv/darbi/1/", "is_done": True, "why": ""}
    mailing.queue(
        by=SYSTEM, to="ilze@example.lv", template=template, language="lv", context=context, unique_key="job:1"
    )


def _code(cast: Cast, _template: str) -> None:
    cast["client"].post("/lv/konts/login/code/", {"email": "ilze@example.lv"})


MAKERS: dict[str, Callable[[Cast, str], None]] = {
    **{f"registration_{occasion}": lambda cast, name: _registration(cast, name.removeprefix("registration_"))
       for occasion in mails.OCCASIONS},
    "invitation": _invitation,
    "invitation_reminder": _invitation,
    "certificate_ready": _certificate,
    "certificate_revoked": _certificate,
    "thanks_evaluation": _thanks,
    "trainer_asked": _trainer,
    "trainer_answered": _trainer,
    "role_invitation": _role_invitation,
    **dict.fromkeys((erasure.ASKED, erasure.REFUSED, erasure.DONE, erasure.WAITING), _erasure),
    "consent_reworded": _reworded,
    "reopening_asked": _reopening,
    "reopening_answered": _reopening,
    "person_merged": _merged,
    "person_merge_undone": _merged,
    "role_changed": _role,
    "role_ended": _role,
    "account_changed": _account,
    "job_done": _job,
    "expense_waiting": _expense,
    "expense_returned": _expense,
    "expense_booked": _expense,
    "expense_reminder": _expense_reminder,
    "report_submitted": _report,
    "report_due": _due_report,
    "report_overdue": _due_report,
    "period_closed": _closing,
    "guideline_published": _guideline,
    mailing.READY_MADE: _code,
}  # fmt: skip
