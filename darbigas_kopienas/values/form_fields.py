"""Form fields that read money, days and addresses as people here write them, and say why when they cannot."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from . import formats


class MoneyInput(forms.TextInput):
    """A text box, not type=number: browsers would refuse the decimal comma or drop the group mark."""

    def format_value(self, value: object) -> str | None:
        if isinstance(value, Decimal):
            # always the Latvian way, whatever the language: "1,000.50" typed back could mean two amounts
            return formats.number(value, 2, language="lv").replace(formats.NBSP, " ").replace(formats.MINUS, "-")
        return None if value is None else str(value)


class DateInput(forms.TextInput):
    """A text box: a native one shows the day in the browser's language, not in the page's."""

    def format_value(self, value: object) -> str | None:
        if isinstance(value, date):
            return formats.day(value)
        return None if value is None else str(value)


class MoneyField(forms.Field):
    """An amount in euros and cents; below zero only where `allow_negative` says so."""

    widget = MoneyInput

    def __init__(self, *, allow_negative: bool = False, **kwargs: Any) -> None:
        self.allow_negative = allow_negative
        kwargs["help_text"] = kwargs.get("help_text") or _("For example, 1 000,50.")
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, object]:
        return {**super().widget_attrs(widget), "inputmode": "decimal", "autocomplete": "off", "maxlength": 40}

    def to_python(self, value: object) -> Decimal | None:
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal):
            return value
        try:
            return formats.parse_money(str(value), allow_negative=self.allow_negative)
        except formats.NotMoney as slip:
            raise ValidationError(str(slip), code=slip.code) from slip

    def has_changed(self, initial: object, data: object) -> bool:
        """`1 000,00` typed over 1000.00 is no change."""
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True


class DateField(forms.Field):
    """A day: `23.11.2026` or `2026-11-23`."""

    widget = DateInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs["help_text"] = kwargs.get("help_text") or _("For example, 23.11.2026.")
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, object]:
        return {**super().widget_attrs(widget), "inputmode": "numeric", "autocomplete": "off", "maxlength": 11}

    def to_python(self, value: object) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value
        try:
            return formats.parse_date(str(value))
        except formats.NotADate as slip:
            raise ValidationError(str(slip), code=slip.code) from slip

    def has_changed(self, initial: object, data: object) -> bool:
        """`2026-11-23` typed over 23.11.2026 is no change."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class EmailField(forms.EmailField):
    """No longer than a column holds: Django's own lets 320 letters in, and the database would refuse them."""

    def __init__(self, *, max_length: int = 254, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
