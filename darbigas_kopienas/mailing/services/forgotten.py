"""What is forgotten of letters that are over, and when."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.mailing import folder
from darbigas_kopienas.mailing.letters import READY_MADE
from darbigas_kopienas.mailing.models import ENDED, OutgoingMail, OutgoingMailQuerySet
from darbigas_kopienas.people.retention import RetentionKind, limit_of

ADDRESS_DAYS = 90


def tidy() -> int:
    """Forget the addresses of letters long over, and codes whole: nothing asks whether one was sent; returns how many.

    The row of any other letter stays, since by it nothing is told twice. Letters in the folder go with them.
    """
    folder.tidy(Path(settings.EMAIL_FILE_PATH))
    over = _over_before(limit_of(ADDRESSES))
    codes, _by_model = over.filter(template=READY_MADE).delete()
    return codes + over.exclude(to_email="").update(to_email="", user=None)


def _over_before(moment: datetime) -> OutgoingMailQuerySet:
    return OutgoingMail.objects.filter(state__in=ENDED, created_at__lt=moment)


ADDRESSES = RetentionKind(
    key="mailing.addresses",
    label=_("Addresses of e-mails that were sent"),
    counted_from=_("the writing"),
    days=ADDRESS_DAYS,
    overdue=lambda moment: _over_before(moment).filter(Q(template=READY_MADE) | ~Q(to_email="")),
    is_public=True,
)
