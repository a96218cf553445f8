"""Which people, and which organisations, look like one: read once, compared within what they share."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.administration.people.organisations.rules import organisations_seen_by
from darbigas_kopienas.administration.people.register.people import SEE, WRITE, people_within
from darbigas_kopienas.people.models import Organisation, Person
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.facts.kinds import Row
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values.email_addresses import mailbox
from darbigas_kopienas.values.near_spellings import Spelling, near_pairs, words_in

from .models import Duplicate
from .organisation_names import OrganisationName

R = TypeVar("R", bound=models.Model)
# An address that more people have is an office's and says nothing of any two of them.
SHARED_BY = 4
# Of many with one name each is offered with the next ones only: when those are decided, the others follow.
NEIGHBOURS = 5


class Reason(models.TextChoices):
    """Why two look like one."""

    SAME_NUMBER = "same_number", _("same registration number")
    SAME_NAME = "same_name", pgettext_lazy("person", "same name")
    SAME_TITLE = "same_title", pgettext_lazy("organisation", "same name")
    SAME_EMAIL = "same_email", _("same e-mail address")
    NEAR_NAME = "near_name", pgettext_lazy("person", "name spelt almost the same")
    NEAR_TITLE = "near_title", pgettext_lazy("organisation", "name spelt almost the same")
    SAME_SCHOOL = "same_school", _("same school")
    SAME_PLACE = "same_place", _("same municipality")


WEIGHTS = {
    Reason.SAME_NUMBER: 8,
    Reason.SAME_NAME: 6,
    Reason.SAME_TITLE: 6,
    Reason.SAME_EMAIL: 4,
    Reason.NEAR_NAME: 3,
    Reason.NEAR_TITLE: 3,
    Reason.SAME_SCHOOL: 1,
    Reason.SAME_PLACE: 1,
}

Keys = tuple[int, int]
Reasons = dict[Keys, set[Reason]]


@dataclass(frozen=True)
class LikelyPair(Generic[R]):
    """Two rows, the one that was entered earlier first, and why they look like one, the strongest reason first."""

    first: R
    second: R
    reasons: tuple[Reason, ...]

    @property
    def where(self) -> str:
        """To what they belong, as far as it is known: a person's organisation, an organisation's municipality."""
        named = (
            getattr(row, "organisation", None) or getattr(row, "municipality", None)
            for row in (self.first, self.second)
        )
        return " · ".join(dict.fromkeys(str(place) for place in named if place is not None))


# -- people ------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class _Known:
    words: tuple[str, ...]
    email: str
    school: int | None

    @classmethod
    def of(cls, person: Person) -> "_Known":
        return cls(tuple(sorted(words_in(person.name))), mailbox(person.email), person.organisation_id)


def likely_people(user: Reader, programme: Programme) -> list[LikelyPair[Person]]:
    """Of those that the user may write, best first; without pairs that were decided. Two statements."""
    known = people_within(user, programme, SEE, WRITE)
    rows = known.select_related("organisation").order_by("pk")
    people = {row.pk: row for row in rows}
    reasons_of = _people_pairs({pk: _Known.of(row) for pk, row in people.items()})
    for keys in decided_pairs("person"):
        reasons_of.pop(keys, None)
    return _best_first(reasons_of, people)


def _people_pairs(people: Mapping[int, _Known]) -> Reasons:
    reasons_of: Reasons = defaultdict(set)
    names = ((person.words, pk) for pk, person in people.items())
    _add(reasons_of, Reason.SAME_NAME, _neighbours(names))
    addresses = ((person.email, pk) for pk, person in people.items() if person.email)
    _add(reasons_of, Reason.SAME_EMAIL, _neighbours(addresses, most=SHARED_BY))
    spelt = (Spelling(pk, person.school, person.words) for pk, person in people.items() if person.school is not None)
    _add(reasons_of, Reason.NEAR_NAME, near_pairs(spelt))
    for (first, second), reasons in reasons_of.items():
        if people[first].school is not None and people[first].school == people[second].school:
            reasons.add(Reason.SAME_SCHOOL)
    return reasons_of


# -- organisations -----------------------------------------------------------------------------------------
def likely_organisations(user: Reader, programme: Programme) -> list[LikelyPair[Organisation]]:
    """As `likely_people`; never one that follows the other, or of another municipality. Two statements."""
    links = Organisation.successors.through._default_manager.filter(from_organisation=models.OuterRef("pk"))
    rows = organisations_seen_by(user, programme, WRITE).select_related("municipality").order_by("pk")
    rows = rows.annotate(followed_by=ArraySubquery(links.order_by().values("to_organisation")))
    organisations: dict[int, Row] = {row.pk: row for row in rows}
    reasons_of = _organisation_pairs(organisations)
    for keys in decided_pairs("organisation") | _followed(organisations):
        reasons_of.pop(keys, None)
    return _best_first(reasons_of, organisations)


def _organisation_pairs(organisations: Mapping[int, Organisation]) -> Reasons:
    names = {pk: OrganisationName.of(row) for pk, row in organisations.items()}
    reasons_of: Reasons = defaultdict(set)
    numbers = ((number, pk) for pk, row in organisations.items() if (number := _digits(row.registration_number)))
    _add(reasons_of, Reason.SAME_NUMBER, _neighbours(numbers))
    alike: Reasons = defaultdict(set)
    said = ((name.words, pk) for pk, name in names.items() if name.words)
    _add(alike, Reason.SAME_TITLE, _neighbours(said))
    spelt = (Spelling(pk, name.numbers, name.words) for pk, name in names.items() if name.words)
    _add(alike, Reason.NEAR_TITLE, near_pairs(spelt))
    for (first, second), reasons in alike.items():
        if organisations[first].kind in _may_be_called(organisations[second].kind):
            reasons_of[first, second] |= reasons
    apart = [keys for keys in reasons_of if not _may_be_one(organisations[keys[0]], organisations[keys[1]])]
    for keys in apart:
        del reasons_of[keys]
    for (first, second), reasons in reasons_of.items():
        municipality = organisations[first].municipality_id
        if municipality is not None and municipality == organisations[second].municipality_id:
            reasons.add(Reason.SAME_PLACE)
    return reasons_of


def _may_be_called(kind: str) -> set[str]:
    """A school is no kindergarten of the same number; what is of another kind may be anything."""
    kinds = Organisation.Kind
    return set(kinds) if kind == kinds.OTHER else {kind, kinds.OTHER}


def _may_be_one(first: Organisation, second: Organisation) -> bool:
    """Of one municipality as far as both say, and there on the same days: else one follows the other."""
    if len({first.municipality_id, second.municipality_id} - {None}) > 1:
        return False
    return not (_ended_before(first, second) or _ended_before(second, first))


def _ended_before(first: Organisation, second: Organisation) -> bool:
    ends, begins = first.valid_to, second.valid_from
    return ends is not None and begins is not None and ends < begins


def _followed(organisations: Mapping[int, Row]) -> set[Keys]:
    return {_in_order(pk, after) for pk, row in organisations.items() for after in row.followed_by}


def _digits(number: str) -> str:
    return "".join(letter for letter in number if letter.isalnum()).casefold()


# -- both --------------------------------------------------------------------------------------------------
def decided_pairs(kind: str) -> set[Keys]:
    """The pairs that were merged, or told apart."""
    rows = Duplicate.objects.filter(**{f"target_{kind}__isnull": False}).exclude(state=Duplicate.State.UNDONE)
    return {_in_order(*keys) for keys in rows.order_by().values_list(f"target_{kind}", f"other_{kind}")}


def _in_order(first: int, second: int) -> Keys:
    return (first, second) if first < second else (second, first)


def _add(reasons_of: Reasons, reason: Reason, pairs: Iterable[Keys]) -> None:
    for first, second in pairs:
        reasons_of[_in_order(first, second)].add(reason)


def _neighbours(rows: Iterable[tuple[object, int]], *, most: int | None = None) -> Iterator[Keys]:
    """Pairs of those that say the same, unless more than `most` do."""
    groups: dict[object, list[int]] = defaultdict(list)
    for said, pk in rows:
        groups[said].append(pk)
    for group in groups.values():
        if most is not None and len(group) > most:
            continue
        for at, first in enumerate(group):
            yield from ((first, second) for second in group[at + 1 : at + 1 + NEIGHBOURS])


def _best_first(reasons_of: Reasons, rows: Mapping[int, R]) -> list[LikelyPair[R]]:
    pairs = [
        LikelyPair(rows[first], rows[second], tuple(sorted(reasons, key=WEIGHTS.__getitem__, reverse=True)))
        for (first, second), reasons in reasons_of.items()
    ]
    return sorted(pairs, key=_rank)


def _rank(pair: LikelyPair[R]) -> tuple[int, str, int, int]:
    weight = sum(WEIGHTS[reason] for reason in pair.reasons)
    return -weight, getattr(pair.first, "sort_key", ""), pair.first.pk, pair.second.pk
