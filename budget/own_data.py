"""What the room holds about somebody: the expenses that they added or changed. A supplier may be a person: not said."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.exchange import Column
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.own_data import OwnTable

from .models import Expense, ExpenseEditor


def gather(user: User) -> Iterable[tuple[str, OwnTable]]:
    changed = Exists(ExpenseEditor.objects.filter(expense=OuterRef("pk"), user=user))
    rows = Expense.objects.filter(Q(added_by=user) | Q(changed)).order_by("pk")
    table = OwnTable(
        title=_("Expenses that I added or changed"),
        keys=("number", "document_on", "total", "state", "added_at"),
        columns=(
            Column(pgettext_lazy("of a document", "Number"), "count"), Column(_("Date of the document"), "date"),
            Column(_("Total"), "money"), Column(_("State")), Column(_("Added at"), "moment"),
        ),
        rows=[(row.number, row.document_on, row.total, row.get_state_display(), row.added_at) for row in rows],
    )  # fmt: skip
    yield "expenses", table
