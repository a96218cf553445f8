"""Columns that mean the same everywhere."""

from typing import TYPE_CHECKING, Any

from django.db import models

from . import form_fields
from .email_addresses import ONE_FORM, mailbox

if TYPE_CHECKING:
    _Decimal = models.DecimalField[Any, Any]
    _Email = models.EmailField[Any, Any]
else:
    _Decimal = models.DecimalField
    _Email = models.EmailField


class MoneyField(_Decimal):
    """Euros and cents, `numeric(12,2)`; its form field reads amounts as Latvia writes them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "max_digits": 12, "decimal_places": 2})

    def formfield(self, **kwargs: Any) -> Any:
        return models.Field.formfield(self, form_class=form_fields.MoneyField, **kwargs)


class EmailField(_Email):
    """An address, stored in its one form; `in_one_form` is the constraint that holds it."""

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
