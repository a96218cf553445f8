"""Which of two people is kept."""

from darbigas_kopienas.people.models import Person


def kept_first(first: Person, second: Person) -> tuple[Person, Person]:
    """The one who signs in, whose address is verified, who has more places, who was entered earlier."""

    def weight(person: Person) -> tuple[bool, bool, int, int]:
        return (
            person.user_id is not None,
            person.has_verified_email,
            person.registrations.active().count(),
            -person.pk,
        )

    return (first, second) if weight(first) >= weight(second) else (second, first)
