"""The register of people as a table: the list to take along, and people to enter."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export import fields

from darbigas_kopienas.administration.people.registers import registers_of
from darbigas_kopienas.exchange import Column, Heading, export_table
from darbigas_kopienas.exchange.imports import Headings
from darbigas_kopienas.exchange.service_resource import ServiceResource
from darbigas_kopienas.exchange.tables import Format
from darbigas_kopienas.exchange.yes_no import YES, says_yes
from darbigas_kopienas.participation.registration.people_list import HEADINGS as OF_PEOPLE
from darbigas_kopienas.people.models import Organisation, Person
from darbigas_kopienas.people.models import PersonQuerySet as People
from darbigas_kopienas.programme.actors import Actor, Reader
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import clock, formats

from . import services
from .filters import HOW, how_of
from .forms import PersonDataForm
from .known_people import KnownPeople
from .people import SEE, WRITE, Exported, people_of, people_to_write, schools_to_name

HEADINGS: Headings = {**OF_PEOPLE, "is_another": Heading(gettext_lazy("Another person"))}


def person_table(
    rows: People, user: Reader, kind: Format, *, programme: Programme, about: list[str]
) -> Iterator[bytes]:
    """The rows that the person may take along, in pieces; `about` says how the list is narrowed."""
    own = registers_of(user, programme, SEE)
    columns = (
        # With the headings of a table sent in, so that a list taken along can come back.
        Column(OF_PEOPLE["name"].word, "text", lambda row: row.name),
        Column(OF_PEOPLE["email"].word, "text", lambda row: row.email),
        Column(OF_PEOPLE["school"].word, "text", lambda row: row.organisation),
        Column(gettext_lazy("Municipality"), "text", lambda row: row.organisation and row.organisation.municipality),
        Column(gettext_lazy("How they came here"), "text", lambda row: HOW[how_of(row, own)]),
        Column(gettext_lazy("Number of activities"), "count", lambda row: row.activities),
        Column(gettext_lazy("Last activity"), "date", lambda row: row.last_on),
    )
    notes = [
        str(programme.name),
        *about,
        _("Made on %(day)s in the portal “Active communities”.") % {"day": formats.day(clock.today())},
        _("Personal data: keep it only as long as the work needs it."),
    ]
    people = Exported(rows.select_related("organisation__municipality"), programme)
    return export_table(people, user, columns, kind=kind, title=_("People"), notes=notes)


class PersonResource(ServiceResource):
    """People for the register, all rows or none.

    The natural key is the address with the name among those whom the writer sees, else the name with the school.
    Whoever is known so is left as they are, but for an empty address or school, which is filled in; nobody is given
    another school by a table.
    """

    name = fields.Field(column_name="name")
    email = fields.Field(column_name="email")

    class Meta:
        model = Person
        fields = ("name", "email")
        import_id_fields = ("email", "name")
        skip_diff = True
        use_transactions = True

    def __init__(self, *, by: Actor, programme: Programme) -> None:
        super().__init__()
        self.by, self.programme = by, programme

    def get_queryset(self) -> People:
        return people_of(self.by, self.programme)

    def before_import(self, dataset: object, **_more: object) -> None:
        """Whom one knows holds to the end: nobody else enters people of these municipalities meanwhile."""
        services.lock_registers(registers_of(self.by, self.programme, WRITE))
        self._known = services.known_to(self.by, self.programme)
        self._writable = set(people_to_write(self.by, self.programme).values_list("pk", flat=True))
        schools = schools_to_name(self.by, self.programme).select_related("municipality")
        self._schools: list[Organisation] = list(schools)
        self._seen: set[tuple[str, str, int | None]] = set()

    def get_instance(self, instance_loader: object, row: Any) -> Person | None:
        form = self._form(row)
        form.is_valid()  # what is wrong is said when the row is read
        read, is_another = form.cleaned_data, _word_of(row, "is_another") in YES
        school = read["school"].pk if read.get("school") else None
        return self._known.same(read.get("name", ""), read.get("email", ""), school, is_another=is_another)

    def _form(self, row: Any) -> PersonDataForm:
        data = {name: str(row.get(name) or "") for name in ("name", "email", "school")}
        form = PersonDataForm(data, schools=self._schools)
        form.fields["school"].required = False
        return form

    def import_instance(self, instance: Any, row: Any, **_more: object) -> None:
        """Reads the row; `_read` is what the service gets. Raises ValidationError by column."""
        form = self._form(row)
        if not form.is_valid():
            raise ValidationError(form.errors.as_data())
        read = {**form.cleaned_data, "is_another": self._is_another(row)}
        self._require_once(read)
        if instance.pk is None:
            self._require_new(read)
        else:
            self._require_known(instance, read)
        self._read = read

    def _is_another(self, row: Any) -> bool:
        try:
            return says_yes(_word_of(row, "is_another"))
        except ValidationError as refusal:
            raise ValidationError({"is_another": refusal.messages}) from refusal

    def _require_once(self, read: dict[str, Any]) -> None:
        school = read["school"].pk if read["school"] is not None else None
        key = (formats.same_words(read["name"]), read["email"], None if read["email"] else school)
        if key in self._seen:
            raise ValidationError({"name": _("The same person appears in the table twice.")})
        self._seen.add(key)

    def _require_new(self, read: dict[str, Any]) -> None:
        if read["school"] is None:
            raise ValidationError({"school": _("Write the school of whoever is new here.")})
        if not read["is_another"]:
            _require_unlike(self._known, read)

    def _require_known(self, person: Person, read: dict[str, Any]) -> None:
        """What the row says beyond what is known may only fill what is empty."""
        if person.organisation_id is not None and read["school"] not in {None, person.organisation}:
            sentence = _("%(person)s is entered with this school. Correct it on the page of the person.")
            raise ValidationError({"school": sentence % {"person": services.named(person)}})
        if self._changes(person, read) and person.pk not in self._writable:
            raise ValidationError({"name": _("You may not correct the data of this person.")})

    @staticmethod
    def _changes(person: Person, read: dict[str, Any]) -> dict[str, Any]:
        """An empty cell leaves what is written."""
        before = {"email": person.email, "school": person.organisation}
        return {name: read[name] for name in before if read[name] and not before[name]}

    def skip_row(self, instance: Any, original: object, row: object, import_validation_errors: object = None) -> bool:
        return not import_validation_errors and instance.pk is not None and not self._changes(instance, self._read)

    def save_instance(self, instance: Any, is_create: bool, row: object, **_more: object) -> None:
        """By the register's own services, so every rule holds and the deed is in the history."""
        read, programme = self._read, self.programme
        if is_create:
            made = services.add_person(by=self.by, programme=programme, known=self._known, **read)
            instance.pk = made.pk
            self._known.add(made)
            return
        values = {"name": instance.name, "email": instance.email, "school": instance.organisation}
        values |= self._changes(instance, read)
        edited = services.edit_person(by=self.by, programme=programme, person=instance, **values)
        instance.email, instance.organisation = edited.email, edited.organisation  # for the rows that follow


def _require_unlike(known: KnownPeople, read: dict[str, Any]) -> None:
    """In a table nobody ticks a box."""
    if near := known.near(read["name"], read["email"], read["school"].pk):
        field, person = near
        sentence = _("This may be %(person)s: write what is entered, or “yes” in the column “%(column)s”.")
        words = {"person": services.named(person), "column": HEADINGS["is_another"]}
        raise services.PersonKnown({field: sentence % words}, code="near")


def _word_of(row: Any, name: str) -> str:
    return formats.folded(str(row.get(name) or ""))
