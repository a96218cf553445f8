"""How long the audit trail is stored: the floor below knows no people's settings."""

from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.audit.models import Entry

from .retention import RetentionKind

TEN_YEARS = 3653

# As long as the accounts that it explains: rows are only ever added, so no task removes any.
TRAIL = RetentionKind(
    key="audit.trail",
    label=_("History: who did what and when, without names"),
    counted_from=_("the action"),
    days=TEN_YEARS,
    overdue=lambda moment: Entry.objects.filter(at__lt=moment),
    is_automatic=False,
    is_public=True,
)
