"""The form into which somebody types a printed code: what is missing is counted, and nothing typed is lost."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from darbigas_kopienas.values.codes import plain

MOST_TYPED = 120  # with spaces and dashes


class PrintedCodeField(forms.CharField):
    """Spaces, dashes, lower case and look-alikes are put right; the length is the printed one's.

    `length_before`: of what was printed when codes were shorter.
    """

    def __init__(self, *, length: int, length_before: int = 0, css_class: str = "", **kwargs: object) -> None:
        attributes = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        widget = forms.TextInput(attrs=attributes | ({"class": css_class} if css_class else {}))
        super().__init__(max_length=MOST_TYPED, widget=widget, **kwargs)  # type: ignore[arg-type]  # a CharField's own
        self.length, self.length_before = length, length_before

    def clean(self, value: object) -> str:
        code = plain(str(super().clean(value)))
        if not code:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(code) not in {self.length, self.length_before}:
            raise forms.ValidationError(how_much(len(code), self.length), code="length")
        return code


def how_much(typed: int, length: int) -> str:
    """`Ievadītas 12 no 26 rakstzīmēm`."""
    words = ngettext(
        "%(typed)s of %(length)s characters are typed.", "%(typed)s of %(length)s characters are typed.", typed
    )
    rest = _("Type the code only.") if typed > length else _("Type the rest of the code.")
    return f"{words % {'typed': typed, 'length': length}} {rest}"
