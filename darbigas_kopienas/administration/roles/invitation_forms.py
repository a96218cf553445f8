"""The forms of invitations: which role is offered to which address, and how it is taken up."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import form_fields, texts

from .role_form import RoleForm


class InvitationForm(RoleForm):
    """Its fields are called as the keywords of the service; offered are the roles and places that one may give."""

    email = form_fields.EmailField(
        label=_("E-mail"), help_text=_("Only whoever reads this address can take the role up.")
    )
    starts_on = form_fields.DateField(
        label=_("First day"),
        required=False,
        help_text=_("Leave it empty, and the role begins when it is taken up. For example, 23.11.2026."),
    )
    language = forms.ChoiceField(label=_("Language of e-mails"), choices=texts.LANGUAGES)

    def __init__(self, *args: Any, user: Reader, programme: Programme, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"language": "lv"})
        super().__init__(*args, user=user, programme=programme, **kwargs)


class AnswerForm(forms.Form):
    """By whoever is invited; what they are called is asked where the portal does not know it."""

    name = form_fields.NameField(
        label=pgettext_lazy("person", "Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )

    def __init__(self, *args: Any, asks_name: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_name:
            del self.fields["name"]
