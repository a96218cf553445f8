"""Which organisation a row of a table means: by its registration number, else by its name."""

from collections import defaultdict
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from darbigas_kopienas.people.models import Organisation
from darbigas_kopienas.programme.facts.kinds import Row
from darbigas_kopienas.values import clock, formats

from .likeness import plain_number


class KnownOrganisations:
    """Those that stand in the register under their names of today, and which of them the table has named so far.

    `own` are those that the writer sees: what the others are is said to nobody.
    """

    def __init__(self, own: "QuerySet[Organisation]") -> None:
        self._own = set(own.values_list("pk", flat=True))
        self._by_number: dict[str, Organisation] = {}
        self._by_name: dict[str, dict[int, Organisation]] = defaultdict(dict)
        self._named: set[object] = set()
        today = Q(valid_to__isnull=True) | Q(valid_to__gte=clock.today())
        for organisation in Organisation.objects.filter(today).select_related("municipality"):
            self._put(organisation)

    def _put(self, organisation: Organisation) -> None:
        if number := plain_number(organisation.registration_number):
            self._by_number[number] = organisation
        self._by_name[formats.folded(organisation.name_lv)][organisation.pk] = organisation

    def learn(self, organisation: Organisation) -> None:
        """As it was just written; the row of the table is its."""
        for namesakes in self._by_name.values():
            namesakes.pop(organisation.pk, None)
        self._own.add(organisation.pk)
        self._named.add(organisation.pk)
        self._put(organisation)

    def of(self, name: str, number: str) -> Organisation | None:
        """None where it is new, and where nobody can tell which of several is meant."""
        if number and number in self._by_number:
            return self._by_number[number]
        namesakes = list(self._by_name[formats.folded(name)].values())
        return namesakes[0] if len(namesakes) == 1 else None

    def is_by_number(self, organisation: Organisation, number: str) -> bool:
        return bool(number) and self._by_number.get(number) == organisation

    def slips(self, organisation: Row, name: str, number: str) -> dict[str, Any]:
        """By column: why the row cannot mean this one."""
        others = [pk for pk in self._by_name[formats.folded(name)] if pk != organisation.pk]
        if organisation.pk is None:
            several = _("Several organisations are called so: write the registration number.")
            return {"name_lv": several} if others else {}
        if organisation.pk not in self._own:
            return self._not_own(organisation, number)
        if organisation.pk in self._named:
            return {"name_lv": _("The same organisation appears in the table twice.")}
        self._named.add(organisation.pk)
        return self._contradictions(organisation, number, has_namesakes=bool(others))

    def _not_own(self, organisation: Organisation, number: str) -> dict[str, Any]:
        if self.is_by_number(organisation, number):
            return {"registration_number": _("An organisation with this registration number is entered already.")}
        return {"name_lv": _("An organisation of this name is entered already, in a register that is not yours.")}

    def _contradictions(self, organisation: Organisation, number: str, *, has_namesakes: bool) -> dict[str, Any]:
        """The name says one, the number another."""
        if self.is_by_number(organisation, number):
            said = _("An organisation of this name is entered already, with another registration number.")
            return {"name_lv": said} if has_namesakes else {}
        if number and organisation.registration_number:
            sentence = _("“%(name)s” has another registration number: %(number)s.")
            words = {"name": organisation.name, "number": organisation.registration_number}
            return {"registration_number": sentence % words}
        return {}
