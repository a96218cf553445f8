"""Who was given a role and whose ended: a line of the security log for each, whichever page or command did it."""

from functools import partial

from django.db import transaction
from django.db.models.signals import post_delete, post_save

from darbigas_kopienas.web.security_log import Event, note

from .models import Membership


def listen() -> None:
    post_save.connect(_saved, sender=Membership)
    post_delete.connect(_deleted, sender=Membership)


def _saved(instance: Membership, created: bool, **_signal: object) -> None:
    has_ended = instance.ended_at is not None
    _note(instance, "given" if created else "ended" if has_ended else "changed")


def _deleted(instance: Membership, **_signal: object) -> None:
    _note(instance, "taken")


def _note(membership: Membership, change: str) -> None:
    """`of`: who holds it; the line's `user` is who did it. Only what stays is written."""
    line = partial(
        note,
        Event.ROLE,
        change=change,
        of=membership.user_id,
        role=membership.role,
        programme=membership.programme_id,
        municipality=membership.municipality_id,
        ends_on=str(membership.ends_on or ""),
    )
    transaction.on_commit(line)
