"""Columns that mean the same everywhere."""

from typing import TYPE_CHECKING, Any

from django.db import models

from . import form_fields

if TYPE_CHECKING:
    _Decimal = models.DecimalField[Any, Any]
else:
    _Decimal = models.DecimalField


class MoneyField(_Decimal):
    """Euros and cents, `numeric(12,2)`; its form field reads amounts as Latvia writes them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "max_digits": 12, "decimal_places": 2})

    def formfield(self, **kwargs: Any) -> Any:
        return models.Field.formfield(self, form_class=form_fields.MoneyField, **kwargs)
