"""How long what no room says of its own is stored: evidence that is in no accounts, invitations to roles."""

from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from budget.models import Expense
from darbigas_kopienas.evidence.models import Consent, Document, Kind, Sensitivity
from darbigas_kopienas.people.retention import RetentionKind
from darbigas_kopienas.programme.models import ClosingKind
from darbigas_kopienas.values import clock

EVIDENCE_DAYS = 1826
PROOFS = (Kind.RECEIPT, Kind.AGREEMENT, Kind.MINUTES, Kind.ATTENDANCE_SHEET, Kind.OTHER)


def other_evidence() -> "QuerySet[Any]":
    """What somebody sent in, is in no accounts and is not published. What the portal made has ends of its own."""
    booked = Expense.objects.booked().filter(documents=OuterRef("pk"))
    photos = Q(kind=Kind.PHOTO) & ~Q(consent=Consent.CLEARED)
    return (
        Document.objects.stored()
        .filter(photos | Q(kind__in=PROOFS), ~Exists(booked), is_made_here=False)
        .exclude(sensitivity=Sensitivity.PUBLIC)
        .annotate(document_on=F("programme__ends_on"), counted_on=F("programme__ends_on"))
        .annotate(closed_as=Value(ClosingKind.ACTIVITIES.value, output_field=CharField()))
    )


EVIDENCE = RetentionKind(
    key="administration.evidence",
    label=_("Other evidence: minutes, attendance sheets, photos that were not published"),
    counted_from=_("the end of the programme"),
    days=EVIDENCE_DAYS,
    overdue=lambda moment: other_evidence().filter(counted_on__lt=clock.day_of(moment)),
    is_automatic=False,
    documents=other_evidence,
    is_public=True,
)
