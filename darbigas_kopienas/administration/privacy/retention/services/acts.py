"""A destruction act: drafted of overdue documents, approved by somebody else, or cancelled."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import override

from darbigas_kopienas.administration.privacy.erasure.register.file import append
from darbigas_kopienas.administration.privacy.erasure.register.known import line_of_act
from darbigas_kopienas.administration.privacy.retention.errors import (
    ActNotDrawn,
    NotDrafted,
    NothingChosen,
    NotOverdue,
    SamePerson,
    SeveralMunicipalities,
)
from darbigas_kopienas.administration.privacy.retention.models import DestructionAct
from darbigas_kopienas.administration.privacy.retention.overdue import document_kinds, overdue_of
from darbigas_kopienas.administration.privacy.retention.paper import act_pdf, file_name
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.evidence import services as evidence
from darbigas_kopienas.evidence.models import Document, Kind, Sensitivity
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.retention import RetentionKind, span_in_words
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.programme.models import Party, Programme
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.pdf import PdfError

MOST_IN_ACT = 200


@transaction.atomic
def draft_act(*, by: User, programme: Programme, documents: Collection[int], place: str, basis: str) -> DestructionAct:
    """Of documents by their numbers, all of one municipality, all overdue today. Nothing is erased by it.

    Raises PermissionDenied, NothingChosen, NotOverdue, SeveralMunicipalities.
    """
    require(by, Permission.MANAGE_PRIVACY, programme.scope)
    if not 0 < len(documents) <= MOST_IN_ACT:
        sentence = _("Choose at least one document, and at most %(number)s.") % {"number": MOST_IN_ACT}
        raise NothingChosen({"documents": sentence}, code="number")
    Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    rows = _overdue(programme, documents)
    if missing := set(documents) - set(rows):
        _refuse(Document.objects.filter(programme=programme, pk__in=missing))
    places = {document.municipality_id for document, _kind in rows.values()}
    if len(places) > 1:
        sentence = _("Write one act for each municipality: its own staff may approve it.")
        raise SeveralMunicipalities({"documents": sentence}, code="several")
    year = clock.today().year
    last = DestructionAct.objects.filter(programme=programme, year=year).aggregate(last=Max("number"))["last"]
    act = DestructionAct.objects.create(
        programme=programme,
        municipality_id=places.pop(),
        year=year,
        number=(last or 0) + 1,
        author=_author(programme),
        place=place,
        basis=basis,
        rows=[_frozen(*rows[pk]) for pk in sorted(rows)],
        drafted_by=by,
    )
    record(by=by, verb="destruction_act.drafted", obj=act, changes={"count": len(act.rows)})
    return act


@transaction.atomic
def approve_act(*, by: User, act: DestructionAct) -> DestructionAct:
    """The files go, and the act gets its paper; the documents' rows, their sums and the accounts stay.

    Raises PermissionDenied, NotDrafted, SamePerson, NotOverdue (naming the document), ActNotDrawn.
    """
    require(by, Permission.APPROVE_EXPENSE, act.scope)
    locked = _locked(act)
    if locked.drafted_by_id == by.pk:
        raise SamePerson(_("Whoever drafted the act does not approve it: two people have to look."), code="same_person")
    documents = _still_overdue(locked)
    locked.state, locked.approved_by, locked.approved_at = DestructionAct.State.APPROVED, by, clock.now()
    content = _drawn(locked)
    for document in documents:
        evidence.erase(by=by, document=document)
    with override("lv"):
        name = file_name(locked)
    locked.document = evidence.store_bytes(
        by=by,
        content=content,
        name=name,
        content_type="application/pdf",
        scope=locked.scope,
        kind=Kind.OTHER,
        sensitivity=Sensitivity.SENSITIVE,
    )
    locked.save()
    record(by=by, verb="destruction_act.approved", obj=locked, changes={"count": len(documents)})
    line = line_of_act(locked)
    transaction.on_commit(lambda: append([line]))
    return locked


@transaction.atomic
def cancel_act(*, by: Actor, act: DestructionAct) -> DestructionAct:
    """Nothing was erased; its number stays. Raises PermissionDenied, NotDrafted."""
    require(by, Permission.MANAGE_PRIVACY, act.programme.scope)
    locked = _locked(act)
    locked.state = DestructionAct.State.CANCELLED
    locked.save(update_fields=["state"])
    record(by=by, verb="destruction_act.cancelled", obj=locked)
    return locked


def _locked(act: DestructionAct) -> DestructionAct:
    locked = (
        DestructionAct.objects.select_for_update(of=("self",))
        .select_related("programme", "municipality", "drafted_by")
        .get(pk=act.pk)
    )
    if not locked.is_drafted:
        raise NotDrafted(_("The act was approved or cancelled meanwhile."), code="not_drafted")
    return locked


def _overdue(programme: Programme, wanted: Collection[int]) -> dict[int, tuple[Any, RetentionKind]]:
    """By number: the document with its days, and of which kind it is. One statement for each kind."""
    return {
        document.pk: (document, kind)
        for kind in document_kinds()
        for document in overdue_of(programme, kind).filter(pk__in=wanted)
    }


def _still_overdue(act: DestructionAct) -> list[Document]:
    """Locked in the order of their numbers."""
    wanted = [row["document"] for row in act.rows]
    list(Document.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk").values_list("pk"))
    rows = _overdue(act.programme, wanted)
    if missing := set(wanted) - set(rows):
        _refuse(Document.objects.filter(pk__in=missing))
    return [rows[pk][0] for pk in sorted(rows)]


def _refuse(documents: Any) -> None:
    titles = ", ".join(f"“{document}”" for document in documents.order_by("pk")) or "—"
    sentence = _("Not to be destroyed: %(what)s. It is not overdue, or its period is not closed.") % {"what": titles}
    raise NotOverdue(sentence, code="not_overdue")


def _author(programme: Programme) -> str:
    party = (
        Party.objects.filter(programme=programme, role=Party.Role.IMPLEMENTER).select_related("organisation").first()
    )
    return party.organisation.name_lv if party else ""


def _frozen(document: Any, kind: RetentionKind) -> dict[str, Any]:
    """What the act says of a document, in the language of acts."""
    with override("lv"):
        return {
            "document": document.pk,
            "kind": document.get_kind_display(),
            "title": document.title,
            "on": document.document_on.isoformat(),
            "stored_since": clock.day_of(document.created_at).isoformat(),
            "sha256": document.sha256,
            "why": f"{kind.label}: {span_in_words(document.days)}",
        }


def _drawn(act: DestructionAct) -> bytes:
    try:
        return act_pdf(act)
    except PdfError as error:
        raise ActNotDrawn(str(error), code="not_drawn") from error
