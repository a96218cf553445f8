from collections.abc import Callable

import pytest

from darbigas_kopienas.people.models import Municipality, Organisation

Entered = Callable[..., Organisation]


@pytest.fixture
def spogi(daugavpils: Municipality) -> Organisation:
    """A school of Daugavpils in the register."""
    return Organisation.objects.create(
        kind="school", name_lv="Špoģu vidusskola", name_en="Špoģi Secondary School", municipality=daugavpils,
        registration_number="40900012345",
    )  # fmt: skip


@pytest.fixture
def malta(rezekne: Municipality) -> Organisation:
    """A school of Rēzeknes novads in the register."""
    return Organisation.objects.create(
        kind="school", name_lv="Maltas pamatskola", municipality=rezekne, registration_number="40900054321"
    )


@pytest.fixture
def merged(daugavpils: Municipality, spogi: Organisation) -> Organisation:
    """Entered a second time under another name, and merged."""
    return Organisation.objects.create(
        kind="school", name_lv="Višķu tehnikums", municipality=daugavpils, registration_number="40900077777",
        merged_into=spogi,
    )  # fmt: skip
