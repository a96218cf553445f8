"""Lists that are pasted or sent as a file: shown back line by line before anything is done."""

import re
from typing import cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.exchange import NotText, TableRefused, decode_csv
from darbigas_kopienas.exchange.csv_in import read_csv
from darbigas_kopienas.exchange.imports import places_of
from darbigas_kopienas.participation.registration.forms import ListForm
from darbigas_kopienas.participation.registration.invitations.about import own_words
from darbigas_kopienas.participation.registration.invitations.models import MOST_WORDS
from darbigas_kopienas.participation.registration.pasted_addresses import quoted
from darbigas_kopienas.participation.registration.people_list import HEADINGS
from darbigas_kopienas.values import texts

LARGEST_FILE = 512 * 1024
_ADDRESS_ALONE = re.compile(r"[^\s<>;,()\"@]+@[^\s<>;,()\"@]+")


def _lines_of(content: bytes) -> str:
    """A table as one person a line, semicolons between; any other list of addresses as it stands."""
    text, _encoding = decode_csv(content)
    try:
        rows = read_csv(content, known=lambda line: len(places_of(line, HEADINGS)))
    except TableRefused:
        return text
    with_address = [row for row in rows if any("@" in cell for cell in row)]
    if not with_address or not all(_is_of_table(row) for row in with_address):
        return text
    columns = places_of(rows[0], HEADINGS) if rows[0] not in with_address else {}
    if "email" in columns:
        rows = [[row[at] if at < len(row) else "" for at in columns.values()] for row in rows[1:]]
    return "\n".join(";".join(quoted(cell) for cell in row) for row in rows)


def _is_of_table(row: list[str]) -> bool:
    """One person's: a single cell of it is an address, and nothing else in that cell."""
    addresses = [cell for cell in row if "@" in cell]
    return len(addresses) == 1 and _ADDRESS_ALONE.fullmatch(addresses[0]) is not None


class InviteForm(ListForm):
    file = forms.FileField(
        label=_("or a file"), required=False, help_text=_("CSV or a text file, with the same limit.")
    )
    language = forms.ChoiceField(label=_("Language of e-mails"), choices=texts.LANGUAGES)

    words = forms.CharField(
        label=_("A few words of your own"),
        required=False,
        help_text=_("They appear in the e-mail and on the page of the invitation. At most 1000 characters."),
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
            text = _lines_of(file.read())
        except NotText as slip:
            raise ValidationError(_("This is not a text file. Save the list as CSV.")) from slip
        self.cleaned_data["text"] = f"{self.cleaned_data.get('text', '').rstrip()}\n{text}".lstrip("\n")
        data = cast("QueryDict", self.data).copy()
        data["text"] = self.cleaned_data["text"]
        self.data = data
