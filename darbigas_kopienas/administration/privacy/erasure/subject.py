"""Who the data subject is: all rows of one human being, the account and the addresses that are theirs."""

from allauth.account.models import EmailAddress
from django.db.models import Q

from darbigas_kopienas.people.erasure import ERASED, Subject
from darbigas_kopienas.people.models import Person, User
from darbigas_kopienas.values.email_addresses import mailbox


def subject_of(person: Person) -> Subject:
    """Also asked by a row that was merged into another: then of whoever is kept, with everybody merged into them."""
    kept = person.merged_into_id or person.pk
    people = list(Person.with_merged.filter(Q(pk=kept) | Q(merged_into=kept)).order_by("pk"))
    user = next((row.user_id for row in people if row.user_id is not None), None)
    accounts = list(User.objects.filter(pk=user))
    proven = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    addresses = {row.email for row in (*people, *accounts)} | set(proven if user is not None else ())
    names = {row.name for row in (*people, *accounts)}
    return Subject(
        people=frozenset(row.pk for row in people),
        user=user,
        addresses=frozenset(filter(None, map(mailbox, addresses))),
        names=frozenset(names - {"", ERASED}),
    )
