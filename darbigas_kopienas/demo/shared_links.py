"""The last report of the programme that is over, submitted, and a link by which an auditor has begun to read it."""

from datetime import date, timedelta

from django.db import transaction

from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.access import Permission, may
from darbigas_kopienas.programme.actors import AUDIT_LINK
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.reports.freeze import freeze
from darbigas_kopienas.reports.models import Report, SharedLink, SharedVisit
from darbigas_kopienas.reports.services import render, store_rendering, submit_report
from darbigas_kopienas.reports.shared.services import last_day_possible, make_link, note_visit
from darbigas_kopienas.values import clock

REPORTED_ON = date(2021, 3, 26)  # the day after its periods were closed
FOR_WHOM = "Valsts kontrole (paraugs)"


@transaction.atomic
def load(programme: Programme, by: User) -> None:
    """Once: what became of the link since then stays. Nothing where the coordinator's role was taken away."""
    if SharedLink.objects.filter(programme=programme).exists() or not may(by, Permission.MANAGE_ROLES, programme.scope):
        return
    report = _submitted(programme, by)
    link = make_link(
        by=by,
        programme=programme,
        for_whom=FOR_WHOM,
        language="lv",
        last_on=last_day_possible() - timedelta(days=1),
        shows_documents=True,
    )
    for opened, seen in ((SharedVisit.Opened.LIST, None), (SharedVisit.Opened.REPORT, report)):
        note_visit(by=AUDIT_LINK, link=link, opened=opened, report=seen)


def _submitted(programme: Programme, by: User) -> Report:
    """Of the last period, on the day after it was closed."""
    existing = Report.objects.filter(programme=programme, state=Report.State.SUBMITTED).first()
    if existing is not None:
        return existing
    period = programme.periods.latest("starts_on")
    with clock.frozen(REPORTED_ON):
        report = freeze(by=by, scope=programme.scope, starts_on=period.starts_on, ends_on=period.ends_on)
        content = render(report, language="lv", format="pdf")
        store_rendering(by=by, report=report, language="lv", format="pdf", content=content)
        return submit_report(by=by, report=report)
