from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .models import MARKS, Evaluation
from .reporting import SCALE

LONGEST = 2000
# One word each: they stand side by side under the columns of a chart.
IN_A_WORD = {
    "usefulness": pgettext_lazy("mark", "Usefulness"),
    "content": pgettext_lazy("mark", "Content"),
    "trainers": pgettext_lazy("mark", "Trainers"),
    "organisation": pgettext_lazy("mark", "Organising"),
}


def words_of(mark: str) -> str:
    """How a mark is asked for."""
    return capfirst(str(Evaluation._meta.get_field(mark).verbose_name))  # type: ignore[union-attr]  # a field of ours


class EvaluationForm(forms.Form):
    """Four marks and two free answers, all of them optional; nothing asks who answers."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for mark in MARKS:
            self.fields[mark] = forms.TypedChoiceField(
                label=words_of(mark),
                choices=[(scale, str(scale)) for scale in SCALE],
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect(attrs={"class": "inline"}),
            )
        area = forms.Textarea(attrs={"rows": 3})
        self.fields["will_use"] = forms.CharField(
            label=_("What will you use in your work?"), required=False, max_length=LONGEST, widget=area
        )
        self.fields["to_improve"] = forms.CharField(
            label=_("What could be better?"), required=False, max_length=LONGEST, widget=area
        )

    @property
    def marks(self) -> dict[str, int | None]:
        """Of a valid form."""
        return {mark: self.cleaned_data[mark] for mark in MARKS}
