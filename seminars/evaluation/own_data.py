"""What the room holds about somebody: whether they evaluated. Which evaluation is theirs, nobody knows."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.exchange import Column
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.own_data import OwnTable

from .models import EvaluationTicket


def tickets_of(user: User) -> OwnTable:
    rows = EvaluationTicket.objects.filter(registration__person__user=user).order_by("registration")
    return OwnTable(
        title=_("Evaluations that I was asked for"),
        keys=("registration", "is_given"),
        columns=(Column(pgettext_lazy("a person's place", "Registration"), "count"), Column(_("I have evaluated"))),
        rows=[(row.registration_id, row.is_used) for row in rows],
    )
