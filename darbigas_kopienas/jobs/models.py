"""Work for the worker. The row is the queue; a message to the worker is only a nudge."""

import hashlib
from datetime import timedelta
from typing import Any, ClassVar, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.people.requests import AnyUser
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.rooms import work_of
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.model_fields import ChoiceWords

MAX_ATTEMPTS = 3
LEASE = timedelta(seconds=45)
SWEEP = "jobs.sweep"  # the task that finds what was forgotten, every 30 seconds
SWEEP_OVERDUE_AFTER = timedelta(minutes=2)
OVERDUE_AFTER = timedelta(minutes=10)
POLLING = ((10, 1), (60, 2), (float("inf"), 5))  # until this age in seconds, ask every so many seconds


class State(models.TextChoices):
    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


ACTIVE = (State.WAITING, State.RUNNING)

# Why a job failed, when the work itself did not say it.
REASONS = {
    "worker_died": _("The work was interrupted three times and was stopped."),
    "took_too_long": _("The work took too long and was stopped."),
    "unexpected": _("Something went wrong in the portal. The administrators have been told."),
    "unknown_kind": _("This portal no longer does work of this kind."),
}


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, user: AnyUser) -> Self:
        """One's own jobs; nobody else's, whatever the role."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(requested_by_id=user.pk)

    def active(self) -> Self:
        return self.filter(state__in=ACTIVE)

    def forgotten(self) -> Self:
        """Waiting longer than a moment (the nudge was lost), or running on a lease that ended (the worker died)."""
        now = clock.now()
        waiting = Q(state=State.WAITING, created_at__lt=now - timedelta(seconds=10))
        return self.filter((waiting & (Q(lease_until=None) | Q(lease_until__lt=now))) | self.q_abandoned())

    def overdue(self) -> Self:
        """Waiting for so long that whoever asked has given up."""
        return self.filter(state=State.WAITING, created_at__lt=clock.now() - OVERDUE_AFTER)

    def in_hand(self) -> Self:
        """Being worked on at this moment."""
        return self.filter(state=State.RUNNING, lease_until__gte=clock.now())

    @staticmethod
    def q_abandoned() -> Q:
        return Q(state=State.RUNNING, lease_until__lt=clock.now())


class LastRunQuerySet(models.QuerySet["LastRun"]):
    def overdue_sweep(self) -> Self:
        """None on a portal that never swept: its letters and jobs say soon enough that nobody works."""
        return self.filter(task=SWEEP, ended_at__lt=clock.now() - SWEEP_OVERDUE_AFTER)


class Job(ChoiceWords, models.Model):
    """One piece of work that somebody asked for. While it is active its `unique_key` admits no second one."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    programme = models.ForeignKey("programme.Programme", models.PROTECT, null=True, blank=True, related_name="+")
    municipality = models.ForeignKey("people.Municipality", models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(_("kind"), max_length=60)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("asked by")
    )
    arguments: models.JSONField[object, Any] = models.JSONField(default=dict, blank=True)
    unique_key = models.CharField(max_length=250)
    language = models.CharField(_("language"), max_length=2, default="lv")
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    percent = models.PositiveSmallIntegerField(_("percent"), default=0)
    stage = models.CharField(
        _("stage"), max_length=120, blank=True, help_text="English text that is translated when shown"
    )
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    result_document = models.ForeignKey(
        "evidence.Document", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("result")
    )
    result: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)
    error = models.CharField(_("why it failed"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("asked at"), default=clock.now)
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    objects: ClassVar[JobQuerySet] = JobQuerySet.as_manager()  # type: ignore[assignment]  # typed manager

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["unique_key"], condition=Q(state__in=["waiting", "running"]), name="jobs_job_one_active_per_key"
            ),
            models.CheckConstraint(condition=Q(percent__lte=100), name="jobs_job_percent"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="jobs_job_state"),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(lease_until__isnull=False, lease_token__isnull=False),
                name="jobs_job_running_holds_lease",
            ),
        ]
        indexes = [
            models.Index(
                fields=["state", "lease_until"], condition=Q(state__in=["waiting", "running"]), name="jobs_job_active"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def scope(self) -> Scope | None:
        return Scope(self.programme_id, self.municipality_id) if self.programme_id else None

    @property
    def title(self) -> str:
        return str(work.title if (work := work_of(self.kind)) else gettext("Work in the background"))

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE

    @property
    def stage_shown(self) -> str:
        if not self.is_active:
            return self.get_state_display()
        if self.stage:
            return gettext(self.stage)
        return gettext("Waiting for its turn") if self.state == State.WAITING else gettext("Working")

    @property
    def why(self) -> str:
        """The reason in words: a known one translated now, else the one the work gave, in the job's language."""
        return str(REASONS.get(self.error, self.error))

    @property
    def result_url(self) -> str:
        """Where the result is looked at, when it is a page of ours."""
        url = str(self.result.get("url", "")) if isinstance(self.result, dict) else ""
        return url if url.startswith("/") and not url.startswith("//") else ""

    @property
    def mark(self) -> str:
        """Changes when the page would look different, so that an unchanged page is not read aloud again."""
        looks = f"{self.state}|{self.percent}|{self.stage}|{self.poll_after if self.is_active else 0}"
        return hashlib.sha256(looks.encode()).hexdigest()[:12]

    @property
    def poll_after(self) -> int:
        """Seconds until the page asks again: soon at first, then less often."""
        age = (clock.now() - self.created_at).total_seconds()
        return next(pause for until, pause in POLLING if age < until)


class LastRun(models.Model):
    """When a task that runs by itself ended last. Nobody asks for such a task, so nobody else would miss it."""

    task = models.CharField(max_length=60, primary_key=True)
    ended_at = models.DateTimeField()

    objects: ClassVar[LastRunQuerySet] = LastRunQuerySet.as_manager()  # type: ignore[assignment]  # typed manager

    class Meta:
        verbose_name = _("last run")
        verbose_name_plural = _("last runs")

    def __str__(self) -> str:
        return self.task
