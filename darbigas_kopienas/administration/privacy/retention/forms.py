"""How long a kind of data is stored; which documents an act destroys, and on what ground."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.people.models import RetentionPeriod
from darbigas_kopienas.people.retention import kinds
from darbigas_kopienas.values import form_fields, formats

from .models import DestructionAct
from .services import MOST_DAYS


class RetentionForm(forms.Form):
    """Its fields are called as the keywords of the service."""

    kind = forms.ChoiceField(label=_("Kind of data"))
    days = form_fields.CountField(
        label=_("Days"), min_value=1, max_value=MOST_DAYS, help_text=_("5 years are 1826 days, 10 years 3653.")
    )
    valid_from = form_fields.DateField(label=_("Valid from"))
    reason = form_fields.LineField(
        label=_("Law, clause or decision"),
        max_length=RetentionPeriod._meta.get_field("reason").max_length,
        help_text=_("By what it is so, with its number and day. Everybody who sees this page reads it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["kind"]).choices = [(kind.key, kind.label) for kind in kinds()]


class DestructionActForm(forms.Form):
    documents = forms.TypedMultipleChoiceField(
        label=_("Documents"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": _("A document that was chosen is not overdue any more. Look at the list again."),
            "required": _("Choose at least one document."),
        },
    )
    place = form_fields.LineField(
        label=_("Place"),
        max_length=DestructionAct._meta.get_field("place").max_length,
        help_text=_("Where the act is written."),
    )
    basis = form_fields.LineField(
        label=_("Law or decision"),
        max_length=DestructionAct._meta.get_field("basis").max_length,
        help_text=_("On what ground the documents are destroyed, with its number and day."),
    )

    def __init__(self, *args: Any, documents: "QuerySet[Any]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(row.pk, f"{formats.day(row.document_on)} · {row}") for row in documents]
        cast("forms.ChoiceField", self.fields["documents"]).choices = choices
        self.initial.setdefault("documents", [pk for pk, _label in choices])
