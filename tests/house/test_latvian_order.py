"""Whatever is listed by a text is listed in Latvian order: by a stored key of `formats.sort_key`, never by the text.

The databases' own orders differ, and none of the server that comes along is Latvian. So no order of a model, of a
list's columns or of a query may name a column of words.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils import translation

from budget.filters import ExpenseFilter
from budget.models import Expense
from community_events.filters import EventFilter
from community_events.models import CommunityEvent
from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.administration.mail.filters import MailFilter
from darbigas_kopienas.administration.models import ErasureRequest
from darbigas_kopienas.administration.people.organisations.filters import OrganisationFilter
from darbigas_kopienas.administration.people.register.filters import PersonFilter
from darbigas_kopienas.administration.privacy.erasure.filters import ErasureFilter
from darbigas_kopienas.administration.privacy.openings.filters import OpeningFilter
from darbigas_kopienas.administration.roles.role_filter import RoleFilter
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.evidence.models import FileOpening
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.pages.list_filter import ListFilter
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.participation.participants.filters import RegistrationFilter
from darbigas_kopienas.people.models import Municipality, Organisation, Person
from darbigas_kopienas.programme.history_filter import HistoryFilter
from darbigas_kopienas.programme.models import Membership
from darbigas_kopienas.values import formats
from resource_centre.models import Centre, Item
from seminars.certificates.filters import CertificateFilter
from seminars.models import Certificate, SeminarTemplate, Trainer, TrainingProgramme

ROOT = Path(settings.BASE_DIR)
OURS = ("budget", "community_events", "darbigas_kopienas", "guidelines", "resource_centre", "seminars")
KEYS = {"sort_key", "school_key"}
# Codes and addresses: letters without marks, in an order that is not read as an alphabet.
CODES = {"code", "email", "to_email", "number", "document_number", "format", "language", "template", "state",
         "form_key", "role", "kind", "sha256", "group"}  # fmt: skip
IN_ORDER = [
    "7. pamatskola", "Ābeļu skola", "Abrenes skola", "Adamovas skola", "Cēsu skola", "Čornajas skola",
    "Daugavas skola", "Garkalnes skola", "Ģibuļu skola", "Ilūkstes skola", "Ynovas skola", "Jaunā skola",
    "Kokneses skola",
    "Ķekavas skola",
    "Lielā skola", "Ļaudonas skola", "Nautrēnu skola", "Ņivas skola", "Ögres skola", "Salas skola", "Šķeltovas skola",
    "Tilžas skola", "Vārkavas skola", "Zaļā skola", "Žīguru skola", "Яна skola",
]  # fmt: skip
FILTERS: list[tuple[type[ListFilter], type[models.Model]]] = [
    (RegistrationFilter, Registration), (ExpenseFilter, Expense), (EventFilter, CommunityEvent),
    (CertificateFilter, Certificate), (HistoryFilter, Entry), (RoleFilter, Membership),
    (PersonFilter, Person), (OrganisationFilter, Organisation), (ErasureFilter, ErasureRequest),
    (OpeningFilter, FileOpening), (MailFilter, OutgoingMail),
]  # fmt: skip


def _models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.split(".")[0] in OURS]


def _column(model: type[models.Model], path: str) -> models.Field[object, object] | None:
    """What an order names; None for what a queryset counts."""
    field = None
    for part in path.lstrip("-").split("__"):
        if part == "pk" or part not in {field.name for field in model._meta.get_fields()}:
            return None
        field = model._meta.get_field(part)
        model = field.related_model or model
    return field  # type: ignore[return-value]  # no path ends at a relation backwards


def _is_of_words(model: type[models.Model], path: str) -> bool:
    column = _column(model, path)
    is_text = isinstance(column, models.CharField | models.TextField) and not column.choices
    return is_text and path.lstrip("-").split("__")[-1] not in KEYS | CODES


def test_no_model_is_listed_by_its_words() -> None:
    orders = [(model, path) for model in _models() for path in model._meta.ordering or () if isinstance(path, str)]
    assert len(orders) > len(FILTERS)
    assert [(model.__name__, path) for model, path in orders if _is_of_words(model, path)] == []


def test_no_list_is_sorted_by_its_words() -> None:
    assert {chosen for chosen, _model in FILTERS} == set(ListFilter.__subclasses__())
    paths = [(model, path) for chosen, model in FILTERS for paths in chosen.sorts.values() for path in paths]
    assert [(model.__name__, path) for model, path in paths if _is_of_words(model, path)] == []


def _orders() -> Iterator[tuple[str, str]]:
    for file in (file for top in OURS for file in (ROOT / top).rglob("*.py") if "migrations" not in file.parts):
        for call in ast.walk(ast.parse(file.read_text())):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "order_by":
                for word in (node for arg in call.args for node in ast.walk(arg) if isinstance(node, ast.Constant)):
                    yield f"{file.relative_to(ROOT)}:{call.lineno}", str(word.value)


def test_no_query_is_ordered_by_words() -> None:
    texts = {field.name for model in _models() for field in model._meta.get_fields() if _is_of_words(model, field.name)}
    texts -= {field.name for model in _models() for field in model._meta.get_fields() if field.is_relation}
    assert texts >= {"name", "name_lv", "title_lv", "school", "supplier_name", "folded"}
    assert [(place, path) for place, path in _orders() if path.lstrip("-").split("__")[-1] in texts] == []


@pytest.mark.parametrize(
    ("model", "text"),
    [(Registration, "name"), (Person, "name"), (Municipality, "name_lv"), (Organisation, "name_lv"),
     (Centre, "name_lv"), (Item, "name_lv"), (Trainer, "name"), (TrainingProgramme, "title_lv"),
     (SeminarTemplate, "name"),
     (Activity, "title_lv"), (Expense, "supplier_name")],
)  # fmt: skip
def test_every_key_is_written_with_its_row(
    model: type[models.Model], text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(models.Model, "save", lambda *_args, **_kwargs: None)
    rows = [model(**{text: name}) for name in reversed(IN_ORDER)]
    for row in rows:
        row.save()
    listed = sorted(rows, key=lambda row: row.sort_key)  # type: ignore[attr-defined]  # every one of them has it
    with translation.override("lv"):
        assert [getattr(row, text) for row in listed] == IN_ORDER == sorted(IN_ORDER, key=formats.sort_key)
