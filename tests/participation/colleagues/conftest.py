"""A school, and Jānis who speaks for it."""

from datetime import date

import pytest

from darbigas_kopienas.people.models import Municipality, Organisation, SchoolContact, User
from tests.participation.participants.conftest import activity, at  # noqa: F401  (fixtures)
from tests.seminars.conftest import plan, seminar, today  # noqa: F401  (fixtures)


@pytest.fixture
def school(daugavpils: Municipality) -> Organisation:
    return Organisation.objects.create(kind="school", name_lv="3. vidusskola", municipality=daugavpils)


@pytest.fixture
def contact(janis: User, school: Organisation) -> User:
    SchoolContact.objects.create(organisation=school, user=janis, starts_on=date(2020, 1, 1))
    return janis
