from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.participation.questions.models import Question
from darbigas_kopienas.values import form_fields


class QuestionForm(forms.Form):
    text_lv = form_fields.TitleField(label=_("Question in Latvian"), max_length=300)
    kind = form_fields.AnswerField(
        label=_("Answered by"), choices=Question.Kind.choices, widget=forms.RadioSelect
    )  # fmt: skip
    options_lv = forms.CharField(
        label=_("Answers to choose from"),
        required=False,
        max_length=2000,
        help_text=_("One a line; only for a choice."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    purpose = forms.ChoiceField(
        label=_("What it is for"),
        choices=Question.Purpose.choices,
        help_text=_("Answers about catering, transport and access are summed up for the organiser."),
    )
    is_required = forms.BooleanField(label=_("It has to be answered"), required=False)
    condition = forms.ChoiceField(label=_("Asked only when"), required=False)
    text_en = form_fields.TitleField(label=_("Question in English"), required=False, max_length=300)
    options_en = forms.CharField(
        label=_("The answers in English"),
        required=False,
        max_length=2000,
        help_text=_("Write the same number of lines, in the same order."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, earlier: list[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.earlier = {str(question.pk): question for question in earlier if question.kind != Question.Kind.TEXT}
        choices = [
            (f"{pk}:{at}", f"{question.text} – {word}")
            for pk, question in self.earlier.items()
            for at, (_value, word) in enumerate(question.choices())
        ]
        if choices:
            field = cast("forms.ChoiceField", self.fields["condition"])
            field.choices = [("", _("always")), *choices]
        else:
            del self.fields["condition"]

    @staticmethod
    def initial_of(question: Question) -> dict[str, object]:
        names = ("text_lv", "text_en", "kind", "purpose", "options_lv", "options_en", "is_required")
        initial = {name: getattr(question, name) for name in names}
        before = question.depends_on
        if before is not None:
            values = [value for value, _word in before.choices()]
            initial["condition"] = f"{before.pk}:{values.index(question.depends_value)}"
        return initial

    @property
    def question_fields(self) -> dict[str, object]:
        """The fields of a question, of a valid form."""
        fields = dict(self.cleaned_data)
        pk, _colon, at = fields.pop("condition", "").partition(":")
        before = self.earlier.get(pk)
        value = before.choices()[int(at)][0] if before is not None else ""
        return {**fields, "depends_on": before, "depends_value": value}
