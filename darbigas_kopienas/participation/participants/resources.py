"""The list of those registered as a table to take along: exactly the filtered rows, with the chosen columns."""

from collections.abc import Iterator, Sequence
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from import_export import fields

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.exchange import Column, export_table
from darbigas_kopienas.exchange.service_resource import ServiceResource
from darbigas_kopienas.exchange.tables import Format
from darbigas_kopienas.mailing.services import BadAddress, single_address
from darbigas_kopienas.participation.questions.models import Question
from darbigas_kopienas.participation.questions.services import questions_of
from darbigas_kopienas.participation.registration.models import Registration, RegistrationQuerySet
from darbigas_kopienas.participation.registration.people_list import (
    HEADINGS,
    LONGEST_ADDRESS,
    LONGEST_NAME,
    LONGEST_SCHOOL,
)
from darbigas_kopienas.participation.registration.services import Participant, change, register
from darbigas_kopienas.programme.actors import Actor, Reader
from darbigas_kopienas.values import clock, formats
from darbigas_kopienas.values.characters import has_letter, one_line
from darbigas_kopienas.values.email_addresses import mailbox


def _rank(row: Any) -> int | None:
    return cast("int | None", row.rank)


# With the headings of a table sent in, so that a list taken along can come back.
COLUMNS: dict[str, Column] = {
    "name": Column(HEADINGS["name"].word, "text", lambda row: row.name),
    "email": Column(HEADINGS["email"].word, "text", lambda row: row.email),
    "school": Column(HEADINGS["school"].word, "text", lambda row: row.school),
    "municipality": Column(gettext_lazy("Municipality"), "text", lambda row: row.municipality),
    "group": Column(gettext_lazy("Group"), "text", lambda row: row.get_group_display()),
    "state": Column(gettext_lazy("State"), "text", lambda row: row.get_state_display()),
    "rank": Column(pgettext_lazy("waiting list", "Place in line"), "count", _rank),
    "at": Column(gettext_lazy("Registered at"), "moment", lambda row: row.created_at),
    "via": Column(gettext_lazy("How registered"), "text", lambda row: row.get_via_display()),
    "reason": Column(gettext_lazy("Reason"), "text", lambda row: row.reason),
}
ANSWERS = "answers"


def column_choices(activity: Activity) -> list[tuple[str, object]]:
    """What may be chosen for the file; the answers go together."""
    choices: list[tuple[str, object]] = [(key, column.name) for key, column in COLUMNS.items()]
    return [*choices, (ANSWERS, gettext_lazy("Answers to the questions"))] if questions_of(activity) else choices


def registration_table(
    rows: RegistrationQuerySet, user: Reader, kind: Format, *, activity: Activity, keys: Sequence[str] = ()
) -> Iterator[bytes]:
    """The rows that the person may export, in pieces; `keys` as in `column_choices` (all)."""
    wanted = [key for key, _name in column_choices(activity) if not keys or key in keys]
    columns = [COLUMNS[key] for key in wanted if key in COLUMNS]
    if ANSWERS in wanted:
        columns += [_answer_column(question) for question in questions_of(activity)]
    table = rows.exportable_by(user).with_rank().select_related("municipality")
    table = table.prefetch_related("answers__question")
    notes = [
        str(activity.title),
        _("Made on %(day)s in the portal “Active communities”.") % {"day": formats.day(clock.today())},
        _("Personal data: keep it only as long as the work needs it."),
    ]
    return export_table(table, user, columns, kind=kind, title=_("Participants"), notes=notes)


def _answer_column(question: Question) -> Column:
    def value(row: Registration) -> str:
        return next((answer.shown for answer in row.answers.all() if answer.question_id == question.pk), "")

    return Column(question.text, "text", value)


class RegistrationResource(ServiceResource):
    """Participants of one activity: the address within it is the natural key, so a row never reaches another activity.

    A new address is registered by the organiser's own deed, a known one is put right. All rows or none.
    `language` is that of the letters to the new ones.
    """

    name = fields.Field(column_name="name")
    email = fields.Field(column_name="email")
    school = fields.Field(column_name="school")

    class Meta:
        model = Registration
        fields = ("name", "email", "school")
        import_id_fields = ("email",)
        skip_diff = True
        use_transactions = True

    def __init__(self, *, by: Actor, activity: Activity, language: str = "lv") -> None:
        super().__init__()
        self.by, self.activity, self.language = by, activity, language

    def get_queryset(self) -> RegistrationQuerySet:
        return Registration.objects.for_staff(self.by).filter(activity=self.activity).active()

    def before_import(self, dataset: object, **_more: object) -> None:
        self._known = {registration.email: registration for registration in self.get_queryset() if registration.email}
        self._seen: set[str] = set()

    def get_instance(self, instance_loader: object, row: object) -> Registration | None:
        return self._known.get(mailbox(_word(row, "email")))

    def import_instance(self, instance: Registration, row: object, **_more: object) -> None:
        name, email, school = _word(row, "name"), mailbox(_word(row, "email")), _word(row, "school")
        if wrong := self._slips(name, email, school):
            raise ValidationError(wrong)
        self._seen.add(email)
        self._before = (instance.name, instance.school) if instance.pk else None
        instance.activity, instance.name, instance.email = self.activity, name, email
        instance.school = school or instance.school  # an empty cell says nothing of a known school

    def _slips(self, name: str, email: str, school: str) -> dict[str, Any]:
        wrong: dict[str, Any] = {}
        if not name or len(name) > LONGEST_NAME:
            wrong["name"] = _("Write the name, at most 120 characters.")
        elif not has_letter(name):
            wrong["name"] = _("A name has at least one letter.")
        if len(school) > LONGEST_SCHOOL:
            wrong["school"] = _("Write at most 200 characters.")
        try:
            single_address(email)
        except BadAddress as slip:
            wrong["email"] = " ".join(slip.messages)
        if len(email) > LONGEST_ADDRESS:
            wrong["email"] = _("This is not one e-mail address.")
        if email in self._seen:
            wrong["email"] = _("The same address appears in the table twice.")
        return wrong

    def skip_row(self, instance: Any, original: object, row: object, import_validation_errors: object = None) -> bool:
        return not import_validation_errors and self._before == (instance.name, instance.school)

    def save_instance(self, instance: Any, is_create: bool, row: Any, **_more: Any) -> None:
        if is_create:
            who = Participant(name=instance.name, email=instance.email, school=instance.school)
            register(by=self.by, activity=self.activity, participant=who, language=self.language)
        else:
            change(by=self.by, registration=instance, name=instance.name, school=instance.school)


def _word(row: Any, name: str) -> str:
    return one_line(str(row.get(name) or ""))
