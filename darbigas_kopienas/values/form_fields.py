"""Form fields that read money, numbers, days, names and addresses as people here write them, and say what is wrong."""

import re
from abc import ABC, abstractmethod
from datetime import date, time
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from . import coordinates, formats
from .characters import has_letter, has_letter_or_digit, one_line, visible
from .email_addresses import LONGEST, mailbox, require_mailbox

_PERCENT = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,2}))?\s*%?")
_SLIPS = (
    formats.NotMoney, formats.NotACount, formats.NotHours, formats.NotADate, formats.NotATime, coordinates.NotAPoint,
)  # fmt: skip


class SearchedSelect(forms.Select):
    """A list with a box above it in which one searches (portal.js); without scripts, a list."""

    def __init__(self, attrs: dict[str, object] | None = None, choices: Any = ()) -> None:
        super().__init__({"data-search": _("Search in the list"), **(attrs or {})}, choices)


class LabelledChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # of any model
    """Of rows that may be called the same: each is shown by its `choice_label`, which tells it from the others."""

    widget = SearchedSelect

    def __init__(self, queryset: Any, **options: Any) -> None:
        options.setdefault("empty_label", _("Choose") if options.get("required", True) else formats.EMPTY)
        super().__init__(queryset, **options)

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.choice_label)


def offer_rows(form: forms.Form, name: str, rows: "QuerySet[Any]") -> None:
    """Its choices are the rows that were read: the field itself would read them anew for each form."""
    field = cast("forms.ModelChoiceField[Any]", form.fields[name])
    field.queryset = rows
    choices = [("", field.empty_label or ""), *((row.pk, str(row)) for row in rows)]
    cast("forms.ChoiceField", field).choices = choices


class MoneyInput(forms.TextInput):
    """A text box, not type=number: browsers would refuse the decimal comma or drop the group mark."""

    def format_value(self, value: object) -> str | None:
        if isinstance(value, Decimal):
            # always the Latvian way, whatever the language: "1,000.50" typed back could mean two amounts
            return formats.number(value, 2, language="lv").replace(formats.NBSP, " ").replace(formats.MINUS, "-")
        return None if value is None else str(value)


class CountInput(forms.TextInput):
    """A text box with the number keyboard: a spinning wheel must not change a count by accident."""

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        super().__init__({"class": "short", **(attrs or {})})


class HoursInput(CountInput):
    """Hours as the page's language writes them: both marks are read."""

    def format_value(self, value: object) -> str | None:
        if isinstance(value, Decimal):
            return formats.short_number(value)
        return None if value is None else str(value)


class DateInput(forms.TextInput):
    """A text box: a native one shows the day in the browser's language, not in the page's.

    A script (dates.js) puts the dots in while somebody types, and lets the button beside it open a calendar.
    """

    template_name = "django/forms/widgets/date.html"

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        super().__init__({"data-typed": "day", **(attrs or {})})

    def format_value(self, value: object) -> str | None:
        if isinstance(value, date):
            return formats.day(value)
        return None if value is None else str(value)


class TimeInput(forms.TextInput):
    """A text box, as days are: a native one shows 1:00 PM in an English browser."""

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        super().__init__({"class": "short", "data-typed": "time", **(attrs or {})})

    def format_value(self, value: object) -> str | None:
        if isinstance(value, time):
            return formats.hour(value)
        return None if value is None else str(value)


class _ReadField(forms.Field, ABC):
    """A text that a reader of `formats` turns into a value; what it refuses stands at the field, with its code."""

    kind: type = object  # what it is read to
    inputmode = "numeric"
    maxlength = 40

    @abstractmethod
    def read(self, text: str) -> Any:
        """Raises NotMoney, NotACount, NotHours, NotADate, NotATime or NotAPoint."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, object]:
        mine = {"inputmode": self.inputmode, "autocomplete": "off", "maxlength": self.maxlength}
        return {**super().widget_attrs(widget), **mine}

    def to_python(self, value: object) -> Any:
        if value in self.empty_values:
            return None
        if isinstance(value, self.kind):
            return value
        try:
            return self.read(str(value))
        except _SLIPS as slip:
            raise ValidationError(str(slip), code=slip.code) from slip

    def has_changed(self, initial: object, data: object) -> bool:
        """`1 000,00` typed over 1000.00 is no change, `2026-11-23` over 23.11.2026 neither."""
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True


class MoneyField(_ReadField):
    """An amount in euros and cents; below zero only where `allow_negative` says so."""

    widget = MoneyInput
    kind = Decimal
    inputmode = "decimal"

    def __init__(self, *, allow_negative: bool = False, **kwargs: Any) -> None:
        self.allow_negative = allow_negative
        kwargs["help_text"] = kwargs.get("help_text") or _("For example, 1000,50.")
        super().__init__(**kwargs)

    def read(self, text: str) -> Decimal:
        return formats.parse_money(text, allow_negative=self.allow_negative)


class CountField(_ReadField):
    """A whole number from 0: `18`, `1 000`, `18,0`."""

    widget = CountInput
    kind = int
    maxlength = 20

    def __init__(self, *, min_value: int = 0, max_value: int = formats.MAX_COUNT, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.min_value, self.max_value = min_value, max_value
        self.validators += [MinValueValidator(min_value), MaxValueValidator(max_value)]

    def read(self, text: str) -> int:
        return formats.parse_count(text)


class HoursField(_ReadField):
    """Academic hours: `4`, `4,5`, `2,25`."""

    widget = HoursInput
    kind = Decimal
    inputmode = "decimal"
    maxlength = 10

    def read(self, text: str) -> Decimal:
        return formats.parse_hours(text)


class PercentField(_ReadField):
    """From 0 to 100, at most two digits after the comma: `20`, `12,5`, `20 %`."""

    widget = HoursInput
    kind = Decimal
    inputmode = "decimal"
    maxlength = 10

    def read(self, text: str) -> Decimal:
        match = _PERCENT.fullmatch(visible(text).strip())
        percent = Decimal(f"{match[1]}.{(match[2] or '').ljust(2, '0')}") if match else None
        if percent is None or percent > 100:  # noqa: PLR2004  (the whole)
            raise ValidationError(_("Write a percentage from 0 to 100, for example 20 or 12,5."), code="percent")
        return percent


class DateField(_ReadField):
    """A day: `23.11.2026`, `23112026`, `231126` or `2026-11-23`."""

    widget = DateInput
    kind = date
    maxlength = 11

    def __init__(self, **kwargs: Any) -> None:
        kwargs["help_text"] = kwargs.get("help_text") or _("For example, 23.11.2026.")
        super().__init__(**kwargs)

    def read(self, text: str) -> date:
        return formats.parse_date(text)


class TimeField(_ReadField):
    """An hour of the day: `10.00`, `10:00`, `1000` or `10`."""

    widget = TimeInput
    kind = time
    maxlength = 8

    def __init__(self, **kwargs: Any) -> None:
        kwargs["help_text"] = kwargs.get("help_text") or _("For example, 10:00.")
        super().__init__(**kwargs)

    def read(self, text: str) -> time:
        return formats.parse_time(text)


class PointField(_ReadField):
    """A point on the map as one pastes it: two numbers, degrees and minutes, or the address of a map."""

    widget = forms.TextInput
    kind = coordinates.Point
    inputmode = "text"
    maxlength = coordinates.LONGEST

    def __init__(self, **kwargs: Any) -> None:
        kwargs["help_text"] = kwargs.get("help_text") or _(
            "Paste them from a map, for example 55.8714, 26.5161, or paste the address of the map’s page."
        )
        super().__init__(**kwargs)

    def read(self, text: str) -> coordinates.Point:
        return coordinates.parse_point(text)


class AnswerField(forms.ChoiceField):
    """One of the answers to a question; left open, it says what to do."""

    default_error_messages = {"required": _("Choose an answer.")}


class LineField(forms.CharField):
    """One line as it is seen: what is drawn as nothing is dropped, so that a line of it alone is empty."""

    def to_python(self, value: object) -> str:
        return one_line(str(super().to_python(value) or ""))


class NameField(LineField):
    """What somebody is called: it has a letter, of whatever script."""

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not has_letter(value):
            raise ValidationError(_("A name has at least one letter."), code="no_letter")


class TitleField(LineField):
    """What a thing is called: it has a letter or a digit."""

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not has_letter_or_digit(value):
            raise ValidationError(_("Write at least one letter or digit."), code="no_letter")


class EmailField(forms.EmailField):
    """An address in its one form, no longer than a column holds: Django's own lets 320 letters in."""

    default_validators = [require_mailbox]

    def __init__(self, *, max_length: int = LONGEST, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: object) -> str:
        return mailbox(str(super().to_python(value)))
