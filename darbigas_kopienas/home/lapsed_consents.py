"""New words of a consent come into force: what was agreed to in older ones ends, and its people are asked anew."""

from contextlib import suppress
from datetime import datetime, time

from django.db import transaction

from darbigas_kopienas.audit.services import record
from darbigas_kopienas.mailing.services import BadAddress, queue, queue_to
from darbigas_kopienas.people import given_consents
from darbigas_kopienas.people.consents import Consent, ConsentKind, ConsentWording
from darbigas_kopienas.people.models import Person
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.values import clock

LETTER = "consent_reworded"


def lapse_older_words(*, by: Actor) -> int:
    """Whoever agreed to older words no longer does, and gets one letter for each change; returns how many people.

    Called again it finds who is left: each person's is a transaction of its own.
    """
    known, asked = given_consents.kinds(), 0
    for wording in ConsentWording.objects.current():
        kind = known.get(wording.kind)
        if kind is None:  # of a room that is gone
            continue
        older = Consent.objects.to_older_words(kind.key, wording)
        for person in older.order_by("person").values_list("person", flat=True).distinct():
            asked += _ask_anew(by, kind, wording, person)
        if wording.applied_at is None:
            _apply_to_unknown(kind, wording)
    return asked


@transaction.atomic
def _ask_anew(by: Actor, kind: ConsentKind, wording: ConsentWording, pk: int) -> bool:
    person = Person.with_merged.select_for_update(of=("self",)).select_related("user").get(pk=pk)
    rows = list(Consent.objects.to_older_words(kind.key, wording).filter(person=person))
    if not rows:  # they withdrew it, or agreed anew, in this moment
        return False
    numbers = {row.row_pk for row in rows if row.row_pk is not None}
    kind.withdraw(person, only=numbers or None)
    for row in rows:
        given_consents.end(person, kind.key, row.about, lapsed=True)
    _ask_only_where_it_means_something(kind, rows)
    record(by=by, verb="consent.lapsed", obj=person, changes={"count": len(rows)})
    _write(by, wording, person)
    return True


def _ask_only_where_it_means_something(kind: ConsentKind, rows: list[Consent]) -> None:
    """A seminar that is over, a paper that is revoked: there is nothing to agree to any more."""
    if kind.abouts is None:
        return
    known = kind.abouts([row.row_pk for row in rows if row.row_pk is not None])
    open_rows = {pk for pk, about in known.items() if about.may_agree}
    over = [row.pk for row in rows if row.row_pk not in open_rows]
    Consent.objects.filter(pk__in=over).update(answered_at=clock.now())


def _write(by: Actor, wording: ConsentWording, person: Person) -> None:
    key = f"{LETTER}:{wording.pk}:{person.pk}"
    context: dict[str, object] = {"wording": wording.pk, "person": person.pk}
    if person.merged_into_id is not None:  # what the kept one agreed to counts
        return
    with suppress(BadAddress):  # a person may have none; the page tells them all the same
        if person.user is not None:
            queue_to(person.user, by=by, template=LETTER, context=context, unique_key=key)
        elif person.has_verified_email:
            queue(by=by, to=person.email, template=LETTER, language="lv", context=context, unique_key=key)


@transaction.atomic
def _apply_to_unknown(kind: ConsentKind, wording: ConsentWording) -> None:
    if kind.withdraw_unknown is not None:
        kind.withdraw_unknown(datetime.combine(wording.valid_from, time(), clock.RIGA))
    ConsentWording.objects.filter(pk=wording.pk).update(applied_at=clock.now())
