"""A new text about people's data, and new words of a consent."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.people.consents import ConsentKind
from darbigas_kopienas.people.models import PrivacyNotice
from darbigas_kopienas.values import clock, form_fields
from darbigas_kopienas.web.components.markdown import LONGEST

LONGEST_CHANGES = 500


class NoticeForm(forms.Form):
    body_lv = forms.CharField(
        label=_("Text in Latvian"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_("Markdown: # heading, **bold**, - list, [link](https://…)."),
    )
    body_en = forms.CharField(label=_("Text in English"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 18}))
    changes_lv = form_fields.LineField(
        label=_("What is new, in Latvian"),
        max_length=LONGEST_CHANGES,
        help_text=_("One or two sentences; people read them when they sign in."),
    )
    changes_en = form_fields.LineField(label=_("What is new, in English"), max_length=LONGEST_CHANGES)
    valid_from = form_fields.DateField(label=_("Valid from"), initial=clock.today)

    def __init__(self, *args: Any, last: PrivacyNotice | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if last is None:  # nothing has changed yet
            self.fields["changes_lv"].required = self.fields["changes_en"].required = False


class WordingForm(forms.Form):
    kind = forms.ChoiceField(label=_("Consent"))
    text_lv = form_fields.LineField(
        label=_("Words in Latvian"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    text_en = form_fields.LineField(
        label=_("Words in English"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    valid_from = form_fields.DateField(
        label=_("Valid from"), help_text=_("On this day what was agreed to before ends, and everybody gets an e-mail.")
    )

    def __init__(self, *args: Any, kinds: Iterable[ConsentKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(kind.key, str(kind.label)) for kind in kinds]
        cast("forms.ChoiceField", self.fields["kind"]).choices = choices
