"""Another role, place or other days for somebody who has a role."""

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.memberships import Membership
from darbigas_kopienas.values import form_fields

from .role_form import RoleForm


class RoleEditForm(RoleForm):
    starts_on = form_fields.DateField(
        label=_("First day"), required=False, help_text=_("Empty: as before, or from today if the role is another one.")
    )

    def __init__(self, data: QueryDict | None, *, membership: Membership, reader: Reader) -> None:
        names = ("role", "municipality", "site", "ends_on")
        super().__init__(
            data,
            user=reader,
            programme=membership.programme,
            also=membership.municipality_id,
            initial={name: getattr(membership, name) for name in names},
        )
