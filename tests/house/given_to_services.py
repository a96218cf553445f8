"""What each service that asks for a permission is given, of the rows of Daugavpils."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from darbigas_kopienas.administration.people.duplicates.services.reach import Reach
from darbigas_kopienas.administration.programme.components import COMPONENTS
from darbigas_kopienas.jobs import services as jobs
from darbigas_kopienas.participation import services as participation
from darbigas_kopienas.participation.registration.people_list import Pasted
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.reports.services import Wish
from darbigas_kopienas.values import clock
from tests.builders import signing
from tests.evidence.files import picture, upload
from tests.house.rows_of_daugavpils import DAY, NEXT, TEN, TWO, Rows

MAIL_WORDS = {"template": "registration_confirmed", "language": "lv"}
PEOPLE = [Pasted(1, "Anna Kalna", "anna.kalna@example.lv")]

Given = Callable[[Rows], dict[str, Any]]


def _of(row: str, /, **more: Any) -> Given:
    """The row of that name, under its own name, and what else the service wants."""
    return lambda rows: {row: getattr(rows, row), **more}


ACTIVITIES: dict[str, Given] = {
    "activities.services.sessions.add_session": _of("activity", starts_at=TEN, ends_at=TWO),
    "activities.services.sessions.edit_session": lambda rows: {"activity": rows.activity, "session": rows.session},
    "activities.services.sessions.take_off_session": lambda rows: {"activity": rows.activity, "session": rows.session},
    "activities.services.lifecycle.cancel": _of("activity", reason="Slimība"),
    "activities.services.lifecycle.edit": _of("activity", place="Cita iela"),
    "activities.services.lifecycle.mark_held": _of("activity", held_on=DAY),
    "activities.services.lifecycle.move_online": _of("activity", reason="Slimība"),
    "activities.services.lifecycle.plan": lambda rows: {
        "scope": rows.scope, "component": rows.programme.components.get(label="3"), "kind": "event",
        "title_lv": "Talka", "starts_on": NEXT,
    },
    "activities.services.lifecycle.postpone": _of("activity", reason="Slimība"),
    "activities.services.lifecycle.set_back": _of("activity", reason="Kļūda"),
    "activities.services.lifecycle.publish": _of("activity"),
}  # fmt: skip

PARTICIPATION: dict[str, Given] = {
    "participation.questions.services.ask": _of("activity", kind="yes_no", text_lv="Vai?"),
    "participation.questions.services.ask_earlier": _of("question"),
    "participation.questions.services.stop_asking": _of("question"),
    "participation.attendance.services.ticks.record_attendance": lambda rows: {
        "registration": rows.registration, "session": rows.session,
    },
    "participation.attendance.services.ticks.record_many": lambda rows: {
        "session": rows.session, "wanted": {rows.registration.pk: Decimal(1)},
    },
    "participation.attendance.services.ticks.settle_oddity": _of("attendance"),
    "participation.attendance.services.ticks.take_back_attendance": lambda rows: {
        "registration": rows.attendance.registration, "session": rows.session,
    },
    "participation.attendance.services.check_in.hang_wall_code": _of("session"),
    "participation.colleagues.services.register_colleagues": lambda rows: {
        "activity": rows.activity, "school": rows.contact.organisation, "people": PEOPLE,
    },
    "participation.head_counts.services.count_heads": _of("activity", counts={"parents": 3}),
    "participation.registration.services.lifecycle.approve": _of("registration"),
    "participation.registration.services.lifecycle.cancel_registration": _of("registration"),
    "participation.registration.services.lifecycle.refuse": _of("registration", reason="Pilns"),
    "participation.settings.services.reserve_seats": _of("activity", reserves=[]),
    "participation.settings.services.set_up": _of("activity", capacity=5),
    "participation.attendance.services.sheet.file_sheet": lambda rows: {
        "session": rows.session, "page": 1, "document": rows.photo,
    },
    "participation.registration.invitations.services.invite": _of("activity", people=PEOPLE),
    "participation.registration.invitations.services.remind_silent": _of("activity"),
    "participation.attendance.services.walk_in.let_in": lambda rows: {
        "session": rows.session, "registration": rows.registration,
    },
    "participation.attendance.services.walk_in.walk_in": _of("session", name="Pie durvīm"),
    "participation.participants.services.correct": _of(
        "registration", name="Anna", school="", group="", municipality=None
    ),
    "participation.participants.school_names.map_school": lambda rows: {
        "activity": rows.activity, "typed": "skola", "municipality": rows.activity.municipality,
    },
    "participation.participants.school_names.forget_spelling": lambda rows: {"spelling": rows.spelling},
    "participation.participants.services.decide": lambda rows: {
        "registrations": [rows.registration], "action": "approve",
    },
    "participation.registration.services.lifecycle.register_again": lambda rows: {"registration": rows.cancelled},
    "participation.participants.services.send_link": _of("registration"),
    "participation.registration.services.lifecycle.take_back_refusal": _of("registration"),
    "participation.settings.services.set_up_like": lambda rows: {
        "activity": rows.activity, "pattern": participation.pattern_of(rows.activity.enrolment),
    },
    "participation.registration.services.changes.change": _of("registration", name="Anna"),
    "participation.registration.services.seats.register": lambda rows: {
        "activity": rows.activity, "participant": participation.Participant("Anna", "anna.kalna@example.lv"),
    },
    "participation.participants.services.write_to": lambda rows: {
        "activity": rows.activity, "registrations": [rows.registration], "subject": "Par dienu", "text": "Sveiki",
    },
    "participation.attendance.sheet_pile.take_in": lambda rows: {
        "scope": rows.scope, "upload": upload(picture(), "a.jpg"),
    },
}  # fmt: skip

SEMINARS: dict[str, Given] = {
    "seminars.catalogue.services.add_training_programme": _of("scope", title_lv="Jauna", academic_hours=6, type="A"),
    "seminars.catalogue.services.edit_training_programme": _of("training", title_lv="Cita"),
    "seminars.certificates.services.files.ask_for_pack": lambda rows: {"seminar": rows.certificate.seminar},
    "seminars.certificates.services.files.store_pack": _of("seminar", content=b"PK"),
    "seminars.certificates.services.lifecycle.issue": lambda rows: {
        "seminar": rows.held, "signing": signing(clock.today()),
    },
    "seminars.certificates.services.lifecycle.replace": lambda rows: {
        "certificate": rows.certificate, "reason": "Vārds", "signing": signing(clock.today()),
    },
    "seminars.certificates.services.lifecycle.revoke": _of("certificate", reason="Kļūda"),
    "seminars.certificates.services.lifecycle.set_group": lambda rows: {
        "seminar": rows.seminar, "registration": rows.registration, "group": "teachers",
    },
    "seminars.certificates.services.lifecycle.show_name": _of("certificate", shows_name=True),
    "seminars.materials.services.edit_material": _of("material", title_lv="Citas lapas"),
    "seminars.materials.services.hand_out": _of("seminar", title_lv="Lapas", url="https://example.lv/"),
    "seminars.materials.services.take_back_material": _of("material"),
    "seminars.plan.services.days.add_day": _of("seminar", starts_at=TEN, ends_at=TWO),
    "seminars.plan.services.days.move_day": lambda rows: {
        "seminar": rows.seminar, "session": rows.session, "place": "B",
    },
    "seminars.plan.services.days.take_off_day": lambda rows: {"seminar": rows.seminar, "session": rows.session},
    "seminars.plan.services.lifecycle.cancel_seminar": _of("seminar", reason="Slimība"),
    "seminars.plan.services.lifecycle.set_seminar_back": _of("seminar", reason="Kļūda"),
    "seminars.plan.services.lifecycle.mark_seminar_held": _of("seminar", held_on=DAY),
    "seminars.plan.services.lifecycle.move_seminar_online": _of("seminar", reason="Slimība"),
    "seminars.plan.services.lifecycle.postpone_seminar": _of("seminar", reason="Slimība"),
    "seminars.plan.services.lifecycle.publish_seminars": lambda rows: {"seminars": [rows.seminar]},
    "seminars.plan.services.repetition.drop_template": _of("template"),
    "seminars.plan.services.repetition.duplicate_seminar": _of("seminar", first_day=NEXT),
    "seminars.plan.services.repetition.plan_from_template": _of("template", first_day=NEXT),
    "seminars.plan.services.repetition.repeat_seminar": _of("seminar", weeks=2),
    "seminars.plan.services.repetition.save_template": _of("seminar", name="Ģimenes"),
    "seminars.plan.services.seminar.edit_seminar": _of("seminar", title_lv="Cits"),
    "seminars.plan.services.seminar.plan_seminar": _of("scope", title_lv="Jauns", starts_at=TEN, ends_at=TWO),
    "seminars.trainers.services.add_trainer": _of("scope", name="Normunds"),
    "seminars.trainers.services.ask_trainer": _of("engagement"),
    "seminars.trainers.services.edit_engagement": _of("engagement", fee=Decimal(50)),
    "seminars.trainers.services.edit_trainer": _of("trainer", name="Velga P."),
    "seminars.trainers.services.end_engagement": _of("engagement"),
    "seminars.trainers.services.engage": lambda rows: {"seminar": rows.seminar, "trainer": rows.trainer},
    "seminars.trainers.services.engage_by_names": _of("seminar", names="Normunds"),
    "seminars.trainers.services.settle_engagement": _of("engagement", state="confirmed"),
}  # fmt: skip

ROOMS: dict[str, Given] = {
    "budget.services.decisions.book_expense": _of("expense"),
    "budget.services.decisions.book_expenses": lambda rows: {"expenses": [rows.expense]},
    "budget.services.drafts.delete_draft": _of("expense"),
    "budget.services.drafts.withdraw_expense": _of("expense"),
    "budget.services.decisions.pay_expense": _of("expense", paid_on=DAY),
    "budget.services.decisions.reverse_expense": _of("expense", reason="Kļūda"),
    "budget.services.drafts.add_expense": lambda rows: {
        "scope": rows.scope, "shares": rows.shares, **rows.document,
    },
    "budget.services.drafts.edit_expense": lambda rows: {
        "expense": rows.expense, "shares": rows.shares, **rows.document,
    },
    "budget.services.drafts.return_expense": _of("expense", comment="Nav paraksta"),
    "budget.services.drafts.submit_expense": _of("expense"),
    "budget.services.plan.resolve_stated_sum": _of("source", note="Skaitlis"),
    "community_events.services.add_photos": lambda rows: {"event": rows.event, "photos": [rows.photo]},
    "community_events.services.set_event_back": _of("event", reason="Kļūda"),
    "community_events.services.cancel_event": _of("event", reason="Slimība"),
    "community_events.services.edit_event": _of("event", note="Piezīme"),
    "community_events.services.mark_event_held": _of("event", held_on=DAY),
    "community_events.services.log_event": _of("scope", title="Talka", held_on=DAY, type="mobilisation"),
    "community_events.services.move_event_online": _of("event", reason="Slimība"),
    "community_events.services.plan_event": _of("scope", title="Talka", starts_on=NEXT, type="mobilisation"),
    "community_events.services.postpone_event": _of("event", reason="Slimība"),
    "community_events.services.publish_event": _of("event"),
    "guidelines.services.archive": _of("guideline"),
    "guidelines.services.publish": _of("guideline"),
    "guidelines.services.record_publicity": _of("scope", kind="article", on=DAY, title_lv="Raksts"),
    "guidelines.services.rewrite": _of("guideline", title_lv="Cits"),
    "guidelines.services.write": lambda rows: {
        "scope": rows.scope, "component": rows.programme.components.get(label="4"), "title_lv": "Jauns",
    },
    "resource_centre.services.add_centre": _of("scope", name_lv="Mezgls"),
    "resource_centre.services.add_item": _of("centre", name_lv="Galds", category="other"),
    "resource_centre.services.edit_centre": _of("centre", name_lv="Cits"),
    "resource_centre.services.move_purchase": _of("purchase", state="ordered", on=DAY),
    "resource_centre.services.record_purchase": _of("centre", description_lv="Galds", amount=Decimal(5)),
}  # fmt: skip

FLOORS: dict[str, Given] = {
    "evidence.services.clear_photo": lambda rows: {"document": rows.photo},
    "evidence.services.erase": lambda rows: {"document": rows.photo},
    "evidence.services.let_funder_open": lambda rows: {"document": rows.photo},
    "evidence.services.refuse_photo": lambda rows: {"document": rows.photo},
    "evidence.services.take_logo": lambda rows: {
        "scope": rows.scope, "upload": upload(picture("PNG", (300, 100)), "fonds.png"),
    },
    "evidence.services.stage": lambda rows: {
        "scope": rows.scope, "upload": upload(picture(), "a.jpg"), "kind": "photo",
    },
    "jobs.services.retry": lambda rows: {
        "job": jobs.enqueue(by=rows.ilze, kind="test", arguments={}, unique_key="one", scope=rows.scope),
    },
    "mailing.services.own_words.set_words": _of("programme", **MAIL_WORDS, subject="Gaidām Jūs", opening=""),
    "mailing.services.own_words.forget_words": _of("programme", **MAIL_WORDS),
    "mailing.services.settled.settle": lambda rows: {"mails": [rows.lost_mail]},
    "programme.schools.end_school_contact": lambda rows: {"programme": rows.programme, "contact": rows.contact},
    "programme.schools.grant_school_contact": lambda rows: {
        "programme": rows.programme, "school": rows.school, "email": rows.ilze.email,
    },
    "programme.services.ask_reopening": _of("closing", reason="Kļūda"),
    "programme.services.close_period": _of("scope", kind="money", starts_on=DAY, ends_on=DAY),
    "programme.services.decline_reopening": _of("reopening", answer="Nē"),
    "programme.services.reopen_period": _of("reopening", days=7),
    "reports.freeze.freeze": _of("scope", starts_on=date(2020, 1, 1), ends_on=DAY),
    "reports.shared.services.make_link": lambda rows: {
        "programme": rows.programme, "for_whom": "Valsts kontrole", "last_on": clock.today(), "shows_documents": False,
        "language": "lv", "reports": [],
    },
    "reports.shared.services.end_link": lambda rows: {"link": rows.view_link},
    "reports.shared.services.note_visit": lambda rows: {"link": rows.view_link, "opened": "list"},
    "reports.services.ask_for_file": _of("report", language="lv", format="pdf"),
    "reports.services.ask_for_report": lambda rows: {"wish": Wish(rows.scope, date(2020, 1, 1), DAY, "lv", "pdf")},
    "reports.services.store_rendering": _of("report", language="lv", format="pdf", content=b"%PDF-1.7"),
    "reports.services.submit_report": _of("report"),
    "reports.services.delete_draft": lambda rows: {"report": rows.own_report},
}  # fmt: skip

NEXT_GRANT = {
    "name_lv": "Nākamā", "name_en": "The next", "starts_on": date(2027, 1, 1), "ends_on": date(2028, 12, 31),
}  # fmt: skip
FACTS: dict[str, Given] = {
    "administration.roles.invitations.invite": lambda rows: {
        "programme": rows.programme, "email": "liga@example.org", "role": "check_in",
        "municipality": rows.programme.partnerships.get(municipality=rows.scope.municipality_id).municipality,
    },
    "administration.roles.invitations.send_again": _of("invitation"),
    "administration.roles.invitations.withdraw": _of("invitation"),
    "administration.people.municipalities.services.add_municipality": _of(
        "programme", name_lv="Līvānu novads", name_en="Līvāni", locative_lv="Līvānu novadā"
    ),
    "administration.people.municipalities.services.edit_municipality": lambda rows: {
        "programme": rows.programme, "municipality": rows.activity.municipality, "iso": "LV-DGV",
    },
    "administration.people.organisations.services.add_organisation": _of(
        "programme", name_lv="Biedrība „Rīts”", kind="ngo"
    ),
    "administration.people.duplicates.services.reach.record_everywhere": lambda rows: {
        "verb": "person.merged", "obj": rows.entered, "other": rows.entered_twice,
        "reach": Reach(frozenset({rows.scope})),
    },
    "administration.people.duplicates.services.people.merge_people": lambda rows: {
        "programme": rows.programme, "first": rows.entered, "second": rows.entered_twice, "note": "Viena persona",
    },
    "administration.people.duplicates.services.organisations.merge_organisations": lambda rows: {
        "programme": rows.programme, "target": rows.school, "other": rows.other_school, "note": "Viena skola",
    },
    "administration.people.duplicates.services.apart.tell_apart": lambda rows: {
        "programme": rows.programme, "first": rows.entered, "second": rows.entered_twice,
    },
    "administration.people.duplicates.services.apart.undo_merge": lambda rows: {
        "programme": rows.programme, "duplicate": rows.merged,
    },
    "administration.people.organisations.services.edit_organisation": lambda rows: {
        "programme": rows.programme, "organisation": rows.school, "address": "Ielas 1",
    },
    "administration.privacy.erasure.services.carry_out.carry_out": lambda rows: {"request": rows.erasure_request},
    "administration.privacy.erasure.services.requests.note_request": lambda rows: {
        "programme": rows.programme, "person": rows.entered, "note": "Zvans",
    },
    "administration.privacy.erasure.services.requests.refuse_request": lambda rows: {
        "request": rows.erasure_request, "reason": "Likums liek glabāt.",
    },
    "administration.privacy.erasure.services.requests.withdraw_request": lambda rows: {"request": rows.own_request},
    "administration.privacy.retention.services.periods.set_retention": _of(
        "programme", kind="submissions.drafts", days=100, valid_from=NEXT, reason="Lēmums"
    ),
    "administration.privacy.retention.services.acts.draft_act": _of(
        "programme", documents=[1], place="Daugavpils", basis="Likums"
    ),
    "administration.privacy.retention.services.acts.approve_act": _of("act"),
    "administration.privacy.retention.services.acts.cancel_act": _of("act"),
    "administration.privacy.notices.services.publish_notice": _of(
        "programme", body_lv="Teksts", body_en="Text", changes_lv="Jauns", changes_en="New", valid_from=NEXT
    ),
    "administration.privacy.notices.services.publish_wording": _of(
        "programme", kind="people.school_hours", text_lv="Vārdi", text_en="Words", valid_from=NEXT
    ),
    "administration.people.register.services.add_person": lambda rows: {
        "programme": rows.programme, "name": "Zane Zile", "email": "", "school": rows.school,
    },
    "administration.people.register.services.edit_person": lambda rows: {
        "programme": rows.programme, "person": rows.entered, "name": "Zane Kalna", "email": "", "school": rows.school,
    },
    "administration.programme.clone.clone_programme": _of("programme", **NEXT_GRANT, kinds=[]),
    "administration.programme.services.programmes.add_programme": lambda _rows: {**NEXT_GRANT, "goal_lv": "Mērķis"},
    "administration.programme.services.programmes.edit_programme": _of("programme", number="7"),
    "administration.programme.services.programmes.add_proposed_periods": _of("programme", months=6, days_until_due=30),
    "administration.programme.services.decisions.write_files": _of("decision", documents=[]),
    "administration.programme.services.decisions.finish_milestone": _of("milestone"),
    "administration.roles.services.change_role": lambda rows: {"membership": rows.role, "role": "funder"},
    "administration.roles.services.end_role": lambda rows: {"membership": rows.role},
    "budget.plan.services.lock_plan": _of("programme"),
    "evidence.services.move": lambda rows: {"document": rows.photo, "scope": Scope(rows.programme.pk)},
    "programme.facts.services.add_fact": lambda rows: {
        "kind": COMPONENTS, "programme": rows.programme, "fields": {"label": "7", "name_lv": "Cita"},
    },
    "programme.facts.services.edit_fact": lambda rows: {
        "kind": COMPONENTS, "row": rows.component, "fields": {"name_lv": "Cita"},
    },
    "programme.facts.services.move_fact": lambda rows: {"kind": COMPONENTS, "row": rows.component, "step": 1},
    "programme.facts.services.remove_fact": lambda rows: {"kind": COMPONENTS, "row": rows.component},
}  # fmt: skip

GIVEN = FACTS | ACTIVITIES | PARTICIPATION | SEMINARS | ROOMS | FLOORS
