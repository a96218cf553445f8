"""Lists that are pasted or sent as a file: shown back line by line before anything is done."""

from typing import cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.exchange import NotText, decode_csv
from darbigas_kopienas.participation.registration.forms import ListForm
from darbigas_kopienas.participation.registration.invitations.about import own_words
from darbigas_kopienas.participation.registration.invitations.models import MOST_WORDS

LARGEST_FILE = 512 * 1024


class InviteForm(ListForm):
    file = forms.FileField(label=_("or a file"), required=False, help_text=_("CSV or text, as many people."))
    language = forms.ChoiceField(label=_("Language of the letters"), choices=[("lv", "Latviešu"), ("en", "English")])

    words = forms.CharField(
        label=_("A few words of your own"),
        required=False,
        help_text=_("They stand in the e-mail and on the page of the invitation. At most 1000 characters."),
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": MOST_WORDS}),
    )

    field_order = ("text", "file", "language", "words")

    def clean_words(self) -> str:
        return own_words(self.cleaned_data["words"])

    def clean_file(self) -> None:
        """A file comes to stand in the box as text, so the second step needs it no more."""
        file = self.cleaned_data.get("file")
        if not file:
            return
        if file.size > LARGEST_FILE:
            raise ValidationError(_("The file is too large for a list of people."))
        try:
            text, _encoding = decode_csv(file.read())
        except NotText as slip:
            raise ValidationError(_("This is not a text file. Save the list as CSV.")) from slip
        self.cleaned_data["text"] = f"{self.cleaned_data.get('text', '').rstrip()}\n{text}".lstrip("\n")
        data = cast("QueryDict", self.data).copy()
        data["text"] = self.cleaned_data["text"]
        self.data = data
