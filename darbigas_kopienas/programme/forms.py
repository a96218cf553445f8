from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.people.models import Municipality, Organisation
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.values import clock, form_fields, formats

from .access import Permission
from .choices import municipality_value, partners_of, scopes_with
from .closings import MAX_DAYS_OPEN
from .models import ClosingKind, Programme
from .scoping import Scope


class ClosingForm(forms.Form):
    """A span to close; the municipality left out means the whole programme."""

    kind = forms.ChoiceField(label=_("What is closed"), choices=ClosingKind.choices)
    municipality: "forms.ModelChoiceField[Municipality]" = forms.ModelChoiceField(
        label=_("Municipality"),
        queryset=Municipality.objects.none(),
        required=False,
        empty_label=_("the whole programme"),
    )
    period = forms.ChoiceField(label=_("Reporting period"), required=False)
    starts_on = form_fields.DateField(label=_("First day"), required=False)
    ends_on = form_fields.DateField(label=_("Last day"), required=False)
    confirm = forms.BooleanField(label=_("Close the period although these are unfinished"), required=False)

    field_of_code: Mapping[str, str] = {"order": "ends_on", "future": "ends_on", "overlap": "starts_on"}

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ended = programme.periods.filter(ends_on__lte=clock.today())
        self.periods = {str(period.pk): period for period in ended}
        spans = [(pk, f"{period} ({formats.period(period.starts_on, period.ends_on)})")
                 for pk, period in self.periods.items()]  # fmt: skip
        cast("forms.ChoiceField", self.fields["period"]).choices = [("", _("other days, written below")), *spans]
        self.fields["municipality"].queryset = partners_of(programme.pk)  # type: ignore[attr-defined]  # the stubs know Field only
        self.programme = programme

    def clean(self) -> dict[str, Any]:
        """The days of the chosen period; without one, the days that were written."""
        cleaned = super().clean() or self.cleaned_data
        if period := self.periods.get(cleaned.get("period", "")):
            cleaned["starts_on"], cleaned["ends_on"] = period.starts_on, period.ends_on
            for name in {"starts_on", "ends_on"} & set(self.errors):
                del self.errors[name]
            return cleaned
        for name in ("starts_on", "ends_on"):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("Choose a reporting period, or write both days."))
        return cleaned

    @property
    def closing(self) -> dict[str, Any]:
        """What is closed, of a valid form."""
        fields = {name: self.cleaned_data[name] for name in ("kind", "starts_on", "ends_on")}
        municipality = self.cleaned_data["municipality"]
        return {"scope": Scope(self.programme.pk, municipality.pk if municipality else None), **fields}


class AskForm(forms.Form):
    """To open a closed period: why, and for whom where there is more than one answer."""

    where = forms.ChoiceField(label=_("Municipality"))
    reason = forms.CharField(label=_("Why must the period be opened?"), max_length=300)

    def __init__(self, *args: Any, scopes: dict[Scope, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scopes = scopes
        if len(scopes) > 1:
            choices = [(municipality_value(scope.municipality_id), name) for scope, name in scopes.items()]
            cast("forms.ChoiceField", self.fields["where"]).choices = choices
        else:
            del self.fields["where"]

    @property
    def scope(self) -> Scope:
        """Of a valid form."""
        chosen = self.cleaned_data.get("where")
        return next(scope for scope in self.scopes if chosen in (None, municipality_value(scope.municipality_id)))


class OpenForm(forms.Form):
    days = form_fields.CountField(
        label=_("For how many days, including today?"), min_value=1, max_value=MAX_DAYS_OPEN, initial=7
    )


class DeclineForm(forms.Form):
    answer = forms.CharField(label=_("Why does it stay closed?"), max_length=300)


class SchoolContactForm(forms.Form):
    """Who speaks for which school: somebody who already has an account, from–to."""

    school: "forms.ModelChoiceField[Organisation]" = forms.ModelChoiceField(
        label=_("School or organisation"), queryset=Organisation.objects.none(), empty_label=_("Choose")
    )
    email = form_fields.EmailField(label=_("E-mail with which the person signs in"))
    starts_on = form_fields.DateField(label=_("First day"), initial=clock.today)
    ends_on = form_fields.DateField(label=_("Last day"), required=False, help_text=_("Empty: until somebody ends it."))

    def __init__(self, *args: Any, schools: "QuerySet[Organisation]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school"].queryset = schools  # type: ignore[attr-defined]  # the stubs know Field only


class PlacedForm(forms.Form):
    """A form for a new row of a programme: asks where it belongs only when there is more than one answer."""

    where = forms.ChoiceField(label=_("Municipality"))

    def __init__(self, *args: Any, user: Reader, permission: Permission, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scopes = scopes_with(user, permission, programme)
        if len(self.scopes) == 1:
            del self.fields["where"]
        else:
            choices = [(municipality_value(scope.municipality_id), name) for scope, name in self.scopes.items()]
            cast("forms.ChoiceField", self.fields["where"]).choices = choices

    @property
    def fields_of_row(self) -> dict[str, Any]:
        """What was typed, of a valid form, without where it belongs: that is the scope."""
        return {name: value for name, value in self.cleaned_data.items() if name != "where"}

    @property
    def scope(self) -> Scope:
        """Of a valid form."""
        chosen = self.cleaned_data.get("where")
        return next(scope for scope in self.scopes if chosen in (None, municipality_value(scope.municipality_id)))
