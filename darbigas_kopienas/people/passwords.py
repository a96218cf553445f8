"""What a password may not be made of, beside Django's own rules: words that this portal puts into everybody's mouth."""

import re

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from darbigas_kopienas.values.formats import folded

from .models import Municipality, User

# Names of the portal, its programme and who pays for it, and what everybody here does (docs/decisions/0022). The names
# of municipalities come from their rows; those of the person and the address are compared by Django.
WORDS = (
    "Darbīgās kopienas", "Active Communities", "Latgale", "Latvija", "Latvia", "Britu Padome", "British Council",
    "kopiena", "kopienas", "community", "portāls", "portal", "seminārs", "seminars", "pasākums", "skola", "school",
    "skolotājs", "skolotāja", "pedagogs", "pašvaldība", "novads", "parole", "password",
)  # fmt: skip
LEAST_OF_ONES_OWN = 8
SHORTEST_WORD = 4
MOST_DIGITS = 4  # of them: a year is no secret


class ContextValidator:
    """Such words may stand in a password, but what is left of it without them has to be long enough by itself."""

    def validate(self, password: str, user: object = None) -> None:
        if _own_length(password) < LEAST_OF_ONES_OWN:
            raise ValidationError(
                _("This password is easily guessed by whoever knows the portal: it is made of its words and a number."),
                code="password_of_known_words",
            )

    def get_help_text(self) -> str:
        return _("Your password can’t be made of the portal’s and municipalities’ names and a number.")


class CommonCoreValidator(CommonPasswordValidator):
    """Django's list of the most common breached passwords holds few of ten letters; `sunshine2026!` is no better."""

    def validate(self, password: str, user: User | None = None) -> None:
        super().validate(password, user)
        super().validate(re.sub(r"^[\W\d_]+|[\W\d_]+$", "", password), user)


def _own_length(password: str) -> int:
    rest = "".join(letter for letter in folded(password) if letter.isalnum())
    for word in sorted(_words(), key=len, reverse=True):
        rest = rest.replace(word, "")
    digits = sum(letter.isdigit() for letter in rest)
    return len(rest) - digits + min(digits, MOST_DIGITS)


def _words() -> set[str]:
    names = Municipality.objects.values_list("name_lv", "name_en", "locative_lv")
    texts = [*WORDS, *(name for row in names for name in row)]
    parts = [part for text in texts for part in (text, *text.split())]
    words = {"".join(letter for letter in folded(part) if letter.isalnum()) for part in parts}
    return {word for word in words if len(word) >= SHORTEST_WORD}
