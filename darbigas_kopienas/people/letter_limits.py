"""How many letters may be caused in an hour by typing an address into a form: to one address, from one network, in all.

A school of thirty behind one address stays far below. Over a limit the page says the same as always, since anything
else would tell who has an account; only the letter is not written, and the log says so.
"""

import logging
from dataclasses import dataclass

from django.http import HttpRequest

from darbigas_kopienas.web.rate_limits import is_over, network_of

from . import known_browsers

HOUR = 60 * 60
log = logging.getLogger("portal.sign_in")  # never an address


@dataclass(frozen=True)
class Limits:
    to_one: int
    from_network: int
    in_all: int


# To whoever asked for a code or a link; to whoever has an account, counted for the address already (attempts.py).
TO_ACCOUNTS = Limits(to_one=100, from_network=300, in_all=5_000)
# To an address that is no account's yet, or from a form by which nobody with an account signs in. Counted apart, so
# that no stranger uses up what an owner may have sent.
TO_STRANGERS = Limits(to_one=6, from_network=150, in_all=1_000)
OF_ACCOUNTS = frozenset(
    {"account/email/login_code", "account/email/password_reset_key", "account/email/reauthentication_code"}
)


def may_be_written(request: HttpRequest, template: str, address: str) -> bool:
    """Counts it. A browser in which the address's owner signed in before is held up by nobody else's letters."""
    kind, limits = ("accounts", TO_ACCOUNTS) if template in OF_ACCOUNTS else ("strangers", TO_STRANGERS)
    if is_over("letters", f"{kind}|{address.lower()}", most=limits.to_one, seconds=HOUR):
        return _refused("to one address")
    if known_browsers.browser_of(request, address):
        return True
    if is_over("letters", f"{kind}|{network_of(request)}", most=limits.from_network, seconds=HOUR):
        return _refused("from one network")
    if is_over("letters", kind, most=limits.in_all, seconds=HOUR):
        return _refused("in the whole portal")
    return True


def _refused(where: str) -> bool:
    log.warning("a letter is not written: too many within an hour %s", where)
    return False
