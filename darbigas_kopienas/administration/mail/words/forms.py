"""A subject and opening words of a programme's own, for one kind of e-mail in one language."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.mailing import services as mailing
from darbigas_kopienas.mailing.own_words import LONGEST_OPENING, LONGEST_SUBJECT
from darbigas_kopienas.values import form_fields


class WordsForm(forms.Form):
    """What is left empty the portal says in its own words."""

    subject = form_fields.LineField(label=_("Subject"), required=False, max_length=LONGEST_SUBJECT)
    opening = forms.CharField(
        label=_("Opening words"),
        required=False,
        max_length=LONGEST_OPENING,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("They come after the greeting. Plain text; an empty line begins a new paragraph."),
    )

    def __init__(self, *args: Any, template: str, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.template, self.language = template, language
        for field in self.fields.values():
            field.widget.attrs["lang"] = language

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        try:
            return mailing.checked_words(template=self.template, language=self.language, **cleaned)
        except ValidationError as error:
            self.add_error(None, error)
            return cleaned
