"""Which consents are asked for today, in which words, and how many people agree."""

from dataclasses import dataclass

from django.db.models import Count

from darbigas_kopienas.people.consents import ConsentKind
from darbigas_kopienas.people.given_consents import kinds
from darbigas_kopienas.people.models import Consent, ConsentWording
from darbigas_kopienas.values import clock


@dataclass(frozen=True, slots=True)
class Asked:
    """A consent with the words that hold, those to come, and how many people agree today."""

    kind: ConsentKind
    current: ConsentWording | None
    coming: list[ConsentWording]
    people: int

    @property
    def words(self) -> str:
        return self.current.text if self.current is not None else self.kind.usual_text


def asked_today() -> list[Asked]:
    """In two statements."""
    agreeing = Consent.objects.active().order_by().values("kind")
    people = dict(agreeing.annotate(number=Count("person", distinct=True)).values_list("kind", "number"))
    wordings, today = list(ConsentWording.objects.order_by("pk")), clock.today()
    shown = []
    for key, kind in kinds().items():
        own = [row for row in wordings if row.kind == key]
        held = [row for row in own if row.valid_from <= today]
        coming = [row for row in own if row.valid_from > today]
        shown.append(Asked(kind, held[-1] if held else None, coming, people.get(key, 0)))
    return shown
