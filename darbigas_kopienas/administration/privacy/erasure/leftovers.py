"""Where somebody's name or address stands in what others wrote: every text and every JSON column of every table.

Each is found by looking, so a new table is looked through from its first day. What a floor or room empties itself
(`Erasure.columns`) is left out; so are tables whose rows are each of one person, for a namesake's are not theirs.
"""

from collections.abc import Iterable, Iterator

from django.apps import apps
from django.db.models import CharField, JSONField, Model, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from darbigas_kopienas.people.erasure import Remainder, Subject
from darbigas_kopienas.people.named import names_anybody, naming
from darbigas_kopienas.rooms import page_of, registered

MOST_LISTED = 50  # of each table
_OF_ACCOUNTS = gettext_lazy(
    "A supporting document of accounts: it is stored for at least 5 years, a pay document for 10 (Accounting Law)."
)
_NEVER_CHANGES = gettext_lazy("What was frozen for a report never changes; it was told to the funder so.")
_ONLY_ADDED_TO = gettext_lazy("Nobody can change this record: it shows what was done and why.")
_AS_WRITTEN = gettext_lazy("A colleague wrote it: correct it there, if it need not name the person.")
_REASONS: dict[str, str | Promise] = {
    "budget.": _OF_ACCOUNTS,
    "activities.Cost": _OF_ACCOUNTS,
    "resource_centre.Purchase": _OF_ACCOUNTS,
    "reports.": _NEVER_CHANGES,
    "activities.Change": _ONLY_ADDED_TO,
    "audit.": _ONLY_ADDED_TO,
}


def leftovers(subject: Subject) -> list[Remainder]:
    """In one statement where nothing is found, and one more for each table in which something is."""
    models = {model._meta.label: model for model in apps.get_models()}
    places = [rows for model in models.values() if (rows := _places(model, subject)) is not None]
    keys: dict[str, list[str]] = {}
    for label, pk in places[0].union(*places[1:], all=True) if places else ():
        keys.setdefault(label, []).append(pk)
    return [row for label, model in models.items() if label in keys for row in _in(model, keys[label])]


def columns_to_look_through(model: type[Model]) -> list[str]:
    answered = {column for room in registered() if room.erasure is not None for column in room.erasure.columns}
    return [
        field.name
        for field in model._meta.local_concrete_fields
        if isinstance(field, CharField | TextField | JSONField)
        and not field.choices
        and not field.primary_key
        and f"{model._meta.label}.{field.name}" not in answered
    ]


def _places(model: type[Model], subject: Subject) -> "QuerySet[Model, tuple[str, str]] | None":
    """(label, number) of the rows of a table that name them."""
    columns = columns_to_look_through(model)
    if not columns or not names_anybody(subject):
        return None
    rows = naming(_of_others(model, subject), columns, subject).order_by()
    named = rows.annotate(_label=Value(model._meta.label), _key=Cast("pk", TextField()))
    keys: QuerySet[Model, tuple[str, str]] = named.values_list("_label", "_key")
    return keys


def _in(model: type[Model], keys: list[str]) -> Iterator[Remainder]:
    for row in model._base_manager.filter(pk__in=keys).order_by("pk")[:MOST_LISTED]:
        words = {"what": capfirst(model._meta.verbose_name), "which": row}
        yield Remainder(_("%(what)s: %(which)s") % words, _why(model._meta.label), url=_url(row))


def _of_others(model: type[Model], subject: Subject) -> "QuerySet[Model]":
    """What hangs on their own account goes with it."""
    rows: QuerySet[Model] = model._base_manager.all()
    is_of_account = any(field.name == "user" for field in model._meta.local_fields)
    return rows.exclude(user=subject.user) if is_of_account and subject.user is not None else rows


def _why(label: str) -> str | Promise:
    reasons: Iterable[str | Promise] = (why for begins, why in _REASONS.items() if label.startswith(begins))
    return next(iter(reasons), _AS_WRITTEN)


def _url(row: Model) -> str:
    page = page_of(row._meta.label_lower)
    return reverse(page, args=[row.pk]) if page is not None else ""
