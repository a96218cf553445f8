"""A place whose holder nobody may know any more: it is counted as before, and tells nothing of the person."""

from uuid import uuid4

from django.db import transaction
from django.db.models import Case, CharField, QuerySet, Value, When

from darbigas_kopienas.people.erasure import ERASED
from darbigas_kopienas.values import formats

from .identity import Identity, identity_of, known_person
from .invitations.models import Invitation
from .models import MAX_SCHOOL_KEY, MAX_SORT_KEY, Answer, Registration


@transaction.atomic
def anonymise(rows: "QuerySet[Registration]") -> int:
    """Empty what tells who they are; returns how many places. What was emptied before stays as it is.

    Seats, hours, the group, the institution and the municipality stay. The places of one person get one random mark, so
    that different people are counted as before: give all of a person's places, or of a programme's, at once.
    """
    locked = list(
        rows.filter(anonymous_key="").order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True)
    )
    places = Registration.objects.filter(pk__in=locked)
    keys: dict[Identity, str] = {}
    marked = []
    for pk, person, email in places.values_list("pk", known_person(), "email"):
        key = keys.setdefault(identity_of(pk, person, email, ""), uuid4().hex)
        marked.append(Registration(pk=pk, anonymous_key=key))
    Answer.objects.filter(registration__in=locked).delete()
    Invitation.objects.filter(registration__in=locked).update(name="", email="", school="", words="")
    _empty(places)
    Registration.objects.bulk_update(marked, ["anonymous_key"], batch_size=500)
    return len(marked)


def _empty(places: "QuerySet[Registration]") -> None:
    """A refusal has a reason all the same (`participation_registration_refused_with_reason`)."""
    refused = When(state=Registration.State.REFUSED, then=Value(ERASED))
    places.update(
        name=ERASED,
        email="",
        school="",
        person=None,
        registered_by=None,
        shows_name=False,
        reason=Case(refused, default=Value(""), output_field=CharField()),
        sort_key=formats.sort_key(ERASED)[:MAX_SORT_KEY],
        school_key=formats.sort_key("")[:MAX_SCHOOL_KEY],
        folded=formats.folded(ERASED),
    )
