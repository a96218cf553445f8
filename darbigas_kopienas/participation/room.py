"""What the floor of participation says to the others (rooms.py)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.db.models.expressions import BaseExpression
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.activities.models import Activity, Session
from darbigas_kopienas.activities.states import State as ActivityState
from darbigas_kopienas.mailing.choices import Topic
from darbigas_kopienas.mailing.letters import LetterKind
from darbigas_kopienas.people.consents import ConsentKind
from darbigas_kopienas.people.merged import Reference
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.access import Permission, Role, may_anywhere
from darbigas_kopienas.programme.scoping import q_in_scopes
from darbigas_kopienas.programme.task_counts import number_and_first
from darbigas_kopienas.rooms import (
    CountedTask,
    DraftedForm,
    MainButton,
    Menu,
    MenuLine,
    Reliance,
    Room,
    State,
    Task,
    TaskList,
)

from .attendance.models import Attendance, SignedSheet
from .enrolment.services import locked_enrolment
from .erasure import ERASURE
from .head_counts.models import Group
from .participants import own_data
from .participants.filters import ABSENT, CLASH
from .registration import consents, mails, own_words
from .registration.invitations import mails as invitation_mails
from .registration.models import Registration
from .registration.services import INVITATIONS, NAMES, UNCONFIRMED
from .registration.services.changes import show_name


def _relies_on(activity: Activity, session: Session | None) -> Iterator[Reliance]:
    """Those who were seen there, and the sheets that they signed."""
    locked_enrolment(activity.pk)  # ticks are made behind it
    here = {"session": session} if session is not None else {"session__activity": activity}
    if seen := Attendance.objects.counting().filter(**here).values("registration").distinct().count():
        text = ngettext(
            "%(n)d person is ticked as present: take the marks back first, if nobody was there.",
            "%(n)d people are ticked as present: take the marks back first, if nobody was there.",
            seen,
        )
        yield Reliance(text % {"n": seen})
    if SignedSheet.objects.filter(**here).exists():
        yield Reliance(gettext("A signed sheet is filed: it shows that people were there."))


def _awaiting_approval(user: User, programme_id: int) -> BaseExpression | None:
    if not may_anywhere(user, Permission.MANAGE_REGISTRATIONS, programme_id):
        return None
    here = q_in_scopes(user, Permission.MANAGE_REGISTRATIONS, path="activity__")
    asked = Registration.objects.filter(here, state=Registration.State.ASKED)
    asked = asked.exclude(activity__state=ActivityState.CANCELLED)
    return number_and_first(asked, programme="activity__programme", first="activity")


def _approval_task(figures: Any) -> Task:
    text = ngettext("%(n)d registration waits for approval", "%(n)d registrations wait for approval", figures["n"])
    url = reverse("participation:registration_list", args=[figures["at"]])
    return Task(text % {"n": figures["n"]}, url, _("Look at the registrations"))


def _odd_check_ins(user: User, programme_id: int) -> BaseExpression | None:
    if not may_anywhere(user, Permission.MANAGE_REGISTRATIONS, programme_id):
        return None
    here = q_in_scopes(user, Permission.MANAGE_REGISTRATIONS, path="registration__activity__")
    odd = Attendance.objects.filter(here, ~Q(oddity=""), settled_by=None)
    return number_and_first(odd, programme="registration__activity__programme", first="registration__activity")


def _odd_check_in_task(figures: Any) -> Task:
    text = ngettext("%(n)d odd check-in to be looked at", "%(n)d odd check-ins to be looked at", figures["n"])
    url = reverse("participation:attendance_grid", args=[figures["at"]])
    return Task(text % {"n": figures["n"]}, url, _("Look at the check-ins"))


ROOM = Room(
    name="participation",
    erasure=ERASURE,
    trail_words={group.value: group.label for group in Group},
    drafts=[
        DraftedForm("participation:enrolment_edit", _("settings of registration")),
        DraftedForm("participation:question_add", _("a question to participants")),
        DraftedForm("participation:question_edit", _("correction of a question")),
        DraftedForm("participation:registration_add", _("people added to the list")),
        DraftedForm("participation:registration_edit", _("correction of a registration")),
        DraftedForm("participation:invitation_add", _("invitations")),
        DraftedForm("participation:colleague_register", _("registration of colleagues")),
        DraftedForm(
            "participation:registration_letter",
            _("e-mail to participants"),
            from_page="participation:registration_list",
        ),
    ],
    verbs={
        "participants.exported": _("list of participants taken along in a file"),
        "attendance.exported": _("attendance taken along in a file"),
        "sheet.printed": _("sheet to sign printed"),
        "badges.printed": _("badges printed"),
        "attendance.recorded": _("attendance recorded"),
        "attendance.listed": _("attendance list changed"),
        "attendance.rejected": _("odd attendance taken away"),
        "registration.let_in": _("let in without a seat"),
        "wall_code.made": _("code on the wall made"),
        "sheet.filed": _("signed sheet filed"),
        "attendance.taken_back": _("attendance taken back"),
        "attendance.settled": _("odd attendance looked at"),
        "registration.made": _("registration made"),
        "registration.changed": _("registration changed"),
        "registration.readdressed": _("address corrected"),
        "registration.verified": _("mailed link opened"),
        "registration.offered": _("seat offered"),
        "registration.moved_up": _("moved up from the waiting list"),
        "registration.accepted": _("offered seat accepted"),
        "registration.approved": _("registration approved"),
        "registration.refused": _("registration refused"),
        "registration.refusal_taken_back": _("refusal taken back"),
        "registration.link_sent": _("link sent again"),
        "registration.names_forgotten": _("names of participants erased"),
        "registration.written_to": _("e-mail written to participants"),
        "school.mapped": _("typed institution made known"),
        "school_spelling.forgotten": _("typed institution no longer known"),
        "enrolment.asked": _("questions changed"),
        "invitation.sent": _("invited"),
        "invitation.reminded": _("reminded of the invitation"),
        "invitation.declined": _("invitation declined"),
        "registration.lapsed": _("registration ended by its deadline"),
        "registration.cancelled": _("registration cancelled"),
        "enrolment.set_up": _("registration set up"),
        "enrolment.seats_kept": _("seats reserved"),
        "calendar.renewed": _("calendar’s address made"),
        "calendar.ended": _("calendar’s address ended"),
    },
    states={
        "asked": State(_("asked"), "", "ring"),
        "confirmed": State(_("confirmed"), "good", "check"),
        "waiting": State(_("waiting"), "warning", "half"),
        "offered": State(_("offered"), "info", "arrow"),
        "refused": State(_("refused"), "bad", "cross"),
        "cancelled": State(_("cancelled"), "bad", "cross"),
        "full": State(_("full"), "warning", "square"),
        "overdue": State(_("overdue"), "bad", "triangle"),
    },
    menu=[MenuLine(Menu.PERSONAL, _("My calendar"), "participation:calendar_own", order=15, icon="calendar")],
    main_buttons=[
        MainButton(
            Role.CHECK_IN,
            Permission.RECORD_ATTENDANCE,
            "participation:attendance_today",
            _("Attendance today"),
            order=10,
            icon="check",
        ),
    ],
    counted_tasks={
        "approvals": CountedTask(TaskList.WAITING, 70, _awaiting_approval, _approval_task),
        "oddities": CountedTask(TaskList.WAITING, 80, _odd_check_ins, _odd_check_in_task),
    },
    letters={
        **{
            f"registration_{occasion}": LetterKind(label, mails.compose, own_words.words_of(occasion))
            for occasion, label in mails.KINDS.items()
        },
        "registration_reminder": LetterKind(
            mails.KINDS["reminder"], mails.compose, own_words.words_of("reminder"), topic=Topic.REMINDER
        ),
        "invitation": LetterKind(
            _("invitation"), invitation_mails.compose, invitation_mails.WORDS, topic=Topic.INVITATION
        ),
        "invitation_reminder": LetterKind(
            _("reminder of the invitation"), invitation_mails.compose, invitation_mails.WORDS, topic=Topic.INVITATION
        ),
    },
    schedule={
        "participation.sweep": timedelta(seconds=30),
        "participation.remind": timedelta(hours=1),
        "participation.tidy": timedelta(hours=1),
    },
    own_data=own_data.gather,
    retention=[NAMES, UNCONFIRMED, INVITATIONS],
    consents=[
        ConsentKind(
            consents.SHOWS_NAME,
            label=consents.USUAL_WORDS,
            withdraw=consents.withdraw,
            decide=lambda user, pk, agrees: show_name(by=user, registration_pk=pk, shows_name=agrees),
            abouts=consents.abouts,
            withdraw_unknown=consents.withdraw_unknown,
        )
    ],
    relies_on=_relies_on,
    references=[
        # Name and school stay as they were given that day, and so does the municipality. Two places at one activity are
        # two people's: merging them is refused before this (`SatTogether`).
        Reference("participation.Registration", "person", scope="activity__"),
        Reference("participation.Registration", "organisation", scope="activity__"),
        # Seats for both: whoever merges would otherwise change how many are kept.
        Reference("participation.SchoolSpelling", "organisation", scope=""),
        Reference("participation.SeatReserve", "organisation", scope="enrolment__activity__", once=("enrolment",)),
    ],
    participant_filters={"clash": CLASH, "absent": ABSENT},
)
