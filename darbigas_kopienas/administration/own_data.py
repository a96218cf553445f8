"""What is held here about somebody: roles offered to them, what was decided of their rows, what they asked for."""

from collections.abc import Iterator

from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.own_data import OwnTable

from .people.duplicates.own_data import decisions_about
from .privacy.erasure import own_data as of_requests
from .roles import own_data as of_roles


def gather(user: User) -> Iterator[tuple[str, OwnTable]]:
    yield from of_roles.gather(user)
    yield "duplicates", decisions_about(user)
    yield from of_requests.gather(user)
