"""People pasted as a list: one a line, "name; e-mail; school", split by tabs, semicolons or commas.

"Anna Kalna <anna@example.lv>", as mail programs copy it, is read too.
"""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from darbigas_kopienas.mailing.services import BadAddress, single_address
from darbigas_kopienas.values.characters import has_letter, one_line

LONGEST_LINE, LONGEST_NAME, LONGEST_SCHOOL, LONGEST_ADDRESS = 500, 120, 200, 254
_IN_BRACKETS = re.compile(r"\s*<([^<>]*@[^<>]*)>")


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
    lines = [(at, line) for at, line in enumerate(text.splitlines(), start=1) if line.strip(" \t;,")]
    if not lines:
        pasted.wrong(0, _("The list is empty. Write one person a line: name; e-mail; school."))
    elif len(lines) > most:
        problem = _(
            "There are %(n)s lines, but at most %(most)s people can be listed at once. Split the list into parts."
        )
        pasted.wrong(0, problem % {"n": len(lines), "most": most})
    else:
        _read(pasted, lines, needs_name)
    return pasted


def _read(pasted: PastedList, lines: list[tuple[int, str]], needs_name: bool) -> None:
    seen: dict[str, int] = {}
    for at, line in lines:
        person, slip = _person(at, line, needs_name)
        if person is None:
            pasted.wrong(at, slip)
        elif person.email in seen:
            pasted.wrong(at, _("The same address stands in line %(n)s.") % {"n": seen[person.email]})
        else:
            seen[person.email] = at
            pasted.people.append(person)


def _person(at: int, line: str, needs_name: bool) -> tuple[Pasted | None, str]:
    if len(line) > LONGEST_LINE:
        return None, _("The line is too long.")
    line = _IN_BRACKETS.sub(r";\1;", line) if "\t" not in line else line
    parts = [one_line(part) for part in line.split(_separator(line))]
    place = next((number for number, part in enumerate(parts) if "@" in part), None)
    if place is None:
        return None, _("There is no e-mail address in the line.")
    name = " ".join(part for part in parts[:place] if part)
    school = ", ".join(part for part in parts[place + 1 :] if part)
    try:
        email = single_address(parts[place])
    except BadAddress:
        return None, _("“%(typed)s” is not an e-mail address.") % {"typed": parts[place]}
    if slip := _wrong_with(name, email, school, needs_name):
        return None, slip
    return Pasted(at, name, email, school), ""


def _wrong_with(name: str, email: str, school: str, needs_name: bool) -> str:
    if len(name) > LONGEST_NAME or len(school) > LONGEST_SCHOOL or len(email) > LONGEST_ADDRESS:
        return _("The line is too long.")
    if name and not has_letter(name):
        return _("A name has at least one letter.")
    return _("The name is missing.") if needs_name and not name else ""


def _separator(line: str) -> str:
    return next((separator for separator in ("\t", ";") if separator in line), ",")
