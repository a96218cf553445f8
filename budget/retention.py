"""How long the documents of the accounts are stored, by the Accounting Law (Grāmatvedības likums)."""

from typing import Any

from django.db.models import CharField, DateField, Exists, Func, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, ExtractYear
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.people.retention import RetentionKind
from darbigas_kopienas.programme.models import ClosingKind
from darbigas_kopienas.values import clock

from .models import Expense

FIVE_YEARS, TEN_YEARS = 1826, 3653
LAW = _("Accounting Law")


def booked_documents() -> "QuerySet[Any]":
    """Files of booked expenses, each with the latest day of such a document and the last day of that year."""
    booked = Expense.objects.booked().filter(documents=OuterRef("pk"))
    latest = Subquery(booked.order_by("-document_on").values("document_on")[:1])
    year = Cast(ExtractYear("document_on"), IntegerField())
    end_of_year = Func(year, Value(12), Value(31), function="make_date", output_field=DateField())
    pay = booked.filter(document_type=Expense.DocumentType.PAYROLL)
    return (
        Document.objects.stored()
        .filter(Exists(booked))
        .annotate(document_on=latest, is_pay=Exists(pay))
        .annotate(counted_on=end_of_year, closed_as=Value(ClosingKind.MONEY.value, output_field=CharField()))
    )


def pay_documents() -> "QuerySet[Any]":
    return booked_documents().filter(is_pay=True)


def supporting_documents() -> "QuerySet[Any]":
    return booked_documents().filter(is_pay=False)


PAY = RetentionKind(
    key="budget.pay_documents",
    label=_("Pay documents and inventory lists"),
    counted_from=_("the end of the document’s year"),
    days=TEN_YEARS,
    overdue=lambda moment: pay_documents().filter(counted_on__lt=clock.day_of(moment)),
    is_automatic=False,
    least=TEN_YEARS,
    law=LAW,
    documents=pay_documents,
    is_public=True,
)
SUPPORTING = RetentionKind(
    key="budget.supporting_documents",
    label=_("Other supporting documents of the accounts"),
    counted_from=_("the end of the document’s year"),
    days=FIVE_YEARS,
    overdue=lambda moment: supporting_documents().filter(counted_on__lt=clock.day_of(moment)),
    is_automatic=False,
    least=FIVE_YEARS,
    law=LAW,
    documents=supporting_documents,
    is_public=True,
)
