from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.pages.code_form import PrintedCodeField
from darbigas_kopienas.values import form_fields

from .facts import Signing
from .models import CODE_LETTERS


class SigningForm(forms.Form):
    """Who signs the paper and on which day it is issued; filled in as it was last time."""

    signatory = form_fields.NameField(label=_("Who signs"), max_length=120, help_text=pgettext_lazy("person", "Name"))
    position_lv = form_fields.LineField(label=_("Position in Latvian"), max_length=120)
    position_en = form_fields.LineField(label=_("Position in English"), max_length=120, required=False)
    issued_on = form_fields.DateField(label=_("Issued on"))

    @property
    def signing(self) -> Signing:
        """Of a valid form."""
        data = self.cleaned_data
        return Signing(data["signatory"], data["position_lv"], data["position_en"], data["issued_on"])


class IssueForm(SigningForm):
    """Papers for the ticked people; at first everybody who is ready is ticked."""

    registrations = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, *args: Any, people: Iterable[int], ready: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ready = list(ready)
        cast("forms.TypedMultipleChoiceField", self.fields["registrations"]).choices = [(pk, pk) for pk in people]

    def clean_registrations(self) -> list[int]:
        chosen: list[int] = self.cleaned_data["registrations"]
        if not chosen:
            raise ValidationError(_("Tick at least one person."))
        return chosen

    @property
    def ticked(self) -> set[str]:
        """Which boxes are ticked when the page is drawn."""
        return set(self.data.getlist("registrations")) if self.is_bound else {str(pk) for pk in self.ready}  # type: ignore[attr-defined]  # a POST's data


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("It appears on the public check page, so do not name anybody.")
    )


class ReplaceForm(SigningForm):
    """A new paper in place of a wrong one."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("It appears on the public check page, so do not name anybody.")
    )
    name = form_fields.NameField(label=_("Name on the new document"), max_length=120)
    field_order = ("reason", "name", "signatory", "position_lv", "position_en", "issued_on")


class PackForm(forms.Form):
    school = forms.CharField(max_length=200, required=False)


class CertificateCodeForm(forms.Form):
    """The code printed beside the QR code."""

    code = PrintedCodeField(
        label=_("Check code"),
        length=CODE_LETTERS,
        help_text=_("Beside the QR code at the bottom of the document; 26 letters and digits."),
    )
