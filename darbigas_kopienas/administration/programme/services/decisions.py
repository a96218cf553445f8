"""What is done with a grant's decisions and milestones beside typing them in."""

from collections.abc import Collection
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from darbigas_kopienas.administration.programme.models import Decision, Milestone
from darbigas_kopienas.audit.changes import Changed, put
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.evidence import services as evidence
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.programme.facts.services import FactGone
from darbigas_kopienas.values import clock


class MilestoneDone(ValidationError):
    """Somebody said already that it is done."""


@transaction.atomic
def write_files(
    *, by: Actor, decision: Decision, documents: Collection[Document], without: Collection[Document] = ()
) -> Changed:
    """Staged `documents` are added, those `without` are removed and erased unless they stand somewhere else.

    All of them belong to the municipality that the decision is about; only those that stand somewhere else too stay
    where they were, else who reads this entry would read that one's file. Raises PermissionDenied, NotYours.
    """
    require(by, Permission.WRITE_PROGRAMME, decision.programme.scope)
    existing = set(decision.documents.all())
    added = [document for document in documents if document not in existing]
    for document in added:
        decision.documents.add(evidence.attach(by=by, document=document, scope=decision.scope))
    removed = [document for document in without if document in existing]
    decision.documents.remove(*removed)
    for document in removed:
        if not document.uses():
            evidence.erase(by=by, document=document)
    for document in existing - set(removed):
        if document.scope != decision.scope and len(document.uses()) == 1:
            evidence.move(by=by, document=document, scope=decision.scope)
    return Changed(["documents"] if added or removed else [])


@transaction.atomic
def finish_milestone(*, by: Actor, milestone: Milestone, on: date | None = None) -> Milestone:
    """It is done (today): said by its municipality's coordinator, or by the programme's.

    Raises PermissionDenied, FactGone, MilestoneDone.
    """
    require(by, milestone.permission_to_finish, milestone.scope)
    locked = Milestone.objects.select_for_update(of=("self",)).filter(pk=milestone.pk).first()
    if locked is None:
        raise FactGone(_("Somebody has removed this meanwhile."), code="gone")
    if locked.done_on is not None:
        raise MilestoneDone(_("This is marked as done already."), code="done")
    changed = put(locked, {"done_on": on or clock.today()})
    locked.save(update_fields=["done_on"])
    record(by=by, verb="milestone.finished", obj=locked, changes=changed.stored)
    return locked
