"""How long it is stored that somebody opened reports by a view link."""

from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.people.retention import RetentionKind
from darbigas_kopienas.people.trail import TEN_YEARS

from .models import SharedVisit

# Nothing of whoever opened it; rows are only ever added, as in the audit trail.
VISITS = RetentionKind(
    key="reports.visits",
    label=_("Openings of reports by a view link"),
    counted_from=_("the opening"),
    days=TEN_YEARS,
    overdue=lambda moment: SharedVisit.objects.filter(at__lt=moment),
    is_automatic=False,
)
