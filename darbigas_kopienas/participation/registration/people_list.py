"""People pasted as a list: one a line, "name; e-mail; school", split by tabs, semicolons or commas.

What mail programs copy is read too, several people in a line (`pasted_addresses`); there an address is never a school.
"""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from darbigas_kopienas.exchange import Heading
from darbigas_kopienas.mailing.services import BadAddress, single_address
from darbigas_kopienas.values.characters import has_letter, one_line
from darbigas_kopienas.values.email_addresses import mailbox

from .pasted_addresses import cell_of, count_addresses, entries, name_of, read, split, tidied

LONGEST_PASTED = 60_000  # of several hundred addresses in a line
LONGEST_LINE, LONGEST_NAME, LONGEST_SCHOOL, LONGEST_ADDRESS = 500, 120, 200, 254
# Of a list that comes as a table.
HEADINGS = {
    "name": Heading(pgettext_lazy("person", "Name"), also=("Vārds un uzvārds", "Name and surname")),
    "email": Heading(gettext_lazy("E-mail")),
    "school": Heading(
        gettext_lazy("School or organisation"),
        also=("Skola vai iestāde", "Izglītības iestāde", "Iestāde", "Skola", "School"),
    ),
}
_BRACKETS = re.compile(r" ?<([^<>]*@[^<>]*)>")


@dataclass(frozen=True)
class Pasted:
    """One line that could be read."""

    line: int
    name: str
    email: str
    school: str = ""


@dataclass
class PastedList:
    """What was read, and what is wrong, by line. Line 0 speaks of the whole list."""

    people: list[Pasted] = field(default_factory=list)
    slips: list[tuple[int, str]] = field(default_factory=list)

    def wrong(self, line: int, problem: str) -> None:
        self.slips.append((line, problem))


def read_people(text: str, *, most: int, needs_name: bool = False) -> PastedList:
    """Everybody in the list; nothing is read of a list that is empty or too long."""
    pasted = PastedList()
    typed = [(at, line) for at, line in enumerate(text.splitlines(), start=1) if line.strip(" \t;,")]
    for at, line in typed:
        if len(line) > LONGEST_PASTED:  # not looked at: finding addresses takes long in it
            pasted.wrong(at, _("The line is too long."))
    lines = [(at, tidied(line)) for at, line in typed if len(line) <= LONGEST_PASTED]
    if not typed:
        pasted.wrong(0, _("The list is empty. Write one person per line: name; e-mail; institution."))
        return pasted
    listed = [(at, entry, count_addresses(line) > 1) for at, line in lines for entry in entries(line)]
    if len(listed) > most:
        problem = _("%(n)s people are listed, but at most %(most)s can be at once. Split the list into parts.")
        pasted.wrong(0, problem % {"n": len(listed), "most": most})
    else:
        _read(pasted, listed, needs_name)
    return pasted


def _read(pasted: PastedList, listed: list[tuple[int, str, bool]], needs_name: bool) -> None:
    """`listed`: the line's number, what stands there, and whether it is one of several in the line."""
    seen: dict[str, int] = {}
    for at, text, is_of_several in listed:
        if len(text) > LONGEST_LINE:
            pasted.wrong(at, _("The line is too long."))
            continue
        person = _one_of_several(at, text) if is_of_several else _alone(at, text)
        problem = _problem_of(person, seen, needs_name)
        if not problem:
            seen[person.email] = at
            pasted.people.append(person)
        elif is_of_several:
            pasted.wrong(at, _("“%(typed)s”: %(problem)s") % {"typed": text.strip(), "problem": problem})
        else:
            pasted.wrong(at, problem)


def _one_of_several(at: int, text: str) -> Pasted:
    """A name and an address; what else stands there is the school, which no list of addresses has."""
    entry = read(text)
    return Pasted(at, one_line(entry.name), mailbox(entry.address), one_line(entry.rest))


def _alone(at: int, line: str) -> Pasted:
    """In columns: what stands before the address is the name, what stands behind it the school."""
    parts = split(_BRACKETS.sub(r";\1;", line) if "\t" not in line else line, _separator(line))
    place = next((number for number, part in enumerate(parts) if "@" in part), None)
    if place is None:
        return Pasted(at, one_line(name_of(line)), "")
    entry = read(parts[place])
    before = [name_of(part) for part in parts[:place]]
    behind = [cell_of(part) for part in [entry.rest, *parts[place + 1 :]]]
    name = " ".join(part for part in [*before, entry.name] if part)
    school = ", ".join(part for part in behind if part)
    return Pasted(at, one_line(name), mailbox(entry.address), one_line(school))


def _problem_of(person: Pasted, seen: dict[str, int], needs_name: bool) -> str:
    if not person.email:
        return _("There is no e-mail address in the line.")
    if len(person.name) > LONGEST_NAME or len(person.school) > LONGEST_SCHOOL or len(person.email) > LONGEST_ADDRESS:
        return _("The line is too long.")
    try:
        single_address(person.email)
    except BadAddress:
        return _("“%(typed)s” is not an e-mail address.") % {"typed": person.email}
    if person.email in seen:
        return _("The same address is also in line %(n)s.") % {"n": seen[person.email]}
    return _problem_of_name(person, needs_name)


def _problem_of_name(person: Pasted, needs_name: bool) -> str:
    if re.search("[@<>]", f"{person.name}{person.school}"):
        return _("It is not clear what belongs to which address. Write one person per line.")
    if person.name and not has_letter(person.name):
        return _("A name has at least one letter.")
    return _("The name is missing.") if needs_name and not person.name else ""


def _separator(line: str) -> str:
    return next((separator for separator in ("\t", ";") if separator in _BRACKETS.sub(r";\1;", line)), ",")
