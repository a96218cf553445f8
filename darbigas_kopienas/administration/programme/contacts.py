"""To whom one writes and telephones at the parties: personal data, so nothing of it is kept in the trail."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.programme.facts.forms import FactForm
from darbigas_kopienas.programme.facts.kinds import FactKind, Line, Row, Verbs, Words
from darbigas_kopienas.programme.models import Party, PartyContact
from darbigas_kopienas.values import form_fields


class ContactForm(FactForm):
    """No personal code is asked for: none is needed to write to somebody."""

    party: "forms.ModelChoiceField[Party]" = forms.ModelChoiceField(
        label=_("Party"), queryset=Party.objects.none(), empty_label=_("Choose")
    )
    name = form_fields.NameField(label=pgettext_lazy("person", "Name"), max_length=120)
    position = form_fields.LineField(label=pgettext_lazy("person", "Position"), required=False, max_length=120)
    email = form_fields.EmailField(label=_("E-mail"), required=False)
    phone = form_fields.LineField(
        label=_("Phone number"),
        required=False,
        max_length=40,
        validators=[
            RegexValidator(r"^\+?[0-9 ()\-]{3,}\Z", _("Write the number in digits, for example, +371 00000000."))
        ],
    )

    def offer(self) -> None:
        parties = Party.objects.filter(programme=self.programme).select_related("organisation")
        form_fields.offer_rows(self, "party", parties)

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned["email"] and not cleaned["phone"]:
            self.add_error("email", _("Write an e-mail address or a phone number."))
        return cleaned


def _check(contact: Row) -> None:
    if contact.party.programme_id != contact.programme_id:
        raise ValidationError({"party": _("This party belongs to another grant.")}, code="programme")


def _line(contact: Row) -> Line:
    notes = [str(contact.party), contact.position, contact.email, contact.phone]
    return Line(contact.name, [note for note in notes if note])


CONTACTS = FactKind(
    room="administration",
    name="contact",
    path=_("contacts/"),
    model=PartyContact,
    form=ContactForm,
    words=Words(
        plural=_("Contacts of the parties"),
        lead=_("To whom one writes or telephones about the grant. Only colleagues see them."),
        add=_("Add a contact"),
        edit=_("Edit the contact"),
        remove=_("Remove the contact"),
    ),
    verbs=Verbs("contact.added", "contact.edited", "contact.removed"),
    line=_line,
    order=15,
    copy=None,
    related=("party__organisation",),
    check=_check,
)
