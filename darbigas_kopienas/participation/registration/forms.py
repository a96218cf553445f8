"""What somebody types to take a place, or to correct it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.participation.enrolment.models import Enrolment
from darbigas_kopienas.participation.questions.models import Question
from darbigas_kopienas.participation.registration.consents import SHOWS_NAME
from darbigas_kopienas.participation.registration.models import Registration
from darbigas_kopienas.people.given_consents import lazy_words_of
from darbigas_kopienas.people.requests import AnyUser
from darbigas_kopienas.people.services import has_name
from darbigas_kopienas.values import form_fields, formats
from darbigas_kopienas.values.common_domains import likely_meant

from .people_list import PastedList, read_people

RADIOS = 6  # more answers than these are a list to choose from
ANSWER_LENGTH = 1000


class QuestionsForm(forms.Form):
    """The activity's own questions. One that was not asked is neither required nor kept."""

    def __init__(self, *args: Any, questions: Iterable[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = list(questions)
        self.answers: dict[int, str] = {}
        for question in self.questions:
            self.fields[name_of(question.pk)] = _field(question)

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        for question in self.questions:
            if (
                question.depends_on_id is not None
                and self.answers.get(question.depends_on_id) != question.depends_value
            ):
                self.errors.pop(name_of(question.pk), None)
            elif text := cleaned.get(name_of(question.pk)):
                self.answers[question.pk] = text
        return cleaned

    def rows(self) -> list[dict[str, object]]:
        """Each question with what it hangs on: the script shows it when that was answered so."""
        by_pk = {question.pk: question for question in self.questions}
        return [self._row(question, by_pk.get(question.depends_on_id or 0)) for question in self.questions]

    def _row(self, question: Question, parent: Question | None) -> dict[str, object]:
        row: dict[str, object] = {"field": self[name_of(question.pk)]}
        if parent is not None:
            words = dict(parent.choices()) if parent.kind != Question.Kind.TEXT else {}
            row |= {"after": name_of(parent.pk), "when": question.depends_value, "question": parent.text}
            row["answer"] = words.get(question.depends_value, question.depends_value)
        return row


class AddressForm(forms.Form):
    """An address that is likely mistyped is asked back once; sent again as it is, it is taken."""

    email = form_fields.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    unsure_of = ""

    def __init__(self, *args: Any, is_asked_back: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_asked_back = is_asked_back

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        meant = likely_meant(email) if self.is_asked_back else ""
        if meant and self.data.get("sure_of") != email:
            self.unsure_of = email
            sentence = gettext("Did you mean %(meant)s? If %(email)s is right, send the form once more.")
            raise forms.ValidationError(sentence % {"meant": meant, "email": email}, code="likely_mistyped")
        return email


def _school_field() -> form_fields.LineField:
    return form_fields.LineField(
        label=_("School or organisation"),
        max_length=200,
        help_text=_("If you represent none, write where you live."),
        widget=forms.TextInput(attrs={"autocomplete": "organization", "list": "schools"}),
    )


class RegisterForm(AddressForm, QuestionsForm):
    """A guest says name, e-mail and school; whoever has signed in nothing, or a name that the account lacks."""

    field_order = ("name", "email", "school", "shows_name", "invitation")
    name = form_fields.NameField(
        label=pgettext_lazy("person", "Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    school = _school_field()
    shows_name = forms.BooleanField(
        label=lazy_words_of(SHOWS_NAME),
        required=False,
        help_text=_("You can change this later."),
    )
    invitation = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: AnyUser, enrolment: Enrolment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if user.is_authenticated:
            del self.fields["email"], self.fields["school"]
            if has_name(user):
                del self.fields["name"]
        if not enrolment.shows_participants:
            del self.fields["shows_name"]
        if not self.initial.get("invitation") and not self.data.get("invitation"):
            del self.fields["invitation"]

    @property
    def asks_nothing(self) -> bool:
        """One tap is enough."""
        return all(field.widget.is_hidden for field in self.fields.values())


class ChangeForm(QuestionsForm):
    """The participant corrects what was given when registering."""

    name = form_fields.NameField(label=pgettext_lazy("person", "Name"), max_length=120)
    school = _school_field()
    shows_name = forms.BooleanField(label=lazy_words_of(SHOWS_NAME), required=False)

    def __init__(self, *args: Any, enrolment: Enrolment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school"].required = bool(self.initial.get("school"))  # whoever gave one keeps one
        if not enrolment.shows_participants:
            del self.fields["shows_name"]
        questions = {name: self.fields.pop(name) for name in list(self.fields) if name.startswith(PREFIX)}
        self.fields |= questions  # after the person, as when registering

    @staticmethod
    def initial_of(registration: Registration) -> dict[str, Any]:
        answers = {name_of(answer.question_id): answer.value for answer in registration.answers.all()}
        about = {name: getattr(registration, name) for name in ("name", "school", "shows_name")}
        return {**about, **answers}

    @property
    def changes(self) -> dict[str, Any]:
        """Of a valid form."""
        about = {name: value for name, value in self.cleaned_data.items() if not name.startswith(PREFIX)}
        return {**about, "answers": self.answers}


PREFIX = "question_"


def name_of(question: int) -> str:
    return f"{PREFIX}{question}"


def _field(question: Question) -> forms.Field:
    label = question.text
    if question.kind == Question.Kind.TEXT:
        return forms.CharField(label=label, max_length=ANSWER_LENGTH, required=question.is_required)
    choices = question.choices()
    if len(choices) <= RADIOS:
        return form_fields.AnswerField(
            label=label, choices=choices, required=question.is_required, widget=forms.RadioSelect
        )  # fmt: skip
    nothing = ("", _("Choose") if question.is_required else formats.EMPTY)
    return form_fields.AnswerField(label=label, choices=[nothing, *choices], required=question.is_required)


class ListForm(forms.Form):
    """People, one a line. `most` and `needs_name` are the list's own rules."""

    most = 500
    needs_name = False

    text = forms.CharField(
        label=_("The list"),
        required=False,
        strip=False,
        max_length=300_000,
        help_text=_("One person per line: name; e-mail; institution. Tabs and commas will do too."),
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pasted = PastedList()

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        if "text" not in cleaned:
            return cleaned
        self.pasted = read_people(cleaned["text"], most=self.most, needs_name=self.needs_name)
        for line, problem in self.pasted.slips[:50]:
            said = _("Line %(n)s: %(told)s") % {"n": line, "told": problem} if line else problem
            self.add_error("text", said)
        return cleaned
