from typing import Any, cast

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.evidence.forms import UploadsMixin
from darbigas_kopienas.evidence.models import Document, Kind
from darbigas_kopienas.people.models import Organisation
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import form_fields, formats

from .models import Engagement, Trainer


class TrainerForm(forms.Form):
    """A trainer's profile."""

    name = form_fields.NameField(label=pgettext_lazy("person", "Name"), max_length=120)
    email = form_fields.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("Only colleagues see it; the question to the trainer goes there."),
    )
    organisation: "forms.ModelChoiceField[Organisation]" = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), required=False, empty_label=formats.EMPTY
    )
    profile_lv = forms.CharField(
        label=_("About the trainer"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    profile_en = forms.CharField(
        label=_("About the trainer, in English"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = Q(municipality_id=scope.municipality_id) | Q(municipality__isnull=True)
        chosen = cast("forms.ModelChoiceField[Organisation]", self.fields["organisation"])
        chosen.queryset = Organisation.objects.filter(here)

    @staticmethod
    def initial_of(trainer: Trainer) -> dict[str, Any]:
        return {
            **{name: getattr(trainer, name) for name in ("name", "email", "profile_lv", "profile_en")},
            "organisation": trainer.organisation_id,
        }


class AnswerForm(forms.Form):
    """Why a trainer cannot come."""

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=300,
        help_text=_("If you cannot come; the organiser gets the reason."),
    )


class EngageForm(forms.Form):
    """A trainer who is known, or the name of a new one."""

    trainer = form_fields.LabelledChoiceField(
        label=_("Trainer"), queryset=Trainer.objects.none(), required=False, empty_label=_("a new one:")
    )
    name = form_fields.NameField(label=pgettext_lazy("person", "Name"), required=False, max_length=120)
    email = form_fields.EmailField(label=_("E-mail"), required=False)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = Trainer.objects.in_scope(Scope(scope.programme_id)).filter(
            Q(municipality_id=scope.municipality_id) | Q(municipality__isnull=True)
        )
        cast("forms.ModelChoiceField[Trainer]", self.fields["trainer"]).queryset = known.select_related("organisation")

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("trainer") and not cleaned.get("name") and not self.errors:
            self.add_error("name", _("Choose a trainer or write the name."))
        return cleaned


class EngagementForm(UploadsMixin):
    """By which agreement, for how much."""

    uploads_kind = Kind.AGREEMENT
    uploads_label = _("Agreement as a file")

    agreement_number = form_fields.LineField(label=_("Agreement number"), required=False, max_length=60)
    agreed_on = form_fields.DateField(label=_("Agreed on"), required=False)
    fee = form_fields.MoneyField(label=_("Fee, EUR"), required=False)

    @property
    def document(self) -> Document | None:
        """Of a valid form: the file chosen last."""
        return next(reversed(self.cleaned_data["documents"]), None)

    @staticmethod
    def initial_of(engagement: Engagement) -> dict[str, object]:
        return {name: getattr(engagement, name) for name in ("agreement_number", "agreed_on", "fee")}
