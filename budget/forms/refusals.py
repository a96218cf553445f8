"""At which input of a form a refusal by the services stands."""

from collections.abc import Mapping

from django import forms

# Which input a refusal of the services belongs to, by its code; all others stand above the form.
FIELD_OF_CODE = {
    "period_closed": "document_on",
    "outside_programme": "document_on",
    "future": "document_on",
    "source_period": "document_on",
    "source_place": "activity",
    "activity": "activity",
    "duplicate": "document_number",
    "cost": "cost",
    "cost_booked": "cost",
    "not_whole": "total",
    "not_above_zero": "total",
    "comment": "comment",
    "reason": "reason",
    "note": "note",
    "paid": "amount",
    "approval": "over_limit_note",
    "proof": "new_documents",
}


class ServiceForm(forms.Form):
    """A form whose refusals by the services stand at their field."""

    field_of_code: Mapping[str, str] = FIELD_OF_CODE
