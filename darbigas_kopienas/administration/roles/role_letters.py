"""What a person hears of their role when somebody else has changed or ended it."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from darbigas_kopienas.mailing.letters import Letter, NoLetter
from darbigas_kopienas.mailing.models import OutgoingMail, Reason
from darbigas_kopienas.people.contacts import contact_of_user
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.memberships import Membership, is_role
from darbigas_kopienas.values import clock


def notify_of_change(mail: OutgoingMail) -> Letter | NoLetter:
    """Not sent where the role has ended, or was changed once more, since."""
    role = _role(mail)
    if role is None:
        return NoLetter(Reason.GONE)
    if role.is_over_on(clock.today()):
        return NoLetter(Reason.CHANGED)
    return _letter(mail, role, role.given_by)


def notify_of_end(mail: OutgoingMail) -> Letter | NoLetter:
    """Not sent where the person has been given the same role there again."""
    role = _role(mail)
    if role is None:
        return NoLetter(Reason.GONE)
    again = Membership.objects.not_over_on(clock.today()).filter(is_role(role.role, role.scope), user=role.user_id)
    if role.ended_at is None or again.exists():
        return NoLetter(Reason.CHANGED)
    return _letter(mail, role, role.ended_by)


def _role(mail: OutgoingMail) -> Membership | None:
    rows = Membership.objects.select_related("programme", "municipality", "site", "given_by", "ended_by")
    return rows.filter(pk=mail.context.get("membership")).first()


def _letter(mail: OutgoingMail, role: Membership, who: User | None) -> Letter:
    with translation.override(mail.language):
        address = settings.PUBLIC_URL + reverse("home:my_tasks")
    return Letter(context={"role": role, "who": who, "address": address}, contact=contact_of_user(who))
