"""A text in Latvian and English, and whether the English still says what the Latvian says.

A model has plain fields `title_lv`, `title_en` and `title_en_source`; the last is the hash of the
Latvian text that the English was translated from. `title = Text("title")` reads the right one.
"""

import hashlib
from typing import Self, overload

from django.db.models import CharField, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext_lazy as _

from .formats.languages import active_language, is_latvian

# As a form offers them; only the switch of languages calls each by its own name.
LANGUAGES = [("lv", _("in Latvian")), ("en", _("in English"))]


def source_hash(text: str) -> str:
    """The sha256, in hex, of a Latvian text as it stood when somebody translated it."""
    return hashlib.sha256(text.strip().encode()).hexdigest()


class Text:
    """Reads `<name>_lv` or `<name>_en` by the active language; where one is empty, the other."""

    def __init__(self, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type) -> str: ...
    def __get__(self, instance: object | None, owner: type) -> Self | str:
        if instance is None:
            return self
        return in_language(instance, self.name, active_language())

    def __set__(self, instance: object, value: str) -> None:
        raise AttributeError(f"set {self.name}_lv or {self.name}_en: a text has two languages")


def in_language(obj: object, name: str, language: str) -> str:
    """The text in one language, or in the other where that one is empty."""
    latvian, english = _both(obj, name)
    return (english or latvian) if language.startswith("en") else (latvian or english)


def column_in_language(path: str) -> Coalesce:
    """The same for a query, in the active language: `column_in_language("source__name")`."""
    first, other = ("lv", "en") if is_latvian() else ("en", "lv")
    wanted = NullIf(f"{path}_{first}", Value(""), output_field=CharField())
    return Coalesce(wanted, f"{path}_{other}", output_field=CharField())


def texts_of(obj: object) -> list[str]:
    """The names of all texts that a model (or one of its rows) has."""
    owner = obj if isinstance(obj, type) else type(obj)
    attributes = (value for cls in reversed(owner.__mro__) for value in vars(cls).values())
    return list(dict.fromkeys(value.name for value in attributes if isinstance(value, Text)))


def is_missing(obj: object, name: str) -> bool:
    """There is a Latvian text and no English one."""
    latvian, english = _both(obj, name)
    return bool(latvian) and not english


def is_stale(obj: object, name: str) -> bool:
    """The Latvian text was changed after the English was made from it."""
    latvian, english = _both(obj, name)
    return bool(english) and getattr(obj, f"{name}_en_source") != source_hash(latvian)


def missing_texts(obj: object) -> list[str]:
    """The names of the texts of a row that have no English."""
    return [name for name in texts_of(obj) if is_missing(obj, name)]


def stale_texts(obj: object) -> list[str]:
    """The names of the texts of a row whose English is older than the Latvian."""
    return [name for name in texts_of(obj) if is_stale(obj, name)]


def stamp_translation(obj: object, name: str) -> None:
    """Call before saving, when a person has just written or confirmed the English: it is up to date."""
    latvian, english = _both(obj, name)
    setattr(obj, f"{name}_en_source", source_hash(latvian) if english else "")


def _both(obj: object, name: str) -> tuple[str, str]:
    return (getattr(obj, f"{name}_lv") or "").strip(), (getattr(obj, f"{name}_en") or "").strip()
