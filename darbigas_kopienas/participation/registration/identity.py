"""Who is counted as one: never who it is."""

import hashlib

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce, Lower

from darbigas_kopienas.people.models import Person

Identity = tuple[str, object]


def known_person() -> Coalesce:
    """Whose a registration is, or would be once its mailed link is opened: for counting people, for nothing else."""
    known = Person.with_merged.filter(email_verified_at__isnull=False).alias(address=Lower("email")).exclude(email="")
    reader = known.filter(address=Lower(OuterRef("email"))).order_by().annotate(kept=Coalesce("merged_into_id", "pk"))
    return Coalesce("person_id", Subquery(reader.values("kept")[:1]))


def identity_of(pk: int, person_id: int | None, email: str, anonymous_key: str) -> Identity:
    """Enough to tell two people apart, too little to tell who they are."""
    if anonymous_key:
        return ("anonymous", anonymous_key)
    if person_id is not None:
        return ("person", person_id)
    return ("address", hashlib.sha256(email.encode()).hexdigest()) if email else ("registration", pk)
