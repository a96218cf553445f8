"""Materials of a seminar: a file or a link, for everybody or for those who take part, at once or afterwards."""

from django.db import transaction
from django.utils.translation import gettext as _

from darbigas_kopienas.audit.changes import Changed, put
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.evidence import services as evidence
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.values import texts
from seminars.seminar.models import Seminar

from .errors import FileOrLink
from .models import Material

ABOUT_MATERIAL = frozenset({"title_lv", "title_en", "url", "audience", "when", "order"})


@transaction.atomic
def hand_out(*, by: Actor, seminar: Seminar, document: Document | None = None, **fields: object) -> Material:
    """One more material; `document` is a staged file. It stays internal: it is opened through the seminar only.

    Raises PermissionDenied, FileOrLink, NotYours, ValidationError.
    """
    require(by, Permission.WRITE_SEMINAR, seminar.scope)
    material = Material(seminar=seminar)
    if document is not None:
        fields["document"] = evidence.attach(by=by, document=document, scope=seminar.scope)
    _write(material, {"order": seminar.materials.count(), **fields})
    record(by=by, verb="material.handed_out", obj=material, scope=seminar.scope, changes={"for": material.audience})
    return material


@transaction.atomic
def edit_material(*, by: Actor, material: Material, document: Document | None = None, **fields: object) -> Material:
    """Its title, for whom and when; a new `document` or link takes the place of the old one. Unchanged leaves no trace.

    Raises PermissionDenied, FileOrLink, NotYours, ValidationError.
    """
    require(by, Permission.WRITE_SEMINAR, material.scope)
    locked = Material.objects.select_for_update(of=("self",)).get(pk=material.pk)
    if document is not None:
        attached = evidence.attach(by=by, document=document, scope=material.scope)
        fields |= {"document": attached, "url": ""}
    elif fields.get("url"):
        fields["document"] = None
    if changed := _write(locked, fields):
        record(by=by, verb="material.edited", obj=locked, scope=material.scope, changes=changed.stored)
    return locked


@transaction.atomic
def take_back_material(*, by: Actor, material: Material) -> None:
    """No longer handed out; the file stays among the documents. Raises PermissionDenied."""
    require(by, Permission.WRITE_SEMINAR, material.scope)
    record(by=by, verb="material.taken_back", obj=material, scope=material.scope)
    material.delete()


def _write(material: Material, fields: dict[str, object]) -> Changed:
    unknown = set(fields) - ABOUT_MATERIAL - {"document"}
    if unknown:
        raise TypeError(f"not a field of a material: {sorted(unknown)}")
    changed = put(material, fields)
    if bool(material.url) == (material.document_id is not None):
        raise FileOrLink({"url": _("Add a file or a link: one of the two.")}, code="file_or_link")
    if "title_en" in changed:
        texts.stamp_translation(material, "title")
    material.full_clean(exclude=["seminar", "document"])
    material.save()
    return changed
