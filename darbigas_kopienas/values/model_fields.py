"""Columns that mean the same everywhere."""

from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import get_language

from . import form_fields
from .characters import SOMETHING_SEEN, SOMETHING_UNSEEN, one_line
from .email_addresses import ONE_FORM, mailbox

if TYPE_CHECKING:
    _Decimal = models.DecimalField[Any, Any]
    _Email = models.EmailField[str, str]
    _Char = models.CharField[str, str]
else:
    _Decimal = models.DecimalField
    _Email = models.EmailField
    _Char = models.CharField

SHORTEST_NAME = 100  # a column of names holds more, so that a number fits behind it


class ChoiceWords:
    """For a model that lists show: `get_state_display()` and its kin, without building all words of a column anew for
    every row, as Django does.
    """

    def _get_FIELD_display(self, field: "models.Field[object, object]") -> object:  # noqa: N802  (Django calls it so)
        value = getattr(self, field.attname)
        return _words_of(field, get_language()).get(value, value)


@cache
def _words_of(field: "models.Field[object, object]", _language: str | None) -> dict[object, str]:
    """By value, in the language that is active."""
    return {value: str(word) for value, word in field.flatchoices}


class MoneyField(_Decimal):
    """Euros and cents, `numeric(12,2)`; its form field reads amounts as Latvia writes them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "max_digits": 12, "decimal_places": 2})

    def formfield(self, **kwargs: Any) -> Any:
        return models.Field.formfield(self, form_class=form_fields.MoneyField, **kwargs)


class NameField(_Char):
    """What somebody or something is called, stored as it is seen; `is_seen` is the constraint that holds it."""

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        return super().clean(one_line(value) if isinstance(value, str) else value, model_instance)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        name = super().pre_save(model_instance, add)
        if isinstance(name, str):
            name = one_line(name)
            setattr(model_instance, self.attname, name)
        return name

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": form_fields.TitleField, **kwargs})


def is_seen(field: str, *, name: str) -> models.CheckConstraint:
    """No name of characters alone that are drawn as nothing."""
    return models.CheckConstraint(condition=models.Q(**{f"{field}__regex": SOMETHING_SEEN}), name=name)


def mend_names(rows: "models.QuerySet[Any]", field: str, *, unnamed: str, apart: str = "") -> None:
    """What an upgrade does before `is_seen` holds: names as they are seen, and a word where nothing is.

    `apart` is what else is in a unique key with the name: where another row has both, the number is added.
    """
    hidden = models.Q(**{f"{field}__regex": SOMETHING_UNSEEN})
    blank = ~models.Q(**{f"{field}__regex": SOMETHING_SEEN}) & ~models.Q(**{field: ""})
    for row in list(rows.filter(hidden | blank).order_by("pk")):
        name = one_line(getattr(row, field)) or unnamed
        if apart and rows.filter(**{field: name, apart: getattr(row, apart)}).exclude(pk=row.pk).exists():
            name = f"{name[:SHORTEST_NAME]} ({row.pk})"
        rows.filter(pk=row.pk).update(**{field: name})


class EmailField(_Email):
    """An address, stored in its one form; `in_one_form` is the constraint that holds it."""

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        return super().clean(mailbox(value) if isinstance(value, str) else value, model_instance)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        address = super().pre_save(model_instance, add)
        if isinstance(address, str):
            address = mailbox(address)
            setattr(model_instance, self.attname, address)
        return address

    def formfield(self, **kwargs: Any) -> Any:
        return models.Field.formfield(self, form_class=form_fields.EmailField, max_length=self.max_length, **kwargs)


def in_one_form(*, name: str, field: str = "email") -> models.CheckConstraint:
    """No second spelling of a mailbox beside the one by which it is found."""
    return models.CheckConstraint(condition=models.Q(**{f"{field}__regex": ONE_FORM}), name=name)
