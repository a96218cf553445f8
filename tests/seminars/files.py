"""A file as somebody sends it."""

from django.core.files.uploadedfile import SimpleUploadedFile

from darbigas_kopienas.evidence import services as evidence
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.scoping import Scope

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF"


def document_of_kind(by: User, scope: Scope, kind: str = "agreement") -> Document:
    upload = SimpleUploadedFile("ligums.pdf", PDF, "application/pdf")
    return evidence.stage(by=by, upload=upload, scope=scope, kind=kind)
