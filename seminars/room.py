"""What the room of seminars says to floors and roof (rooms.py)."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.db.models.expressions import BaseExpression
from django.urls import reverse
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.activities.models import Activity, Session
from darbigas_kopienas.activities.pages import ActivityFacts
from darbigas_kopienas.activities.states import State as ActivityState
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.mailing.choices import Topic
from darbigas_kopienas.mailing.letters import LetterKind
from darbigas_kopienas.participation.models import Attendance, Registration
from darbigas_kopienas.people.consents import ConsentKind
from darbigas_kopienas.people.merged import Reference
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.own_data import OwnTable
from darbigas_kopienas.programme.access import Permission, Role, may_anywhere
from darbigas_kopienas.programme.scoping import q_in_scopes
from darbigas_kopienas.programme.task_counts import number_and_first
from darbigas_kopienas.rooms import (
    CountedTask,
    DocumentUse,
    DraftedForm,
    MainButton,
    Menu,
    MenuLine,
    Reliance,
    Room,
    State,
    Tab,
    Task,
    TaskList,
    Work,
)

from .catalogue.models import TrainingProgramme
from .certificates import consents as certificate_consents
from .certificates import mails as certificate_mails
from .certificates import own_name, tasks
from .certificates import services as certificates
from .certificates.models import Certificate
from .certificates.own_data import certificates_of
from .certificates.participant_filter import NO_CERTIFICATE
from .erasure import ERASURE
from .evaluation import mails as evaluation_mails
from .evaluation.models import Evaluation
from .evaluation.own_data import tickets_of
from .materials.models import Material
from .outcomes import outcomes_of
from .seminar.models import Seminar
from .seminar.own_data import seminars_with_address
from .tabs import tabs_of
from .trainers import mails as trainer_mails
from .trainers.own_data import engagements_of, profile_of

PROGRAMME = "activity__programme"


def _page_of(activity: Activity) -> str | None:
    """The seminar that is read for it stays with the activity: its tabs ask for it too."""
    seminar = getattr(activity, "seminar", None) if activity.kind == Activity.Kind.SEMINAR else None
    return reverse("seminars:seminar_detail", args=[seminar.pk]) if seminar is not None else None


def _facts_of(activity: Activity) -> ActivityFacts | None:
    seminar = Seminar.objects.filter(activity=activity).defer("folded", "agenda_lv", "agenda_en").first()
    if seminar is None:
        return None
    audience = ": ".join(part for part in (str(seminar.get_audience_group_display()), str(seminar.audience)) if part)
    return ActivityFacts(seminar.contact_email, seminar.trainers, audience, is_free=True)  # as every seminar of ours


def _tabs_of(activity: Activity, user: User) -> Sequence[Tab]:
    """On the seminar's own pages the activity was read with its seminar, so this asks nothing more."""
    seminar = getattr(activity, "seminar", None) if activity.kind == Activity.Kind.SEMINAR else None
    return tabs_of(seminar, user) if seminar is not None else ()


def _uses_of(document: Document) -> Iterator[DocumentUse]:
    """Seminars that hand out a file, so that one which must go is found."""
    for material in Material.objects.filter(document=document).select_related("seminar__activity").order_by("pk"):
        url = reverse("seminars:seminar_detail", args=[material.seminar_id])
        was_public = material.audience == Material.Audience.PUBLIC and material.seminar.is_published
        yield DocumentUse(f"{material.seminar}: {material}", url, was_public=was_public)


def _relies_on(activity: Activity, session: Session | None) -> Iterator[Reliance]:
    """Certificates that are valid, and what participants said of it."""
    if session is not None:  # they are about the whole seminar
        return
    if valid := Certificate.objects.filter(seminar__activity=activity, state=Certificate.State.VALID).count():
        text = ngettext(
            "%(n)d certificate or confirmation is valid: revoke it first.",
            "%(n)d certificates or confirmations are valid: revoke them first.",
            valid,
        )
        yield Reliance(text % {"n": valid})
    if Evaluation.objects.filter(seminar__activity=activity).exists():
        yield Reliance(gettext("Participants have evaluated it, so it did take place."))


def _own_data_of(user: User) -> Iterator[tuple[str, OwnTable]]:
    yield "certificates", certificates_of(user)
    yield "trainer", engagements_of(user)
    yield "trainer_profile", profile_of(user)
    yield "seminar_contact", seminars_with_address(user)
    yield "evaluations", tickets_of(user)


# -- what waits for somebody -----------------------------------------------------------------------
def _offered_to(user: User, _programme_id: int) -> BaseExpression | None:
    offered = Registration.objects.own(user).filter(state=Registration.State.OFFERED)
    return number_and_first(offered, programme=PROGRAMME, first="activity")


def _offer_task(figures: Any) -> Task:
    text = ngettext("A seat is offered to you: %(n)d seminar", "A seat is offered to you: %(n)d seminars", figures["n"])
    return Task(text % {"n": figures["n"]}, reverse("seminars:own_list"), _("Accept the seat"))


def _without_attendance(user: User, programme_id: int) -> BaseExpression | None:
    """Held, somebody had a confirmed seat, and nobody was seen."""
    if not may_anywhere(user, Permission.MANAGE_REGISTRATIONS, programme_id):
        return None
    came = Registration.objects.filter(activity=OuterRef("activity")).confirmed()
    seen = Attendance.objects.filter(registration__activity=OuterRef("activity"))
    mine = q_in_scopes(user, Permission.MANAGE_REGISTRATIONS, path="activity__")
    over = Seminar.objects.filter(mine, Exists(came), ~Exists(seen), activity__state=ActivityState.HELD)
    return number_and_first(over, programme=PROGRAMME, first="activity")


def _attendance_task(figures: Any) -> Task:
    text = ngettext(
        "%(n)d seminar was held and has no attendance", "%(n)d seminars were held and have no attendance", figures["n"]
    )
    url = reverse("participation:attendance_grid", args=[figures["at"]])
    return Task(text % {"n": figures["n"]}, url, _("Record attendance"))


def _without_certificates(user: User, programme_id: int) -> BaseExpression | None:
    """Held runs of A programmes, of whose participants somebody was seen and has never had a certificate."""
    if not may_anywhere(user, Permission.ISSUE_CERTIFICATE, programme_id):
        return None
    seen = Attendance.objects.counting().filter(registration=OuterRef("pk"))
    had = Certificate.objects.filter(registration=OuterRef("pk"))
    waits = Registration.objects.active().filter(Exists(seen), ~Exists(had), activity=OuterRef("activity"))
    over = Seminar.objects.filter(
        q_in_scopes(user, Permission.ISSUE_CERTIFICATE, path="activity__"),
        Exists(waits),
        activity__state=ActivityState.HELD,
        training_programme__type=TrainingProgramme.Type.A,
    )
    return number_and_first(over, programme=PROGRAMME, first="pk")


def _certificate_task(figures: Any) -> Task:
    text = ngettext(
        "Certificates of %(n)d seminar to be issued", "Certificates of %(n)d seminars to be issued", figures["n"]
    )
    url = reverse("seminars:certificate_list", args=[figures["at"]])
    return Task(text % {"n": figures["n"]}, url, _("Issue the certificates"))


ROOM = Room(
    name="seminars",
    erasure=ERASURE,
    drafts=[
        DraftedForm("seminars:seminar_add", _("plan of a seminar")),
        DraftedForm("seminars:seminar_edit", _("correction of a seminar")),
        DraftedForm("seminars:seminar_day_add", _("a day of a seminar")),
        DraftedForm("seminars:seminar_day_edit", _("correction of a seminar’s day")),
        DraftedForm("seminars:seminar_mark_held", _("a seminar that took place")),
        DraftedForm("seminars:training_add", _("a training programme")),
        DraftedForm("seminars:training_edit", _("correction of a training programme")),
        DraftedForm("seminars:material_add", _("material of a seminar")),
        DraftedForm("seminars:material_edit", _("correction of material")),
        DraftedForm("seminars:engagement_add", _("a trainer at a seminar")),
        DraftedForm("seminars:engagement_edit", _("correction of a trainer at a seminar")),
        DraftedForm("seminars:trainer_edit", _("about a trainer")),
    ],
    verbs={
        "seminar.planned": _("seminar planned"),
        "seminar.edited": _("seminar corrected"),
        "certificates.exported": _("certificates taken along in a file"),
        "certificate.opened": _("a holder’s certificate opened"),
        "certificates.issued": _("certificates issued"),
        "certificate.issued": _("certificate issued"),
        "certificate.revoked": _("certificate revoked"),
        "certificate.replaced": _("certificate replaced by another"),
        "certificate.name_shown": _("the holder lets the check page show the name"),
        "certificate.name_hidden": _("the check page no longer shows the name"),
        "training_programme.added": _("training programme added"),
        "training_programme.edited": _("training programme corrected"),
        "trainer.added": _("trainer added"),
        "trainer.edited": _("trainer’s profile corrected"),
        "engagement.made": _("trainer engaged"),
        "engagement.edited": _("trainer’s agreement corrected"),
        "engagement.asked": _("trainer to be asked again"),
        "engagement.confirmed": _("trainer confirmed"),
        "engagement.declined": _("trainer declined"),
        "engagement.ended": _("trainer’s engagement ended"),
        "material.handed_out": _("material handed out"),
        "material.edited": _("material corrected"),
        "material.taken_back": _("material taken back"),
        "seminar_template.saved": _("saved as a template"),
        "seminar_template.dropped": _("template removed"),
    },
    states={
        "asked": State(_("asked"), "", "ring"),
        "confirmed": State(_("confirmed"), "good", "check"),
        "declined": State(pgettext_lazy("trainer", "declined"), "bad", "cross"),
        "valid": State(pgettext_lazy("document", "valid"), "good", "check"),
        "revoked": State(pgettext_lazy("document", "revoked"), "bad", "cross"),
        "replaced": State(pgettext_lazy("document", "replaced by another"), "warning", "arrow"),
    },
    menu=[
        MenuLine(Menu.ROOMS, _("Seminars"), "seminars:seminar_list", order=20, icon="users"),
        MenuLine(Menu.PARTICIPANT, _("My seminars"), "seminars:own_list", order=10, icon="users"),
        MenuLine(Menu.PERSONAL, _("My seminars"), "seminars:own_list", order=10, icon="users"),
        MenuLine(Menu.FOOT, _("Check a certificate"), "seminars:certificate_check_form", order=10),
    ],
    main_buttons=[
        MainButton(Role.COORDINATOR, Permission.WRITE_SEMINAR, "seminars:seminar_add", _("Plan a seminar"), order=60),
    ],
    counted_tasks={
        "offers": CountedTask(TaskList.WAITING, 60, _offered_to, _offer_task),
        "attendance": CountedTask(TaskList.WAITING, 90, _without_attendance, _attendance_task),
        "certificates": CountedTask(TaskList.WAITING, 100, _without_certificates, _certificate_task),
    },
    record_pages={"seminars.seminar": "seminars:seminar_detail"},
    jobs={
        certificates.MAKE: Work(tasks.make_files, _("Making documents")),
        certificates.PACK: Work(tasks.pack_certificates, _("Certificates in one file")),
    },
    letters={
        "certificate_ready": LetterKind(
            _("the certificate is ready"), certificate_mails.compose_certificate, certificate_mails.READY
        ),
        "certificate_revoked": LetterKind(_("the certificate was revoked"), certificate_mails.compose_certificate),
        "thanks_evaluation": LetterKind(
            _("thanks and evaluation"), evaluation_mails.compose_thanks, evaluation_mails.WORDS, topic=Topic.THANKS
        ),
        "trainer_asked": LetterKind(_("question to the trainer"), trainer_mails.ask_trainer, trainer_mails.ASKED),
        "trainer_answered": LetterKind(_("the trainer’s answer"), trainer_mails.notify_answer),
    },
    schedule={"seminars.thank": timedelta(hours=1)},
    own_data=_own_data_of,
    consents=[
        ConsentKind(
            certificate_consents.WHOLE_NAME,
            label=_("The check page of my certificate shows my whole name"),
            text=_("I agree that whoever checks the code of my certificate sees my whole name, not only my initials."),
            withdraw=certificate_consents.withdraw,
            decide=own_name.decide,
            abouts=certificate_consents.abouts,
            withdraw_unknown=certificate_consents.withdraw_unknown,
        )
    ],
    document_uses=_uses_of,
    references=[
        # Certificates keep who issued them as it was called; those to come name the one that is kept.
        Reference("seminars.TrainingProgramme", "issuer", scope="", is_fact=True),
        Reference("seminars.Trainer", "organisation", scope="", is_fact=True),
    ],
    activity_page=_page_of,
    outcomes=outcomes_of,
    retention=[certificates.PACKS],
    activity_facts=_facts_of,
    relies_on=_relies_on,
    activity_tabs=_tabs_of,
    participant_filters={"no_paper": NO_CERTIFICATE},
)
