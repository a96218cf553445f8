from django import forms
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.participation.registration.forms import ListForm
from darbigas_kopienas.people.models import Organisation


class ColleaguesForm(ListForm):
    most = 50
    needs_name = True
    school = forms.ChoiceField(label=_("School"))
    field_order = ("school", "text")

    def __init__(self, *args: object, schools: list[Organisation], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.schools = {str(school.pk): school for school in schools}
        self.fields["text"].required = True
        self.fields["text"].help_text = _("One colleague a line: name; e-mail. At most 50.")
        if len(schools) == 1:
            del self.fields["school"]
        else:
            self.fields["school"].choices = [(pk, str(school)) for pk, school in self.schools.items()]  # type: ignore[attr-defined]  # the stubs know Field only

    @property
    def chosen_school(self) -> Organisation:
        """Of a valid form."""
        return self.schools[self.cleaned_data.get("school") or next(iter(self.schools))]
