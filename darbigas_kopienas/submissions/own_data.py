"""What this floor holds about somebody: forms that they began, and those that they sent lately."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.exchange import Column
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.own_data import OwnTable
from darbigas_kopienas.submissions.drafted_forms import drafted_form

from .models import Draft, Submission


def _title(form_key: str) -> str:
    form = drafted_form(form_key)
    return form_key if form is None else str(form[0].label)


def gather(user: User) -> Iterable[tuple[str, OwnTable]]:
    table = OwnTable(
        title=_("Drafts"),
        keys=("form", "saved_at"),
        columns=(Column(_("Form")), Column(_("Saved at"), "moment")),
        rows=[
            (_title(draft.form_key), draft.updated_at)
            for draft in Draft.objects.filter(user=user).order_by("-updated_at")
        ],
    )
    yield "drafts", table
    sent = Submission.objects.filter(user=user).order_by("-sent_at")
    yield (
        "sent_forms",
        OwnTable(
            title=_("Forms that I sent lately"),
            keys=("form", "sent_at"),
            columns=(Column(_("Form")), Column(_("Sent at"), "moment")),
            rows=[(_title(submission.form), submission.sent_at) for submission in sent],
        ),
    )
