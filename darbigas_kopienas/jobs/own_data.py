"""What this floor holds about somebody: the work that they asked of the portal."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.exchange import Column
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.own_data import OwnTable

from .models import Job


def gather(user: User) -> Iterable[tuple[str, OwnTable]]:
    jobs = Job.objects.filter(requested_by=user).order_by("created_at", "pk")
    table = OwnTable(
        title=_("Work that I asked of the portal"),
        keys=("work", "asked_at", "finished_at", "state"),
        columns=(
            Column(_("Work")), Column(_("Asked at"), "moment"), Column(_("Finished at"), "moment"), Column(_("State")),
        ),
        rows=[(job.title, job.created_at, job.finished_at, job.get_state_display()) for job in jobs],
    )  # fmt: skip
    yield "jobs", table
