"""What this floor holds about somebody: which letters were sent to them and when. What a letter said is wiped."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.exchange import Column
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.own_data import OwnTable

from .account_changes import addresses_of
from .letters import label_of
from .models import MailChoice, OutgoingMail


def gather(user: User) -> Iterable[tuple[str, OwnTable]]:
    rows = OutgoingMail.objects.to_person(user, addresses_of(user)).order_by("created_at", "pk")
    table = OwnTable(
        title=_("E-mails"),
        keys=("kind", "written_at", "sent_at", "state", "why_not"),
        columns=(
            Column(_("Kind of e-mail")), Column(_("Written at"), "moment"), Column(_("Sent at"), "moment"),
            Column(_("State")), Column(_("Why it did not arrive")),
        ),
        rows=[
            (label_of(row.template), row.created_at, row.sent_at, row.get_state_display(), row.why_not) for row in rows
        ],
    )  # fmt: skip
    yield "letters", table
    choices = MailChoice.objects.of(user.email).order_by("topic")
    yield (
        "mail_choices",
        OwnTable(
            title=_("E-mails that you do not want"),
            keys=("topic", "since"),
            columns=(Column(_("E-mails")), Column(_("Since"), "moment")),
            rows=[(row.get_topic_display(), row.created_at) for row in choices],
        ),
    )
