"""Lists that are pasted or sent as a file: shown back line by line before anything is done."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.exchange import NotText, decode_csv
from darbigas_kopienas.participation.registration.people_list import PastedList, read_people
from darbigas_kopienas.people.models import Organisation

LARGEST_FILE = 512 * 1024


class ListForm(forms.Form):
    """People, one a line. `most` and `needs_name` are the list's own rules."""

    most = 500
    needs_name = False

    text = forms.CharField(
        label=_("The list"),
        required=False,
        strip=False,
        help_text=_("One person a line: name; e-mail; school. Tabs and commas do too."),
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pasted = PastedList()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "text" not in cleaned:
            return cleaned
        self.pasted = read_people(cleaned["text"], most=self.most, needs_name=self.needs_name)
        for line, told in self.pasted.slips[:50]:
            said = _("Line %(n)s: %(told)s") % {"n": line, "told": told} if line else told
            self.add_error("text", said)
        return cleaned


class InviteForm(ListForm):
    file = forms.FileField(label=_("or a file"), required=False, help_text=_("CSV or text, as many people."))
    language = forms.ChoiceField(label=_("Language of the letters"), choices=[("lv", "Latviešu"), ("en", "English")])

    field_order = ("text", "file", "language")

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


class ColleaguesForm(ListForm):
    most = 50
    needs_name = True
    school = forms.ChoiceField(label=_("School"))
    field_order = ("school", "text")

    def __init__(self, *args: Any, schools: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.schools = {str(one.pk): one for one in schools}
        self.fields["text"].required = True
        self.fields["text"].help_text = _("One colleague a line: name; e-mail. At most 50.")
        if len(schools) == 1:
            del self.fields["school"]
        else:
            self.fields["school"].choices = [(pk, str(one)) for pk, one in self.schools.items()]  # type: ignore[attr-defined]  # the stubs know Field only

    @property
    def chosen_school(self) -> Organisation:
        """Of a valid form."""
        return self.schools[self.cleaned_data.get("school") or next(iter(self.schools))]
