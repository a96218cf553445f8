"""One mailbox, one spelling: an e-mail address is brought to this form before it is compared and stored.

Letters of other scripts that only look alike are not joined: those are other addresses.
"""

import re
import unicodedata
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from .characters import visible

LONGEST = 254  # what a column holds, and what mail allows
ONE_FORM = r"^[!-@\[-~]*$"  # as the database holds it: what ASCII prints, without spaces and capitals
_QUOTED = re.compile(r'"([a-z0-9!#$%&\'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&\'*+/=?^_`{|}~-]+)*)"')
_FULL_STOPS = re.compile("[\u3002\uff0e\uff61]")  # that a domain may be typed with
_ACE = "xn--"


def mailbox(typed: str) -> str:
    """`Anna.K@Ābols.LV.` as `anna.k@xn--bols-psa.lv`; what is no address comes back tidied, for others to refuse.

    Spaces around it and characters that nobody sees are dropped, full-width letters become plain, capitals small (the
    part before @ too: no mailbox here differs by them), a domain gets the spelling by which mail is sent.
    """
    if len(typed) > LONGEST * 2:  # before normalising, which takes the square of a long row of marks
        return typed
    text = unicodedata.normalize("NFKC", visible(typed)).strip().lower()
    local, at, domain = text.rpartition("@")
    if not at:
        return text
    labels = _FULL_STOPS.sub(".", domain).removesuffix(".").split(".")
    quoted = _QUOTED.fullmatch(local)
    return f"{quoted[1] if quoted else local}@{'.'.join(_sent(label) for label in labels)}"


def _sent(label: str) -> str:
    """A part of a domain by the letters that travel. Not Python's "idna": it would make `ss` of `ß`, another domain."""
    if label.isascii():
        return label
    return _ACE + unicodedata.normalize("NFC", label).encode("punycode").decode("ascii")


def require_mailbox(address: str) -> None:
    """Of an address in its one form: mail can be sent there. Raises ValidationError that says what is wrong."""
    local = address.rpartition("@")[0]
    if strange := "".join(dict.fromkeys(_beyond_ascii(local))):
        sentence = _(
            "Mail cannot be sent to this address: before the @ there may be only Latin letters without diacritics, "
            "digits and signs, but here is “%(strange)s”."
        )
        raise ValidationError(sentence % {"strange": strange}, code="strange_letters")
    validate_email(address)


def _beyond_ascii(text: str) -> Iterator[str]:
    return (char for char in text if not char.isascii())


def masked(address: str) -> str:
    """Enough to know one's own by: the mailbox that is left behind may be read by others."""
    name, at, domain = address.partition("@")
    return f"{name[:1]}•••{at}{domain}" if address else ""
