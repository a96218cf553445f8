"""Whom to ask, as an e-mail names them. What was typed becomes one address and one line, never another header."""

import re
from dataclasses import dataclass
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .characters import one_line
from .email_addresses import mailbox, require_mailbox


@dataclass(frozen=True, slots=True)
class Contact:
    """An address that is read, and who reads it where that is known."""

    email: str
    name: str = ""

    @property
    def header(self) -> str:
        return formataddr((self.name, self.email))


def contact_at(email: str, name: str = "") -> Contact | None:
    """None where that is not exactly one e-mail address."""
    address = mailbox(email)
    if re.search(r"[\s,;<>]", address):
        return None
    try:
        require_mailbox(address)
    except ValidationError:
        return None
    return Contact(address, one_line(name))


def portal_contact() -> Contact:
    """The portal's own address, called by its name in the language of now."""
    return Contact(parseaddr(settings.DEFAULT_FROM_EMAIL)[1], _("Active Communities"))


def sender() -> str:
    """From whom the portal's mail comes: the configured name, else the portal's, with the configured address."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((name or _("Active Communities"), address))
