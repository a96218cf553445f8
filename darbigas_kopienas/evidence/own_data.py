"""What this floor holds about somebody: the files that they added, and those that they opened.

By kind and number: a title may name somebody else.
"""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.exchange import Column
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.own_data import OwnTable

from .models import Document, FileOpening

NUMBER = pgettext_lazy("of a document", "Number")


def gather(user: User) -> Iterable[tuple[str, OwnTable]]:
    added = Document.objects.filter(uploaded_by=user).order_by("pk")
    yield (
        "documents",
        OwnTable(
            title=_("Files that I added"),
            keys=("number", "kind", "added_at", "state"),
            columns=(
                Column(NUMBER, "count"), Column(_("Kind")), Column(_("Added at"), "moment"),
                Column(_("State")),
            ),
            rows=[(row.pk, row.get_kind_display(), row.created_at, row.get_state_display()) for row in added],
        ),
    )  # fmt: skip
    opened = FileOpening.objects.filter(user_id=user.pk).select_related("document").order_by("at", "pk")
    yield (
        "files_opened",
        OwnTable(
            title=_("Files that I opened"),
            keys=("number", "kind", "opened_at", "how"),
            columns=(
                Column(NUMBER, "count"), Column(_("Kind")), Column(_("Opened at"), "moment"),
                Column(pgettext_lazy("opened", "How")),
            ),
            rows=[(row.document_id, row.document.get_kind_display(), row.at, row.get_how_display()) for row in opened],
        ),
    )  # fmt: skip
