"""Mani darbi: what waits for a person, what came back, what is due, each with the button that does it.

The whole page has ten statements for everybody: what only needs a number is counted in one of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.aggregates import Count
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from budget.models import Expense
from budget.reporting import SourceStanding
from darbigas_kopienas.activities.models import Activity, State
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.jobs.models import Job
from darbigas_kopienas.jobs.models import State as JobState
from darbigas_kopienas.programme.access import Permission, Role, may, may_anywhere, memberships_of
from darbigas_kopienas.programme.models import Closing, Period, Programme
from darbigas_kopienas.programme.scoping import Scope, q_in_scopes
from darbigas_kopienas.values import clock, formats
from guidelines.models import Guideline

from . import due_seminars

SHOWN = 20
REPORT_SOON = timedelta(days=30)
JOBS_SEEN = timedelta(days=3)


@dataclass(frozen=True)
class Task:
    """One thing to do: what it is, where it is done, what the button says."""

    text: str
    url: str
    act: Any
    note: str = ""
    on: date | None = None
    icon: str = ""


@dataclass
class Due:
    """The page's lists, in the order of urgency."""

    returned: list[Task] = field(default_factory=list)
    waiting: list[Task] = field(default_factory=list)
    due: list[Task] = field(default_factory=list)
    jobs: list[Job] = field(default_factory=list)
    wants_second_factor: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.returned or self.waiting or self.due or self.jobs)


def due_of(user: Any, programme: Programme, sources: Iterable[SourceStanding] = ()) -> Due:
    """At most four statements: expenses, activities whose day has passed, numbers, jobs."""
    found = Due()
    _add_mismatches(found, user, programme, sources)
    _add_expenses(found, user, programme)
    _add_past_activities(found, user, programme)
    _add_numbers(found, user, programme)
    since = clock.now() - JOBS_SEEN
    jobs = Job.objects.visible_to(user).filter(created_at__gte=since).exclude(state=JobState.DONE, result={})
    found.jobs = list(jobs.select_related("result_document")[:5])
    return found


def main_acts(user: Any, programme: Programme) -> list[Task]:
    """The one or two buttons that this person came for; the first is the primary one."""
    acts = [
        Task(text="", url=reverse(name), act=words, icon=icon)
        for permission, role, name, words, icon in _ACTS
        if _holds(user, programme, role) and may_anywhere(user, permission, programme.pk)
    ]
    if not acts:
        acts = [Task(text="", url=reverse("seminars:seminar_list"), act=_("Find a seminar"), icon="users")]
    return acts[:3]


_ACTS: tuple[tuple[Permission, str, str, Any, str], ...] = (
    (Permission.SUBMIT_REPORT, Role.PROGRAMME, "reports:report_list", _("Prepare the report"), "file-text"),
    (Permission.WRITE_ACTIVITY, Role.COORDINATOR, "community_events:event_add", _("Log an event"), "plus"),
    (Permission.ADD_EXPENSE, Role.STAFF, "budget:expense_add", _("Add an expense"), "plus"),
    (Permission.ADD_EXPENSE, Role.ACCOUNTANT, "budget:expense_add", _("Add an expense"), "plus"),
    (Permission.ADD_EXPENSE, Role.COORDINATOR, "budget:expense_add", _("Add an expense"), "plus"),
    (Permission.WRITE_SEMINAR, Role.COORDINATOR, "seminars:seminar_add", _("Plan a seminar"), "plus"),
    (Permission.MAKE_REPORT, Role.STAFF, "reports:report_list", _("Prepare the report"), "file-text"),
    (Permission.WRITE_ACTIVITY, Role.PROGRAMME, "community_events:event_add", _("Log an event"), "plus"),
    (Permission.SEE_FINAL_REPORT, Role.FUNDER, "reports:report_list", _("Read the reports"), "file-text"),
    (Permission.SEE_FINAL_REPORT, Role.AUDITOR, "reports:report_list", _("Read the reports"), "file-text"),
)


def _holds(user: Any, programme: Programme, role: str) -> bool:
    return any(one.role == role and one.programme_id == programme.pk for one in memberships_of(user))


def _add_mismatches(found: Due, user: Any, programme: Programme, sources: Iterable[SourceStanding]) -> None:
    """The source's figure and its words differ: somebody has to say which counts."""
    if not may(user, Permission.RESOLVE_SUM, Scope(programme.pk)):
        return
    for one in sources:
        if one.source.has_open_mismatch:
            text = f"{one.source.name}: {formats.money(one.source.amount)}"
            note = str(_("The figure and the words in the agreement differ."))
            url = reverse("budget:source_resolve", args=[one.source.pk])
            found.waiting.append(Task(text, url, _("Resolve the difference"), note))


def _add_expenses(found: Due, user: Any, programme: Programme) -> None:
    if not may_anywhere(user, Permission.SEE_BUDGET, programme.pk):
        return
    mine = Q(added_by=user, state__in=[Expense.State.DRAFT, Expense.State.RETURNED])
    others = Q(pk__in=Expense.objects.awaiting_approval_of(user).values("pk"))
    rows = Expense.objects.visible_to(user).filter(programme=programme).filter(mine | others).order_by("document_on")
    for one in rows[: 2 * SHOWN]:
        text = f"{one.supplier_name}, {formats.money(one.total)}"
        if one.state == Expense.State.SUBMITTED:
            url = reverse("budget:expense_detail", args=[one.pk])
            found.waiting.append(Task(text, url, _("Check the expense"), _kind_of_expense(), one.document_on))
            continue
        url = reverse("budget:expense_edit", args=[one.pk])
        if one.state == Expense.State.RETURNED:
            found.returned.append(Task(text, url, _("Correct the expense"), one.comment, one.document_on))
        else:
            found.due.append(Task(text, url, _("Finish the expense"), _kind_of_draft(), one.document_on))


def _add_past_activities(found: Due, user: Any, programme: Programme) -> None:
    """Planned, its day has passed, and nobody said yet that it was held, moved or cancelled."""
    if not may_anywhere(user, Permission.WRITE_ACTIVITY, programme.pk):
        return
    states = [State.PLANNED, State.POSTPONED, State.MOVED_ONLINE]
    rows = (
        Activity.objects.filter(q_in_scopes(user, Permission.WRITE_ACTIVITY), programme=programme)
        .filter(state__in=states, starts_on__lt=clock.today())
        .select_related("seminar", "community_event")
        .order_by("starts_on", "pk")
    )
    for one in rows[:SHOWN]:
        seminar = getattr(one, "seminar", None)
        event = getattr(one, "community_event", None)
        if seminar is not None:
            url = reverse("seminars:seminar_hold", args=[seminar.pk])
        elif event is not None:
            url = reverse("community_events:event_detail", args=[event.pk])
        else:
            url = reverse("activities:activity_detail", args=[one.pk])
        found.due.append(Task(one.title, url, _("Say whether it was held"), str(_was_planned()), one.starts_on))


def _add_numbers(found: Due, user: Any, programme: Programme) -> None:
    """What needs only a number and a list to go to: one statement for all of them."""
    wanted = _wanted_numbers(user, programme)
    queries = {name: query for name, (query, _task) in wanted.items()}
    at_seminars = due_seminars.wanted_of(user, programme.pk)
    queries |= at_seminars
    row: Any = Programme.objects.filter(pk=programme.pk).values(has_factor=_has_factor(user), **queries)[0]
    for name, (_query, task) in wanted.items():
        if row[name]:
            task(found, row[name])
    for name in at_seminars:
        if row[name]:
            text, act = due_seminars.words_of(name, row[name]["n"])
            found.waiting.append(Task(text, due_seminars.page_of(name, row[name]), act))
    found.wants_second_factor = _needs_factor(user) and not row["has_factor"]


def _needs_factor(user: Any) -> bool:
    """Every role but the teacher's; in demonstration mode the page only reminds."""
    return user.is_superuser or any(one.role != Role.TEACHER for one in memberships_of(user))


def _has_factor(user: Any) -> Exists:
    factors = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return Exists(Authenticator.objects.filter(user=user, type__in=factors))


def _wanted_numbers(user: Any, programme: Programme) -> dict[str, tuple[Any, Any]]:
    here = programme.pk
    wanted: dict[str, tuple[Any, Any]] = {}
    if may_anywhere(user, Permission.PUBLISH, here):
        drafts = Guideline.objects.filter(q_in_scopes(user, Permission.PUBLISH)).drafts().exclude(written_by=user)
        wanted["drafts"] = (_count(drafts.exclude(body_lv="")), _drafts_task)
    if may_anywhere(user, Permission.CLEAR_PHOTO, here):
        photos = Document.objects.filter(q_in_scopes(user, Permission.CLEAR_PHOTO)).awaiting_consent()
        wanted["photos"] = (_count(photos), _photos_task)
    if may(user, Permission.CLOSE_PERIOD, Scope(here)):
        asked = Closing.objects.standing().filter(reopen_asked_by__isnull=False).exclude(reopen_asked_by=user)
        wanted["closings"] = (_count(asked), _closings_task)
    if may_anywhere(user, Permission.SUBMIT_REPORT, here):
        wanted["report_due_on"] = (_report_due(), _report_task)
    return wanted


def _count(rows: "QuerySet[Any]") -> Any:
    counted = rows.filter(programme=OuterRef("pk")).order_by().values("programme").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number"), output_field=IntegerField()), 0)


def _report_due() -> Subquery:
    """The due day of the first period that is over, soon due, and has no submitted report."""
    report = apps.get_model("reports", "Report")  # by name: the two parts of the roof do not import each other
    submitted = report._default_manager.filter(
        programme=OuterRef("programme"),
        municipality__isnull=True,
        state="submitted",
        starts_on=OuterRef("starts_on"),
        ends_on=OuterRef("ends_on"),
    )
    periods = Period.objects.filter(
        ~Exists(submitted),
        programme=OuterRef("pk"),
        ends_on__lt=clock.today(),
        due_on__lte=clock.today() + REPORT_SOON,
    )
    return Subquery(periods.order_by("due_on").values("due_on")[:1])


def _drafts_task(found: Due, number: int) -> None:
    text = ngettext("%(n)d guideline waits for approval", "%(n)d guidelines wait for approval", number) % {"n": number}
    found.waiting.append(Task(text, reverse("guidelines:guideline_list"), _("Read and publish")))


def _photos_task(found: Due, number: int) -> None:
    text = ngettext("%(n)d photo waits for consent", "%(n)d photos wait for consent", number) % {"n": number}
    found.waiting.append(Task(text, reverse("evidence:photo_list"), _("Check the photos")))


def _closings_task(found: Due, number: int) -> None:
    text = ngettext("%(n)d request to open a closed period", "%(n)d requests to open a closed period", number) % {
        "n": number
    }
    found.waiting.append(Task(text, reverse("programme:closing_list"), _("Look at the requests")))


def _report_task(found: Due, due_on: date) -> None:
    found.due.insert(
        0, Task(str(_("The funder's report")), reverse("reports:report_list"), _("Prepare the report"), "", due_on)
    )


def _kind_of_expense() -> str:
    return str(_("Expense to approve"))


def _kind_of_draft() -> str:
    return str(_("Expense draft, not sent yet"))


def _was_planned() -> Any:
    return _("Planned; the day has passed")
