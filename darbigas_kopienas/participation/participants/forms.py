"""What the organiser types about those registered: several at once, one by hand, one put right."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.mailing.services import BadAddress, single_address
from darbigas_kopienas.pages.table_import import TableForm
from darbigas_kopienas.participation.head_counts.models import Group
from darbigas_kopienas.participation.registration.models import Registration
from darbigas_kopienas.people.models import Municipality
from darbigas_kopienas.programme.choices import partners_of
from darbigas_kopienas.values import form_fields, texts

ACTIONS = [("approve", _("Approve")), ("refuse", _("Refuse")), ("cancel", _("Cancel registrations"))]
GROUPS = [("", _("not known")), *Group.choices]


class DecideForm(forms.Form):
    """What to do with those chosen in the list; refusing asks for its reason."""

    registration = forms.TypedMultipleChoiceField(
        coerce=int, error_messages={"required": _("Choose at least one participant in the list.")}
    )
    deed = forms.ChoiceField(choices=ACTIONS)
    reason = forms.CharField(label=_("Reason"), required=False, max_length=300)

    def __init__(self, *args: Any, registrations: dict[int, Registration], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.registrations = registrations
        choices = [(str(pk), "") for pk in registrations]
        cast("forms.TypedMultipleChoiceField", self.fields["registration"]).choices = choices

    @property
    def chosen(self) -> list[Registration]:
        """Of a valid form."""
        return [self.registrations[pk] for pk in self.cleaned_data["registration"]]


class ParticipantForm(forms.Form):
    """Somebody registered by the organiser: on the telephone, at the door of the school."""

    name = form_fields.NameField(label=pgettext_lazy("person", "Name"), max_length=120)
    email = forms.CharField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        help_text=_("Without it the person gets no e-mails."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    school = form_fields.LineField(label=_("School or organisation"), required=False, max_length=200)
    group = forms.ChoiceField(label=_("Group"), choices=GROUPS, required=False)
    language = forms.ChoiceField(label=_("Language of e-mails"), choices=texts.LANGUAGES)

    def clean_email(self) -> str:
        return address_of(self.cleaned_data["email"])


class ParticipantTableForm(TableForm):
    """Several registered by the organiser at once."""

    language = forms.ChoiceField(label=_("Language of e-mails"), choices=texts.LANGUAGES, initial="lv")


class CorrectForm(forms.Form):
    name = form_fields.NameField(label=pgettext_lazy("person", "Name"), max_length=120)
    school = form_fields.LineField(label=_("School or organisation"), required=False, max_length=200)
    municipality: "forms.ModelChoiceField[Municipality]" = forms.ModelChoiceField(
        label=_("Municipality"),
        queryset=Municipality.objects.none(),
        required=False,
        empty_label=_("not known"),
        help_text=_("For a school that the portal knows, the municipality is filled in automatically."),
    )
    group = forms.ChoiceField(label=_("Group"), choices=GROUPS, required=False)

    def __init__(self, *args: Any, activity: Activity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        form_fields.offer_rows(self, "municipality", partners_of(activity.programme_id))


class SchoolForm(forms.Form):
    """Which institution, or at least which municipality, is meant by what people typed."""

    typed = forms.CharField(max_length=200, widget=forms.HiddenInput)
    school = form_fields.LineField(
        label=_("Institution"), required=False, max_length=200, widget=forms.TextInput(attrs={"list": "schools"})
    )
    municipality: "forms.ModelChoiceField[Municipality]" = forms.ModelChoiceField(
        label=_("Only the municipality"),
        queryset=Municipality.objects.none(),
        required=False,
        empty_label=_("not known"),
    )

    def __init__(self, *args: Any, partners: "QuerySet[Municipality]", **kwargs: Any) -> None:
        """A page of many such forms reads `partners` once."""
        super().__init__(*args, **kwargs)
        form_fields.offer_rows(self, "municipality", partners)


class LetterForm(forms.Form):
    """A letter to those in the list."""

    subject = forms.CharField(label=_("Subject"), max_length=150)
    text = forms.CharField(label=_("Text"), max_length=5000, widget=forms.Textarea(attrs={"rows": 8}))

    def clean_subject(self) -> str:
        return " ".join(str(self.cleaned_data["subject"]).split())


def address_of(typed: str) -> str:
    """One e-mail address or nothing. Raises ValidationError."""
    if not typed:
        return ""
    try:
        return single_address(typed)
    except BadAddress as slip:
        raise ValidationError(slip.messages) from slip
