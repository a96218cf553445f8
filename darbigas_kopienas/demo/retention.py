"""For how long the accounts' documents are stored, by the law; and a destruction act of the true programme's."""

from datetime import date

from budget.retention import PAY, SUPPORTING
from darbigas_kopienas.administration.models import DestructionAct
from darbigas_kopienas.administration.privacy.retention.overdue import groups_of, in_group
from darbigas_kopienas.administration.privacy.retention.services import draft_act
from darbigas_kopienas.people.models import RetentionPeriod, User
from darbigas_kopienas.programme.models import Programme

LAW, SINCE = "Grāmatvedības likums", date(2022, 1, 1)  # the day on which it came into force


def load_facts() -> None:
    """Once: what was set since then stays."""
    for kind in (PAY, SUPPORTING):
        if not RetentionPeriod.objects.filter(kind=kind.key).exists():
            RetentionPeriod.objects.create(kind=kind.key, days=kind.least, valid_from=SINCE, reason=LAW)


def load_act(programme: Programme, by: User) -> None:
    """Of the first documents whose time is over, waiting for somebody else's approval; nothing is destroyed."""
    group = next(iter(groups_of(programme)), None)
    if group is None or DestructionAct.objects.filter(programme=programme).exists():
        return
    documents = in_group(programme, group.kind, group.year, group.municipality)[:2]
    chosen = [document.pk for document in documents]
    draft_act(by=by, programme=programme, documents=chosen, place="Daugavpils", basis=LAW)
