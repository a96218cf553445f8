"""Published seminars, as the pages of a place need them."""

import pytest

from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import Component
from darbigas_kopienas.programme.scoping import Scope
from tests.builders import Opener, open_seminar


@pytest.fixture
def opened(ilze: User, in_daugavpils: Scope, components: dict[str, Component]) -> Opener:
    return lambda **changes: open_seminar(ilze, in_daugavpils, **changes)
