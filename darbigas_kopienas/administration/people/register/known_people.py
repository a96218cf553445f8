"""Who of those that a colleague sees may be meant by a name, an address and a school that is typed."""

from collections import defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher

from darbigas_kopienas.people.models import Person
from darbigas_kopienas.values import formats
from darbigas_kopienas.values.email_addresses import mailbox

LIKE = 0.85  # so much of the letters has to be the same


class KnownPeople:
    """Read once, for a form or for a whole table. Whoever is not among these people is never told of."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._by_address: dict[str, list[Person]] = defaultdict(list)
        self._by_words: dict[str, list[Person]] = defaultdict(list)
        self._by_school: dict[int, list[tuple[str, Person]]] = defaultdict(list)
        for person in people:
            self.add(person)

    def add(self, person: Person) -> None:
        words = formats.same_words(person.name)
        self._by_words[words].append(person)
        if person.email:
            self._by_address[person.email].append(person)
        if person.organisation_id is not None:
            self._by_school[person.organisation_id].append((words, person))

    def same(self, name: str, email: str, school: int | None, *, is_another: bool = False) -> Person | None:
        """Who is meant beyond doubt: of this address and name, else of this name and school without another address.

        Of another person with an address only the address tells whether they are known.
        """
        words, address = formats.same_words(name), mailbox(email)
        namesakes = self._by_words.get(words, [])
        at_address = [person for person in namesakes if address and person.email == address]
        if at_address or (is_another and address):
            return next(iter(at_address), None)
        here = [person for person in namesakes if person.organisation_id == school and school is not None]
        return next((person for person in here if not address or not person.email), None)

    def near(self, name: str, email: str, school: int) -> tuple[str, Person] | None:
        """Who may be meant, and by what: the same address, the same words, almost the same ones at the same school."""
        words = formats.same_words(name)
        if at_address := self._by_address.get(mailbox(email)):
            return "email", at_address[0]
        if namesakes := self._by_words.get(words):
            return "name", namesakes[0]
        at_school = self._by_school.get(school, [])
        alike = max(((_likeness(words, other), -person.pk, person) for other, person in at_school), default=None)
        return ("name", alike[2]) if alike is not None and alike[0] >= LIKE else None


def _likeness(words: str, other: str) -> float:
    matcher = SequenceMatcher(None, words, other)
    return matcher.ratio() if matcher.quick_ratio() >= LIKE else 0
