"""What floors and rooms tell of a consent while they do what was agreed to, inside their own transaction.

The columns that the portal goes by stay theirs; these rows are the proof.
"""

from collections.abc import Collection
from datetime import datetime

from django.db.models import F, QuerySet, Subquery
from django.db.models.functions import Greatest
from django.utils.functional import lazy

from darbigas_kopienas.rooms import registered
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.prepared_queries import write_new
from darbigas_kopienas.values.texts import column_in_language

from .consents import Consent, ConsentKind, ConsentWording
from .models import Person


def kinds() -> dict[str, ConsentKind]:
    """Everything that people are asked to agree to, by key."""
    return {kind.key: kind for room in registered() for kind in room.consents}


def give(person: Person | int, kind: str, about: str = "", *, at: datetime | None = None) -> None:
    """The person agrees, to the words that hold at that moment (now); saying it twice writes nothing.

    What was agreed to in older words ends, and so does what somebody else agreed to for the same row.
    """
    moment = at or clock.now()
    wording = ConsentWording.objects.current(clock.day_of(moment)).filter(kind=kind).first()
    pk = person if isinstance(person, int) else person.pk
    _end_others(pk, kind, about, wording)
    write_new(Consent(person_id=pk, kind=kind, about=about, wording=wording, given_at=moment))
    Consent.objects.asked_anew().filter(person=pk, kind=kind, about=about).update(answered_at=moment)


def _end_others(person: int, kind: str, about: str, wording: ConsentWording | None) -> None:
    here = Consent.objects.active().filter(kind=kind, about=about)
    if wording is not None:
        _ended(here.filter(person=person) & Consent.objects.to_older_words(kind, wording), lapsed=True)
    if about:
        _ended(here.exclude(person=person))


def end(person: Person | int, kind: str, about: str = "", *, lapsed: bool = False) -> None:
    """The person no longer agrees; `lapsed`: since the words changed, so they are asked anew."""
    pk = person if isinstance(person, int) else person.pk
    _ended(Consent.objects.active().filter(person=pk, kind=kind, about=about), lapsed=lapsed)
    if not lapsed:
        Consent.objects.asked_anew().filter(person=pk, kind=kind, about=about).update(answered_at=clock.now())


def end_all(people: Collection[int]) -> None:
    """Whatever they agreed to."""
    _ended(Consent.objects.active().filter(person__in=people))


def _ended(rows: "QuerySet[Consent]", *, lapsed: bool = False) -> None:
    rows.update(withdrawn_at=Greatest(F("given_at"), clock.now()), is_lapsed=lapsed)


def carry_over(kind: str, before: str, now: str) -> None:
    """The row that it was given for is replaced by another, for which it holds as it was given."""
    Consent.objects.active().filter(kind=kind, about=before).update(about=now)


def words_of(key: str) -> str:
    """What is agreed to today, in the active language. One statement."""
    wording = ConsentWording.objects.current().filter(kind=key).first()
    return wording.text if wording is not None else usual_words(key)


def usual_words(key: str) -> str:
    """While none are stored."""
    return kinds()[key].usual_text


def words_column(key: str) -> Subquery:
    """For a query that is made anyway: the stored words of today; None where there are none."""
    held = ConsentWording.objects.filter(kind=key, valid_from__lte=clock.today()).order_by("-valid_from")
    return Subquery(held.values(words=column_in_language("text"))[:1])


lazy_words_of = lazy(words_of, str)
"""Read where it is drawn, as the label of a field: a form that is sent and well filled in asks nothing."""


def all_words() -> dict[str, str]:
    """Of every kind, in one statement."""
    stored = {wording.kind: wording.text for wording in ConsentWording.objects.current()}
    return {key: stored.get(key, kind.usual_text) for key, kind in kinds().items()}
