"""The holder decides on the page of their consents whether the check page of a paper shows the whole name."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from darbigas_kopienas.people.models import User

from . import services
from .models import Certificate


def decide(user: User, certificate_pk: int, agrees: bool) -> None:
    """Raises PermissionDenied where the paper of this number is not theirs."""
    certificate = Certificate.objects.own(user).filter(pk=certificate_pk).first()
    if certificate is None:
        raise PermissionDenied(_("Only the holder decides whether the check page shows the name."))
    services.show_name(by=user, certificate=certificate, shows_name=agrees)
