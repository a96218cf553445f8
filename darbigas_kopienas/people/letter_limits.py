"""How many letters may be caused in an hour by typing an address into a form: to one address, from one network, in all.

A school of thirty behind one address stays far below. Over a limit the page says the same as always, since anything
else would tell who has an account; only the letter is not written, and the security log says so.
"""

from dataclasses import dataclass

from django.http import HttpRequest

from darbigas_kopienas.web.rate_limits import is_over, network_of

from . import known_browsers

HOUR = 60 * 60


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
    if is_over("letters_to_one", f"{kind}|{address.lower()}", most=limits.to_one, seconds=HOUR):
        return False
    if known_browsers.browser_of(request, address):
        return True
    network = f"{kind}|{network_of(request)}"
    return not (
        is_over("letters_from_network", network, most=limits.from_network, seconds=HOUR)
        or is_over("letters_in_all", kind, most=limits.in_all, seconds=HOUR)
    )
