"""„Sistēmas stāvoklis”: what machines are told in numbers, here in sentences, with what to do."""

import platform
from dataclasses import dataclass
from datetime import datetime

import django
from django.conf import settings
from django.db import connection
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from darbigas_kopienas.values import formats

from . import checks
from .models import Backup
from .version import version

LITTLE, TOO_LITTLE = 0.15, 0.05  # of a disk


@dataclass(frozen=True)
class Line:
    """One part of the portal: how it fares, and what to do where it does not fare well."""

    label: str
    text: str
    tone: str = "good"
    note: str = ""

    @property
    def word(self) -> str:
        words = {
            "good": pgettext("part of the portal", "in order"),
            "warning": _("look at it"),
            "bad": _("not in order"),
        }
        return words[self.tone]


def lines() -> list[Line]:
    """All that can go wrong unseen, what matters most first."""
    moments = checks.moments() or dict.fromkeys(checks.NAMES)
    works = checks.is_swept(moments["since_sweep"])
    return [
        _worker(moments["since_sweep"], works=works),
        _mails(moments["oldest_letter"]),
        _jobs(moments["oldest_job"], works=works),
        _backup(moments["since_backup"]),
        *(_disk(name, space) for name, space in checks.spaces().items()),
        _migrations(),
        _broker(),
    ]


def versions() -> list[tuple[str, str]]:
    connection.ensure_connection()
    number = connection.connection.server_version
    return [
        (_("Portal"), version()),
        ("PostgreSQL", f"{number // 10_000}.{number % 10_000}"),
        ("Python", platform.python_version()),
        ("Django", django.get_version()),
    ]


def _worker(moment: datetime | None, *, works: bool) -> Line:
    label = _("Work in the background")
    if moment is None:
        return Line(label, _("No work has been done yet; the worker begins within a minute."), "warning")
    text = _("Work in the background was last done on %(moment)s.") % {"moment": formats.moment(moment)}
    if works:
        return Line(label, text)
    return Line(label, text, "bad", _("Restart the worker and the clock (beat), and read their log."))


def _mails(oldest: datetime | None) -> Line:
    label = _("E-mails")
    if oldest is None:
        return Line(label, _("No e-mail waits."))
    text = _("The oldest e-mail should have left on %(moment)s.") % {"moment": formats.moment(oldest)}
    if checks.are_mails_sent(oldest):
        return Line(label, text)
    return Line(label, text, "bad", _("Does the mail server work? “E-mails” of the programme shows what it answered."))


def _jobs(oldest: datetime | None, *, works: bool) -> Line:
    label = _("Reports and other work")
    if oldest is None:
        return Line(label, _("Nothing waits."))
    text = _("The oldest work was asked for on %(moment)s.") % {"moment": formats.moment(oldest)}
    return Line(label, text, "good" if works else "bad")


def _backup(last: datetime | None) -> Line:
    label = _("Backup")
    if not settings.BACKUP_GENERATIONS:
        return Line(label, _("The portal makes none by night (BACKUP_GENERATIONS is 0)."), "warning")
    failed = _("The table below says why it failed; make one by hand once that is put right.")
    if last is None:
        if checks.is_backup_overdue(None):
            return Line(label, _("No good one has been made yet."), "bad", failed)
        return Line(label, _("None has been made yet; the first is made within an hour."), "warning")
    text = _("The last good one was made on %(moment)s.") % {"moment": formats.moment(last)}
    has_failed_since = Backup.objects.filter(ended_at__gt=last).exists()
    note = failed if has_failed_since else ""
    if checks.is_backup_overdue(last):
        return Line(label, text, "bad", note)
    return Line(label, text, "warning" if has_failed_since else "good", note)


def _disk(name: str, space: checks.Space) -> Line:
    labels = {"data": _("Disk of the data"), "backups": _("Disk of the backups")}
    sizes = {
        "free": filesizeformat(space.free),
        "total": filesizeformat(space.total),
        "share": formats.percent(round(space.share * 100), places=0),
    }
    text = _("%(free)s of %(total)s are free (%(share)s).") % sizes
    if space.share >= LITTLE:
        return Line(labels[name], text)
    tone = "warning" if space.share >= TOO_LITTLE else "bad"
    return Line(labels[name], text, tone, _("Make room: where a disk is full, nothing more can be stored."))


def _migrations() -> Line:
    label, number = pgettext("database", "Tables"), checks.unapplied_migrations()
    if not number:
        return Line(label, _("The tables are those of this version."))
    text = ngettext(
        "%(number)s change of the tables is missing.", "%(number)s changes of the tables are missing.", number
    )
    return Line(
        label, text % {"number": number}, "bad", _("Run the step that makes the tables (see the guide to upgrading).")
    )


def _broker() -> Line:
    label = _("Queue")
    if checks.is_broker_there():
        return Line(label, _("The queue takes messages."))
    return Line(label, _("The queue does not answer: work begins late, none is lost."), "warning", _("Restart Redis."))


def latest_backups() -> list[Backup]:
    return list(Backup.objects.all()[:10])
