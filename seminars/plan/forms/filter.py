"""Finding a seminar."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.people.models import Municipality
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import clock
from seminars.seminar.models import Seminar, SeminarQuerySet


class SeminarFilter(forms.Form):
    """What a visitor looks for; it lives in the address, so a search can be sent to a colleague."""

    place = forms.ModelChoiceField(
        label=_("Municipality"),
        queryset=Municipality.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=pgettext_lazy("feminine", "All"),
    )
    audience = forms.ChoiceField(
        label=_("For whom"), choices=[("", _("Everybody")), *Seminar.Audience.choices], required=False
    )
    topic = forms.CharField(label=_("Topic"), required=False, max_length=80)
    free = forms.BooleanField(label=_("Free seats only"), required=False)
    month = forms.RegexField(r"^20[0-9]{2}-(0[1-9]|1[0-2])$", required=False, widget=forms.HiddenInput)
    when = forms.ChoiceField(choices=[("", ""), ("past", "")], required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, programme: Programme | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        partners = Municipality.objects.filter(partnerships__programme=programme)
        cast("forms.ModelChoiceField[Municipality]", self.fields["place"]).queryset = partners

    @property
    def wanted(self) -> dict[str, Any]:
        """What can be understood of the address; the rest is as if it were not there."""
        return self.cleaned_data if self.is_valid() else {}

    def narrow(self, rows: SeminarQuerySet) -> SeminarQuerySet:
        """What is looked for, whatever the time: the list, its month, its calendar and its table say the same."""
        wanted = self.wanted
        if wanted.get("place"):
            rows = rows.filter(activity__municipality=wanted["place"])
        if wanted.get("audience"):
            rows = rows.filter(audience_group=wanted["audience"])
        if wanted.get("free"):
            rows = rows.with_seats().to_register_for(clock.today())
        return rows.about(wanted.get("topic", ""))
