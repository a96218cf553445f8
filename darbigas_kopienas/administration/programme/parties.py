"""Who takes part in the grant: who funds, who applied, who implements, who adds money."""

from collections.abc import Sequence
from typing import cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.administration.people.organisations.forms import IS_ANOTHER, OrganisationForm
from darbigas_kopienas.administration.people.organisations.services import add_organisation
from darbigas_kopienas.administration.people.valid_names import valid_in
from darbigas_kopienas.people.models import Municipality, Organisation
from darbigas_kopienas.programme.access import Permission, may
from darbigas_kopienas.programme.actors import Actor, Reader
from darbigas_kopienas.programme.facts.forms import FactForm
from darbigas_kopienas.programme.facts.kinds import FactKind, Fields, Line, Row, Verbs, Words
from darbigas_kopienas.programme.facts.services import require_unique
from darbigas_kopienas.programme.models import Party, PartyContact
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import form_fields, formats

NEW = tuple(OrganisationForm.base_fields)


class PartyForm(FactForm, OrganisationForm):
    """An organisation that is known, or the data of a new one."""

    organisation: "forms.ModelChoiceField[Organisation]" = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=pgettext_lazy("organisation", "a new one:"),
        widget=form_fields.SearchedSelect,
    )
    role = forms.ChoiceField(label=_("Role in the grant"), choices=Party.Role.choices)
    is_another = forms.BooleanField(label=IS_ANOTHER, required=False)
    field_order = ("organisation", "role", *NEW, "is_another")

    def offer(self) -> None:
        form_fields.offer_rows(self, "organisation", valid_in(Organisation.objects.all(), self.programme))
        if self.row is None:
            self._offer_new()
            return
        for name in (*NEW, "is_another"):
            del self.fields[name]
        self.fields["organisation"].required = True

    def _offer_new(self) -> None:
        form_fields.offer_rows(self, "municipality", valid_in(Municipality.objects.all(), self.programme))
        self.fields["name_lv"].required = self.fields["kind"].required = False
        self.fields["name_lv"].help_text = _("From here on, only for an organisation that is not in the list.")
        choices = [("", formats.EMPTY), *Organisation.Kind.choices]
        cast("forms.ChoiceField", self.fields["kind"]).choices = choices

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        if self.row is None and not self.errors:
            self._require_one_of_both(cleaned)
        return cleaned

    def _require_one_of_both(self, cleaned: Fields) -> None:
        is_new = bool(cleaned["name_lv"])
        if cleaned["organisation"] is None and not is_new:
            self.add_error("organisation", _("Choose an organisation or write the name of a new one."))
        elif cleaned["organisation"] is not None and is_new:
            self.add_error("name_lv", _("An organisation is chosen above: clear one of them."))
        elif is_new and not cleaned["kind"]:
            self.add_error("kind", _("Choose what kind of organisation it is."))


def _prepare(by: Actor, party: Row, fields: Fields) -> Fields:
    organisation = fields["organisation"]
    if organisation is None:
        new = {name: fields[name] for name in (*NEW, "is_another")}
        organisation = add_organisation(by=by, programme=party.programme, **new)
    return {"organisation": organisation, "role": fields["role"]}


def _check(party: Row) -> None:
    sentence = _("This organisation has this role already.")
    require_unique(party, "organisation", "role", at="role", sentence=sentence)


def _read_along(reader: Reader, parties: Sequence[Row]) -> None:
    contacts = list(PartyContact.objects.visible_to(reader).filter(party__in=parties))
    for party in parties:
        party.contacts_seen = [contact for contact in contacts if contact.party_id == party.pk]
        party.may_edit_organisation = may(reader, Permission.WRITE_PROGRAMME, Scope(party.programme_id))


def _line(party: Row) -> Line:
    organisation = party.organisation
    number = organisation.registration_number or _("required before signing")
    notes = [
        str(party.get_role_display()),
        str(_("registration number: %(number)s") % {"number": number}),
        organisation.address,
    ]
    return Line(str(organisation), [note for note in notes if note])


PARTIES = FactKind(
    room="administration",
    name="party",
    path=_("parties/"),
    model=Party,
    form=PartyForm,
    words=Words(
        plural=_("Parties to the grant"),
        lead=_("Who funds it, who applied, who implements it, who adds money."),
        add=_("Add a party"),
        edit=_("Edit the party"),
        remove=_("Remove the party"),
    ),
    verbs=Verbs("party.added", "party.edited", "party.removed"),
    line=_line,
    order=10,
    is_needed=True,
    related=("organisation",),
    read_along=_read_along,
    prepare=_prepare,
    check=_check,
    row_template="administration/programme/_party.html",
    draft=True,
)
