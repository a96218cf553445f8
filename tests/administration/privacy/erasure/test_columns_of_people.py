"""Every column that leads to somebody, or is called as names are, is answered for where people are erased."""

from django.apps import apps
from django.db import models

from darbigas_kopienas.administration.privacy.erasure.preview import erasures
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.people.models import Person, User

ANONYMOUS = "the account or the person that it leads to says nothing any more"
NAMES_NO_PERSON = {
    "administration.Backup",
    "account.EmailAddress", "auth.Group", "auth.Permission", "people.Organisation", "people.Municipality",
    "programme.Programme", "programme.Component", "programme.Indicator", "programme.Period", "programme.Site",
    "budget.BudgetLine", "budget.FundingSource", "administration.Milestone", "seminars.SeminarTemplate",
    "resource_centre.Item", "resource_centre.Centre",
}  # fmt: skip


def unanswered() -> list[str]:
    """Columns that lead to somebody (to an account: those that go with it), or are called as names are."""
    answered = {column for answer in erasures() for column in answer.columns}
    found = []
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            named = field.name in {"name", "email", "holder", "to_email", "contact_email"}
            leads = isinstance(field, models.ForeignKey) and (
                field.related_model in {Person, Registration}
                or (field.related_model is User and field.remote_field.on_delete is models.CASCADE)
            )
            label = f"{model._meta.label}.{field.name}"
            if (leads or (named and model._meta.label not in NAMES_NO_PERSON)) and label not in answered:
                found.append(label)
    return sorted(found)


LOOKED_FOR = {  # `leftovers` says where, and a colleague decides
    "programme.PartyContact.name": "an obstacle by its address; else of somebody who may be called the same",
    "seminars.Trainer.name": "by its address; else of somebody who may be called the same",
    "admin.LogEntry.user": ANONYMOUS,
    "guidelines.GuidelineEditor.user": ANONYMOUS,
    "people.NoticeReading.user": ANONYMOUS,
}


def test_every_column_of_a_person_is_answered_for() -> None:
    assert unanswered() == sorted(LOOKED_FOR)


def test_every_answered_column_exists() -> None:
    for column in {column for answer in erasures() for column in answer.columns}:
        label, name = column.rsplit(".", 1)
        apps.get_model(label)._meta.get_field(name)
