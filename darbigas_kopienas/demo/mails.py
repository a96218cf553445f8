"""What became of the e-mails: most have left long ago, two came back, and one to a colleague was given up."""

from datetime import timedelta

from darbigas_kopienas.mailing.models import OutgoingMail, State
from darbigas_kopienas.values import clock

from .stage import Stage

GONE, FULL, REFUSED_EACH_TIME = "5.1.1", "5.2.2", "SMTPServerDisconnected"
COMES_BACK = (GONE, FULL)
SENT_AFTER = timedelta(minutes=1)
ATTEMPTS = 6  # of one that is given up
LONG_AGO = timedelta(days=7)  # what was written since leaves now, to be read in the folder


def load(stage: Stage) -> None:
    """Once, of the letters written while it was acted out: what has been sent since is true and stays."""
    letters = OutgoingMail.objects.filter(programme=stage.programme)
    if letters.filter(state=State.BOUNCED).exists():
        return
    waiting = letters.filter(state=State.WAITING).order_by("pk")
    in_line = waiting.filter(template="registration_waiting", municipality=stage.municipalities["daugavpils"])
    for mail, status in zip(in_line, COMES_BACK, strict=False):
        _end(mail, State.BOUNCED, status, attempts=1)
    to_approvers = waiting.filter(template="expense_waiting", municipality=stage.municipalities["rezeknes-novads"])
    for mail in to_approvers.order_by("-pk")[:1]:
        _end(mail, State.FAILED, REFUSED_EACH_TIME, attempts=ATTEMPTS)


def leave() -> None:
    """What was written while years were acted out has left since: a worker would only find that it is too late."""
    waiting = OutgoingMail.objects.filter(state=State.WAITING, due_at__lt=clock.now() - LONG_AGO)
    for mail in waiting:
        _end(mail, State.SENT, "", attempts=1)


def _end(mail: OutgoingMail, state: State, error: str, *, attempts: int) -> None:
    """As the worker and the report of the recipient's server would leave it: what it said is wiped."""
    mail.state, mail.error, mail.attempts, mail.context = state, error, attempts, {}
    mail.sent_at = mail.created_at + SENT_AFTER if state != State.FAILED else None
    mail.save(update_fields=["state", "error", "attempts", "context", "sent_at"])
