"""The secret of a view link's address: what only this portal can make, and only of the row that it keeps."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from darbigas_kopienas.values import signed_tokens

from .models import SharedLink

KIND = "reports.shared_link"
LONGEST_NUMBER = 18  # digits: what a column of ids holds


def _kind(link: SharedLink) -> str:
    return f"{KIND}.{link.nonce}"


def token_of(link: SharedLink) -> str:
    return signed_tokens.token(_kind(link), link.pk)


def link_behind(token: str) -> SharedLink | None:
    """Of an address, perhaps over by now; None where it was not made here."""
    number = token.partition(".")[0]
    if not (number.isascii() and number.isdecimal() and len(number) <= LONGEST_NUMBER):
        return None
    links = SharedLink.objects.select_related("programme", "made_by")
    link = links.filter(pk=int(number)).first()
    return link if link is not None and signed_tokens.pk_in(_kind(link), token) == link.pk else None


def page_of(link: SharedLink) -> str:
    """In the link's own language."""
    with override(link.language):
        return reverse("reports:shared_reports", args=[token_of(link)])


def address_of(link: SharedLink) -> str:
    """At the portal's public address."""
    return settings.PUBLIC_URL + page_of(link)
