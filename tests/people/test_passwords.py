"""Which passwords are too easily guessed by whoever knows the portal, its places and its people."""

import pytest
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError

from darbigas_kopienas.people.models import Municipality, User
from tests.people.identity import PASSWORD

pytestmark = pytest.mark.django_db


def codes_of(password: str, user: User | None = None) -> list[str]:
    try:
        validate_password(password, user)
    except ValidationError as refused:
        return [error.code or "" for error in refused.error_list]
    return []


@pytest.mark.parametrize(
    "password",
    [
        "Darbigas-Kopienas-2026",
        "darbīgāskopienas1",
        "DaugavpilsNovads2026!",
        "Latgale.Latgale.1",
        "ParoleSkola12345678",
    ],
)
def test_words_of_the_portal_and_a_number_are_no_password(password: str, daugavpils: Municipality) -> None:
    assert codes_of(password) == ["password_of_known_words"]


@pytest.mark.parametrize(
    "password", [PASSWORD, "Daugavpils lietusmētelis", "četri zirgi pie upes", "x7-Qmt-93-pLz-Daugava"]
)
def test_they_may_stand_in_a_long_one(password: str, daugavpils: Municipality) -> None:
    assert codes_of(password) == []


@pytest.mark.parametrize("password", ["sunshine2026!", "!!Liverpool1!", "1234567890", "qwertyuiop"])
def test_common_password_with_a_number_is_common(password: str) -> None:
    assert "password_too_common" in codes_of(password)


def test_own_name_and_address_are_no_password(janis: User) -> None:
    janis.name = "Jānis Bērziņš"
    assert "password_too_similar" in codes_of("Jānis Bērziņš1", janis)
    assert "password_too_similar" in codes_of(janis.email, janis)


def test_help_says_it() -> None:
    assert any("portāla" in text for text in password_validators_help_texts())
