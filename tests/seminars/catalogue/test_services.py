from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.scoping import Scope
from seminars.catalogue import services as catalogue
from seminars.models import TrainingProgramme

pytestmark = pytest.mark.django_db


def test_training_programme_is_approved_while_it_is_valid(ilze: User, in_daugavpils: Scope) -> None:
    training = catalogue.add_training_programme(
        by=ilze,
        scope=in_daugavpils,
        title_lv="Kopienas skola",
        academic_hours=12,
        type=TrainingProgramme.Type.A,
        approval_number="12-3/1",
        approved_on=date(2019, 9, 1),
        valid_until=date(2022, 8, 31),
    )
    assert str(training) == "Kopienas skola"
    assert training.is_approved_on(date(2020, 6, 1))
    assert not training.is_approved_on(date(2022, 9, 1))
    assert not training.is_approved_on(date(2019, 8, 31))
    training.type = TrainingProgramme.Type.OTHER
    assert not training.is_approved_on(date(2020, 6, 1))


def test_training_programme_needs_hours_and_the_right(ilze: User, anna: User, in_daugavpils: Scope) -> None:
    with pytest.raises(ValidationError):
        catalogue.add_training_programme(by=ilze, scope=in_daugavpils, title_lv="Bez stundām", academic_hours=0)
    with pytest.raises(PermissionDenied):
        catalogue.add_training_programme(by=anna, scope=in_daugavpils, title_lv="Svešā", academic_hours=6)
