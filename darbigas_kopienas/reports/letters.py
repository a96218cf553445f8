"""The letter that a report was submitted, to those who may read it."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from darbigas_kopienas.mailing import services as mailing
from darbigas_kopienas.mailing.letters import Letter, NoLetter
from darbigas_kopienas.mailing.models import OutgoingMail, Reason
from darbigas_kopienas.people.contacts import contact_of_user
from darbigas_kopienas.programme.access import Permission, Role
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.programme.colleagues import people_in, roles_with

from .models import Report

SUBMITTED = "report_submitted"


def notify_of_submission(report: Report, *, by: Actor) -> None:
    """To the colleagues who read the report and to the funder, but for whoever submitted it.

    The auditor, let in for a time to look at papers, is not written to.
    """
    roles = [*roles_with(Permission.SEE_REPORT), Role.FUNDER]
    readers = people_in(roles, report.programme_id, *{None, report.municipality_id})
    mailing.queue_to_each(
        readers, by=by, template=SUBMITTED, context={"report": report.pk}, about=report, scope=report.scope
    )


def compose(mail: OutgoingMail) -> Letter | NoLetter:
    """Not sent where it is not submitted after all, or not the person's to read any more."""
    rows = Report.objects.for_lists().filter(pk=mail.context.get("report"))
    report = rows.select_related("programme", "municipality", "submitted_by").first()
    if report is None:
        return NoLetter(Reason.GONE)
    if not report.is_submitted:
        return NoLetter(Reason.CHANGED)
    if mail.user is None or not rows.visible_to(mail.user).exists():
        return NoLetter(Reason.NO_RIGHT)
    with translation.override(mail.language):
        address = settings.PUBLIC_URL + reverse("reports:report_detail", args=[report.code])
    return Letter(context={"report": report, "address": address}, contact=contact_of_user(report.submitted_by))
