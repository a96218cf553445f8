"""Two rows side by side: each fact of both, and whether they say the same."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from darbigas_kopienas.administration.people.register.people import SEE, WRITE, people_within
from darbigas_kopienas.administration.people.registers import registers_of
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.people.models import Organisation, Person, SchoolContact
from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.models import Party, Programme
from darbigas_kopienas.programme.scoping import q_in_scopes
from darbigas_kopienas.rooms import Text
from darbigas_kopienas.values import formats

from .followers import Followers, followers_of
from .rules import Why

MOST_LINES = 12


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a fact; `state` is drawn as its badge, `mark` as a badge of that word."""

    text: str
    state: str = ""
    mark: Text = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """What is said of both. `is_added_up`: that they differ says nothing of whether they are one."""

    label: str
    first: Sequence[Line]
    second: Sequence[Line]
    is_added_up: bool = False

    @property
    def differs(self) -> bool:
        return not self.is_added_up and list(self.first) != list(self.second)


def _fact(label: str, first: object, second: object) -> Fact:
    return Fact(label, _lines(first), _lines(second))


def _lines(value: object) -> list[Line]:
    return [Line(str(value))] if value else []


def _shortened(lines: Sequence[Line]) -> list[Line]:
    more = len(lines) - MOST_LINES
    if more <= 0:
        return list(lines)
    return [*lines[:MOST_LINES], Line(_("and %(number)s more") % {"number": more})]


# -- people ------------------------------------------------------------------------------------------------
def facts_of_people(reader: Reader, programme: Programme, target: Person, other: Person) -> list[Fact]:
    """Their places are those in the reader's scopes. In whose register somebody stands elsewhere is not told."""
    own = registers_of(reader, programme, SEE)
    places = _places(reader, programme, (target, other))
    mine, theirs = places[target.pk], places[other.pk]
    return [
        _fact(pgettext("person", "Name"), target.name, other.name),
        Fact(_("E-mail"), _address(target), _address(other)),
        _fact(_("Account"), *(person.user.email if person.user else _("no account") for person in (target, other))),
        _fact(_("Organisation"), target.organisation, other.organisation),
        _fact(
            _("Entered in the register of"),
            *(person.entered_for if person.entered_for_id in own else None for person in (target, other)),
        ),
        Fact(_("Activities on"), _days(mine), _days(theirs), is_added_up=True),
        Fact(_("Registrations"), _shown(mine), _shown(theirs), is_added_up=True),
    ]


WHY: dict[Why, Text] = {
    Why.ACCOUNT: gettext_lazy("It stays because it has an account."),
    Why.ADDRESS: gettext_lazy("It stays because its e-mail address is verified."),
    Why.PLACES: gettext_lazy("It stays because it has more registrations."),
    Why.AGE: gettext_lazy("It stays because it was entered earlier."),
}


def _address(person: Person) -> list[Line]:
    if not person.email:
        return []
    return [Line(person.email, mark=_("verified") if person.has_verified_email else _("not verified"))]


def _places(reader: Reader, programme: Programme, people: Iterable[Person]) -> dict[int, list[Registration]]:
    within = q_in_scopes(reader, Permission.WRITE_REGISTER, path="activity__")
    rows = Registration.objects.filter(within, activity__programme=programme, person__in=people)
    places: dict[int, list[Registration]] = defaultdict(list)
    for row in rows.select_related("activity").order_by("-activity__starts_on", "-pk"):
        if row.person_id is not None:
            places[row.person_id].append(row)
    return places


def _shown(places: Sequence[Registration]) -> list[Line]:
    return _shortened(
        [Line(f"{formats.day(row.activity.day)} · {row.activity.title}", state=row.state) for row in places]
    )


def _days(places: Sequence[Registration]) -> list[Line]:
    days = sorted(row.activity.day for row in places)
    if not days:
        return []
    return _lines(formats.day(days[0]) if days[0] == days[-1] else formats.period(days[0], days[-1]))


# -- organisations -----------------------------------------------------------------------------------------
def facts_of_organisations(
    reader: Reader, programme: Programme, first: Organisation, second: Organisation
) -> list[Fact]:
    """People that the reader does not write are counted among what leads there, and not named."""
    pair = (first, second)
    people, contacts, parties = (
        _by_organisation((row.organisation_id, row.name) for row in _people(reader, programme, pair)),
        _by_organisation((row.organisation_id, str(row.user)) for row in _contacts(pair)),
        _by_organisation((row.organisation_id, str(row.get_role_display())) for row in _parties(programme, pair)),
    )
    followers = followers_of(reader, first, second)
    return [
        _fact(_("Name in Latvian"), first.name_lv, second.name_lv),
        _fact(_("Name in English"), first.name_en, second.name_en),
        _fact(_("Kind"), first.get_kind_display(), second.get_kind_display()),
        _fact(_("Municipality"), first.municipality, second.municipality),
        _fact(_("Registration number"), first.registration_number, second.registration_number),
        _fact(_("Address"), first.address, second.address),
        Fact(_("People"), people[first.pk], people[second.pk], is_added_up=True),
        Fact(_("Contact persons"), contacts[first.pk], contacts[second.pk], is_added_up=True),
        Fact(_("Party to the grant"), parties[first.pk], parties[second.pk], is_added_up=True),
        Fact(_("What leads there"), _counted(followers[first.pk]), _counted(followers[second.pk]), is_added_up=True),
    ]


Pair = tuple[Organisation, Organisation]


def _people(reader: Reader, programme: Programme, pair: Pair) -> Iterable[Person]:
    return people_within(reader, programme, SEE, WRITE).filter(organisation__in=pair).order_by("sort_key", "pk")


def _contacts(pair: Pair) -> Iterable[SchoolContact]:
    return SchoolContact.objects.filter(organisation__in=pair).select_related("user").order_by("pk")


def _parties(programme: Programme, pair: Pair) -> Iterable[Party]:
    return Party.objects.filter(programme=programme, organisation__in=pair)


def _by_organisation(rows: Iterable[tuple[int | None, str]]) -> dict[int, list[Line]]:
    lines: dict[int, list[Line]] = defaultdict(list)
    for organisation, text in rows:
        if organisation is not None:
            lines[organisation].append(Line(text))
    return defaultdict(list, {organisation: _shortened(written) for organisation, written in lines.items()})


def _counted(followers: Iterable[Followers]) -> list[Line]:
    return [Line(f"{kind.name}: {kind.number}") for kind in followers]
