"""Whether an organisation is entered already: by its name, by one much like it, by its registration number."""

import re

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Replace
from django.utils.translation import gettext as _

from darbigas_kopienas.participation.registration.school_names import near_names
from darbigas_kopienas.people.models import Organisation
from darbigas_kopienas.programme.actors import Actor, account_of
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import clock, formats

from .rules import organisations_seen_by, organisations_to_name

# Whoever is registered in Latvia has eleven digits: the Register of Enterprises' list of legal entities, and the State
# Revenue Service's numbers of public institutions. A funder and others may be of another country.
OF_LATVIA = frozenset(Organisation.Kind.values) - {Organisation.Kind.FUNDER, Organisation.Kind.OTHER}
_ELEVEN = re.compile(r"[0-9]{11}\Z")


class OrganisationKnown(ValidationError):
    """One of this name or number, or of a name that is much like it, is entered already."""


class BadNumber(ValidationError):
    """This is no registration number."""


def plain_number(typed: str) -> str:
    """Without the spaces that people put in to read it."""
    return "".join(typed.split())


def require_unlike(by: Actor, programme: Programme, *, name_lv: str, name_en: str = "") -> None:
    """Raises OrganisationKnown with the code “near”, at the name, with the other's name."""
    pairs = organisations_to_name(by, programme).values_list("name_lv", "name_en")
    names = [name for pair in pairs for name in pair if name]
    for field, typed in (("name_lv", name_lv), ("name_en", name_en)):
        if near := near_names(typed, names):
            sentence = _("This may be “%(name)s”: choose it in the list, or tick that it is another one.")
            raise OrganisationKnown({field: ValidationError(sentence, code="near", params={"name": near[0]})})


def require_not_merged(name: str, organisation: Organisation) -> None:
    """The name of one that was merged into another leads there. Raises OrganisationKnown with the code “merged”.

    Into this very one: only where it is spelt just so, since both would be called so once they are parted.
    """
    folded = formats.folded(name)
    for merged in _merged().filter(folded__startswith=folded[:400]).exclude(pk=organisation.pk):
        is_own = organisation.pk is not None and merged.merged_into_id == organisation.pk
        if formats.folded(merged.name_lv) == folded and not (is_own and merged.name_lv != name):
            raise OrganisationKnown({"name_lv": _led_on(merged)})


def require_number(number: str, kind: str) -> None:
    """Raises BadNumber."""
    if number.lower().startswith("lv"):
        raise BadNumber({"registration_number": _("Write the registration number without “LV”: digits alone.")})
    if kind in OF_LATVIA and not _ELEVEN.match(number):
        raise BadNumber({"registration_number": _("A registration number has eleven digits: 40008000000.")})


def require_only_one(by: Actor, programme: Programme, organisation: Organisation) -> None:
    """Of its registration number. An earlier name of the same body has the same one, and is passed over.

    Whoever has it is named to those who see that one in the register. Raises OrganisationKnown.
    """
    hold_numbers()
    others = _of_number(organisation.registration_number).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=clock.today())
    )
    if organisation.pk is not None:
        others = others.exclude(pk=organisation.pk).exclude(merged_into=organisation.pk)
    other = others.order_by(F("merged_into").asc(nulls_first=True), "pk").first()
    if other is None:
        return
    seen = organisations_seen_by(account_of(by), programme)
    if not seen.filter(pk=other.merged_into_id or other.pk).exists():
        slip = ValidationError(_("An organisation with this registration number is entered already."), code="number")
    elif other.merged_into is not None:
        slip = _led_on(other)
    else:
        sentence = _("“%(name)s” has this registration number.")
        slip = ValidationError(sentence, code="number", params={"name": other.name})
    raise OrganisationKnown({"registration_number": slip})


def hold_numbers() -> None:
    """Two who give the same number at the same moment follow one another, so the second sees the first's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('people_organisation number', 0))")


def _of_number(number: str) -> "QuerySet[Organisation]":
    """Merged ones too. Those entered before may have spaces in it."""
    rows = Organisation.with_merged.select_related("merged_into")
    return rows.alias(plain=Replace("registration_number", Value(" "), Value(""))).filter(plain=number)


def _merged() -> "QuerySet[Organisation]":
    return Organisation.with_merged.filter(merged_into__isnull=False).select_related("merged_into")


def _led_on(merged: Organisation) -> ValidationError:
    existing = merged.merged_into
    sentence = _("“%(name)s” was merged into “%(target)s”: choose that.")
    return ValidationError(sentence, code="merged", params={"name": merged.name_lv, "target": existing.name_lv})
