"""A grant as a whole: how it begins, the first of a portal or the next after another, and how it is corrected."""

from typing import cast

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.facts.kinds import FactKind
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.proposed_periods import DAYS_UNTIL_DUE, MONTHS
from darbigas_kopienas.values import form_fields, formats

from .new_programme import ProgrammeFields

LONGEST_TEXT = 4000
NEW = "new"


class ParagraphField(forms.CharField):
    """Several lines; a browser ends each in its own way, which is no change of the text."""

    widget = forms.Textarea(attrs={"rows": 4})

    def to_python(self, value: object) -> str:
        return "\n".join(str(super().to_python(value) or "").splitlines())


class DaysForm(forms.Form):
    """A programme's names and days."""

    name_lv = form_fields.TitleField(label=_("Name in Latvian"), max_length=200)
    name_en = form_fields.TitleField(label=_("Name in English"), max_length=200)
    starts_on = form_fields.DateField(label=_("First day"))
    ends_on = form_fields.DateField(label=_("Last day"))

    def clean(self) -> dict[str, object]:
        """The service asks for it too; here it is said together with what else is wrong."""
        cleaned = super().clean() or self.cleaned_data
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", gettext("The last day must not be before the first."))
        return cleaned


class ProgrammeForm(DaysForm):
    """A grant as a whole; its fields are called as the columns that they fill."""

    field_order = ("name_lv", "name_en", "number", "starts_on", "starts_known_to", "ends_on")
    number = form_fields.LineField(label=_("Grant number"), required=False, max_length=60)
    starts_known_to = forms.ChoiceField(
        label=_("The first day is known"), choices=Programme.KnownTo.choices, initial=Programme.KnownTo.DAY
    )
    goal_lv = ParagraphField(label=_("Goal in Latvian"), max_length=LONGEST_TEXT)
    goal_en = ParagraphField(label=_("Goal in English"), required=False, max_length=LONGEST_TEXT)
    target_group_lv = ParagraphField(label=_("Target group in Latvian"), required=False, max_length=LONGEST_TEXT)
    target_group_en = ParagraphField(label=_("Target group in English"), required=False, max_length=LONGEST_TEXT)
    credit_lv = ParagraphField(
        label=_("Funder’s standing paragraph in Latvian"), required=False, max_length=LONGEST_TEXT
    )
    credit_en = ParagraphField(
        label=_("Funder’s standing paragraph in English"), required=False, max_length=LONGEST_TEXT
    )

    @classmethod
    def values_of(cls, programme: Programme) -> dict[str, object]:
        return {name: getattr(programme, name) for name in cls.base_fields}


class ProposalForm(forms.Form):
    months = form_fields.CountField(label=_("Months in each period"), min_value=1, max_value=60)
    days_until_due = form_fields.CountField(label=_("Days from its end until the report is due"), max_value=365)

    USUAL = {"months": str(MONTHS), "days_until_due": str(DAYS_UNTIL_DUE)}


class FirstStartForm(DaysForm):
    """Who begins, and with which programme. A password is sent back to nobody, so it is typed anew after a mistake."""

    name = form_fields.NameField(
        label=pgettext_lazy("person", "Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = form_fields.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 characters."),
    )
    password_again = forms.CharField(
        label=_("Password once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    programme = form_fields.AnswerField(label=_("Begin with"), widget=forms.RadioSelect)
    goal_lv = ParagraphField(label=_("Goal in Latvian"), max_length=LONGEST_TEXT)
    use_required_attribute = False  # what the new programme needs is needed by it alone
    of_new = ("name_lv", "name_en", "starts_on", "ends_on", "goal_lv")

    def __init__(self, data: QueryDict | None, only: Programme | None = None) -> None:
        """`only`: the link is for this programme, which nobody chooses."""
        super().__init__(data)
        self.only = only
        if only is not None:
            for name in ("programme", *self.of_new):
                del self.fields[name]
            return
        self.programmes = {str(programme.pk): programme for programme in Programme.objects.all()}
        choices = [(pk, _shown(programme)) for pk, programme in self.programmes.items()]
        field = self.fields["programme"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the types)
        field.choices = [*choices, (NEW, _("A new programme"))]
        self.initial.setdefault("programme", choices[0][0] if choices else NEW)

    @property
    def chosen(self) -> Programme | None:
        """None for a new one."""
        return self.programmes.get(self.cleaned_data["programme"])

    @property
    def new(self) -> ProgrammeFields:
        typed = {name: self.cleaned_data[name] for name in self.of_new if name in self.cleaned_data}
        return cast("ProgrammeFields", typed)

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        if self.only is None and cleaned.get("programme") != NEW:  # what else was typed is not meant
            for name in self.of_new:
                self.errors.pop(name, None)
                cleaned.pop(name, None)
        password, again = str(cleaned.get("password", "")), str(cleaned.get("password_again", ""))
        if password and again and password != again:
            self.add_error("password_again", gettext("The passwords are not the same."))
        if password:
            self._validate(password)
        return cleaned

    def _validate(self, password: str) -> None:
        user = User(name=self.cleaned_data.get("name", ""), email=self.cleaned_data.get("email", ""))
        try:
            validate_password(password, user)
        except ValidationError as error:
            self.add_error("password", error)


class CloneForm(DaysForm):
    """The next programme, and what it takes over."""

    kinds = forms.MultipleChoiceField(
        label=_("Take over"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Everything can be changed afterwards."),
    )  # fmt: skip

    def __init__(self, data: QueryDict | None, *, kinds: list[FactKind], initial: dict[str, object]) -> None:
        super().__init__(data, initial=initial)
        field = self.fields["kinds"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101  (for the types)
        field.choices = [(kind.key, kind.words.plural) for kind in kinds]
        self.initial.setdefault("kinds", [kind.key for kind in kinds])
        self._kinds = kinds

    @property
    def chosen(self) -> list[FactKind]:
        return [kind for kind in self._kinds if kind.key in self.cleaned_data["kinds"]]


def _shown(programme: Programme) -> str:
    return f"{programme.name} ({formats.period(programme.starts_on, programme.ends_on)})"
