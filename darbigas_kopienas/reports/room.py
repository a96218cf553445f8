"""What the reports say to the floors and to the front page (rooms.py)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.db.models.expressions import BaseExpression
from django.db.models.fields.json import JSONField
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.activities.models import Activity, Session
from darbigas_kopienas.mailing.choices import Topic
from darbigas_kopienas.mailing.letters import LetterKind
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.access import Permission, Role, may_anywhere
from darbigas_kopienas.programme.days_in_use import DaysInUse
from darbigas_kopienas.programme.models import Period
from darbigas_kopienas.rooms import CountedTask, MainButton, Menu, MenuLine, Reliance, Room, State, Task, TaskList, Work
from darbigas_kopienas.values import clock, formats

from . import due_letters, letters, own_data
from .due_letters import periods_without_report
from .models import Report
from .services import KIND
from .shared.retention import VISITS
from .tasks import make_file

DUE_SOON = timedelta(days=30)


def _due_period(user: User, programme_id: int) -> BaseExpression | None:
    """The first period that is over, soon due, and has no submitted report: its due day and names."""
    if not may_anywhere(user, Permission.SUBMIT_REPORT, programme_id):
        return None
    soon = periods_without_report().filter(programme=OuterRef("pk"), due_on__lte=clock.today() + DUE_SOON)
    facts = JSONObject(due_on="due_on", name_lv="name_lv", name_en="name_en")
    return Subquery(soon.order_by("due_on").values(facts=facts)[:1], output_field=JSONField())


def _report_task(facts: Any) -> Task:
    period = Period(name_lv=facts["name_lv"], name_en=facts["name_en"])
    text = " · ".join([str(_("The funder’s report")), str(period)])
    due_on = date.fromisoformat(facts["due_on"])
    return Task(text, reverse("reports:report_list"), _("Prepare the report"), due_on=due_on)


def _relies_on(activity: Activity, session: Session | None) -> Iterator[Reliance]:
    """A submitted report that counts it as held."""
    if session is not None or activity.held_on is None:
        return
    reports = Report.objects.filter(
        Q(municipality=activity.municipality_id) | Q(municipality=None),
        programme=activity.programme_id,
        state=Report.State.SUBMITTED,
        starts_on__lte=activity.held_on,
        ends_on__gte=activity.held_on,
    )
    for report in reports.order_by("pk"):
        span = {"start": formats.day(report.starts_on), "end": formats.day(report.ends_on), "code": report.code}
        text = gettext("The submitted report for %(start)s–%(end)s (%(code)s) counts it as held.") % span
        yield Reliance(text, shows_it=False)


def _final_days(programme_id: int) -> Iterator[DaysInUse]:
    submitted = Report.objects.filter(programme=programme_id, state=Report.State.SUBMITTED)
    for starts_on, ends_on in submitted.order_by("starts_on", "pk").values_list("starts_on", "ends_on"):
        yield DaysInUse(_("submitted reports"), starts_on, ends_on)


def _button(role: Role, permission: Permission, label: Any, order: int) -> MainButton:
    return MainButton(role, permission, "reports:report_list", label, order, icon="file-text")


ROOM = Room(
    name="reports",
    verbs={
        "report.frozen": _("report’s figures frozen"),
        "report.rendered": _("report’s file made"),
        "report.submitted": _("report submitted"),
        "report.deleted": _("draft of a report deleted"),
        "shared_link.made": _("view link made"),
        "shared_link.ended": _("view link ended"),
    },
    states={
        "draft": State(_("draft"), "", "ring"),
        "submitted": State(_("submitted"), "info", "arrow"),
        "expired": State(pgettext_lazy("link", "expired"), "", "cross"),
    },
    menu=[
        MenuLine(
            Menu.STAFF,
            _("Reports"),
            "reports:report_list",
            order=20,
            icon="file-text",
            permissions=frozenset({Permission.SEE_REPORT, Permission.SEE_FINAL_REPORT}),
        ),
        MenuLine(Menu.FOOT, _("Check a report"), "reports:report_check_form", order=15),
    ],
    main_buttons=[
        _button(Role.PROGRAMME, Permission.SUBMIT_REPORT, _("Prepare the report"), 10),
        _button(Role.STAFF, Permission.MAKE_REPORT, _("Prepare the report"), 70),
        _button(Role.FUNDER, Permission.SEE_FINAL_REPORT, _("Read the reports"), 90),
        _button(Role.AUDITOR, Permission.SEE_FINAL_REPORT, _("Read the reports"), 100),
    ],
    counted_tasks={"due_period": CountedTask(TaskList.DUE, 0, _due_period, _report_task)},
    letters={
        letters.SUBMITTED: LetterKind(_("a report was submitted"), letters.compose, topic=Topic.WORK),
        due_letters.DUE: LetterKind(_("a report is due"), due_letters.compose, topic=Topic.WORK),
        due_letters.OVERDUE: LetterKind(_("a report is late"), due_letters.compose, topic=Topic.WORK),
    },
    schedule={"reports.remind": timedelta(hours=1)},
    own_data=own_data.gather,
    relies_on=_relies_on,
    retention=[VISITS],
    final_days=_final_days,
    measures={
        "seminars.days": _("days of seminars"),
        "seminars.seminars": _("seminars held"),
        "resource_centre.centres": _("community resource centres"),
        "community_events.events": _("events of every kind"),
        "community_events.mobilisation_events": _("mobilisation events"),
        "community_events.social_entrepreneurship_events": _("social entrepreneurship events"),
        "community_events.partner_meetings": _("partner meetings"),
        "community_events.symposia": _("symposia"),
        "guidelines.published": _("guidelines published"),
        "participation.institutions": _("institutions that took part"),
        "participation.attendances": _("attendances"),
        "participation.unique_people": _("unique participants"),
    },
    jobs={KIND: Work(make_file, _("Report to the funder"))},
)
