"""Who the data subject is: all rows of one human being, the account, and what they were called and written to by."""

from allauth.account.models import EmailAddress
from django.db.models import Q

from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.people.erasure import ERASED, Subject
from darbigas_kopienas.people.models import Person, User
from darbigas_kopienas.values.email_addresses import mailbox


def subject_of(person: Person) -> Subject:
    """Asked by a row that was merged into another too: then of whoever is kept, with everybody merged into them."""
    read = Person.with_merged.get(pk=person.pk)
    target = read.merged_into_id or read.pk
    people = list(Person.with_merged.filter(Q(pk=target) | Q(merged_into=target)).order_by("pk"))
    user = next((row.user_id for row in people if row.user_id is not None), None) or _account_at(people)
    accounts = list(User.objects.filter(pk=user)) if user is not None else []
    places = list(Registration.objects.filter(person__in=people).values_list("name", "email"))
    called = [row.name for row in people] + [row.name for row in accounts] + [name for name, _email in places]
    return Subject(
        people=frozenset(row.pk for row in people),
        user=user,
        addresses=_addresses(people, accounts, [email for _name, email in places]),
        names=frozenset(name for name in called if name not in {"", ERASED} and "@" not in name),
    )


def _account_at(people: list[Person]) -> int | None:
    """Of a guest's address: whoever signs in to it is that person (`people.services.person_of`)."""
    proven = [row.email for row in people if row.has_verified_email]
    taken = Person.with_merged.filter(user__isnull=False).values("user")
    return User.objects.filter(email__in=proven).exclude(pk__in=taken).values_list("pk", flat=True).first()


def _addresses(people: list[Person], accounts: list[User], of_places: list[str]) -> frozenset[str]:
    """What was proven is theirs; what was typed for them only where it is nobody else's too, as a school's would be."""
    proven = {row.email for row in people if row.email_verified_at is not None} | {row.email for row in accounts}
    proven |= set(EmailAddress.objects.filter(user__in=accounts, verified=True).values_list("email", flat=True))
    proven = set(map(mailbox, proven))
    typed = {row.email for row in people} | {*of_places}
    typed |= set(EmailAddress.objects.filter(user__in=accounts).values_list("email", flat=True))
    typed = set(map(mailbox, typed)) - proven
    others = Person.with_merged.exclude(pk__in=[row.pk for row in people]).filter(email__in=typed)
    held = {*others.values_list("email", flat=True), *_accounts_of_others(typed, accounts)}
    return frozenset((proven | (typed - held)) - {""})


def _accounts_of_others(addresses: set[str], accounts: list[User]) -> set[str]:
    others = User.objects.exclude(pk__in=[row.pk for row in accounts]).filter(email__in=addresses)
    return set(others.values_list("email", flat=True))
