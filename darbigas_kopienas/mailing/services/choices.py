"""Saying which e-mails one does not want."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Model

from darbigas_kopienas.audit.services import record
from darbigas_kopienas.mailing.choices import MailChoice, keys_of, unwanted_by
from darbigas_kopienas.programme.actors import Actor


@transaction.atomic
def choose(*, by: Actor, email: str, unwanted: Collection[str], offered: Collection[str], of: Model) -> bool:
    """Of the topics that were `offered` exactly these are not wanted; others stay as they are. False: it was so before.

    `of` is what the choice was made with, on which the trail notes it: the account, or the e-mail with the link.
    """
    before = unwanted_by(email) & set(offered)
    after = set(unwanted) & set(offered)
    if before == after:
        return False
    MailChoice.objects.of(email).filter(topic__in=before - after).delete()
    new = [MailChoice(address_key=keys_of(email)[0], topic=topic) for topic in sorted(after - before)]
    MailChoice.objects.bulk_create(new, ignore_conflicts=True)  # pressed in two windows at once
    changes = {"unwanted": [", ".join(sorted(before)), ", ".join(sorted(after))]}
    record(by=by, verb="mail.chosen", obj=of, changes=changes)
    return True
