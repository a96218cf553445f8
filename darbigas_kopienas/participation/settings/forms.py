"""How an activity takes registrations, as the organiser sets it: limits, days, kept seats."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.participation.enrolment.models import Enrolment, SeatReserve
from darbigas_kopienas.people.models import Municipality, Organisation
from darbigas_kopienas.programme.choices import partners_of
from darbigas_kopienas.values import form_fields, formats

MOST_SEATS, MOST_HOURS, MOST_RESERVES, EMPTY_ROWS = 2000, 1000, 40, 2
SCHOOLS = (Organisation.Kind.SCHOOL, Organisation.Kind.KINDERGARTEN)


class ReserveForm(forms.Form):
    """Seats kept for one municipality or one school. A row left empty is no row."""

    municipality: "forms.ModelChoiceField[Municipality]" = forms.ModelChoiceField(
        label=_("Municipality"), queryset=Municipality.objects.none(), required=False, empty_label=formats.EMPTY
    )
    organisation: "forms.ModelChoiceField[Organisation]" = forms.ModelChoiceField(
        label=_("or school"), queryset=Organisation.objects.none(), required=False, empty_label=formats.EMPTY
    )
    seats = form_fields.CountField(min_value=1, label=_("Seats"), required=False, max_value=MOST_SEATS)
    released_on = form_fields.DateField(label=_("Free for everybody from"), required=False)

    def __init__(self, *args: Any, offered: "dict[str, QuerySet[Any]]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["released_on"].help_text = ""  # told once above the rows
        for name, rows in offered.items():
            form_fields.offer_rows(self, name, rows)

    @property
    def is_empty(self) -> bool:
        return not any(self.cleaned_data.get(name) for name in ("municipality", "organisation", "seats"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors or not any(cleaned.get(name) for name in ("municipality", "organisation", "seats")):
            return cleaned
        if bool(cleaned.get("municipality")) == bool(cleaned.get("organisation")):
            raise ValidationError({"municipality": _("Choose either a municipality or a school.")})
        if not cleaned.get("seats"):
            raise ValidationError({"seats": _("How many seats are kept?")})
        return cleaned


class EnrolmentForm(forms.Form):
    """Limits and days, with the rows of kept seats in `reserves`."""

    capacity = form_fields.CountField(
        min_value=1,
        label=_("Seats"),
        required=False,
        max_value=MOST_SEATS,
        help_text=_("Empty: as many as come."),
    )
    opens_on = form_fields.DateField(label=_("Registration from"), required=False)
    closes_on = form_fields.DateField(label=_("Registration until"), required=False)
    changes_until = form_fields.DateField(
        label=_("Participants can cancel and change until"),
        required=False,
        help_text=_("Empty: until the first session begins."),
    )
    has_waiting_list = forms.BooleanField(label=_("Waiting list when all seats are taken"), required=False)
    offer_hours = form_fields.CountField(
        min_value=1,
        label=_("Hours to accept an offered seat"),
        max_value=MOST_HOURS,
        help_text=_("Then the seat goes to the next in line."),
    )
    confirm_hours = form_fields.CountField(
        min_value=1,
        label=_("Hours within which a guest must open the link sent by e-mail"),
        required=False,
        max_value=MOST_HOURS,
        help_text=_("Empty: the seat is kept without it."),
    )
    needs_approval = forms.BooleanField(label=_("The organiser approves each registration"), required=False)
    shows_participants = forms.BooleanField(
        label=_("Participants see who else comes"),
        required=False,
        help_text=_("Only those who agreed to be shown."),
    )

    def __init__(self, data: Any = None, *, activity: Activity, enrolment: Enrolment | None, **kwargs: Any) -> None:
        shown = enrolment or Enrolment(activity=activity)
        initial = {name: getattr(shown, name) for name in self.base_fields}
        super().__init__(data, initial=initial, **kwargs)
        rows = list(shown.reserves.all()) if enrolment is not None else []
        partners = partners_of(activity.programme_id)
        offered: dict[str, QuerySet[Any]] = {  # read once for all rows of the form
            "municipality": partners,
            "organisation": Organisation.objects.filter(municipality__in=partners, kind__in=SCHOOLS),
        }
        formset = forms.formset_factory(
            ReserveForm, extra=EMPTY_ROWS, max_num=MOST_RESERVES, absolute_max=MOST_RESERVES
        )
        names = ("municipality", "organisation", "seats", "released_on")
        self.reserves = formset(
            data,
            prefix="reserves",
            initial=[
                {name: getattr(row, f"{name}_id" if name in names[:2] else name) for name in names} for row in rows
            ],
            form_kwargs={"offered": offered},
        )

    def is_valid(self) -> bool:
        """The rows too, and all of them together against the seats."""
        if not all([super().is_valid(), self.reserves.is_valid()]):
            return False
        reserved, seats = sum(reserve.seats for reserve in self.reserved_seats), self.cleaned_data["capacity"]
        if seats is not None and reserved > seats:
            message = _("%(kept)s seats are kept, but there are only %(seats)s in all.")
            self.add_error("capacity", ValidationError(message, params={"kept": reserved, "seats": seats}))
        opens, closes = self.cleaned_data["opens_on"], self.cleaned_data["closes_on"]
        if opens and closes and closes < opens:
            self.add_error("closes_on", _("The last day cannot be before the first."))
        return not self.errors

    @property
    def drafted_parts(self) -> list[forms.BaseForm]:
        return list(self.reserves.forms)

    @property
    def reserved_seats(self) -> list[SeatReserve]:
        """Of valid rows."""
        return [SeatReserve(**row.cleaned_data) for row in self.reserves.forms if row.cleaned_data and not row.is_empty]
