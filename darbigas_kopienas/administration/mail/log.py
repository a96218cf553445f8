"""The e-mails that somebody may look through: when, to whom, of which kind, about what, and what became of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.text import capfirst

from darbigas_kopienas.mailing.letters import kinds
from darbigas_kopienas.mailing.models import OutgoingMail, OutgoingMailQuerySet, State
from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.history import Thing
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import q_in_scopes

from .things import things_by_key

SAID = ("context", "attachments", "subject", "text_body", "html_body")
NOTHING = Thing("")


@dataclass(frozen=True, slots=True)
class Line:
    """One e-mail; `leaves_at` only while it waits, `account` and `thing` only where there is one to be named."""

    pk: int
    written_at: datetime
    sent_at: datetime | None
    leaves_at: datetime | None
    address: str
    account: str
    kind: str
    thing: Thing
    state: str
    state_word: str
    why_not: str
    settled_at: datetime | None


def mails_of(user: Reader, programme: Programme) -> OutgoingMailQuerySet:
    """Of the reader's scopes in the programme."""
    return OutgoingMail.objects.visible_to(user).filter(programme_id=programme.pk)


def drawn(rows: OutgoingMailQuerySet) -> OutgoingMailQuerySet:
    """Each with its account, and without what it says."""
    return rows.select_related("user").defer(*SAID)


class Lines:
    """Makes lines of `drawn` e-mails. What they are about and what kinds are called is read once, for all lines."""

    def __init__(self, user: Reader, keys: Iterable[str]) -> None:
        self.things = things_by_key(user, keys)
        self.kinds = kinds()

    def line(self, mail: OutgoingMail) -> Line:
        return Line(
            pk=mail.pk,
            written_at=mail.created_at,
            sent_at=mail.sent_at,
            leaves_at=mail.due_at if mail.state == State.WAITING else None,
            address=mail.to_email,
            account=mail.user.name if mail.user is not None else "",
            kind=self.kind(mail),
            thing=self.things.get(mail.about, NOTHING),
            state=mail.state,
            state_word=str(mail.get_state_display()),
            why_not=mail.why_not,
            settled_at=mail.settled_at,
        )

    def kind(self, mail: OutgoingMail) -> str:
        """One that no room knows any more is called by its template."""
        kind = self.kinds.get(mail.template)
        return capfirst(str(kind.label)) if kind is not None else mail.template


def lines_of(rows: list[OutgoingMail], user: Reader) -> list[Line]:
    """Of the `drawn` rows of one page: one statement more, however many."""
    lines = Lines(user, {mail.about for mail in rows})
    return [lines.line(mail) for mail in rows]


class Exported:
    """The rows of the list for a file: those where the reader may take tables along too (`export_table` asks)."""

    def __init__(self, rows: OutgoingMailQuerySet) -> None:
        self.rows = rows

    def visible_to(self, user: Reader) -> OutgoingMailQuerySet:
        return drawn(self.rows.visible_to(user).filter(q_in_scopes(user, Permission.EXPORT)))
