"""Where a file of the register appears."""

from collections.abc import Iterator

from django.urls import reverse

from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.rooms import DocumentUse

from .models import Decision


def uses_of(document: Document) -> Iterator[DocumentUse]:
    for decision in Decision.objects.filter(documents=document):
        yield DocumentUse(str(decision), reverse("administration:decision_list", args=[decision.programme_id]))
