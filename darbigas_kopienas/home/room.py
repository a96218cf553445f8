"""What the front page, „Mani darbi” and the pages of the house say to the floors (rooms.py)."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.mailing.choices import Topic
from darbigas_kopienas.mailing.letters import LetterKind
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.access import Permission, may_anywhere
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import q_in_scopes
from darbigas_kopienas.programme.shared_statements import shared
from darbigas_kopienas.rooms import ListedTasks, Menu, MenuLine, Room, Task, TaskList
from darbigas_kopienas.values import clock

from . import closing_letters, consent_letters, reopening_letters
from .lapsed_consents import LETTER
from .letters import notify_of_end
from .my_consents import ASKED_ANEW

MAX_ACTIVITIES_SHOWN = 20


def _past_activities(user: User, programme: Programme) -> Iterator[tuple[TaskList, Task]]:
    """Planned, its day has passed, and nobody said yet that it was held, moved or cancelled.

    Said here for all rooms, so that one statement reads them.
    """
    if not may_anywhere(user, Permission.WRITE_ACTIVITY, programme.pk):
        return

    def unanswered(anybody: User) -> "QuerySet[Activity]":
        rows = Activity.objects.filter(q_in_scopes(anybody, Permission.WRITE_ACTIVITY), programme=programme)
        return rows.to_be_answered_on(clock.today()).select_related("seminar", "community_event")[:MAX_ACTIVITIES_SHOWN]

    note = str(_("Planned; the day has passed"))
    for activity in shared("past activities", user, programme.pk, unanswered, by_day=True).objects(user.pk):
        task = Task(activity.title, _page_of(activity), _("Say whether it was held"), note, activity.starts_on)
        yield TaskList.DUE, task


def _page_of(activity: Activity) -> str:
    if (seminar := getattr(activity, "seminar", None)) is not None:
        return reverse("seminars:seminar_mark_held", args=[seminar.pk])
    if (event := getattr(activity, "community_event", None)) is not None:
        return reverse("community_events:event_detail", args=[event.pk])
    return reverse("activities:activity_detail", args=[activity.pk])


ROOM = Room(
    name="home",
    menu=[
        MenuLine(Menu.OWN, _("My tasks"), "home:my_tasks", order=10, icon="home"),
        MenuLine(Menu.PERSONAL, _("My data"), "home:my_data", order=20, icon="user"),
        MenuLine(Menu.PERSONAL, _("My account"), "account_email", order=40, icon="settings"),
        MenuLine(Menu.PERSONAL, _("Where I am signed in"), "account_signed_in", order=45, icon="log-in"),
        MenuLine(Menu.FOOT, _("Contacts"), "home:contacts", order=10),
        MenuLine(Menu.FOOT, _("Accessibility statement"), "home:accessibility", order=20),
        MenuLine(Menu.FOOT, _("Privacy"), "home:privacy", order=30),
    ],
    counted_tasks={"consents": ASKED_ANEW},
    listed_tasks=[ListedTasks(30, _past_activities)],
    job_ended=notify_of_end,
    reopening_changed=reopening_letters.notify_of_reopening,
    period_closed=closing_letters.notify_of_closing,
    letters={
        closing_letters.CLOSED: LetterKind(_("a period was closed"), closing_letters.compose, topic=Topic.WORK),
        "reopening_asked": LetterKind(_("opening of a period is asked for"), reopening_letters.ask_opener),
        "reopening_answered": LetterKind(
            _("answer about opening a period"), reopening_letters.notify_answer, topic=Topic.WORK
        ),
        LETTER: LetterKind(_("a consent is asked for anew"), consent_letters.ask_anew),
        "job_done": LetterKind(_("a file is ready"), topic=Topic.WORK),
    },
    schedule={"home.lapse_consents": timedelta(hours=1)},
)
