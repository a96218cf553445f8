"""What the implementer's pages hold about somebody."""

from collections.abc import Iterable

from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.own_data import OwnTable

from .privacy.erasure import own_data as erasure
from .roles import own_data as roles


def gather(user: User) -> Iterable[tuple[str, OwnTable]]:
    yield from roles.gather(user)
    yield from erasure.gather(user)
