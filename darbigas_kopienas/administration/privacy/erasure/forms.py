"""What is typed about a request to be erased."""

from django import forms
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.values import form_fields

from .models import ErasureRequest

NOT_SURE = {"required": _("Tick the box to go on.")}


class AskForm(forms.Form):
    """Called by its name: once its sender has said who they are, it goes on from that page."""

    form_key = "administration:erasure_ask"

    is_sure = forms.BooleanField(
        label=_("I understand that deleted data cannot be brought back."), error_messages=NOT_SURE
    )


class NoteForm(forms.Form):
    note = form_fields.LineField(
        label=_("How was it asked?"),
        max_length=ErasureRequest._meta.get_field("note").max_length,
        help_text=_("For example: by letter, by phone. How do you know that it was this person?"),
    )
    asked_on = form_fields.DateField(label=_("On which day was it received?"))


class RefuseForm(forms.Form):
    reason = form_fields.LineField(
        label=_("Why are the data not erased?"),
        max_length=ErasureRequest._meta.get_field("reason").max_length,
        help_text=_("The person reads it, with the right to complain to the Data State Inspectorate."),
    )


class CarryOutForm(forms.Form):
    is_sure = forms.BooleanField(
        label=_("It was this person who asked, and I understand that erasing cannot be undone."),
        error_messages=NOT_SURE,
    )
