"""The persons at the parties of a grant."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.values.model_fields import EmailField, NameField, in_one_form, is_seen

from .access import Permission, scopes_of


class PartyContactQuerySet(models.QuerySet["PartyContact"]):
    def visible_to(self, user: Reader) -> Self:
        """Whoever works for the programme writes to them; nobody else reads their names."""
        scopes = scopes_of(user, Permission.SEE_STAFF)
        return self.filter(programme__in={programme_id for programme_id, _municipality in scopes})


class PartyContact(models.Model):
    """A person at a party to whom one writes or telephones about the grant; needs no account."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="+", verbose_name=_("programme"))
    party = models.ForeignKey("programme.Party", models.PROTECT, related_name="contacts", verbose_name=_("party"))
    name = NameField(_("name"), max_length=120)
    position = models.CharField(pgettext_lazy("person", "position"), max_length=120, blank=True)
    email = EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone number"), max_length=40, blank=True)
    order = models.PositiveSmallIntegerField(_("place in the list"), default=0)

    objects = PartyContactQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("party’s contact")
        verbose_name_plural = _("parties’ contacts")
        constraints = [
            in_one_form(name="programme_party_contact_email_one_form"),
            is_seen("name", name="programme_party_contact_name_is_seen"),
        ]

    def __str__(self) -> str:
        return self.name
