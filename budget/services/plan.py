"""Deeds on the approved budget itself."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from budget.models import FundingSource
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.actors import Actor, account_of
from darbigas_kopienas.values import clock

from .errors import NothingToResolve


@transaction.atomic
def resolve_stated_sum(*, by: Actor, source: FundingSource, note: str) -> FundingSource:
    """Say which of the two counts when the source's figure and words differ; both stay as they were written.

    Raises PermissionDenied, NothingToResolve; ValidationError without a note.
    """
    require(by, Permission.RESOLVE_SUM, source.scope)
    source = FundingSource.objects.select_for_update(of=("self",)).get(pk=source.pk)
    if not source.has_open_mismatch:
        raise NothingToResolve(_("There is no open difference between the figure and the words."), code="nothing")
    if not note.strip():
        raise ValidationError(_("Write which amount counts and how you know."), code="note")
    source.resolution_note, source.resolved_by, source.resolved_at = note.strip(), account_of(by), clock.now()
    source.save(update_fields=["resolution_note", "resolved_by", "resolved_at"])
    record(by=by, verb="funding_source.sum_resolved", obj=source)
    return source
