"""The second and further days in the form by which a seminar is planned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from darbigas_kopienas.values import form_fields

from .days import SessionForm

# More are added on the seminar's own page: a form of many days is harder to read than a list of them.
MAX_DAYS = 10
Row = dict[str, object]

_Rows = forms.formset_factory(SessionForm, extra=0, max_num=MAX_DAYS - 1, absolute_max=MAX_DAYS - 1, validate_max=True)


class MoreDays(_Rows):  # type: ignore[misc, valid-type]  # made by a function
    """A row for each day after the first. A form without any need not say so."""

    def __init__(self, data: Mapping[str, object] | None = None, *, initial: Sequence[Row] = ()) -> None:
        if data is not None and "days-TOTAL_FORMS" not in data:
            data = {"days-TOTAL_FORMS": "0", "days-INITIAL_FORMS": "0"}
        too_many = _("At most %(days)s days here; add the others on the seminar’s page.") % {"days": MAX_DAYS}
        said = {
            "missing_management_form": _("The days were not sent whole. Open the form again."),
            "too_many_forms": too_many,
        }
        super().__init__(
            data, prefix="days", form_kwargs={"empty_permitted": False}, error_messages=said, initial=initial
        )

    @property
    def sessions(self) -> list[Row]:
        """Of valid rows: what `add_day` takes of each."""
        return [row.session for row in self.forms]

    @property
    def typed(self) -> list[Row]:
        """As it was typed, right or wrong."""
        return [{name: row[name].data for name in row.fields} for row in self.forms]

    most = MAX_DAYS

    @property
    def may_add(self) -> bool:
        return len(self.forms) < MAX_DAYS - 1


@dataclass(frozen=True)
class DayButton:
    """“One more day”, or “take this day off” with its number among the further ones."""

    taken_off: int | None = None

    @classmethod
    def pressed(cls, data: Mapping[str, object]) -> Self | None:
        """Which of the two buttons sent the form, if one of them did."""
        if "add_day" in data:
            return cls()
        number = data.get("take_off_day", "")
        return cls(int(str(number))) if number in {str(at) for at in range(MAX_DAYS)} else None

    def applied_to(self, rows: list[Row]) -> list[Row]:
        """All days, the first too, with one more or without the one that was taken off."""
        if self.taken_off is not None:
            return [row for at, row in enumerate(rows, start=-1) if at != self.taken_off]
        return [*rows, _next_day(rows[-1])] if len(rows) < MAX_DAYS else rows


def _next_day(row: Row) -> Row:
    """The same hours a day later; the day stays empty where the one before is none."""
    try:
        day = form_fields.DateField(required=False).clean(row["day"])
    except ValidationError:
        day = None
    return {**row, "day": day and day + timedelta(days=1)}
