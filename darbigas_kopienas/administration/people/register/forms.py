"""A person as a colleague writes them down."""

from collections import Counter
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from darbigas_kopienas.participation.registration.school_names import near_names
from darbigas_kopienas.people.models import Organisation, Person
from darbigas_kopienas.values import form_fields, formats

from .services import fields_to_correct


class PersonDataForm(forms.Form):
    """Its fields are called as the keywords of the service; `schools` are those that may be named."""

    name = form_fields.NameField(
        label=pgettext_lazy("person", "Name"),
        max_length=120,
        help_text=gettext_lazy("No personal code."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = form_fields.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        help_text=gettext_lazy("With it the person is known again when they sign in or register."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    school = form_fields.LineField(
        label=gettext_lazy("School or organisation"),
        max_length=200,
        help_text=gettext_lazy("Begin to write and choose from the list."),
        widget=forms.TextInput(attrs={"list": "schools", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, schools: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.schools = schools

    @property
    def school_labels(self) -> list[str]:
        return labels_of(self.schools)

    def clean_school(self) -> Organisation | None:
        typed = str(self.cleaned_data["school"])
        return school_named(typed, self.schools) if typed else None


class PersonForm(PersonDataForm):
    """Somebody new."""

    is_another = forms.BooleanField(
        label=gettext_lazy("It is another person with a similar name or the same address"),
        required=False,
        help_text=gettext_lazy("Tick it where the portal says that the person may be known already."),
    )


class PersonEditForm(PersonDataForm):
    """Only what a colleague may correct of this person; the rest stays as it is."""

    def __init__(self, *args: Any, person: Person, schools: list[Organisation], **kwargs: Any) -> None:
        own = [person.organisation] if person.organisation is not None else []
        initial = {"name": person.name, "email": person.email, "school": own[0].name if own else ""}
        others = [school for school in schools if school not in own]
        super().__init__(*args, schools=[*own, *others], initial=initial, **kwargs)
        self.person = person
        for name in set(self.fields) - fields_to_correct(person):
            del self.fields[name]
        if "school" in self.fields:
            self.fields["school"].required = bool(own) or person.user_id is not None

    @property
    def values(self) -> dict[str, Any]:
        """Of a valid form, for the service."""
        before = {"name": self.person.name, "email": self.person.email, "school": self.person.organisation}
        return {**before, **self.cleaned_data}


def school_named(typed: str, schools: list[Organisation]) -> Organisation:
    """The one of these that is called so in either language, whatever the case and the diacritics; of several, the
    one whose municipality is written behind the name as `labels_of` has it.

    Raises ValidationError, naming those that are called almost so.
    """
    wanted = formats.folded(typed)
    called_so = {
        school.pk: school for school in schools if wanted in map(formats.folded, (school.name_lv, school.name_en))
    }
    if len(called_so) == 1:
        return next(iter(called_so.values()))
    in_full = [school for school in schools if wanted == formats.folded(_in_full(school))]
    if len(in_full) == 1:
        return in_full[0]
    if called_so:
        names = "; ".join(map(_in_full, called_so.values()))
        raise ValidationError(
            _("Several institutions are called so. Write the one that is meant as here: %(names)s.") % {"names": names},
            code="several",
        )
    if near := near_names(typed, [school.name for school in schools]):
        sentence = _("There is no institution “%(typed)s” here. Perhaps it is: %(names)s.")
        raise ValidationError(sentence % {"typed": typed, "names": "; ".join(near)}, code="near")
    sentence = _("There is no institution “%(typed)s” here. Choose one from the list.")
    raise ValidationError(sentence % {"typed": typed}, code="unknown")


def labels_of(schools: list[Organisation]) -> list[str]:
    """What a list offers: the names, each with its municipality where several are called so."""
    times = Counter(formats.folded(school.name) for school in schools)
    return [_in_full(school) if times[formats.folded(school.name)] > 1 else school.name for school in schools]


def _in_full(school: Organisation) -> str:
    return f"{school.name} ({school.municipality})"
